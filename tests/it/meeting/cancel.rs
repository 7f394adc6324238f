use entity::outbox::{self, Channel, OutboxState};
use entity::{meeting_cancellation, outbox as rows};
use renkei::platform::clock::Instant;
use renkei::platform::db;
use renkei::platform::outbox::{Composed, Composing, compose};
use sea_orm::{DbErr, EntityTrait};

use super::office::{NOW, Office, at};

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

async fn queued(office: &Office) -> Vec<rows::Model> {
    let all = outbox::Entity::find().all(&office.db().read).await.unwrap();
    all.into_iter().filter(|row| row.kind == "meeting.cancelled").collect()
}

async fn words(office: &Office, rows: &[rows::Model], now: Instant) -> Vec<Composed> {
    let composed = db::rehearse(office.db(), async |tx| {
        let cx = Composing { tx, terms: &office.state.mail, now };
        compose(&office.state.notices, &cx, rows).await
    });
    let composed: Result<_, DbErr> = composed.await;
    composed.unwrap().into_iter().map(|one| one.unwrap().unwrap()).collect()
}

#[actix_web::test]
async fn cancelling_tells_everyone_convened() {
    let office = Office::open().await;
    let meeting = office.convened().await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    let done = office.post(&path, &letter("2", &[])).await;
    assert_eq!((done.status, done.location), (303, format!("/meetings/{}", meeting.id)));

    let now = office.meeting(meeting.id).await;
    assert_eq!((now.sequence, now.version, now.cancelled_at), (1, 3, Some(at(NOW))));
    let mut queue = queued(&office).await;
    queue.sort_by_key(|row| (row.channel, row.contact_point_id));
    let states: Vec<_> = queue.iter().map(|row| (row.channel, row.state, row.carries_calendar)).collect();
    let mail = (Channel::Mail, OutboxState::Waiting, true);
    assert_eq!(states, [mail, mail, (Channel::Fax, OutboxState::Printing, false)]);

    let all = words(&office, &queue, at(NOW)).await;
    let mine = all.iter().find(|mail| mail.to.as_deref() == Some("takahashi@example.jp")).unwrap();
    assert_eq!(mine.draft.subject, "【連携協議会】中止 12/4(金)14:00");
    assert_eq!(mine.draft.text, include_str!("cancelled.txt"));
    assert!(mine.draft.html.contains("８東広福第６０号") && mine.draft.html.contains("（公印省略）"));
    let ics = mine.draft.calendar.as_ref().unwrap();
    let unfolded = ics.ics.replace("\r\n ", "");
    assert_eq!(ics.method, "CANCEL");
    for line in ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED", "DTSTAMP:20261120T000000Z"] {
        assert!(unfolded.contains(line), "{line}: {unfolded}");
    }
    assert!(unfolded.contains(&format!("UID:{}", meeting.uid)));
    assert_eq!(unfolded.matches("ATTENDEE").count(), 1);
    assert!(unfolded.contains("mailto:takahashi@example.jp"));
    assert!(unfolded.contains("SENT-BY=\"mailto:noreply@tobu.example\""), "{unfolded}");
    assert!(mine.reply_to.as_deref().unwrap().starts_with("reply+"));
}

#[actix_web::test]
async fn a_notice_that_still_waits_is_overtaken() {
    let office = Office::open().await;
    let meeting = office.convened().await;
    office.post(&format!("/meetings/{}/cancellation", meeting.id), &letter("2", &[("number", "")])).await;
    let all = outbox::Entity::find().all(&office.db().read).await.unwrap();
    let notices: Vec<_> = all.iter().filter(|row| row.kind == "meeting.convened").collect();
    let dropped = notices.iter().filter(|row| row.state == OutboxState::Dropped).count();
    assert_eq!((notices.len(), dropped), (3, 1));
    assert!(all.iter().filter(|row| row.kind == "meeting.cancelled").all(|row| row.letter_id.is_some()));
}

#[actix_web::test]
async fn the_preview_shows_the_mail_and_changes_nothing() {
    let office = Office::open().await;
    let meeting = office.convened().await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    let page = office.post(&path, &letter("2", &[("check", "1")])).await;
    assert_eq!(page.status, 200);
    for words in ["件名: 【連携協議会】中止 12/4(金)14:00", "■理由　大雪警報のため", "2通", "1通（𠮷川 隆）"]
    {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert_eq!(office.meeting(meeting.id).await, meeting);
    assert!(queued(&office).await.is_empty());
}

#[actix_web::test]
async fn a_plan_ends_without_mail() {
    let office = Office::open().await;
    let meeting = office.planned().await;
    let path = format!("/meetings/{}/cancellation", meeting.id);
    assert!(!office.get(&path).await.html.contains("name=\"number\""));
    let done = office.post(&path, &[("reason", "議題がないため"), ("version", "1")]).await;
    assert_eq!(done.status, 303);
    let records = meeting_cancellation::Entity::find().all(&office.db().read).await.unwrap();
    assert_eq!(records.iter().map(|record| record.letter_id).collect::<Vec<_>>(), [None]);
    assert_eq!(office.meeting(meeting.id).await.sequence, 0);
    assert!(queued(&office).await.is_empty());
    let again = office.post(&path, &[("reason", "もう一度"), ("version", "2")]).await;
    assert_eq!(again.status, 422);
    assert!(again.html.contains("この会議は中止になっています。"), "{}", again.html);
}

#[actix_web::test]
async fn a_letter_that_cannot_be_so_is_refused() {
    let office = Office::open().await;
    let meeting = office.convened().await;
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
        assert!(page.html.contains(words), "{more:?}: {}", page.html);
    }
    assert_eq!(office.meeting(meeting.id).await, meeting);
}
