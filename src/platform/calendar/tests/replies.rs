//! Replies in the shapes of the programs that members use.

use encoding_rs::{ISO_2022_JP, SHIFT_JIS};

use super::super::{CalendarReply, Method, Participation, ReplyAttendee, ReplyMethod, read_reply, write};
use super::meeting;

pub(super) const OUTLOOK: &str = include_str!("../fixtures/outlook_declined.ics");
pub(super) const GOOGLE: &str = include_str!("../fixtures/google_accepted.ics");
pub(super) const APPLE: &str = include_str!("../fixtures/apple_tentative.ics");
pub(super) const GROUPWARE: &str = include_str!("../fixtures/groupware_counter.ics");

const UID: &str = "018f3c1e-7b2a-7c44-9d10-5a6b7c8d9e0f@renkei.example";
const REPLY_TO: &str = "reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example";

fn attendee(address: &str, participation: Participation) -> ReplyAttendee {
    ReplyAttendee { address: address.to_owned(), participation, delegated_to: None, comment: None }
}

fn reply(sequence: i32, attendees: Vec<ReplyAttendee>) -> CalendarReply {
    CalendarReply {
        method: ReplyMethod::Reply,
        uid: UID.to_owned(),
        sequence,
        organizer: Some(REPLY_TO.to_owned()),
        attendees,
        comment: None,
    }
}

fn expected() -> Vec<(&'static str, CalendarReply)> {
    let words = Some("少し遅れます\nよろしく".to_owned());
    let google = attendee("doctor@ishikai.example", Participation::Accepted);
    let delegating = attendee("doctor@ishikai.example", Participation::Other("DELEGATED".to_owned()));
    vec![
        (
            OUTLOOK,
            CalendarReply {
                organizer: None,
                comment: Some("当日は往診のため欠席します。\nよろしくお願いします。".to_owned()),
                ..reply(2, vec![attendee("doctor@ishikai.example", Participation::Declined)])
            },
        ),
        (
            GOOGLE,
            CalendarReply {
                comment: words.clone(),
                ..reply(1, vec![ReplyAttendee { comment: words, ..google }])
            },
        ),
        (APPLE, reply(3, vec![attendee("nurse@houkan.example", Participation::Tentative)])),
        (
            GROUPWARE,
            CalendarReply {
                method: ReplyMethod::Counter,
                comment: Some("代理で髙橋が出席します。日程は十二月でもよいです。".to_owned()),
                ..reply(
                    0,
                    vec![
                        ReplyAttendee {
                            delegated_to: Some("dairi@ishikai.example".to_owned()),
                            ..delegating
                        },
                        attendee("dairi@ishikai.example", Participation::Accepted),
                    ],
                )
            },
        ),
    ]
}

#[test]
fn replies_of_the_usual_programs_are_read() {
    for (object, expected) in expected() {
        assert_eq!(read_reply(object.as_bytes(), None), Ok(expected.clone()), "lines end with LF");
        let crlf = object.replace('\n', "\r\n");
        assert_eq!(read_reply(crlf.as_bytes(), Some("UTF-8")), Ok(expected.clone()), "lines end with CRLF");
        assert_eq!(read_reply(format!("\u{feff}{crlf}\r\n\r\n").as_bytes(), Some("utf-8")), Ok(expected));
    }
}

#[test]
fn a_japanese_charset_is_decoded() {
    let object = GROUPWARE.replace('髙', "高");
    for encoding in [ISO_2022_JP, SHIFT_JIS] {
        let (octets, _, damaged) = encoding.encode(&object);
        assert!(!damaged);
        let reply = read_reply(&octets, Some(encoding.name())).unwrap();
        assert_eq!(reply.comment.as_deref(), Some("代理で高橋が出席します。日程は十二月でもよいです。"));
    }
    let mistaken = read_reply(GROUPWARE.as_bytes(), Some("us-ascii")).unwrap();
    assert_eq!(mistaken.comment.as_deref(), Some("代理で髙橋が出席します。日程は十二月でもよいです。"));
}

#[test]
fn a_fold_inside_a_character_does_no_harm() {
    let at = GROUPWARE.find("代理で").unwrap();
    for (encoding, charset) in [(None, None), (Some(ISO_2022_JP), Some("iso-2022-jp"))] {
        let object = GROUPWARE.replace('髙', "高");
        let (octets, at) = match encoding {
            None => (object.clone().into_bytes(), at),
            Some(encoding) => {
                let before = encoding.encode(&object[..at]).0.len();
                (encoding.encode(&object).0.into_owned(), before)
            }
        };
        let whole = read_reply(&octets, charset).unwrap();
        for place in at..at + 30 {
            for fold in [&b"\r\n "[..], b"\n\t"] {
                let folded = [&octets[..place], fold, &octets[place..]].concat();
                assert_eq!(read_reply(&folded, charset).as_ref(), Ok(&whole), "folded at {place}");
            }
        }
    }
}

#[test]
fn what_was_asked_names_the_same_meeting_as_what_is_answered() {
    let asked = write(Some(Method::Request), &[meeting()], None);
    let echo = read_reply(asked.as_bytes(), None).unwrap();
    assert_eq!(echo.method, ReplyMethod::Other("REQUEST".to_owned()));
    assert_eq!((echo.uid.as_str(), echo.sequence), (UID, 2));
    assert_eq!(echo.organizer.as_deref(), Some(REPLY_TO));
    let person = attendee("hanako@ishikai.example", Participation::Other("NEEDS-ACTION".to_owned()));
    assert_eq!(echo.attendees, [person]);
}

#[test]
fn addresses_fold_only_in_ascii() {
    let look_alike = GOOGLE.replace(":mailto:doctor@", ":mailto:\u{212a}DOCTOR@");
    let reply = read_reply(look_alike.as_bytes(), None).unwrap();
    assert_eq!(reply.attendees[0].address, "\u{212a}doctor@ishikai.example", "the Kelvin sign is no k");
}

#[test]
fn an_exception_to_a_series_does_not_speak_for_the_meeting() {
    let event =
        "BEGIN:VEVENT\nUID:a\nSEQUENCE:4\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nEND:VEVENT\n";
    let exception = event.replace("SEQUENCE:4", "SEQUENCE:9\nRECURRENCE-ID:20261126T093000Z");
    let object = format!("BEGIN:VCALENDAR\nMETHOD:REPLY\n{exception}{event}END:VCALENDAR\n");
    assert_eq!(read_reply(object.as_bytes(), None).map(|reply| reply.sequence), Ok(4));
}

#[test]
fn an_unknown_participation_stays_a_word() {
    let cases = [
        ("PARTSTAT=accepted", Participation::Accepted),
        ("PARTSTAT=\"DECLINED\"", Participation::Declined),
        ("PARTSTAT=ACC", Participation::Other("ACC".to_owned())),
        ("PARTSTAT=", Participation::Other("NEEDS-ACTION".to_owned())),
        ("RSVP=TRUE", Participation::Other("NEEDS-ACTION".to_owned())),
    ];
    for (parameter, expected) in cases {
        let object = APPLE.replace("PARTSTAT=TENTATIVE", parameter);
        let reply = read_reply(object.as_bytes(), None).unwrap();
        assert_eq!(reply.attendees[0].participation, expected, "{parameter}");
    }
}
