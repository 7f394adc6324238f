//! What is written reads the same for calcard and for an independent reader, the crate `ical`.

use calcard::icalendar::{
    ICalendar, ICalendarComponentType as Component, ICalendarParameterName as ParameterName,
    ICalendarProperty as Property,
};
use calcard::{Entry, Parser};

use super::super::{Event, Method, Rsvp, Status, text, write};
use super::{at, logical_lines, meeting};

const AWKWARD: &[&str] = &[
    "髙﨑𠮷辻󠄀",
    "県 課, 係; 主査: 山田",
    "\"引用\" と \\ と ^",
    "一行目\r\n二行目\r三行目\n四行目",
    "👩‍⚕️🏥 🇯🇵",
    "\u{202e}逆向き\u{202c} \u{200f}右から\u{200e}",
    "ﾊﾝｶｸ　全角　ｽﾍﾟｰｽ",
    "BEGIN:VEVENT",
    "タブ\tと\0制御\u{7}文字\u{85}と\u{2028}行",
    "",
];

fn awkward() -> Vec<String> {
    let mut texts: Vec<String> = AWKWARD.iter().map(|text| (*text).to_owned()).collect();
    texts.push("長い名前、".repeat(100));
    texts.push("a b　".repeat(125));
    texts
}

fn calcard(object: &str) -> ICalendar {
    match Parser::new(object).entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("no calendar: {other:?}"),
    }
}

/// The text of a property of the first event, empty when the property is empty or absent.
fn value(calendar: &ICalendar, property: &Property) -> String {
    let event = calendar.components.iter().find(|part| part.component_type == Component::VEvent).unwrap();
    let entry = event.property(property);
    entry.and_then(|entry| entry.values.first()?.as_text()).unwrap_or_default().to_owned()
}

fn parameter(calendar: &ICalendar, property: &Property, name: &ParameterName) -> Option<String> {
    let event = calendar.components.iter().find(|part| part.component_type == Component::VEvent).unwrap();
    event.property(property)?.parameter(name)?.as_text().map(str::to_owned)
}

fn ical(object: &str) -> Vec<ical::property::Property> {
    ical::PropertyParser::from_reader(object.as_bytes()).collect::<Result<_, _>>().unwrap()
}

/// `ical` drops white space (U+3000 too) at a fold, so only the rest is compared.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn unescaped(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}

fn independent(object: &str, property: &str) -> String {
    let properties = ical(object);
    let event = properties.iter().skip_while(|p| p.value.as_deref() != Some("VEVENT"));
    let found = event.skip(1).find(|p| p.name == property);
    dense(&unescaped(found.and_then(|p| p.value.as_deref()).unwrap_or_default()))
}

fn independent_name(object: &str, property: &str) -> Option<String> {
    let properties = ical(object);
    let found = properties.iter().find(|p| p.name == property).unwrap();
    let parameters = found.params.as_ref().unwrap();
    parameters.iter().find(|(name, _)| name == "CN").map(|(_, values)| dense(&values.concat()))
}

#[test]
fn an_invitation_is_written_as_every_calendar_program_expects_it() {
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//renkei//renkei//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "TZNAME:JST",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:018f3c1e-7b2a-7c44-9d10-5a6b7c8d9e0f@renkei.example",
        "SEQUENCE:2",
        "DTSTAMP:20261027T031500Z",
        "DTSTART;TZID=Asia/Tokyo:20261126T183000",
        "DTEND;TZID=Asia/Tokyo:20261126T203000",
        "SUMMARY:【連携協議会】令和8年度第2回",
        "LOCATION:東部広域連合 3階 大会議室",
        "DESCRIPTION:議題 1 上半期の取組\\n電話 0000-00-0000",
        "URL:https://renkei.example.jp/r/7kq2m9xd4f6hw3npz5rt8vbcae",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=\"東部広域連合 福祉課\";SENT-BY=\"mailto:office@renkei.example\":\
         mailto:reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example",
        "ATTENDEE;CN=\"髙橋 花子\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:\
         mailto:hanako@ishikai.example",
        "END:VEVENT",
        "END:VCALENDAR",
    ];
    assert_eq!(logical_lines(&write(Some(Method::Request), &[meeting()], None)), expected);
}

#[test]
fn a_feed_has_a_name_no_method_and_keeps_the_cancelled_meeting() {
    let alone = Event { organizer: None, attendee: None, location: None, url: None, ..meeting() };
    let cancelled = Event { uid: "second".to_owned(), status: Status::Cancelled, ..alone.clone() };
    let lines = logical_lines(&write(None, &[alone, cancelled], Some("髙橋 花子\r\nの会議")));
    assert!(lines.contains(&"X-WR-CALNAME:髙橋 花子  の会議".to_owned()), "{lines:?}");
    let count = |wanted: &str| lines.iter().filter(|line| line.starts_with(wanted)).count();
    assert_eq!(count("BEGIN:VEVENT"), 2);
    assert_eq!(count("BEGIN:VTIMEZONE"), 1);
    assert_eq!(count("STATUS:CANCELLED"), 1);
    for absent in ["METHOD", "ATTENDEE", "ORGANIZER", "LOCATION", "URL"] {
        assert_eq!(count(absent), 0, "{absent}");
    }
    assert_eq!(logical_lines(&write(None, &[], None)).len(), 14, "an empty feed is a calendar, too");
}

#[test]
fn the_same_state_is_written_in_the_same_octets() {
    let once = write(Some(Method::Cancel), &[meeting()], None);
    assert_eq!(once, write(Some(Method::Cancel), &[meeting()], None));
    assert!(once.contains("METHOD:CANCEL\r\n"));
    assert_ne!(once, write(Some(Method::Publish), &[meeting()], None));
}

#[test]
fn days_are_those_of_tokyo() {
    let late = Event { starts_at: at(12, 31, 15, 0), ends_at: at(12, 31, 16, 0), ..meeting() };
    let object = write(None, &[late], None);
    assert!(object.contains("DTSTART;TZID=Asia/Tokyo:20270101T000000\r\n"), "{object}");
    assert!(object.contains("DTEND;TZID=Asia/Tokyo:20270101T010000\r\n"), "{object}");
}

#[test]
fn a_shared_address_is_asked_for_no_answer_and_an_empty_name_is_left_out() {
    let mut event = meeting();
    if let Some(attendee) = &mut event.attendee {
        attendee.name = " \r\n".to_owned();
        attendee.rsvp = Rsvp::NotWanted;
    }
    let lines = logical_lines(&write(Some(Method::Request), &[event], None));
    let expected =
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:hanako@ishikai.example";
    assert!(lines.iter().any(|line| line == expected), "{lines:?}");
}

#[test]
fn awkward_texts_come_back_from_both_readers() {
    for words in awkward() {
        let event = Event {
            summary: words.clone(),
            location: Some(format!("{words}室")),
            description: words.clone(),
            ..meeting()
        };
        let object = write(Some(Method::Request), &[event], None);
        let clean = text::several_lines(&words);
        let read = calcard(&object);
        assert_eq!(value(&read, &Property::Summary), clean);
        assert_eq!(value(&read, &Property::Description), clean);
        assert_eq!(value(&read, &Property::Location), format!("{clean}室"));
        assert_eq!(independent(&object, "SUMMARY"), dense(&clean));
        assert_eq!(independent(&object, "DESCRIPTION"), dense(&clean));
        assert_eq!(independent(&object, "LOCATION"), dense(&format!("{clean}室")));
        assert_eq!(independent(&object, "DTSTART"), "20261126T183000");
        assert_eq!(independent(&object, "SEQUENCE"), "2");
    }
}

#[test]
fn awkward_names_come_back_from_both_readers() {
    for name in awkward() {
        let mut event = meeting();
        event.organizer.as_mut().unwrap().name.clone_from(&name);
        event.attendee.as_mut().unwrap().name.clone_from(&name);
        let object = write(Some(Method::Request), &[event], None);
        let clean = text::parameter(&name);
        let shown = (!clean.is_empty()).then_some(clean);
        let read = calcard(&object);
        for (property, independent) in [(Property::Organizer, "ORGANIZER"), (Property::Attendee, "ATTENDEE")]
        {
            assert_eq!(parameter(&read, &property, &ParameterName::Cn), shown, "{object}");
            assert_eq!(independent_name(&object, independent), shown.as_deref().map(dense), "{object}");
        }
        assert_eq!(value(&read, &Property::Attendee), "mailto:hanako@ishikai.example");
        let sent_by = parameter(&read, &Property::Organizer, &ParameterName::SentBy);
        assert_eq!(sent_by.as_deref(), Some("mailto:office@renkei.example"));
    }
}

#[test]
fn a_description_of_200_kilobytes_survives() {
    let long = "議事の概要、資料１；別紙\n".repeat(200_000 / 37);
    assert!(long.len() > 190_000);
    let object = write(None, &[Event { description: long.clone(), ..meeting() }], None);
    assert!(object.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(value(&calcard(&object), &Property::Description), long);
    assert_eq!(independent(&object, "DESCRIPTION"), dense(&long));
}

#[test]
fn addresses_and_links_are_not_escaped_like_words() {
    let mut event = meeting();
    event.url = Some("https://renkei.example/r/a,b;c d\r\n".to_owned());
    event.attendee.as_mut().unwrap().address = "\"a,b\"@ishikai.example".to_owned();
    let lines = logical_lines(&write(None, &[event], None));
    assert!(lines.contains(&"URL:https://renkei.example/r/a%2Cb%3Bcd".to_owned()), "{lines:?}");
    assert!(lines.iter().any(|line| line.ends_with(":mailto:%22a%2Cb%22@ishikai.example")), "{lines:?}");
}
