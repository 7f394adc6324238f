//! Mail that leaves: one letter is put together as octets.
//!
//! A message has exactly one recipient, and its octets depend on nothing but the message, so that every attempt
//! sends the same ones. Words and layout of the letters belong to the features.

mod address;
mod header;
mod message;
mod wrap;

pub use address::{Address, AddressError, Mailbox};
pub use message::{CalendarPart, Message, Unsendable, assemble};
pub use wrap::{columns, wrap_76, wrap_76_keeping};
