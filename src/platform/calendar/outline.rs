//! Whether a calendar object is whole: the checks that calcard's lenient parser leaves out.
//!
//! A mail that was cut on its way would otherwise be read as an answer, with `ACC` for `ACCEPTED`. The
//! outline is read line by line from the unfolded text; its depth costs no stack.

use super::read::Unreadable;

/// A reply has four or five components; a hundred leaves room for odd time zones.
const MAX_COMPONENTS: usize = 100;

/// Joins folded lines: a line end followed by a space or a tab vanishes (RFC 5545 3.1). On octets,
/// because some programs fold inside a character of several octets.
pub(super) fn unfold(octets: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(octets.len());
    let mut rest = octets;
    loop {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', tail @ ..] | [b'\n', b' ' | b'\t', tail @ ..] => tail,
            [octet, tail @ ..] => {
                whole.push(*octet);
                tail
            }
            [] => return whole,
        };
    }
}

/// The number of components of a text that is exactly one complete VCALENDAR: it opens with
/// `BEGIN:VCALENDAR`, closes with `END:VCALENDAR`, and every component in it is closed by its own name.
pub(super) fn components(text: &str) -> Result<usize, Unreadable> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if !lines.peek().is_some_and(|line| begins(line).is_some_and(is_calendar)) {
        return Err(Unreadable::NotACalendar);
    }
    let mut open: Vec<&str> = Vec::new();
    let mut begun = 0;
    while let Some(line) = lines.next() {
        if let Some(name) = begins(line) {
            if is_calendar(name) && begun > 0 {
                return Err(Unreadable::SeveralCalendars);
            }
            begun += 1;
            open.push(name);
        } else if let Some(name) = ends(line)
            && !open.pop().is_some_and(|expected| expected.eq_ignore_ascii_case(name))
        {
            return Err(if lines.peek().is_none() { Unreadable::Cut } else { Unreadable::Crossed });
        }
        if begun > MAX_COMPONENTS {
            return Err(Unreadable::TooManyComponents);
        }
        if open.is_empty() {
            return closed(lines.next(), begun);
        }
    }
    Err(Unreadable::Cut)
}

/// After `END:VCALENDAR` nothing may follow.
fn closed(next: Option<&str>, begun: usize) -> Result<usize, Unreadable> {
    match next {
        None => Ok(begun),
        Some(line) if begins(line).is_some_and(is_calendar) => Err(Unreadable::SeveralCalendars),
        Some(_) => Err(Unreadable::Trailing),
    }
}

fn is_calendar(name: &str) -> bool {
    name.eq_ignore_ascii_case("VCALENDAR")
}

fn begins(line: &str) -> Option<&str> {
    value_of(line, "BEGIN")
}

fn ends(line: &str) -> Option<&str> {
    value_of(line, "END")
}

/// The value of a line of this property, whose name is written in any case and may carry parameters.
fn value_of<'x>(line: &'x str, property: &str) -> Option<&'x str> {
    let (head, value) = line.split_once(':')?;
    let name = head.split(';').next().unwrap_or(head);
    name.trim().eq_ignore_ascii_case(property).then(|| value.trim())
}
