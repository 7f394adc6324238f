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
pub mod sheet;
pub mod shown;
pub mod withdrawal;
