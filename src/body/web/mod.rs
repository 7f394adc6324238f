//! The pages of bodies. Everybody who may know of a body reads its page and its roster, without contact data;
//! all forms are the secretariat's.

pub mod charter;
mod charter_form;
pub mod closure;
pub mod contacts;
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
    ("on", "最後の日"),
    ("reason", "理由"),
    ("label", "名簿にのせる言葉"),
    ("category", "選出区分"),
    ("from", "始まりの日"),
    ("to", "終わりの日"),
    ("title", "題名"),
    ("number", "番号"),
    ("enacted_on", "制定・改正の日"),
    ("effective_on", "施行日"),
    ("applies_from", "適用の日"),
    ("presider_title", "議長の呼び名"),
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
];
