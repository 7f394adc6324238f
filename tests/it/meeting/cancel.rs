//! A meeting called off: who hears of it, what the letter says, and what is refused.

use entity::contact_point::{self, ContactKind};
use entity::outbox::{self, Channel, OutboxState};
use entity::{meeting, meeting_cancellation};
use renkei::platform::date::tokyo_day;
use renkei::platform::outbox::LetterHead;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use crate::support::calendars::assert_calendar;
use crate::support::golden::golden;
use crate::support::office::{called, reread};
use crate::support::story::story;
use crate::support::world::{World, instant};

const LETTER: [(&str, &str); 5] = [
    ("reason", "大雪警報のため"),
    ("number", "8東広福第60号"),
    ("approved_on", "2026-11-20"),
    ("issued_on", "2026-11-20"),
    ("sender", "東部在宅医療・介護連携推進協議会　会長　山田 太郎"),
];

fn letter<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| more.iter().any(|(other, _)| *other == name);
    let kept = LETTER.into_iter().filter(|(name, _)| !changed(name));
    kept.chain([("version", version)]).chain(more.iter().copied()).collect()
}

/// Called on 27 October by letter 45: to the chair, two members and the adviser by mail, to 𠮷田 by fax. The mails
/// have left when `sent`.
async fn convened(world: &World, sent: bool) -> meeting::Model {
    let now = world.now();
    world.clock.set(instant("2026-10-27T09:00+09:00"));
    let mut contact: contact_point::ActiveModel = world.people.members[2].mail.clone().into();
    (contact.kind, contact.value) = (Set(ContactKind::Fax), Set("0000-00-0002".to_owned()));
    world.write(async |tx| contact.update(tx).await).await;
    let planned = world.planned("", "2026-12-04T14:00+09:00").await;
    let day = tokyo_day(world.now());
    let head = LetterHead {
        number: Some("8東広福第45号".to_owned()),
        approved_on: day,
        issued_on: day,
        sender: "東部在宅医療・介護連携推進協議会　会長　山田 太郎".to_owned(),
    };
    let meeting = called(world, &planned, head).await;
    if sent {
        world.run_worker().await;
    }
    world.clock.set(now);
    meeting
}

async fn queued(world: &World) -> Vec<outbox::Model> {
    let all = outbox::Entity::find().all(&world.db().read).await.unwrap();
    all.into_iter().filter(|row| row.kind == "meeting.cancelled").collect()
}

story!(cancelling_tells_everyone_convened, "2026-11-20T09:00+09:00", async |world| {
    let meeting = convened(&world, true).await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    let done = world.secretary().post(&path, &letter("2", &[])).await;
    done.is_redirect_to(&format!("/meetings/{}", meeting.id));

    let now = reread(&world, &meeting).await;
    assert_eq!((now.sequence, now.version, now.cancelled_at), (1, 3, Some(world.now())));
    let sheets: Vec<_> = queued(&world).await.into_iter().filter(|row| row.channel == Channel::Fax).collect();
    let states: Vec<_> = sheets.iter().map(|row| (row.state, row.carries_calendar)).collect();
    assert_eq!(states, [(OutboxState::Printing, false)]);

    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 4);
    golden("meeting/cancelled.txt", &mails);
    for mail in &mails {
        let calendar = mail.calendar.as_ref().unwrap();
        assert_eq!(calendar.method, "CANCEL");
        assert_calendar(&calendar.ics);
        assert!(mail.html.contains("８東広福第６０号") && mail.html.contains("（公印省略）"));
        assert!(mail.header("Reply-To").unwrap().starts_with("reply+"));
    }
});

story!(a_notice_that_still_waits_is_overtaken, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = convened(&world, false).await;
    office.post(&format!("/meetings/{}/cancellation", meeting.id), &letter("2", &[("number", "")])).await;
    let all = outbox::Entity::find().all(&world.db().read).await.unwrap();
    let notices: Vec<_> = all.iter().filter(|row| row.kind == "meeting.convened").collect();
    let dropped = notices.iter().filter(|row| row.state == OutboxState::Dropped).count();
    assert_eq!((notices.len(), dropped), (5, 5));
    assert!(all.iter().filter(|row| row.kind == "meeting.cancelled").all(|row| row.letter_id.is_some()));
});

story!(the_preview_shows_the_mail_and_changes_nothing, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = convened(&world, true).await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    let page = office.post(&path, &letter("2", &[("check", "1")])).await;
    assert_eq!(page.status, 200);
    for words in
        ["件名: 【連携協議会】中止 12/4(金)14:00", "■理由　大雪警報のため", "4通", "1通（𠮷田 花子）"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(reread(&world, &meeting).await, meeting);
    assert!(queued(&world).await.is_empty());
});

story!(a_plan_ends_without_mail, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    assert!(!office.get(&path).await.body.contains("name=\"number\""));
    let done = office.post(&path, &[("reason", "議題がないため"), ("version", "1")]).await;
    assert_eq!(done.status, 303);
    let records = meeting_cancellation::Entity::find().all(&world.db().read).await.unwrap();
    assert_eq!(records.iter().map(|record| record.letter_id).collect::<Vec<_>>(), [None]);
    assert_eq!(reread(&world, &meeting).await.sequence, 0);
    assert!(queued(&world).await.is_empty());
    let again = office.post(&path, &[("reason", "もう一度"), ("version", "2")]).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("この会議は中止になっています。"), "{}", again.body);
});

story!(a_letter_that_cannot_be_so_is_refused, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = convened(&world, true).await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    for (version, more, status, words) in [
        ("2", ("number", "8東広福第45号"), 422, "ほかの文書で使っています"),
        ("2", ("issued_on", "2026-11-19"), 422, "決裁日（令和8年11月20日(金)）以後の日"),
        ("2", ("reason", " "), 422, "中止の理由"),
        ("2", ("reason", "a\u{0}b"), 422, "目に見えない文字"),
        ("1", ("number", ""), 409, "ほかの人が先に会議を変更しました"),
        ("", ("number", ""), 422, "画面が古くなっています"),
    ] {
        let page = office.post(&path, &letter(version, &[more])).await;
        assert_eq!(page.status, status, "{more:?}");
        assert!(page.body.contains(words), "{more:?}: {}", page.body);
    }
    assert_eq!(reread(&world, &meeting).await, meeting);
});
