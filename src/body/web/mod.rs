//! The pages of bodies. Everybody who may know of a body reads its page and its roster, without contact data;
//! all forms are the secretariat's.

pub mod charter;
mod charter_form;
pub mod closure;
pub mod comparison;
pub mod contacts;
pub mod deputies;
pub mod edit;
pub mod ending;
mod fields;
mod form_head;
pub mod roster;
mod rows;
pub mod seat;
pub mod show;
pub mod term;
pub mod tree;

use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("name", "名称"),
    ("short_name", "短い名称"),
    ("position", "順番"),
    ("set_up_on", "設置日"),
    ("predecessor", "前身の会議体"),
    ("on", "最後の日"),
    ("reason", "理由"),
    ("label", "名簿にのせる言葉"),
    ("category", "選出区分"),
    ("from", "始まりの日"),
    ("to", "終わりの日"),
    ("first", "1番目に代理する委員"),
    ("second", "2番目に代理する委員"),
    ("third", "3番目に代理する委員"),
    ("title", "題名"),
    ("number", "番号"),
    ("enacted_on", "制定・改正の日"),
    ("effective_on", "施行日"),
    ("applies_from", "適用の日"),
    ("presider_title", "議長の呼び名"),
    ("vice_title", "副議長の呼び名"),
    ("general_affairs", "庶務"),
    ("quorum_article", "定足数の条文"),
    ("quorum_base_number", "定数"),
    ("quorum_base_article", "定足数のもとになる人数の条文"),
    ("proxy_article", "代理出席の条文"),
    ("proxy_scope_article", "代理になれる人の条文"),
    ("online_article", "オンライン出席の条文"),
    ("numbering_article", "会議の番号の条文"),
    ("cancelled_number_article", "中止した会議の番号の条文"),
    ("notice_period_number", "通知の期限の日数"),
    ("notice_period_article", "通知の期限の条文"),
    ("reply_deadline_number", "回答期限の日数"),
    ("reply_deadline_article", "回答期限の条文"),
    ("seat_number_number", "委員の人数"),
    ("term_number", "委員の任期の年数"),
    ("signers_number", "会議録に署名する委員の人数"),
    ("legal_form_article", "法的な位置づけの条文"),
    ("seat_number_article", "委員の数の条文"),
    ("pay_article", "報酬・謝礼の条文"),
    ("term_article", "委員の任期の条文"),
    ("replacement_article", "補欠の委員の任期の条文"),
    ("ex_officio_article", "充て職の委員の条文"),
    ("chair_article", "会長の選び方の条文"),
    ("vice_chair_article", "副会長の選び方の条文"),
    ("acting_chair_article", "会長の職務の代理の条文"),
    ("decision_article", "議決の方法の条文"),
    ("chair_vote_article", "議長の表決の条文"),
    ("written_meeting_article", "書面開催の条文"),
    ("exclusion_article", "除斥された委員の数え方の条文"),
    ("excluded_member_article", "除斥された委員の在席の条文"),
    ("publicity_article", "会議の公開の条文"),
    ("minutes_form_article", "会議録の形の条文"),
    ("speakers_article", "会議録での発言者の条文"),
    ("signers_article", "会議録の署名の条文"),
];
