//! Calendar objects read by two readers that know nothing of each other: the crate `ical`, and calcard, which renkei
//! writes with. What they do not agree on, a member's calendar program may not read either.

use std::collections::BTreeMap;

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarEntry, ICalendarValue};
use calcard::{Entry, Parser};
use ical::PropertyParser;
use ical::property::Property;

/// An object that both readers understand alike.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Of the whole object: METHOD, PRODID.
    pub head: BTreeMap<String, String>,
    /// Each event: its properties by name, unescaped. `ORGANIZER` and `ATTENDEE` are `mailto:` addresses;
    /// parameters follow as `ATTENDEE;RSVP`.
    pub events: Vec<BTreeMap<String, String>>,
}

/// Reads an object with both readers and fails where they differ, where a line is longer than 75 octets or does
/// not end in CRLF (RFC 5545, 3.1).
#[track_caller]
pub fn assert_calendar(ics: &str) -> Calendar {
    assert!(ics.ends_with("\r\n") && !ics.replace("\r\n", "").contains(['\r', '\n']), "CRLF ends each line");
    for line in ics.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    // `ical` loses white space at a fold; the folds are undone for it.
    let unfolded = ics.replace("\r\n ", "");
    let independent: Vec<Property> =
        PropertyParser::from_reader(unfolded.as_bytes()).collect::<Result<_, _>>().unwrap();
    compare(&independent, ics);
    collected(&independent)
}

/// Property by property: the same names in the same order, the same values.
#[track_caller]
fn compare(independent: &[Property], ics: &str) {
    let Entry::ICalendar(calendar) = Parser::new(ics).entry() else {
        panic!("calcard reads no calendar:\n{ics}")
    };
    let mut ours: Vec<(String, Option<String>)> = Vec::new();
    for component in &calendar.components {
        for entry in &component.entries {
            ours.push((entry.name.as_str().to_owned(), value(entry)));
        }
    }
    let theirs = independent.iter().filter(|property| !matches!(property.name.as_str(), "BEGIN" | "END"));
    let mut theirs: Vec<_> =
        theirs.map(|one| (one.name.clone(), unescaped(one.value.as_deref().unwrap_or_default()))).collect();
    // calcard lists components one after the other, so the order between them may differ.
    ours.sort_by(|left, right| left.0.cmp(&right.0));
    theirs.sort_by(|left, right| left.0.cmp(&right.0));
    assert_eq!(ours.len(), theirs.len(), "{ics}");
    for ((name, value), (their_name, their_value)) in ours.iter().zip(&theirs) {
        assert_eq!(name, their_name, "{ics}");
        if let Some(value) = value {
            assert_eq!(value, their_value, "{name}");
        }
    }
}

/// A value as text; `None` for the kinds that are not compared, such as UTC offsets.
fn value(entry: &ICalendarEntry) -> Option<String> {
    match entry.values.first()? {
        ICalendarValue::Integer(number) => Some(number.to_string()),
        ICalendarValue::PartialDateTime(moment) => moment_text(moment),
        other => other.as_text().map(str::to_owned),
    }
}

fn moment_text(moment: &PartialDateTime) -> Option<String> {
    let day = format!("{:04}{:02}{:02}", moment.year?, moment.month?, moment.day?);
    let Some(hour) = moment.hour else { return Some(day) };
    let zone = if moment.tz_hour.is_some() { "Z" } else { "" };
    Some(format!("{day}T{hour:02}{:02}{:02}{zone}", moment.minute?, moment.second?))
}

fn collected(properties: &[Property]) -> Calendar {
    let mut calendar = Calendar::default();
    let mut open: Vec<&str> = Vec::new();
    for property in properties {
        let value = property.value.as_deref().unwrap_or_default();
        match (property.name.as_str(), open.last().copied()) {
            ("BEGIN", _) => {
                if value == "VEVENT" {
                    calendar.events.push(BTreeMap::new());
                }
                open.push(value);
            }
            ("END", closed) => {
                assert_eq!(closed, Some(value), "components are closed in order");
                open.pop();
            }
            (name, Some("VCALENDAR")) => {
                calendar.head.insert(name.to_owned(), unescaped(value));
            }
            (name, Some("VEVENT")) => {
                let event = calendar.events.last_mut().unwrap();
                event.insert(name.to_owned(), unescaped(value));
                for (parameter, values) in property.params.iter().flatten() {
                    event.insert(format!("{name};{parameter}"), values.join(","));
                }
            }
            _ => {}
        }
    }
    assert_eq!(open, [""; 0], "every component is closed");
    calendar
}

/// TEXT without its backslashes (RFC 5545, 3.3.11).
fn unescaped(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => plain.push('\n'),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}
