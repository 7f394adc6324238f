//! Free text on its way into the head of a mail.
//!
//! Whatever comes in, one line without control characters comes out, so no text can start a field of its own.

/// One line of `text`: control characters (also CR, LF, NUL) and line separators become spaces, the ends are trimmed.
///
/// Marks for the direction of writing and variation selectors stay: they are part of names.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    spaced.trim().to_owned()
}
