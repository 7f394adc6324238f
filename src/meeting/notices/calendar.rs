//! The calendar side of a letter: the event, who it comes from and to whom. What is decided here follows
//! RFC 5546: one ATTENDEE, the addressee; ORGANIZER is where the answer comes in.

use entity::meeting;
use entity::{invitation, region};

use super::letter::{LetterFacts, OfficeBlock, place_line};
use crate::platform::calendar::{Attendee, Event, Method, Organizer, Rsvp, Status, write};
use crate::platform::mail::CalendarPart;
use crate::platform::outbox::MailTerms;

/// Where answers to one invitation come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyAddress {
    /// With the invitation's token where the deployment reads answers by mail, else the office's own.
    pub address: String,
    /// Whether an answer by calendar is read at all.
    pub is_read: bool,
}

/// The reply address of an invitation, by its token.
pub fn reply_address(terms: &MailTerms, region: &region::Model, token: &str) -> ReplyAddress {
    match &terms.reply_to {
        Some(pattern) => ReplyAddress { address: pattern.replace("{token}", token), is_read: true },
        None => ReplyAddress { address: region.office_mail.clone(), is_read: false },
    }
}

/// ORGANIZER: the reply address, sent by the region's sender so that programs accept the difference.
pub fn organizer(region: &region::Model, to: &ReplyAddress) -> Organizer {
    Organizer {
        name: region.sender_name.clone(),
        address: to.address.clone(),
        sent_by: Some(region.sender_mail.clone()),
    }
}

/// ATTENDEE: the addressee. A calendar answer is asked for only where it is wanted and read.
pub fn attendee(invitation: &invitation::Model, address: &str, rsvp: Rsvp) -> Attendee {
    Attendee { name: invitation.name.clone(), address: address.to_owned(), rsvp }
}

/// The event of a meeting for the dates of a letter, without organizer and attendee, which only a mail has;
/// `None` where the letter names no date. UID, SEQUENCE and DTSTAMP are the meeting's own.
pub fn calendar_event(
    meeting: &meeting::Model,
    facts: &LetterFacts,
    office: &OfficeBlock,
    words: &str,
    status: Status,
) -> Option<Event> {
    let place = place_line(meeting.mode, &meeting.place);
    Some(Event {
        uid: meeting.uid.clone(),
        sequence: meeting.sequence,
        stamped_at: meeting.changed_at,
        starts_at: facts.starts_at?,
        ends_at: facts.ends_at?,
        summary: facts.summary(),
        location: Some(place).filter(|place| !place.is_empty()),
        description: format!("{words}\n{}\n{}", office.charge(), office.call()),
        url: None,
        status,
        organizer: None,
        attendee: None,
    })
}

/// One event as the calendar part of a mail.
pub fn calendar_part(method: Method, event: Event) -> CalendarPart {
    let word = match method {
        Method::Request => "REQUEST",
        Method::Cancel => "CANCEL",
        Method::Publish => "PUBLISH",
    };
    CalendarPart { method: word, ics: write(Some(method), &[event], None) }
}
