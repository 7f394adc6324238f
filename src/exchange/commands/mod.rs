//! What takes tables in, and the drafts of those who have not confirmed yet.

mod draft;
mod take_in;

pub use draft::{Sent, discard, keep_draft, map_draft, sweep};
pub use take_in::{Table, TakeError, take_in};
