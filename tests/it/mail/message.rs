//! One message, put together and read again by another library: nothing typed is lost, nothing typed becomes structure.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use chrono::{TimeZone, Utc};
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;
use renkei::platform::mail::{Address, CalendarPart, Mailbox, Message, Unsendable, assemble};

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: name.to_owned(), address: Address::parse(address).unwrap() }
}

fn letter() -> Message {
    Message {
        message_id: "<0199f3c2-7a11@renkei.example>".to_owned(),
        date: Utc.with_ymd_and_hms(2026, 10, 27, 0, 15, 0).unwrap(),
        from: mailbox("東部広域連合 福祉課", "kaigi@tobu.example"),
        reply_to: Some(Address::parse("reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example").unwrap()),
        to: mailbox("髙橋 花子", "hanako@example.jp"),
        subject: "【連携協議会】開催通知 11/26(木)18:30 回答期限11/12(木)".to_owned(),
        text: "　令和8年度第2回の会議を次のとおり開きます。\n■日時　令和8年11月26日(木) 18:30～20:00\n"
            .to_owned(),
        html: "<p>令和8年度第2回の会議を次のとおり開きます。</p>\n".to_owned(),
        calendar: None,
        list_unsubscribe: None,
    }
}

fn invitation() -> Message {
    let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//renkei//JA\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        .to_owned();
    Message { calendar: Some(CalendarPart { method: "REQUEST", ics }), ..letter() }
}

/// The fields of the head, unfolded, names in lower case.
fn head(octets: &[u8]) -> Vec<(String, String)> {
    let text = std::str::from_utf8(octets).unwrap();
    let head = text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ").replace("\r\n\t", " ");
    let field = |line: &str| {
        line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())).unwrap()
    };
    head.split("\r\n").map(field).collect()
}

/// What is left of a text in a one-line field.
fn cleaned(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() || ('\u{2028}'..='\u{2029}').contains(&c) { ' ' } else { c })
        .collect();
    spaced.trim().to_owned()
}

/// Puts the text into every place that takes text and looks what another library reads.
fn comes_through(text: &str) {
    let message = Message {
        subject: text.to_owned(),
        from: mailbox(text, "kaigi@tobu.example"),
        to: mailbox(text, "hanako@example.jp"),
        text: format!("{text}\n■日時\n.\n..{text}"),
        html: format!("<p>{text}</p>"),
        ..invitation()
    };
    let octets = assemble(&message).unwrap();
    assert!(octets.is_ascii());
    assert!(
        octets.split(|b| *b == b'\n').all(|line| line.len() <= 998),
        "a line is too long for SMTP: {text:?}"
    );
    let names: Vec<String> = head(&octets).into_iter().map(|(name, _)| name).collect();
    let known = [
        "message-id",
        "date",
        "from",
        "to",
        "subject",
        "auto-submitted",
        "reply-to",
        "mime-version",
        "content-type",
    ];
    assert_eq!(names, known, "{text:?}");

    let read = MessageParser::default().parse(&octets).unwrap();
    let wanted = cleaned(text);
    let shown = (!wanted.is_empty()).then_some(wanted.as_str());
    assert_eq!(read.subject().unwrap_or_default(), wanted, "subject");
    for (field, address) in [(read.from(), "kaigi@tobu.example"), (read.to(), "hanako@example.jp")] {
        let boxes = field.unwrap().as_list().unwrap();
        assert_eq!(boxes.len(), 1, "{text:?}");
        assert_eq!((boxes[0].name(), boxes[0].address()), (shown, Some(address)), "{text:?}");
    }
    let lf = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(lf(&read.body_text(0).unwrap()), lf(&message.text), "text/plain");
    assert_eq!(lf(&read.body_html(0).unwrap()), lf(&message.html), "text/html");
}

#[test]
fn awkward_texts_come_through_everywhere() {
    let long =
        "令和8年度第2回東部在宅医療・介護連携推進協議会".repeat(25).chars().take(500).collect::<String>();
    for text in [
        "",
        "髙﨑𠮷辻󠄀",
        "髙橋 花子",
        "髙橋　花子（委員）",
        "A 花子 B 太郎 C",
        "花子 Hanako 太郎 Taro",
        "Hanako Takahashi",
        "Takahashi, Hanako",
        "Takahashi \"Hana\" Hanako",
        "back\\slash \\\" quote",
        "ends with a backslash\\",
        "hanako@example.jp",
        "<hanako@example.jp>, other@example.jp",
        "a;b:c(d)[e]<f>",
        "()",
        "=?UTF-8?B?44GC?=",
        "literal =?UTF-8?Q?=41?= inside 会議",
        "x\r\nBcc: stranger@example.jp",
        "x\r\n\r\nbody begins here",
        "x\nSubject: other",
        "x\rFrom: other@example.jp",
        "x\0y\u{1b}[31m\u{7f}\u{85}z",
        "x\u{2028}y",
        "絵文字🙇‍♀️👨‍👩‍👧🇯🇵1️⃣",
        "\u{202e}右から\u{202c} عبد \u{200f}שלום\u{200e}",
        "神塚福海 ㈱ ① ㍻ ～〜 －−",
        "e\u{301}が\u{3099}ﾊﾝｶｸ",
        "two  spaces   and 　full-width　 ones",
        "'single' & <b>tags</b> %41 %0d%0aX: y",
        "--=_boundary\r\n--",
        long.as_str(),
        &"a".repeat(500),
        &"word ".repeat(100),
        &"あ a".repeat(120),
        &"\"\\".repeat(250),
    ] {
        comes_through(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_comes_through(text in prop_oneof!["\\PC{0,80}", "[ -~あ-ん\r\n\0\"\\\\=?<>@,]{0,120}"]) {
        comes_through(&text);
    }
}

#[test]
fn the_head_says_what_it_must() {
    let octets = assemble(&Message {
        list_unsubscribe: Some("<https://renkei.example/follow/7kq2>".to_owned()),
        ..letter()
    })
    .unwrap();
    let head = head(&octets);
    let value = |name: &str| head.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(value("message-id"), Some("<0199f3c2-7a11@renkei.example>"));
    assert_eq!(value("date"), Some("Tue, 27 Oct 2026 00:15:00 +0000"));
    assert_eq!(value("auto-submitted"), Some("auto-generated"));
    assert_eq!(value("list-unsubscribe"), Some("<https://renkei.example/follow/7kq2>"));
    assert_eq!(value("reply-to"), Some("reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example"));
    assert!(value("content-type").unwrap().starts_with("multipart/alternative;"));
    assert_eq!((value("cc"), value("bcc")), (None, None));
}

#[test]
fn an_address_in_quotes_can_send_and_receive() {
    let old = "\"abc.\"@docomo.example";
    let octets = assemble(&Message { from: mailbox("花子", old), to: mailbox("", old), ..letter() }).unwrap();
    let read = MessageParser::default().parse(&octets).unwrap();
    let head = head(&octets);
    assert!(head.contains(&("from".to_owned(), format!("=?UTF-8?B?6Iqx5a2Q?= <{old}>"))), "{head:?}");
    assert!(head.contains(&("to".to_owned(), old.to_owned())), "{head:?}");
    assert_eq!(read.from().unwrap().first().unwrap().name(), Some("花子"));
}

#[test]
fn an_invitation_has_one_calendar_part_and_the_file() {
    let octets = assemble(&invitation()).unwrap();
    let read = MessageParser::default().parse(&octets).unwrap();
    let types: Vec<String> = read
        .parts
        .iter()
        .map(|part| {
            let content = part.content_type().unwrap();
            format!("{}/{}", content.ctype(), content.subtype().unwrap())
        })
        .collect();
    assert_eq!(
        types,
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        ]
    );
    let ics = invitation().calendar.unwrap().ics;
    let calendar = read.parts[4].content_type().unwrap();
    assert_eq!(calendar.attribute("method"), Some("REQUEST"));
    assert_eq!(calendar.attribute("charset").unwrap().to_lowercase(), "utf-8");
    assert_eq!(read.parts[4].text_contents(), Some(ics.as_str()));
    assert_eq!(read.parts[5].attachment_name(), Some("invite.ics"));
    assert_eq!(read.parts[5].contents(), ics.as_bytes());
}

#[test]
fn the_same_message_gives_the_same_octets() {
    assert_eq!(assemble(&invitation()).unwrap(), assemble(&invitation()).unwrap());
    let other = Message { message_id: "<other@renkei.example>".to_owned(), ..invitation() };
    let boundary = |message: &Message| head(&assemble(message).unwrap()).pop().unwrap().1;
    assert_ne!(boundary(&invitation()), boundary(&other));
}

#[test]
fn what_cannot_stand_in_a_head_is_refused() {
    for id in [
        "",
        "no-brackets@x",
        "<no-at>",
        "<a@b>\r\nX: y",
        "<a b@c>",
        "<あ@b>",
        "<@b>",
        "<a@>",
        "<a@b@c>",
        "<a@b>c",
    ] {
        let refused = assemble(&Message { message_id: id.to_owned(), ..letter() });
        assert!(matches!(refused, Err(Unsendable::MessageId)), "{id:?}");
    }
    for link in ["https://no-brackets.example", "<https://a.example>\r\nX: y", "<https://あ.example>"] {
        let refused = assemble(&Message { list_unsubscribe: Some(link.to_owned()), ..letter() });
        assert!(matches!(refused, Err(Unsendable::ListUnsubscribe)), "{link:?}");
    }
    for year in [1969, 10_000] {
        let date = Utc.with_ymd_and_hms(year, 12, 31, 0, 0, 0).unwrap();
        assert!(matches!(assemble(&Message { date, ..letter() }), Err(Unsendable::Date)), "{year}");
    }
}
