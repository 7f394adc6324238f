//! Bombs, noise and damage: refused or read within the limits, never a panic.

use proptest::prelude::*;

use super::super::{Inbound, MAX_DEPTH, MAX_HEAD, MAX_OCTETS, MAX_PARTS, MAX_TEXT, Refused, read};
use super::{ALL, GOOGLE};

fn nested(depth: usize) -> Vec<u8> {
    let level = |n: usize| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n");
    let levels: String = (0..depth).map(level).collect();
    format!("From: a@b.example\n{levels}\n底\n").into_bytes()
}

fn flat(parts: usize) -> Vec<u8> {
    let head = "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n";
    format!("{head}{}--b--\n", "--b\n\nx\n".repeat(parts)).into_bytes()
}

#[test]
fn limits_hold_to_the_octet() {
    let sized = |octets: usize| [b"From: a@b.example\n\n", &vec![b'x'; octets - 19][..]].concat();
    let headed = |octets: usize| {
        let field = format!("X-A: {}\n", "y".repeat(94));
        let (whole, rest) = ((octets - 40) / field.len(), (octets - 40) % field.len());
        format!("{}From: a@b.example\nX-B: {}{}\n\nx", field.repeat(whole), "z".repeat(15), "z".repeat(rest))
            .into_bytes()
    };
    let cases = [
        ("10 MB", sized(MAX_OCTETS), None),
        ("10 MB and one octet", sized(MAX_OCTETS + 1), Some(Refused::TooLarge)),
        ("a head of 256 KB", headed(MAX_HEAD), None),
        ("a head of 256 KB and one octet", headed(MAX_HEAD + 1), Some(Refused::HeadTooLarge)),
        ("depth 16", nested(MAX_DEPTH), None),
        ("depth 17", nested(MAX_DEPTH + 1), Some(Refused::TooDeep)),
        ("100 parts", flat(MAX_PARTS), None),
        ("101 parts", flat(MAX_PARTS + 1), Some(Refused::TooManyParts)),
    ];
    for (name, raw, expected) in cases {
        assert_eq!(read(&raw).err(), expected, "{name}");
    }
}

#[test]
fn bombs_are_refused() {
    let fields = "Received: from x by y; Sun, 1 Nov 2026 10:30:00 +0900\n".repeat(110_000);
    let inner_head =
        format!("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{fields}\n");
    let cases = [
        ("300,000 parts", flat(300_000), Refused::TooManyParts),
        ("a thousand multiparts", nested(1000), Refused::TooDeep),
        ("6 MB of header fields", format!("{fields}\nx").into_bytes(), Refused::HeadTooLarge),
        ("6 MB of header fields in a part", inner_head.into_bytes(), Refused::HeadTooLarge),
        ("one field without an end", vec![b'x'; MAX_OCTETS], Refused::HeadTooLarge),
        ("nothing", Vec::new(), Refused::NotAMail),
        ("empty lines", b"\r\n\r\n\n".to_vec(), Refused::NotAMail),
        ("no header fields", "\n出席します。\n".as_bytes().to_vec(), Refused::NotAMail),
        ("words only", "出席します。\n".as_bytes().to_vec(), Refused::NotAMail),
    ];
    for (name, raw, expected) in cases {
        assert_eq!(read(&raw), Err(expected), "{name}");
        assert!(!expected.to_string().is_empty());
    }
}

#[test]
fn odd_boundaries_are_no_way_around() {
    let head = "From: a@b.example\nContent-Type: multipart/mixed; ";
    let part = |boundary: &str| format!("--{boundary}\nContent-Type: text/calendar\n\nx\n");
    let cases = [
        ("in pieces", "boundary*0=a;\n boundary*1=b", part("ab").repeat(101), Err(Refused::TooManyParts)),
        ("quoted", "boundary=\"a b\"", part("a b").repeat(2), Ok(2)),
        ("a boundary that begins another", "boundary=a", part("ab").repeat(2), Ok(0)),
        ("within a line", "boundary=a", "x--a\nContent-Type: text/calendar\n\nx\n".to_owned(), Ok(0)),
        ("after the last delimiter", "boundary=a", format!("--a--\n{}", part("a")), Ok(0)),
        ("empty", "boundary=\"\"", part("").repeat(200), Ok(0)),
        ("absent", "x=y", part("x"), Ok(0)),
        ("trailing spaces", "boundary=a", part("a  ").repeat(2), Ok(2)),
    ];
    for (name, parameter, body, expected) in cases {
        let read = read(format!("{head}{parameter}\n\n{body}").as_bytes());
        assert_eq!(read.map(|mail| mail.calendar_parts.len()), expected, "{name}");
    }
}

#[test]
fn a_long_text_is_shortened_and_a_long_identifier_dropped() {
    let raw = format!(
        "From: a@b.example\nMessage-ID: <{}>\nSubject: {}\n\n{}",
        "i".repeat(999),
        "件".repeat(2000),
        "髙".repeat(50_000)
    );
    let mail = read(raw.as_bytes()).unwrap();
    assert_eq!(mail.text.chars().count(), MAX_TEXT);
    assert!(mail.text.chars().all(|c| c == '髙'), "no character was cut");
    assert_eq!(mail.subject.chars().count(), 998);
    assert_eq!(mail.message_id, None);
}

#[test]
fn every_truncation_of_a_mail_is_read_or_refused() {
    for end in 0..GOOGLE.len() {
        if let Ok(mail) = read(&GOOGLE[..end]) {
            bounded(&mail);
        }
    }
}

fn bounded(mail: &Inbound) {
    let lines = [mail.message_id.as_ref(), mail.from.as_ref(), Some(&mail.subject)];
    for line in lines.into_iter().flatten().chain(&mail.recipients) {
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    assert!(mail.text.chars().count() <= MAX_TEXT);
    assert!(!mail.text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", mail.text);
    assert!(mail.calendar_parts.len() <= MAX_PARTS);
}

/// A mail with some of its octets replaced, removed, doubled or swollen.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let edits = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..16);
    (prop::sample::select(ALL), edits).prop_map(|(raw, edits)| {
        let mut octets = raw.to_vec();
        for (index, octet, kind) in edits {
            let place = index.index(octets.len());
            match kind {
                0 => octets[place] = octet,
                1 => drop(octets.remove(place)),
                2 => octets.insert(place, octet),
                _ => drop(octets.splice(place..place, std::iter::repeat_n(octet, 300))),
            }
        }
        octets
    })
}

/// Pieces that the parsers of heads treat specially, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let special: &[&str] = &[
        "From:",
        "To: ",
        "Cc: ",
        "Subject: ",
        "Message-ID: <",
        "Content-Type: multipart/mixed; boundary=a\n",
        "Content-Type: text/plain; charset=iso-2022-jp\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "\n",
        "\r\n",
        "\n ",
        "--a\n",
        "--a--\n",
        "\"",
        "\\",
        "(",
        ")",
        "<",
        ">",
        ",",
        ":",
        ";",
        "@",
        "=?ISO-2022-JP?B?GyRC?=",
        "=?utf-8?Q?=00=0D=0A?=",
        "=?utf-16?B?2D3Y?=",
        "=?gb18030?Q?=81?=",
        "*0*=utf-8''%E3",
        "=\n",
        "=3",
        "\u{1b}$B",
        "\0",
        "髙",
        "a",
        " ",
    ];
    let noise = proptest::collection::vec(any::<u8>(), 0..8);
    let piece =
        prop_oneof![9 => prop::sample::select(special).prop_map(|s| s.as_bytes().to_vec()), 1 => noise];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn arbitrary_octets_never_panic(raw in proptest::collection::vec(any::<u8>(), 0..3000)) {
        if let Ok(mail) = read(&raw) {
            bounded(&mail);
        }
    }

    #[test]
    fn damaged_mails_never_panic(raw in damaged()) {
        if let Ok(mail) = read(&raw) {
            bounded(&mail);
        }
    }

    #[test]
    fn meaningful_pieces_in_any_order_never_panic(raw in pieces()) {
        if let Ok(mail) = read(&raw) {
            bounded(&mail);
        }
    }
}
