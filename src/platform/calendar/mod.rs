//! The one writer and the one reader of calendar objects (iCalendar, RFC 5545; scheduling, RFC 5546).
//!
//! `write` makes invitations, cancellations, objects to add by hand and feeds; `read_reply` reads what a
//! calendar program answered. Both are pure: no clock, no database, no mail. Nothing handed in can inject
//! a line into an object, and nothing read can make the reader panic or take a cut object for an answer.
//! Whether an answer counts is not decided here.

mod event;
mod outline;
mod read;
pub(crate) mod text;
mod write;

#[cfg(test)]
mod tests;

pub use event::{Attendee, Event, Method, Organizer, Rsvp, Status};
pub use read::{
    CalendarReply, MAX_OCTETS, Participation, ReplyAttendee, ReplyMethod, Unreadable, read_reply,
};
pub use write::write;
