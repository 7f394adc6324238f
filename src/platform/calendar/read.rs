//! Reads the replies of calendar programs.
//!
//! The octets are unfolded, then decoded, then outlined, then parsed; only a whole object with one event
//! comes through. Addresses are lower-cased in ASCII alone, so that no look-alike letter folds into a
//! member's address. Words that came along are kept, without control characters.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Component, ICalendarEntry,
    ICalendarParameterName as ParameterName, ICalendarProperty as Property, utils::strip_mailto_scheme,
};
use calcard::{Entry, Parser};

use super::{outline, text};

/// The largest object that is read, in octets.
pub const MAX_OCTETS: usize = 256 * 1024;

/// The longest unknown word that is kept, in characters.
const MAX_WORD: usize = 40;

/// What a calendar program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarReply {
    /// What kind of answer it is.
    pub method: ReplyMethod,
    /// The meeting's UID.
    pub uid: String,
    /// The revision the person answered; 0 when the program left it out.
    pub sequence: i32,
    /// The reply address with the token, lower-cased; Exchange leaves it out at times.
    pub organizer: Option<String>,
    /// Whose answer it is. Only the one that equals the mail's From counts.
    pub attendees: Vec<ReplyAttendee>,
    /// The words that came along: COMMENT, else the first X-RESPONSE-COMMENT (Google).
    pub comment: Option<String>,
}

/// METHOD of what came in (RFC 5546 1.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyMethod {
    /// An answer to an invitation.
    Reply,
    /// The person proposes another time.
    Counter,
    /// Anything else, in upper case.
    Other(String),
}

/// One ATTENDEE of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAttendee {
    /// The address without `mailto:`, lower-cased.
    pub address: String,
    /// What was answered.
    pub participation: Participation,
    /// The address of the person it was delegated to, lower-cased.
    pub delegated_to: Option<String>,
    /// The words in X-RESPONSE-COMMENT.
    pub comment: Option<String>,
}

/// PARTSTAT (RFC 5545 3.2.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Participation {
    /// Will attend (出席).
    Accepted,
    /// Will not attend (欠席).
    Declined,
    /// Perhaps; no answer in the council's sense.
    Tentative,
    /// Any other word in upper case, `NEEDS-ACTION` when there is none.
    Other(String),
}

/// Why an object was not read. The message is for logs and holds nothing of the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More than `MAX_OCTETS`.
    #[error("the calendar object is larger than 256 kB")]
    TooLarge,
    /// A charset nobody knows.
    #[error("the charset of the calendar object is unknown")]
    Charset,
    /// It does not open with `BEGIN:VCALENDAR`.
    #[error("this is no calendar object")]
    NotACalendar,
    /// More than one VCALENDAR.
    #[error("there are several calendar objects in one")]
    SeveralCalendars,
    /// It ends before `END:VCALENDAR`.
    #[error("the calendar object was cut")]
    Cut,
    /// A component is closed by the name of another.
    #[error("the components of the calendar object cross")]
    Crossed,
    /// Something follows `END:VCALENDAR`.
    #[error("something follows the end of the calendar object")]
    Trailing,
    /// More than a hundred components.
    #[error("the calendar object has too many components")]
    TooManyComponents,
    /// No METHOD, or not in the VCALENDAR itself.
    #[error("the calendar object has no method")]
    NoMethod,
    /// METHOD more than once.
    #[error("the calendar object has several methods")]
    SeveralMethods,
    /// No VEVENT.
    #[error("the calendar object has no event")]
    NoEvent,
    /// Several VEVENTs of which none speaks for the whole meeting.
    #[error("the calendar object has several events")]
    SeveralEvents,
    /// The VEVENT has no UID.
    #[error("the event has no identifier")]
    NoUid,
    /// SEQUENCE is no number of an event.
    #[error("the sequence of the event is no number")]
    Sequence,
}

/// Reads one `text/calendar` part: its octets after transfer decoding, and the charset the part names
/// (UTF-8 without one).
///
/// Of several events with one UID, as programs send for an exception to a series, the one without
/// RECURRENCE-ID speaks. Nothing that is doubtful is guessed: it comes back as `Unreadable`, so that a
/// person looks at the mail.
pub fn read_reply(octets: &[u8], charset: Option<&str>) -> Result<CalendarReply, Unreadable> {
    if octets.len() > MAX_OCTETS {
        return Err(Unreadable::TooLarge);
    }
    let decoded = text::decode(&outline::unfold(octets), charset).ok_or(Unreadable::Charset)?;
    let text = decoded.replace('\r', "");
    let begun = outline::components(&text)?;
    let Entry::ICalendar(calendar) = Parser::new(&text).entry() else {
        return Err(Unreadable::NotACalendar);
    };
    if calendar.components.len() != begun {
        return Err(Unreadable::Crossed);
    }
    let method = method(&calendar)?;
    let event = speaking_event(&calendar)?;
    let attendees: Vec<ReplyAttendee> = event.properties(&Property::Attendee).filter_map(attendee).collect();
    let comment = comment(event).or_else(|| attendees.iter().find_map(|one| one.comment.clone()));
    Ok(CalendarReply {
        method,
        uid: uid(event).ok_or(Unreadable::NoUid)?,
        sequence: sequence(event)?,
        organizer: event.property(&Property::Organizer).and_then(address),
        attendees,
        comment,
    })
}

fn method(calendar: &ICalendar) -> Result<ReplyMethod, Unreadable> {
    let everywhere = calendar.components.iter().flat_map(|part| part.properties(&Property::Method)).count();
    if everywhere > 1 {
        return Err(Unreadable::SeveralMethods);
    }
    let head = calendar.components.first().and_then(|part| part.property(&Property::Method));
    let word =
        head.and_then(first_text).map(word).filter(|word| !word.is_empty()).ok_or(Unreadable::NoMethod)?;
    Ok(match word.as_str() {
        "REPLY" => ReplyMethod::Reply,
        "COUNTER" => ReplyMethod::Counter,
        _ => ReplyMethod::Other(word),
    })
}

fn speaking_event(calendar: &ICalendar) -> Result<&ICalendarComponent, Unreadable> {
    let events = || calendar.components.iter().filter(|part| part.component_type == Component::VEvent);
    let first = events().next().ok_or(Unreadable::NoEvent)?;
    if events().count() == 1 {
        return Ok(first);
    }
    let mut whole = events().filter(|event| !event.is_recurrence_override());
    match (whole.next(), whole.next()) {
        (Some(event), None) if events().all(|other| other.uid() == first.uid()) => Ok(event),
        _ => Err(Unreadable::SeveralEvents),
    }
}

fn uid(event: &ICalendarComponent) -> Option<String> {
    event.uid().map(text::one_line).filter(|uid| !uid.is_empty())
}

fn sequence(event: &ICalendarComponent) -> Result<i32, Unreadable> {
    let Some(entry) = event.property(&Property::Sequence) else {
        return Ok(0);
    };
    let value = entry.values.first().ok_or(Unreadable::Sequence)?;
    let number = value.as_integer().or_else(|| value.as_text()?.trim().parse().ok());
    number
        .and_then(|number| i32::try_from(number).ok())
        .filter(|number| *number >= 0)
        .ok_or(Unreadable::Sequence)
}

fn attendee(entry: &ICalendarEntry) -> Option<ReplyAttendee> {
    let parameter = |name| entry.parameter(&name).and_then(|value| value.as_text());
    let partstat = parameter(ParameterName::Partstat).map(word).filter(|word| !word.is_empty());
    let partstat = partstat.unwrap_or_else(|| "NEEDS-ACTION".to_owned());
    let words = parameter(ParameterName::Other("X-RESPONSE-COMMENT".to_owned()));
    Some(ReplyAttendee {
        address: address(entry)?,
        participation: match partstat.as_str() {
            "ACCEPTED" => Participation::Accepted,
            "DECLINED" => Participation::Declined,
            "TENTATIVE" => Participation::Tentative,
            _ => Participation::Other(partstat),
        },
        delegated_to: parameter(ParameterName::DelegatedTo).and_then(plain_address),
        comment: words.map(unescape_parameter).as_deref().and_then(spoken),
    })
}

fn comment(event: &ICalendarComponent) -> Option<String> {
    let comments: Vec<&str> = event.properties(&Property::Comment).filter_map(first_text).collect();
    spoken(&comments.join("\n"))
}

/// Words worth keeping: clean, and not blank.
fn spoken(words: &str) -> Option<String> {
    let clean = text::several_lines(words).trim().to_owned();
    (!clean.is_empty()).then_some(clean)
}

/// RFC 6868: `^n` is a line end, `^'` a quotation mark, `^^` a circumflex.
fn unescape_parameter(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        let escaped = match (c, characters.peek()) {
            ('^', Some('n')) => Some('\n'),
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            _ => None,
        };
        if escaped.is_some() {
            characters.next();
        }
        plain.push(escaped.unwrap_or(c));
    }
    plain
}

fn first_text(entry: &ICalendarEntry) -> Option<&str> {
    entry.values.first().and_then(|value| value.as_text())
}

fn address(entry: &ICalendarEntry) -> Option<String> {
    first_text(entry).and_then(plain_address)
}

fn plain_address(value: &str) -> Option<String> {
    let address = text::one_line(strip_mailto_scheme(value.trim())).to_ascii_lowercase();
    (!address.is_empty()).then_some(address)
}

fn word(value: &str) -> String {
    text::one_line(value).to_ascii_uppercase().chars().take(MAX_WORD).collect()
}
