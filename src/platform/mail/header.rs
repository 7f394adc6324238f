//! Free text on its way into the head of a mail.
//!
//! Whatever comes in, one line without control characters goes out, so no text can start a field of its own. What is
//! not plain ASCII goes as encoded words (RFC 2047) from end to end. The mail library, which makes the body, is not
//! asked: it encodes word by word, loses spaces between them, and lets a typed `=?…?=` be read as an encoded word.

use data_encoding::BASE64;

use super::address::Mailbox;

/// Octets of UTF-8 in one encoded word: with `Subject: ` before it the line stays below 76 characters.
const OCTETS_A_WORD: usize = 39;

/// The longest text that goes out as it is, so that no line needs folding.
const PLAIN: usize = 60;

/// One line of `text`: control characters (also CR, LF, NUL) and line separators become spaces, the ends are trimmed.
///
/// Marks for the direction of writing and variation selectors stay: they are part of names.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let spaced: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// The value of a field of free text, such as the subject.
pub(super) fn text(typed: &str) -> String {
    let line = one_line(typed);
    if is_plain(&line) { line } else { encoded(&line) }
}

/// The value of a field of one mailbox. An empty name leaves the bare address.
pub(super) fn mailbox(of: &Mailbox) -> String {
    let (name, address) = (one_line(&of.name), of.address.as_str());
    if name.is_empty() {
        address.to_owned()
    } else if is_plain(&name) && !name.contains(['"', '\\']) {
        format!("\"{name}\"\r\n <{address}>")
    } else {
        format!("{}\r\n <{address}>", encoded(&name))
    }
}

/// Whether a text reads the same with and without decoding, on one short line.
fn is_plain(line: &str) -> bool {
    line.len() <= PLAIN
        && line.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
        && !line.contains("=?")
        && !line.contains("  ")
}

/// The text as encoded words, one a line, each of whole characters.
fn encoded(line: &str) -> String {
    let mut words = vec![String::new()];
    for c in line.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= OCTETS_A_WORD => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words: Vec<String> =
        words.iter().map(|word| format!("=?UTF-8?B?{}?=", BASE64.encode(word.as_bytes()))).collect();
    words.join("\r\n ")
}
