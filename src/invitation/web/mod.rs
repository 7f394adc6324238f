//! The pages by which answers come in: without signing in through a link, on a member's own screens, and typed in
//! by the clerk. What they share is in `answers` (the three forms), `shown` (the meeting and the receipt) and `link`.

pub mod answers;
pub mod entry;
pub mod feed;
pub mod link;
pub mod own_reply;
pub mod pending;
pub mod reply;
pub mod reply_calendar;
pub mod shown;
