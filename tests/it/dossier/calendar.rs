//! `GET /meetings/{id}.ics`: the meeting to add by hand.

use entity::meeting::MeetingMode;

use crate::support::calendars::assert_calendar;
use crate::support::office::{asked, cancelled, convened, convened_as, moved, postponed, withdrawn};
use crate::support::story::story;

story!(the_entry_is_the_one_the_mails_speak_of, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let path = format!("/meetings/{}.ics", meeting.id);
    let page = world.secretary().get(&format!("/meetings/{}", meeting.id)).await;
    assert_eq!(page.link("カレンダーに追加"), path);
    let file = world.member(1).get(&path).await;
    file.is(200).hides("ATTENDEE").hides("ORGANIZER").hides("/r/");
    assert!(file.header("content-type").starts_with("text/calendar"), "{}", file.header("content-type"));
    assert_eq!(file.header("cache-control"), "no-store");
    let object = assert_calendar(&file.body);
    let event = &object.events[0];
    assert_eq!(object.head["METHOD"], "PUBLISH");
    for (name, value) in [
        ("UID", meeting.uid.as_str()),
        ("SEQUENCE", "0"),
        ("DTSTAMP", "20261110T000000Z"),
        ("DTSTART", "20261204T140000"),
        ("SUMMARY", "連携協議会 令和8年度第1回"),
        ("LOCATION", "東部広域連合 3階 大会議室（オンライン出席もできます）"),
        ("STATUS", "CONFIRMED"),
    ] {
        assert_eq!(event[name], value, "{name}");
    }
    assert!(event["DESCRIPTION"].contains("https://meet.example/1"), "{}", event["DESCRIPTION"]);
    assert!(event["DESCRIPTION"].contains("電話 0000-00-0000"), "{}", event["DESCRIPTION"]);
    // Where to join is for those invited, and for the secretariat.
    world.secretary().get(&path).await.is(200).shows("https://meet.example/1");
    for persona in [world.officer(), world.delegate()] {
        persona.get(&path).await.is(200).hides("meet.example");
    }
    withdrawn(&world, &asked(&world, &meeting, 1).await).await;
    world.member(1).get(&path).await.is(200).hides("meet.example");
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    let event = assert_calendar(&world.member(2).get(&path).await.body).events.remove(0);
    assert_eq!((event["SEQUENCE"].as_str(), event["DTSTART"].as_str()), ("2", "20261211T140000"));
});

story!(what_does_not_stand_has_no_entry, "2026-11-10T09:00+09:00", async |world| {
    let (off, away) = (convened(&world).await, convened(&world).await);
    let planned = world.planned("", "2026-12-04T14:00+09:00").await;
    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    let clerk = world.secretary();
    for meeting in [&off, &away, &planned] {
        clerk.get(&format!("/meetings/{}.ics", meeting.id)).await.is(404);
        clerk.get(&format!("/meetings/{}", meeting.id)).await.is(200).hides("カレンダーに追加");
    }
    let meeting = convened(&world).await;
    world.other_secretary().get(&format!("/meetings/{}.ics", meeting.id)).await.is(404);
    let path = format!("/meetings/{}.ics", meeting.id);
    let to = format!("/sign-in?next={}", path);
    world.anonymous().get(&path).await.is_redirect_to(&to);
});
