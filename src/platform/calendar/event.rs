//! One meeting as a calendar program is told of it.
//!
//! These are facts already decided elsewhere: this module neither counts sequences nor chooses who is
//! addressed. Every instant is UTC; the object shows it in Asia/Tokyo.

use chrono::{DateTime, Utc};

/// One VEVENT (RFC 5545 3.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The meeting's UID: made once, the same in every object about the meeting.
    pub uid: String,
    /// The revision; a calendar program ignores an object with a lower one.
    pub sequence: i32,
    /// DTSTAMP: when this state of the meeting came about, never the moment of writing, so that the
    /// same state is written in the same octets.
    pub stamped_at: DateTime<Utc>,
    /// When the meeting opens.
    pub starts_at: DateTime<Utc>,
    /// When the meeting is planned to close.
    pub ends_at: DateTime<Utc>,
    /// What the calendar shows in its grid: the body's short name and the meeting.
    pub summary: String,
    /// The room; nothing for a meeting that is held online only.
    pub location: Option<String>,
    /// The facts in words, several lines, with the secretariat's telephone number.
    pub description: String,
    /// The page of the meeting or the reply link, absolute.
    pub url: Option<String>,
    /// Whether the meeting stands.
    pub status: Status,
    /// Where a calendar program sends its reply.
    pub organizer: Option<Organizer>,
    /// The addressee. Nothing in feeds and in objects to add by hand: RFC 5546 3.2.1 allows no
    /// ATTENDEE with METHOD:PUBLISH, and nobody sees another's address.
    pub attendee: Option<Attendee>,
}

/// STATUS of a meeting (RFC 5545 3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The meeting takes place.
    Confirmed,
    /// The meeting was called off (中止, or 延期 without a date), or the addressee was taken off.
    Cancelled,
}

/// ORGANIZER (RFC 5545 3.8.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organizer {
    /// The secretariat's name as shown; left out when empty.
    pub name: String,
    /// The reply address with the invitation's token.
    pub address: String,
    /// The address in `From`, so that programs accept an organizer that differs from the sender.
    pub sent_by: Option<String>,
}

/// ATTENDEE (RFC 5545 3.8.4.1): the one person this object is addressed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// The person's name as shown; left out when empty.
    pub name: String,
    /// The address this object is sent to.
    pub address: String,
    /// Whether the calendar program offers to answer.
    pub rsvp: Rsvp,
}

/// RSVP (RFC 5545 3.2.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rsvp {
    /// An answer is asked for.
    Wanted,
    /// No answer by calendar, as at an address that several invited persons share.
    NotWanted,
}

/// METHOD of a calendar object that is sent (RFC 5546 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// An invitation or its change.
    Request,
    /// The meeting, or the addressee's part in it, is called off.
    Cancel,
    /// To be added by hand, no answer possible.
    Publish,
}
