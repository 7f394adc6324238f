//! No input starts a property, a parameter or a line of its own.

use proptest::prelude::*;

use super::super::{Attendee, Event, Method, Organizer, Rsvp, Status, write};
use super::{at, logical_lines, property_name};

const NAMES: &[&str] = &[
    "BEGIN",
    "VERSION",
    "PRODID",
    "CALSCALE",
    "METHOD",
    "X-WR-CALNAME",
    "BEGIN",
    "TZID",
    "BEGIN",
    "DTSTART",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "TZNAME",
    "END",
    "END",
    "BEGIN",
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "LOCATION",
    "DESCRIPTION",
    "URL",
    "STATUS",
    "ORGANIZER",
    "ATTENDEE",
    "END",
    "END",
];

/// Any characters, control characters among them, with pieces that would break out of a careless writer.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter),
        1 => Just("\r\nATTENDEE:mailto:evil@example.org\r\n".to_owned()),
        1 => Just("\":mailto:evil@example.org\r\nMETHOD:CANCEL".to_owned()),
        1 => Just("\\\";X=\"\n\u{2028}END:VEVENT\u{85}".to_owned()),
        1 => Just("　全角 ".repeat(30)),
    ];
    proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn event(words: &[String]) -> Event {
    let [uid, summary, place, description, url, office, reply, from, person, address] = words else {
        panic!("ten texts");
    };
    Event {
        uid: uid.clone(),
        sequence: 0,
        stamped_at: at(10, 27, 3, 15),
        starts_at: at(11, 26, 9, 30),
        ends_at: at(11, 26, 11, 30),
        summary: summary.clone(),
        location: Some(format!("{place}室")),
        description: description.clone(),
        url: Some(url.clone()),
        status: Status::Confirmed,
        organizer: Some(Organizer {
            name: office.clone(),
            address: reply.clone(),
            sent_by: Some(from.clone()),
        }),
        attendee: Some(Attendee { name: person.clone(), address: address.clone(), rsvp: Rsvp::Wanted }),
    }
}

/// What stands outside quotes in a line with parameters, up to the value.
fn unquoted_head(line: &str) -> String {
    let outside: String = line.split('"').step_by(2).collect();
    outside.split(':').next().unwrap_or_default().to_owned()
}

proptest! {
    #[test]
    fn no_text_injects_a_line_or_a_property(words in proptest::collection::vec(hostile(), 10)) {
        let object = write(Some(Method::Request), &[event(&words)], words.first().map(String::as_str));
        for line in object.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
            prop_assert!(!line.contains(['\r', '\n']), "a bare line end: {line:?}");
        }
        let lines = logical_lines(&object);
        let names: Vec<&str> = lines.iter().map(|line| property_name(line)).collect();
        prop_assert_eq!(names, NAMES);
        for line in &lines {
            prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            if line.starts_with("ORGANIZER") || line.starts_with("ATTENDEE") {
                let head = unquoted_head(line);
                for parameter in head.split(';').skip(1) {
                    let known = ["CN=", "SENT-BY=", "ROLE=REQ-PARTICIPANT", "PARTSTAT=NEEDS-ACTION", "RSVP=TRUE"];
                    prop_assert!(known.iter().any(|name| parameter.starts_with(name)), "{line:?}");
                }
                prop_assert_eq!(line.matches('"').count() % 2, 0, "{:?}", line);
            }
        }
    }
}
