//! What is written on the day of a meeting. Every command locks the meeting, so that two tablets come one after the
//! other, and only adds rows.

mod enter;
mod sit;

pub use enter::{Arrival, EnterError, Entry, Guest, Proxy, What, admit, enter};
pub use sit::{Sit, SitError, sit};
