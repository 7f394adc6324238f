//! Text at the door (security rule 13). Control characters are refused with their name, lengths are counted in
//! characters, line ends of a longer text become `\n`; everything else is stored as typed, because a name is
//! never normalised. Signs that reverse the direction of writing are allowed and made visible on screen.

use std::borrow::Cow;

/// Why a text cannot be taken, as a sentence for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or only spaces.
    #[error("入力してください。")]
    Empty,
    /// Both counted in characters, a line end as one.
    #[error("{max}文字以内で入れてください（いま{now}文字）。")]
    TooLong {
        /// The most that can be kept.
        max: usize,
        /// What was typed.
        now: usize,
    },
    /// A line end where one line is asked for.
    #[error("改行は使えません。1行で入れてください。")]
    LineEnd,
    /// A tab, as it comes from a spreadsheet.
    #[error("タブは使えません。空白に置きかえてください。")]
    Tab,
    /// Any other control character.
    #[error("目に見えない文字（U+{:04X}）が入っています。その前後を入れなおしてください。", u32::from(*.0))]
    Control(char),
}

/// Reads one line of at most `max` characters; it may be empty.
pub fn one_line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |text| {
        for c in text.chars() {
            match c {
                '\r' | '\n' | '\u{2028}' | '\u{2029}' => return Err(TextError::LineEnd),
                '\t' => return Err(TextError::Tab),
                c if c.is_control() => return Err(TextError::Control(c)),
                _ => {}
            }
        }
        within(text.to_owned(), max)
    }
}

/// Reads one line of at most `max` characters that says something.
pub fn required_one_line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |text| one_line(max)(text).and_then(required)
}

/// As `read` does, without the spaces at both ends: for names, which are compared.
pub fn trimmed(
    read: impl Fn(&str) -> Result<String, TextError>,
) -> impl Fn(&str) -> Result<String, TextError> {
    move |text| read(text).map(|text| text.trim().to_owned())
}

/// Reads a text of several lines and at most `max` characters; it may be empty. Tabs stay.
pub fn many_lines(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |text| {
        let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(TextError::Control(c));
        }
        within(text, max)
    }
}

/// Reads a text of several lines and at most `max` characters that says something.
pub fn required_many_lines(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |text| many_lines(max)(text).and_then(required)
}

/// The text with every sign that changes the direction of writing (UAX 9) replaced by its number, ［U+202E］, so
/// that a name cannot look like another one. In templates the filter `visible`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(turns_direction) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if turns_direction(c) {
            shown.push_str(&format!("［U+{:04X}］", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn within(text: String, max: usize) -> Result<String, TextError> {
    let now = text.chars().count();
    if now > max {
        return Err(TextError::TooLong { max, now });
    }
    Ok(text)
}

/// `trim` takes the wide space (U+3000), too.
fn required(text: String) -> Result<String, TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_line_table() {
        for (text, expected) in [
            ("髙﨑𠮷辻󠄀", Ok("髙﨑𠮷辻󠄀")),
            ("", Ok("")),
            (" a ", Ok(" a ")),
            ("a\r\nBcc: x", Err("改行は使えません。1行で入れてください。")),
            ("a\u{2028}b", Err("改行は使えません。1行で入れてください。")),
            ("a\tb", Err("タブは使えません。空白に置きかえてください。")),
            ("a\0b", Err("目に見えない文字（U+0000）が入っています。その前後を入れなおしてください。")),
            ("a\u{9b}b", Err("目に見えない文字（U+009B）が入っています。その前後を入れなおしてください。")),
            ("一二三四五六", Err("5文字以内で入れてください（いま6文字）。")),
        ] {
            let read = one_line(5)(text).map_err(|error| error.to_string());
            assert_eq!(read.as_deref().map_err(String::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn required_table() {
        for text in ["", "  ", "\u{3000}"] {
            assert_eq!(required_one_line(9)(text), Err(TextError::Empty), "{text:?}");
            assert_eq!(required_many_lines(9)(text), Err(TextError::Empty), "{text:?}");
        }
        assert_eq!(required_many_lines(9)("\r\n \r\n"), Err(TextError::Empty));
        assert_eq!(required_one_line(9)("a").as_deref(), Ok("a"));
    }

    #[test]
    fn line_ends_become_one_kind_and_count_once() {
        assert_eq!(many_lines(8)("a\r\nb\rc\n\td").as_deref(), Ok("a\nb\nc\n\td"));
        assert_eq!(many_lines(2)("\r\n\r\n").as_deref(), Ok("\n\n"));
        assert_eq!(many_lines(9)("a\u{1b}[0m"), Err(TextError::Control('\u{1b}')));
    }

    #[test]
    fn direction_signs_are_shown() {
        assert_eq!(visible("資料\u{202e}fdp.exe"), "資料［U+202E］fdp.exe");
        assert_eq!(visible("a\u{200f}b\u{2066}c\u{61c}"), "a［U+200F］b［U+2066］c［U+061C］");
        assert!(matches!(visible("髙﨑𠮷辻󠄀"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn what_is_read_is_within_bounds(text in "\\PC{0,40}|(?s:.{0,40})") {
            if let Ok(line) = one_line(20)(&text) {
                prop_assert_eq!(&line, &text);
                prop_assert!(!line.chars().any(char::is_control) && line.chars().count() <= 20);
            }
            if let Ok(lines) = many_lines(20)(&text) {
                prop_assert!(!lines.contains('\r') && lines.chars().count() <= 20);
            }
            prop_assert!(!visible(&text).contains(turns_direction));
        }
    }
}
