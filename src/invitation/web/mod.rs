//! The pages by which letters go out and answers come in. A letter's page shows what would leave before it does: the
//! command itself runs in a transaction that is taken back. Answers come without signing in through a link, on a
//! member's own screens, or typed in by the clerk.

pub mod addition;
pub mod answers;
pub mod change;
pub mod convocation;
pub mod desk;
pub mod entry;
pub mod feed;
pub mod link;
pub mod own_reply;
pub mod pending;
pub mod postponement;
pub mod preview;
pub mod reason;
pub mod reminder;
pub mod reply;
pub mod reply_calendar;
pub mod seat_reply;
pub mod sheet;
pub mod shown;
pub mod withdrawal;

use crate::platform::form::Labels;

/// The words for what is typed into an answer, where it is shown without its form.
pub const ANSWER_LABELS: Labels = &[
    ("proxy_name", "代理の方の氏名"),
    ("proxy_title", "所属・役職"),
    ("proxy_contact", "連絡先"),
    ("comment", "連絡・意見"),
];
