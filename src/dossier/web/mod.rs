//! The pages: the list, one meeting, its calendar object.

mod answers;
pub mod calendar;
mod facts;
mod filter;
pub mod list;
mod quorum;
pub mod show;
mod sight;
