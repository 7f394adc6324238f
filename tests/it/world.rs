//! The world the other tests play in, tried for itself.

use chrono::TimeDelta;
use entity::meeting;
use renkei::platform::calendar::{self, Attendee, Event, Method, Organizer, Rsvp, Status};
use renkei::platform::mail::{Address, CalendarPart, Mailbox, Message, assemble};
use sea_orm::EntityTrait;

use crate::support::calendars::assert_calendar;
use crate::support::client::Persona;
use crate::support::golden::with_marks;
use crate::support::mails::Mail;
use crate::support::story::story;
use crate::support::world::{World, instant};

const NOW: &str = "2026-11-20T09:00+09:00";

story!(everybody_is_who_they_are, "2026-11-20T09:00+09:00", async |world| {
    for persona in Persona::ALL {
        let page = world.anyone(persona).get("/nothing-here").await;
        page.is(404).shows("見つかりません");
        let page = world.anyone(persona).post("/capacity", &[]).await;
        page.is(if persona == Persona::SignedOut { 401 } else { 422 });
    }
    world.secretary().post_raw("/capacity", &[]).await.is(403);
});

story!(only_who_had_a_seat_is_offered_a_members_view, "2026-11-20T09:00+09:00", async |world| {
    for nobody in [world.secretary(), world.delegate(), world.officer()] {
        nobody.get("/meetings").await.is(200).hides("委員として見");
    }
    world.chair().get("/meetings").await.is(200).shows("委員として見る");
    world.ended_member().get("/meetings").await.is(200);
});

story!(a_planned_meeting_is_a_row, "2026-11-20T09:00+09:00", async |world| {
    let made = world.planned("臨時", "2026-12-04T14:00+09:00").await;
    let found = meeting::Entity::find_by_id(made.id).one(&world.db().read).await.unwrap();
    assert_eq!(found, Some(made));
});

story!(nobody_has_mail_at_the_start, "2026-11-20T09:00+09:00", async |world| {
    assert_eq!(world.run_worker().await.len(), 0);
});

#[actix_web::test]
async fn worlds_do_not_meet() {
    let (here, there) = (World::at(NOW).await, World::at(NOW).await);
    here.planned("ここだけ", "2026-12-04T14:00+09:00").await;
    assert_eq!(meeting::Entity::find().all(&there.db().read).await.unwrap(), []);
}

#[test]
fn what_varies_becomes_a_mark() {
    let (token, id) = ("7kq2m9xd4f6hw3npz5rt8vbcae", "018f3c1e-7b2a-7c44-9d10-5a6b7c8d9e0f");
    for (text, marked) in [
        (format!("http://127.0.0.1:40123/r/{token} 。"), "{base}/r/{token 1} 。"),
        (format!("reply+{token}@renkei.example"), "reply+{token 1}@renkei.example"),
        (format!("{id} {id} {token}\nUID:{id}@x"), "{id 1} {id 1} {token 1}\nUID:{id 1}@x"),
        ("回答番号 4k7-m2、回答番号 4k7-m2".to_owned(), "回答番号 {number 1}、回答番号 {number 1}"),
        ("令和8年度第3回　髙﨑𠮷".to_owned(), "令和8年度第3回　髙﨑𠮷"),
        ("internationalisationprocess".to_owned(), "internationalisationprocess"),
    ] {
        assert_eq!(with_marks(&text), marked);
    }
}

/// A letter with every part, as the worker would assemble it.
fn letter() -> Message {
    let mailbox =
        |name: &str, address| Mailbox { name: name.to_owned(), address: Address::parse(address).unwrap() };
    let starts_at = instant("2026-12-04T14:00+09:00");
    let event = Event {
        uid: "018f3c1e@renkei.example".to_owned(),
        sequence: 3,
        stamped_at: instant(NOW),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(90),
        summary: "【連携協議会】令和8年度第3回, 髙﨑; 𠮷\\辻\u{e0100}".repeat(3),
        location: Some("東部広域連合 3階".to_owned()),
        description: "一行目\n二行目".to_owned(),
        url: None,
        status: Status::Confirmed,
        organizer: Some(Organizer {
            name: "東部広域連合 福祉課".to_owned(),
            address: "reply@renkei.example".to_owned(),
            sent_by: None,
        }),
        attendee: Some(Attendee {
            name: "髙橋 さくら".to_owned(),
            address: "takahashi@example.jp".to_owned(),
            rsvp: Rsvp::Wanted,
        }),
    };
    Message {
        message_id: "<1@renkei.example>".to_owned(),
        date: instant(NOW),
        from: mailbox("東部広域連合 福祉課", "kaigi@tobu.example"),
        reply_to: None,
        to: mailbox("髙橋 さくら", "takahashi@example.jp"),
        subject: "【連携協議会】開催通知".to_owned(),
        text: "回答 http://127.0.0.1:40123/r/7kq2m9xd4f6hw3npz5rt8vbcae\n".to_owned(),
        html: "<p>回答</p>".to_owned(),
        calendar: Some(CalendarPart {
            method: "REQUEST",
            ics: calendar::write(Some(Method::Request), &[event], None),
        }),
        list_unsubscribe: None,
    }
}

#[test]
fn a_mail_is_read_whole() {
    let mail = Mail::read(assemble(&letter()).unwrap());
    assert_eq!((mail.to.as_str(), mail.to_name.as_str()), ("takahashi@example.jp", "髙橋 さくら"));
    assert_eq!((mail.from.as_str(), mail.subject.as_str()), ("kaigi@tobu.example", "【連携協議会】開催通知"));
    assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));
    assert_eq!(mail.link("/r/").as_deref(), Some("/r/7kq2m9xd4f6hw3npz5rt8vbcae"));
    let object = mail.calendar.unwrap();
    assert_eq!(object.method, "REQUEST");
    let read = assert_calendar(&object.ics);
    assert_eq!(read.head["METHOD"], "REQUEST");
    assert_eq!(read.events[0]["SUMMARY"], "【連携協議会】令和8年度第3回, 髙﨑; 𠮷\\辻\u{e0100}".repeat(3));
    assert_eq!(read.events[0]["ATTENDEE"], "mailto:takahashi@example.jp");
    assert_eq!(read.events[0]["ATTENDEE;RSVP"], "TRUE");
}
