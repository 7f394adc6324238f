//! Who is asked, what they answer, and what everybody is told.

mod addition;
mod change;
mod convocation;
mod entry;
mod feed;
pub mod ingest;
mod ingest_words;
mod message;
mod order;
mod own_reply;
mod postponement;
mod quorum;
mod recorded;
mod reminder;
mod reply;
mod reply_to;
mod sheet;
mod ways;
mod withdrawal;
