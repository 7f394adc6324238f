//! The tree of parts of a mail (RFC 2046), walked within limits.
//!
//! A delimiter counts only as a whole line. Depth and count are checked before a part is looked at, and a
//! part is a slice of the mail until something is decoded, so a hostile tree costs at most sixteen passes.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{ContentType, HeaderName, HeaderValue, Message, MimeHeaders};

use super::{MAX_DEPTH, MAX_HEAD, MAX_PARTS, Refused, head};
use crate::platform::calendar::text;

/// A mail or a part: its head with the empty line that ends it, and what follows.
#[derive(Clone, Copy)]
pub(super) struct Entity<'x> {
    /// The header fields.
    pub(super) head: &'x [u8],
    body: &'x [u8],
}

/// A part that holds no parts.
pub(super) struct Part<'x> {
    /// Type and subtype in lower case, `text/plain` when the part names none.
    pub(super) kind: String,
    /// The charset the part names.
    pub(super) charset: Option<String>,
    /// The parameter `method` of a calendar part.
    pub(super) method: Option<String>,
    /// Whether it wants to be a file beside the mail.
    pub(super) attached: bool,
    transfer: Transfer,
    body: &'x [u8],
}

/// Content-Transfer-Encoding, as far as it changes octets.
enum Transfer {
    AsIs,
    Base64,
    QuotedPrintable,
}

impl Part<'_> {
    /// The octets after transfer decoding; as they stand when they are not what they claim to be.
    pub(super) fn decoded(&self) -> Vec<u8> {
        let decoded = match self.transfer {
            Transfer::AsIs => None,
            Transfer::Base64 => base64_decode(self.body),
            Transfer::QuotedPrintable => quoted_printable_decode(self.body),
        };
        decoded.unwrap_or_else(|| self.body.to_vec())
    }
}

/// Splits at the first empty line. Without one, everything is head.
pub(super) fn split(octets: &[u8]) -> Result<Entity<'_>, Refused> {
    let mut length = 0;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        length += line.len();
        if length > MAX_HEAD {
            return Err(Refused::HeadTooLarge);
        }
        if line.iter().all(|octet| matches!(octet, b'\r' | b'\n')) {
            break;
        }
    }
    let (head, body) = octets.split_at_checked(length).unwrap_or((octets, &[]));
    Ok(Entity { head, body })
}

/// Every part without parts, in the order of the mail.
pub(super) fn leaves(mail: Entity<'_>) -> Result<Vec<Part<'_>>, Refused> {
    let mut walk = Walk { seen: 0, found: Vec::new() };
    walk.visit(mail, 0)?;
    Ok(walk.found)
}

struct Walk<'x> {
    seen: usize,
    found: Vec<Part<'x>>,
}

impl<'x> Walk<'x> {
    fn visit(&mut self, entity: Entity<'x>, depth: usize) -> Result<(), Refused> {
        let head = head::parse(entity.head);
        let kind = head.as_ref().and_then(|head| head.content_type());
        let boundary =
            kind.filter(|kind| is(kind.ctype(), "multipart")).and_then(|kind| kind.attribute("boundary"));
        let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else {
            self.found.push(leaf(head.as_ref(), kind, entity.body));
            return Ok(());
        };
        if depth == MAX_DEPTH {
            return Err(Refused::TooDeep);
        }
        for octets in bodies(entity.body, boundary.as_bytes()) {
            self.seen += 1;
            if self.seen > MAX_PARTS {
                return Err(Refused::TooManyParts);
            }
            self.visit(split(octets)?, depth + 1)?;
        }
        Ok(())
    }
}

fn leaf<'x>(head: Option<&Message<'_>>, kind: Option<&ContentType<'_>>, body: &'x [u8]) -> Part<'x> {
    let attribute = |name| kind.and_then(|kind| kind.attribute(name)).map(text::one_line);
    let transfer = head.and_then(|head| head.header(HeaderName::ContentTransferEncoding));
    let transfer = transfer.and_then(HeaderValue::as_text).unwrap_or_default().trim();
    Part {
        kind: kind.map_or_else(|| "text/plain".to_owned(), full_kind),
        charset: attribute("charset"),
        method: attribute("method"),
        attached: head.and_then(|head| head.content_disposition()).is_some_and(ContentType::is_attachment),
        transfer: match transfer {
            word if is(word, "base64") => Transfer::Base64,
            word if is(word, "quoted-printable") => Transfer::QuotedPrintable,
            _ => Transfer::AsIs,
        },
        body,
    }
}

fn full_kind(kind: &ContentType<'_>) -> String {
    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
}

fn is(word: &str, wanted: &str) -> bool {
    word.eq_ignore_ascii_case(wanted)
}

/// What stands between the delimiters of a multipart; a missing last delimiter is forgiven.
fn bodies<'x>(body: &'x [u8], boundary: &[u8]) -> impl Iterator<Item = &'x [u8]> {
    let (_preamble, mut rest) = cut(body, boundary);
    std::iter::from_fn(move || {
        let (part, next) = cut(rest?, boundary);
        rest = next;
        Some(part)
    })
}

/// What stands before the next delimiter, and what after it; nothing after the last one.
fn cut<'x>(octets: &'x [u8], boundary: &[u8]) -> (&'x [u8], Option<&'x [u8]>) {
    let mut start = 0;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let after = start + line.len();
        if let Some(delimiter) = delimiter(line, boundary) {
            let before = without_line_end(octets.get(..start).unwrap_or_default());
            return match delimiter {
                Delimiter::Next => (before, octets.get(after..)),
                Delimiter::Last => (before, None),
            };
        }
        start = after;
    }
    (octets, None)
}

enum Delimiter {
    Next,
    Last,
}

fn delimiter(line: &[u8], boundary: &[u8]) -> Option<Delimiter> {
    match line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end() {
        b"" => Some(Delimiter::Next),
        b"--" => Some(Delimiter::Last),
        _ => None,
    }
}

/// The line end before a delimiter belongs to the delimiter (RFC 2046 5.1.1).
fn without_line_end(octets: &[u8]) -> &[u8] {
    let octets = octets.strip_suffix(b"\n").unwrap_or(octets);
    octets.strip_suffix(b"\r").unwrap_or(octets)
}
