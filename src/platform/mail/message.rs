//! One message as octets.
//!
//! The octets are 7-bit and depend on the message alone: the boundaries between the parts are taken from the
//! Message-ID, so a second attempt sends what the first one sent. Texts are encoded, never changed.

use chrono::{DateTime, Datelike, Utc};
use data_encoding::HEXLOWER;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, MultiPart, MultiPartBuilder, SinglePart};
use sha2::{Digest, Sha256};

use super::address::{Address, Mailbox};
use super::header;

/// The longest address in List-Unsubscribe, so that its line stays below the 998 of RFC 5322, 2.1.1.
const LONGEST_LINK: usize = 900;

/// The longest half of a Message-ID, for the same reason and for the names of files.
const LONGEST_ID_PART: usize = 200;

/// A letter to one recipient, complete.
#[derive(Debug, Clone)]
pub struct Message {
    /// With its angle brackets; made when the letter is queued, the same on every attempt (RFC 5322, 3.6.4).
    pub message_id: String,
    /// When the letter was queued.
    pub date: DateTime<Utc>,
    /// The region's sender.
    pub from: Mailbox,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Address>,
    /// The only recipient.
    pub to: Mailbox,
    /// One line; what breaks the line becomes a space.
    pub subject: String,
    /// text/plain; carries every fact.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// The calendar object of an invitation, a change or a cancellation.
    pub calendar: Option<CalendarPart>,
    /// `<https://…>` or `<mailto:…>` (RFC 2369, 3.2), where the notice is optional.
    pub list_unsubscribe: Option<String>,
}

/// An iCalendar object and what it asks for.
#[derive(Debug, Clone)]
pub struct CalendarPart {
    /// The object's METHOD: `REQUEST` or `CANCEL` (RFC 6047, 2.4).
    pub method: &'static str,
    /// The object, with CRLF line ends.
    pub ics: String,
}

/// Why a message cannot be put together; a fault of settings or of the program, not of the recipient.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// Not `<local@domain>` in printable ASCII.
    #[error("メールの識別番号（Message-ID）の形が正しくありません。")]
    MessageId,
    /// A day mail cannot express: before 1970 or after 9999.
    #[error("メールの日付が扱える範囲にありません。")]
    Date,
    /// Not one address in angle brackets, of at most 900 printable ASCII characters.
    #[error("配信停止の案内先（List-Unsubscribe）の形が正しくありません。")]
    ListUnsubscribe,
    /// The METHOD is no word.
    #[error("カレンダーの種別（METHOD）の形が正しくありません。")]
    Method,
}

/// The message as octets with CRLF line ends, ready for [`super::Outbound::send`].
///
/// With a calendar object: multipart/mixed of the alternatives (plain, html, text/calendar) and the same object as the
/// attachment `invite.ics` of type application/ics, so that there is only one text/calendar part (RFC 6047, 2.4).
/// Without: multipart/alternative of plain and html.
pub fn assemble(message: &Message) -> Result<Vec<u8>, Unsendable> {
    let mut octets = head(message)?.into_bytes();
    octets.extend(body(message)?.formatted());
    Ok(octets)
}

/// The fields up to the one the body begins with, Content-Type.
fn head(message: &Message) -> Result<String, Unsendable> {
    let mut fields = vec![
        ("Message-ID", checked_id(&message.message_id)?.to_owned()),
        ("Date", written_date(message.date)?),
        ("From", header::mailbox(&message.from)),
        ("To", header::mailbox(&message.to)),
        ("Subject", header::text(&message.subject)),
        ("Auto-Submitted", "auto-generated".to_owned()),
    ];
    if let Some(reply_to) = &message.reply_to {
        fields.push(("Reply-To", reply_to.to_string()));
    }
    if let Some(link) = &message.list_unsubscribe {
        fields.push(("List-Unsubscribe", checked_link(link)?.to_owned()));
    }
    fields.push(("MIME-Version", "1.0".to_owned()));
    Ok(fields.into_iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect())
}

/// The tree of parts.
fn body(message: &Message) -> Result<MultiPart, Unsendable> {
    let alternatives = bounded(MultiPart::alternative(), message, "alternative")
        .singlepart(SinglePart::plain(message.text.clone()))
        .singlepart(SinglePart::html(message.html.clone()));
    let Some(CalendarPart { method, ics }) = &message.calendar else {
        return Ok(alternatives);
    };
    let asks = format!("text/calendar; method={method}; charset=UTF-8");
    let asks = ContentType::parse(&asks).map_err(|_| Unsendable::Method)?;
    let file = ContentType::parse("application/ics").map_err(|_| Unsendable::Method)?;
    let alternatives = alternatives.singlepart(SinglePart::builder().header(asks).body(ics.clone()));
    Ok(bounded(MultiPart::mixed(), message, "mixed")
        .multipart(alternatives)
        .singlepart(Attachment::new("invite.ics".to_owned()).body(ics.clone(), file)))
}

/// Sets a boundary nobody can guess from the text alone. `=_` occurs in neither base64 nor quoted-printable.
fn bounded(parts: MultiPartBuilder, message: &Message, which: &str) -> MultiPartBuilder {
    let mut hash = Sha256::new();
    for piece in [which, &message.message_id, &message.text, &message.html] {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    let hash = HEXLOWER.encode(&hash.finalize());
    parts.boundary(format!("=_{}", hash.get(..40).unwrap_or(&hash)))
}

fn checked_id(id: &str) -> Result<&str, Unsendable> {
    let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).ok_or(Unsendable::MessageId)?;
    let (local, domain) = inner.split_once('@').ok_or(Unsendable::MessageId)?;
    let plain = |part: &str| {
        (1..=LONGEST_ID_PART).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'@'))
    };
    (plain(local) && plain(domain)).then_some(id).ok_or(Unsendable::MessageId)
}

fn written_date(date: DateTime<Utc>) -> Result<String, Unsendable> {
    let known = (1970..=9999).contains(&date.year());
    known.then(|| date.format("%a, %d %b %Y %H:%M:%S +0000").to_string()).ok_or(Unsendable::Date)
}

fn checked_link(link: &str) -> Result<&str, Unsendable> {
    let inner = link.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    let plain = inner.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'));
    (plain && (1..=LONGEST_LINK).contains(&inner.len())).then_some(link).ok_or(Unsendable::ListUnsubscribe)
}
