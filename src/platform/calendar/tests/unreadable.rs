//! What is doubtful is refused, and nothing makes the reader panic.

use proptest::prelude::*;

use super::super::{MAX_OCTETS, Unreadable, read_reply};
use super::replies::{APPLE, GOOGLE, GROUPWARE, OUTLOOK};

#[test]
fn a_cut_reply_is_no_answer() {
    for object in [OUTLOOK, GOOGLE, APPLE, GROUPWARE] {
        let octets = object.trim_end().as_bytes();
        for end in "BEGIN:VCALENDAR".len()..octets.len() {
            assert_eq!(read_reply(&octets[..end], None), Err(Unreadable::Cut), "cut after {end} octets");
        }
        assert!(read_reply(octets, None).is_ok(), "only the last line end is missing");
    }
}

#[test]
fn every_doubt_has_its_name() {
    let event = "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n";
    let calendar = |inner: &str| format!("BEGIN:VCALENDAR\n{inner}END:VCALENDAR\n");
    let whole = calendar(&format!("METHOD:REPLY\n{event}"));
    let cases = [
        (String::new(), Unreadable::NotACalendar),
        ("出席します。".to_owned(), Unreadable::NotACalendar),
        (event.to_owned(), Unreadable::NotACalendar),
        (format!("X\n{whole}"), Unreadable::NotACalendar),
        (format!("{whole}{whole}"), Unreadable::SeveralCalendars),
        (calendar(&whole), Unreadable::SeveralCalendars),
        (format!("{whole}-- \n検査済み"), Unreadable::Trailing),
        (calendar("METHOD:REPLY\nBEGIN:VEVENT\nUID:a\nEND:VTODO\n"), Unreadable::Crossed),
        (calendar(event), Unreadable::NoMethod),
        (calendar(&format!("METHOD:\n{event}")), Unreadable::NoMethod),
        (calendar("BEGIN:VEVENT\nMETHOD:REPLY\nUID:a\nEND:VEVENT\n"), Unreadable::NoMethod),
        (calendar(&format!("METHOD:REPLY\nMETHOD:COUNTER\n{event}")), Unreadable::SeveralMethods),
        (calendar("METHOD:REPLY\n"), Unreadable::NoEvent),
        (calendar("METHOD:REPLY\nBEGIN:VTODO\nUID:a\nEND:VTODO\n"), Unreadable::NoEvent),
        (calendar(&format!("METHOD:REPLY\n{event}{event}")), Unreadable::SeveralEvents),
        (
            calendar(&format!("METHOD:REPLY\n{event}{}", event.replace("UID:a", "UID:b\nRECURRENCE-ID:1"))),
            Unreadable::SeveralEvents,
        ),
        (calendar("METHOD:REPLY\nBEGIN:VEVENT\nEND:VEVENT\n"), Unreadable::NoUid),
        (whole.replace("UID:a", "UID:a\nSEQUENCE:-1"), Unreadable::Sequence),
        (whole.replace("UID:a", "UID:a\nSEQUENCE:2147483648"), Unreadable::Sequence),
        (whole.replace("UID:a", "UID:a\nSEQUENCE:二"), Unreadable::Sequence),
        (whole.replace("UID:a", "UID:a\nSEQUENCE:"), Unreadable::Sequence),
    ];
    for (object, expected) in cases {
        assert_eq!(read_reply(object.as_bytes(), None), Err(expected), "{object:?}");
        assert!(!expected.to_string().is_empty());
    }
    assert_eq!(read_reply(whole.as_bytes(), Some("x-unheard-of")), Err(Unreadable::Charset));
}

#[test]
fn size_and_nesting_are_bounded() {
    let padding =
        |octets: usize| GOOGLE.replace("DESCRIPTION:", &format!("DESCRIPTION:{}", "x".repeat(octets)));
    let room = MAX_OCTETS - GOOGLE.len();
    assert!(read_reply(padding(200_000).as_bytes(), None).is_ok());
    assert!(read_reply(padding(room).as_bytes(), None).is_ok(), "exactly 256 kB");
    assert_eq!(read_reply(padding(room + 1).as_bytes(), None), Err(Unreadable::TooLarge));
    let bomb = |depth: usize| {
        let inside = format!("{}{}", "BEGIN:V\n".repeat(depth), "END:V\n".repeat(depth));
        format!("BEGIN:VCALENDAR\nMETHOD:REPLY\n{inside}BEGIN:VEVENT\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n")
    };
    assert!(read_reply(bomb(98).as_bytes(), None).is_ok());
    assert_eq!(read_reply(bomb(99).as_bytes(), None), Err(Unreadable::TooManyComponents));
    assert_eq!(read_reply(bomb(10_000).as_bytes(), None), Err(Unreadable::TooManyComponents));
}

/// A reply with some of its octets replaced, removed or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..12);
    (prop::sample::select(vec![OUTLOOK, GOOGLE, APPLE, GROUPWARE]), edits).prop_map(|(object, edits)| {
        let mut octets = object.as_bytes().to_vec();
        for (index, octet, kind) in edits {
            let place = index.index(octets.len());
            match kind {
                0 => octets[place] = octet,
                1 => drop(octets.remove(place)),
                _ => octets.insert(place, octet),
            }
        }
        octets
    })
}

fn charset() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![
        None,
        Some("utf-8"),
        Some("iso-2022-jp"),
        Some("shift_jis"),
        Some("utf-16le"),
        Some("?"),
    ])
}

proptest! {
    #[test]
    fn arbitrary_octets_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..2000), charset in charset()) {
        let framed = [b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:", &octets[..], b"\nEND:VEVENT\nEND:VCALENDAR"];
        prop_assert!(read_reply(&octets, charset).is_err(), "noise is no answer");
        let _ = read_reply(&framed.concat(), charset);
    }

    #[test]
    fn damaged_replies_never_panic_and_hold_no_control_characters(octets in mutated(), charset in charset()) {
        if let Ok(reply) = read_reply(&octets, charset) {
            prop_assert!(!reply.uid.is_empty() && reply.sequence >= 0);
            let words = [Some(&reply.uid), reply.organizer.as_ref(), reply.comment.as_ref()];
            for word in words.into_iter().flatten().chain(reply.attendees.iter().map(|one| &one.address)) {
                prop_assert!(!word.chars().any(|c| c.is_control() && c != '\n'), "{word:?}");
            }
        }
    }
}
