//! A notice as a mail: its parts, its head, its lines and its calendar object, as `docs/OPERATIONS.md` promises.

use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use renkei::platform::mail::columns;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::letters::{flat, object, queued, sent, to};
use crate::support::mails::Mail;
use crate::support::office::{DAY, asked, convened, moved, page_of, token};
use crate::support::smtp_sink::{At, Fault, Manner, Sink};
use crate::support::story::{story, tell_with};

/// `mixed(alternative(text/plain, text/html, text/calendar), application/ics)`.
fn outline(octets: &[u8]) -> String {
    let message = MessageParser::new().parse(octets).unwrap();
    fn of(parts: &[MessagePart<'_>], at: usize) -> String {
        let part = &parts[at];
        let kind = part.content_type().unwrap();
        match &part.body {
            PartType::Multipart(inside) => {
                let inside: Vec<_> = inside.iter().map(|at| of(parts, *at as usize)).collect();
                format!("{}({})", kind.subtype().unwrap(), inside.join(", "))
            }
            _ => format!("{}/{}", kind.ctype(), kind.subtype().unwrap()),
        }
    }
    of(&message.parts, 0)
}

/// No line of the text is wider than a mail program shows; addresses of pages and the meeting's title stand unbroken.
#[track_caller]
fn fits(mail: &Mail, title: &str) {
    for line in mail.text.lines() {
        let whole = line.contains("://") || line.contains(title);
        assert!(columns(line) <= 76 || whole, "{} columns: {line}", columns(line));
    }
    assert!(mail.text.contains(title), "the title is broken: {}", mail.text);
    let longest = mail.octets.split(|octet| *octet == b'\n').map(<[u8]>::len).max();
    assert!(longest.unwrap() <= 998);
}

story!(a_notice_is_built_as_promised, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    let rows = queued(&world, meeting.id).await;
    let mails = world.run_worker().await;
    let mail = to(&mails, "takahashi@example.jp");
    assert_eq!(
        outline(&mail.octets),
        "mixed(alternative(text/plain, text/html, text/calendar), application/ics)"
    );
    let raw = String::from_utf8_lossy(&mail.octets).to_lowercase();
    assert!(raw.contains("content-type: text/calendar; method=request; charset=utf-8"), "{raw}");
    assert!(
        raw.contains("filename=\"invite.ics\"") && raw.contains("content-disposition: attachment"),
        "{raw}"
    );

    let row = rows.iter().find(|row| row.invitation_id == Some(one.id)).unwrap();
    let reply_to = format!("reply+{}@renkei.example", token(&world, &one));
    for (name, value) in [
        ("message-id", format!("<{}>", row.message_id)),
        ("auto-submitted", "auto-generated".to_owned()),
        ("reply-to", reply_to.clone()),
    ] {
        assert_eq!(mail.header(name), Some(value.as_str()), "{name}");
    }
    for absent in ["cc", "bcc", "list-unsubscribe", "return-path", "sender"] {
        assert_eq!(mail.header(absent), None);
    }
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("kaigi@tobu.example", "takahashi@example.jp"));
    fits(mail, "令和8年度第1回東部在宅医療・介護連携推進協議会");
    assert!(mail.text.contains("0000-00-0000"), "the telephone number: {}", mail.text);

    let event = &object(mail).events[0];
    for (name, value) in [
        ("UID", meeting.uid.as_str()),
        ("SEQUENCE", "0"),
        ("DTSTAMP", "20261110T000000Z"),
        ("DTSTART", "20261204T140000"),
        ("DTSTART;TZID", "Asia/Tokyo"),
        ("DTEND;TZID", "Asia/Tokyo"),
        ("SUMMARY", "連携協議会 令和8年度第1回"),
        ("LOCATION", "東部広域連合 3階 大会議室"),
        ("STATUS", "CONFIRMED"),
        ("ORGANIZER;SENT-BY", "mailto:kaigi@tobu.example"),
        ("ATTENDEE", "mailto:takahashi@example.jp"),
        ("ATTENDEE;CN", "髙橋 さくら"),
        ("ATTENDEE;RSVP", "TRUE"),
    ] {
        assert_eq!(event.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(event["ORGANIZER"], format!("mailto:{reply_to}"));
    let ics = &mail.calendar.as_ref().unwrap().ics;
    assert!(ics.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n"), "{ics}");
    assert_eq!(ics.matches("ATTENDEE").count(), 1, "only the addressee");
    for words in
        [page_of(&world, &one).as_str(), "電話 0000-00-0000", &format!("回答番号 {}", one.reply_number)]
    {
        assert!(event["DESCRIPTION"].contains(words), "{words}: {}", event["DESCRIPTION"]);
    }

    // DTSTAMP tells when the state came about, however late the mail leaves.
    world.clock.advance(chrono::TimeDelta::hours(1));
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    world.clock.advance(chrono::TimeDelta::hours(5));
    let mails = world.run_worker().await;
    assert_eq!(object(to(&mails, "takahashi@example.jp")).events[0]["DTSTAMP"], "20261110T010000Z");
});

story!(long_names_and_places_keep_their_lines, "2026-11-10T09:00+09:00", async |world| {
    let long =
        "東部圏域における在宅医療と介護の連携に関する多職種協働研修及び急変時対応検討のための臨時合同会議";
    let planned = world.planned(long, DAY).await;
    let mut row: entity::meeting::ActiveModel = planned.clone().into();
    row.place = Set("東部広域連合庁舎北棟3階大会議室及び隣接する若草村保健センター多目的ホール".to_owned());
    row.remarks =
        Set("駐車場は庁舎の北側です。資料は１週間前までにお送りします。\n報酬は口座に振り込みます。"
            .to_owned());
    world.write(async |tx| row.update(tx).await).await;
    let clerk = world.secretary();
    for title in
        ["令和8年度上半期の取組と次年度の方向性について（各市町村からの報告を含む）", "髙﨑𠮷辻󠄀地区の見直し"]
    {
        let item = [("kind", "discuss"), ("title", title)];
        clerk.post(&format!("/meetings/{}/agenda", planned.id), &item).await.is(303);
    }
    let path = format!("/meetings/{}/convocation", planned.id);
    sent(&clerk, &path, &[("number", "8東広福第45号")]).await;
    let title = format!("令和8年度第1回東部在宅医療・介護連携推進協議会　{long}");
    let mails = world.run_worker().await;
    for mail in &mails {
        fits(mail, &title);
        let flat = flat(mail);
        for words in
            ["多目的ホール", "各市町村からの報告を含む", "髙﨑𠮷辻󠄀地区の見直し", "報酬は口座に振り込みます。"]
        {
            assert!(flat.contains(words), "{words}: {}", mail.text);
        }
        assert!(object(mail).events[0]["SUMMARY"].ends_with(long));
    }
    moved(&world, &planned, "2026-12-11T14:00+09:00").await;
    for mail in world.run_worker().await {
        fits(&mail, &title);
    }
});

#[actix_web::test]
async fn every_attempt_is_the_same_message() {
    let sink = Sink::start(Manner::Ordinary);
    let settings = [("RENKEI_SMTP_URL", &*sink.url())];
    tell_with(&settings, "2026-11-10T09:00+09:00", async |world| {
        let taken_before = sink.taken().len();
        sink.behave(Manner::Always(At::Dot, Fault::Say("451 4.3.0 later")));
        let meeting = convened(&world).await;
        world.run_worker().await;
        let before = queued(&world, meeting.id).await;
        assert_eq!(sink.taken().len(), taken_before);
        sink.behave(Manner::Ordinary);
        world.clock.advance(chrono::TimeDelta::minutes(5));
        world.run_worker().await;
        let taken = sink.taken().split_off(taken_before);
        assert_eq!(taken.len(), 5);
        for letter in &taken {
            assert_eq!((letter.from.as_str(), letter.to.len()), ("renkei@renkei.example", 1));
            let mail = Mail::read(letter.octets.clone());
            assert_eq!(mail.to, letter.to[0]);
            let id = mail.header("message-id").unwrap().trim_matches(['<', '>']).to_owned();
            assert!(before.iter().any(|row| row.message_id == id), "{id}");
        }
        let after = queued(&world, meeting.id).await;
        assert!(after.iter().all(|row| row.attempts == 2));
    })
    .await;
}
