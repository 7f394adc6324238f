//! The pages of the meeting's day: the roll call, and what is made of it.

pub mod announcement;
pub mod enter;
mod form;
mod lines;
pub mod opinions;
pub mod roll;
pub mod sitting;
pub mod table;

use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("time", "時刻"),
    ("proxy_name", "代理の方の氏名"),
    ("proxy_title", "所属・役職"),
    ("name", "氏名"),
    ("association", "所属"),
    ("count", "傍聴人"),
    ("presider", "議長"),
];
