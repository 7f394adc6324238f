//! From the mail to the answer: what the two modules read together.

use super::super::{CalendarPart, Inbound};
use super::{APPLE, FORGED, GOOGLE, GROUPWARE, OUTLOOK, REPLY_TO, THUNDERBIRD, WINMAIL, mail};
use crate::platform::calendar::{CalendarReply, Participation, ReplyMethod, read_reply};

fn answer(mail: &Inbound) -> CalendarReply {
    let [CalendarPart { octets, charset, .. }] = mail.calendar_parts.as_slice() else {
        panic!("one calendar part: {mail:?}");
    };
    read_reply(octets, charset.as_deref()).unwrap()
}

#[test]
fn answers_of_the_usual_programs_are_found() {
    let cases = [
        (GOOGLE, "doctor@ishikai.example", "REPLY", Participation::Accepted),
        (OUTLOOK, "doctor@ishikai.example", "REPLY", Participation::Declined),
        (APPLE, "nurse@houkan.example", "REPLY", Participation::Tentative),
        (THUNDERBIRD, "nurse@houkan.example", "REPLY", Participation::Accepted),
        (GROUPWARE, "doctor@ishikai.example", "COUNTER", Participation::Other("DELEGATED".to_owned())),
    ];
    for (raw, from, method, participation) in cases {
        let mail = mail(raw);
        assert_eq!(mail.machine, None, "a person's answer: {from}");
        assert_eq!(mail.from.as_deref(), Some(from));
        assert!(mail.recipients.iter().any(|address| address == REPLY_TO), "{:?}", mail.recipients);
        assert_eq!(mail.calendar_parts[0].method.as_deref(), Some(method));
        let answer = answer(&mail);
        assert_eq!(answer.attendees[0].address, from);
        assert_eq!(answer.attendees[0].participation, participation);
    }
}

#[test]
fn heads_are_read() {
    let google = mail(GOOGLE);
    assert_eq!(google.message_id.as_deref(), Some("calendar-5f3a1c7e-0b1d@google.example"));
    assert_eq!(google.subject, "承諾: 【連携協議会】令和8年度第2回 - 2026年 11月 26日 (木) 午後6:30");
    assert_eq!(google.recipients, [REPLY_TO], "To, Delivered-To and X-Original-To are one address");
    assert_eq!(google.text, "石川 太郎 さんがこの招待を承諾しました。");
    let outlook = mail(OUTLOOK);
    assert_eq!(outlook.subject, "辞退: 【連携協議会】令和8年度第2回", "ISO-2022-JP in two encoded words");
    assert_eq!(outlook.text, "当日は往診のため欠席します。");
    let id = "TYAPR01MB1234ABCDEF5678@TYAPR01MB1234.jpnprd01.prod.outlook.example";
    assert_eq!(outlook.message_id.as_deref(), Some(id));
    let thunderbird = mail(THUNDERBIRD);
    assert_eq!(thunderbird.recipients, [REPLY_TO, "hanako@ishikai.example", "clerk@renkei.example"]);
    assert_eq!(thunderbird.text, "nurse@houkan.example が招待を承諾しました。\n-- \n訪問看護ステーション");
}

#[test]
fn calendar_octets_keep_their_charset() {
    let groupware = mail(GROUPWARE);
    let [part] = groupware.calendar_parts.as_slice() else { panic!("one part") };
    assert_eq!(part.charset.as_deref(), Some("ISO-2022-JP"));
    assert!(part.octets.contains(&0x1b), "the escape sequences are still there");
    assert_eq!(groupware.subject, "代理出席のお願い");
    let reply = answer(&groupware);
    assert_eq!(reply.method, ReplyMethod::Counter);
    assert_eq!(reply.comment.as_deref(), Some("代理で高橋が出席します。日程は十二月でもよいです。"));
}

#[test]
fn two_senders_are_no_sender() {
    let forged = mail(FORGED);
    assert_eq!(forged.from, None);
    assert_eq!(forged.subject, "承諾  Bcc: x@attacker.example", "no line end comes out of an encoded word");
    assert_eq!(
        answer(&forged).attendees[0].address,
        "doctor@ishikai.example",
        "which only the caller can doubt"
    );
}

#[test]
fn a_sender_is_one_address() {
    let cases = [
        ("Doctor@ISHIKAI.example", Some("doctor@ishikai.example")),
        ("\"doctor@ishikai.example\" <evil@attacker.example>", Some("evil@attacker.example")),
        ("doctor@ishikai.example, evil@attacker.example", None),
        ("group: doctor@ishikai.example, evil@attacker.example;", None),
        ("<doctor@ishikai.example@attacker.example>", None),
        ("doctor", None),
        ("<>", None),
        ("", None),
        ("\u{212a}@ishikai.example", Some("\u{212a}@ishikai.example")),
    ];
    for (from, expected) in cases {
        let raw = format!("From: {from}\nTo: {REPLY_TO}\n\n出席します。\n");
        assert_eq!(mail(raw.as_bytes()).from.as_deref(), expected, "{from}");
    }
}

#[test]
fn words_beside_an_unreadable_attachment_are_kept() {
    let winmail = mail(WINMAIL);
    assert_eq!(winmail.calendar_parts, []);
    assert_eq!(winmail.text, "出席します。");
    assert_eq!(winmail.machine, None);
}

#[test]
fn a_forwarded_reply_is_not_the_forwarders_answer() {
    let inner = String::from_utf8(GOOGLE.to_vec()).unwrap();
    let raw = format!("From: clerk@renkei.example\nContent-Type: message/rfc822\n\n{inner}");
    let forwarded = mail(raw.as_bytes());
    assert_eq!(forwarded.calendar_parts, []);
    assert_eq!(forwarded.text, "");
}

#[test]
fn broken_transfer_encoding_is_handed_on_as_it_stands() {
    for encoding in ["base64", "quoted-printable"] {
        let raw = format!(
            "From: a@b.example\nContent-Type: text/calendar\nContent-Transfer-Encoding: {encoding}\n\n=Z!\n"
        );
        let mail = mail(raw.as_bytes());
        let [part] = mail.calendar_parts.as_slice() else { panic!("one part") };
        assert_eq!(part.octets, b"=Z!\n");
        assert_eq!((part.method.clone(), part.charset.clone()), (None, None));
        assert!(read_reply(&part.octets, None).is_err());
    }
}

#[test]
fn a_wrong_charset_does_not_lose_the_words() {
    for charset in ["x-unheard-of", "us-ascii", "\"\""] {
        let raw = format!("From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n欠席します。\n");
        assert_eq!(mail(raw.as_bytes()).text, "欠席します。", "{charset}");
    }
}
