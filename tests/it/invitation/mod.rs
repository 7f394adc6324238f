//! How answers come in: by link, on a member's screens, typed in by the clerk, by mail.

mod entry;
mod feed;
mod ingest;
mod order;
mod own_reply;
mod reply;
