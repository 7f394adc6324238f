//! How answers come in: by link, on a member's screens, typed in by the clerk, by mail.

mod entry;
mod feed;
pub mod ingest;
mod own_reply;
mod quorum;
mod reply;
