//! Reads one mail (RFC 5322) that came in from the internet, safely.
//!
//! Everything in it is a claim of a stranger: `From` is forged at will, so what is read here proves
//! nothing by itself. mail-parser reads the heads; the tree of parts is walked here, because
//! mail-parser 0.11 has no limit on depth and parts, and because calendar parts are needed as octets
//! before their charset is decoded. Mails inside the mail (message/rfc822) are never looked into, because what
//! was forwarded is not the sender's answer; but for the Message-ID that a delivery report quotes.

mod bounce;
mod head;
mod machine;
mod parts;
mod token;

#[cfg(test)]
mod tests;

pub use bounce::{Bounce, Fate};
pub use machine::Machine;
pub use token::address_token;

use crate::platform::calendar::text;
use parts::Part;

/// The largest mail that is read, in octets.
pub const MAX_OCTETS: usize = 10 * 1024 * 1024;
/// The largest head of a mail or of one of its parts, in octets.
pub const MAX_HEAD: usize = 256 * 1024;
/// The deepest nesting of multiparts.
pub const MAX_DEPTH: usize = 16;
/// The most parts in one mail, multiparts counted.
pub const MAX_PARTS: usize = 100;
/// The longest text that is kept, in characters.
pub const MAX_TEXT: usize = 10_000;

/// One mail, as far as it matters here. No text in it holds a control character but LF in `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Message-ID without its angle brackets; nothing when absent or longer than a line of mail.
    pub message_id: Option<String>,
    /// The address in From, lower-cased; nothing when there is none or more than one.
    pub from: Option<String>,
    /// The addresses in To, Cc, Delivered-To and X-Original-To, lower-cased, in this order, each once.
    pub recipients: Vec<String>,
    /// The decoded subject, at most 998 characters.
    pub subject: String,
    /// Why this is no person's answer, if so.
    pub machine: Option<Machine>,
    /// What a mail server reports about a mail of ours, if it does.
    pub bounce: Option<Bounce>,
    /// The `text/calendar` parts in their order.
    pub calendar_parts: Vec<CalendarPart>,
    /// The first text/plain part that is no attachment, at most `MAX_TEXT` characters; else empty.
    pub text: String,
}

/// One `text/calendar` part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// The octets after base64 or quoted-printable, before the charset: a program may have folded a
    /// line inside a character.
    pub octets: Vec<u8>,
    /// The charset the part names.
    pub charset: Option<String>,
    /// The method the part names, else METHOD of the object, in upper case.
    pub method: Option<String>,
}

/// Why a mail was not read. The message is for logs and holds nothing of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More than `MAX_OCTETS`.
    #[error("the mail is larger than 10 MB")]
    TooLarge,
    /// A head of more than `MAX_HEAD`.
    #[error("a head in the mail is larger than 256 KB")]
    HeadTooLarge,
    /// More than `MAX_DEPTH` multiparts inside each other.
    #[error("the mail is nested too deeply")]
    TooDeep,
    /// More than `MAX_PARTS`.
    #[error("the mail has too many parts")]
    TooManyParts,
    /// No header at all.
    #[error("this is no mail")]
    NotAMail,
}

/// Reads one mail as the mail server hands it over. The limits hold before anything is parsed, so time
/// and memory stay in proportion to `MAX_OCTETS`.
pub fn read(raw: &[u8]) -> Result<Inbound, Refused> {
    if raw.len() > MAX_OCTETS {
        return Err(Refused::TooLarge);
    }
    let entity = parts::split(raw)?;
    let head = head::parse(entity.head).ok_or(Refused::NotAMail)?;
    let parts = parts::leaves(entity)?;
    let calendar_parts: Vec<CalendarPart> =
        parts.iter().filter(|part| part.kind == "text/calendar").map(calendar_part).collect();
    let (subject, text, from) = (head::subject(&head), first_text(&parts), head::from(&head));
    Ok(Inbound {
        message_id: head::message_id(&head),
        recipients: head::recipients(&head),
        machine: machine::recognise(&head, (&subject, &text), &calendar_parts),
        bounce: bounce::read(&head, from.as_deref(), &parts, &text),
        from,
        subject,
        calendar_parts,
        text,
    })
}

fn calendar_part(part: &Part<'_>) -> CalendarPart {
    let octets = part.decoded();
    let method = part.method.clone().or_else(|| method_line(&octets));
    CalendarPart {
        octets,
        charset: part.charset.clone(),
        method: method.map(|word| word.to_ascii_uppercase()),
    }
}

/// METHOD as it stands in the object, for parts that do not name it.
fn method_line(octets: &[u8]) -> Option<String> {
    octets.split(|octet| *octet == b'\n').find_map(|line| {
        let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
        name.eq_ignore_ascii_case("METHOD").then(|| text::one_line(value))
    })
}

fn first_text(parts: &[Part<'_>]) -> String {
    // Whatever the charset, this many octets hold MAX_TEXT characters.
    let enough = MAX_TEXT * 8;
    let Some(part) = parts.iter().find(|part| part.kind == "text/plain" && !part.attached) else {
        return String::new();
    };
    let octets = part.decoded();
    let octets = octets.get(..enough).unwrap_or(&octets);
    let decoded = text::decode(octets, part.charset.as_deref()).or_else(|| text::decode(octets, None));
    text::several_lines(&decoded.unwrap_or_default()).trim().chars().take(MAX_TEXT).collect()
}
