//! The pages on which a meeting is planned, edited, called off and ruled on. Its list and its own page are
//! `dossier`'s, because they show what other features know.

pub mod cancel;
pub mod comparison;
pub mod details;
pub mod edit;
pub mod letter_head;
pub mod offers;
pub mod plan;
pub mod rule;

use crate::platform::form::Labels;

/// The words for what is typed on these pages and those of the letters, where it is shown without its form.
pub const LABELS: Labels = &[
    ("day", "開催日"),
    ("starts", "開始"),
    ("ends", "終了"),
    ("place", "場所"),
    ("online_url", "オンラインのアドレス"),
    ("title", "会議名に添える言葉"),
    ("closed_reason", "非公開の理由"),
    ("observer_capacity", "傍聴の定員"),
    ("observer_words", "傍聴の申込み"),
    ("reply_due", "回答期限"),
    ("remarks", "通知の「その他」"),
    ("reason", "理由"),
    ("members", "定数の人数"),
    ("number", "文書番号"),
    ("approved_on", "決裁日"),
    ("issued_on", "施行日"),
    ("sender", "差出人"),
];
