//! Texts as they go into a calendar object and as they come out of mail.
//!
//! calcard writes control characters as they are and escapes parameters with backslashes, which RFC 5545
//! does not know. So a value is cleaned before it is handed over: nothing that leaves this module can end
//! a line or a quoted string.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A text of several lines: every kind of line end becomes LF, a tab a space, and other control
/// characters vanish (NUL cannot be stored in PostgreSQL either).
pub(crate) fn several_lines(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(visible_or_line_end).collect()
}

/// A text of one line: line ends and control characters become spaces, the ends are trimmed.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_break(c) || c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// The value of a parameter such as CN: one line, and the three characters that readers disagree about
/// (`"` ends a quoted string, `\` and RFC 6868's `^` escape for some) as their typographic twins.
pub(super) fn parameter(text: &str) -> String {
    let twin = |c| match c {
        '"' => '”',
        '\\' => '＼',
        '^' => '＾',
        other => other,
    };
    one_line(text).chars().map(twin).collect()
}

/// A URI: without spaces and control characters; what calcard would escape like words, or what would end
/// the quotes around SENT-BY, is percent-encoded instead.
pub(super) fn uri(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        match c {
            ',' => clean.push_str("%2C"),
            ';' => clean.push_str("%3B"),
            '"' => clean.push_str("%22"),
            '\\' => clean.push_str("%5C"),
            other => clean.push(other),
        }
    }
    clean
}

/// Decodes octets by the charset a mail part names (WHATWG labels, so `ISO-2022-JP`, `Shift_JIS` and
/// `windows-31j` are known), UTF-8 when it names none. Broken sequences become U+FFFD; nothing comes
/// back for an unknown charset. What calls itself ASCII or Latin-1 but is UTF-8 is read as UTF-8, a
/// common mistake of gateways.
pub(crate) fn decode(octets: &[u8], charset: Option<&str>) -> Option<String> {
    let encoding = match charset.map(str::trim).filter(|label| !label.is_empty()) {
        None => UTF_8,
        Some(label) => Encoding::for_label(label.as_bytes())?,
    };
    let encoding =
        if encoding == WINDOWS_1252 && std::str::from_utf8(octets).is_ok() { UTF_8 } else { encoding };
    let (text, _, _) = encoding.decode(octets);
    Some(text.into_owned())
}

fn visible_or_line_end(c: char) -> Option<char> {
    match c {
        c if is_break(c) => Some('\n'),
        '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// CR, LF, and what some readers take for a line end: NEL and Unicode's two separators.
fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
