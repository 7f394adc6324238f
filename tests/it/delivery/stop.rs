//! Stopping what has not left: within the hold, one message or a whole letter, and against a worker that is faster.

use entity::audit_entry;
use entity::outbox::{self, OutboxState};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::state;
use crate::support::letters::{queued, sent};
use crate::support::office::{DAY, asked, convened, reread};
use crate::support::story::{story, tell_with};

#[actix_web::test]
async fn a_letter_to_several_waits_and_can_be_stopped() {
    tell_with(&[("RENKEI_MAIL_HOLD", "60")], "2026-11-10T09:00+09:00", async |world| {
        let (clerk, planned) = (world.secretary(), world.planned("", DAY).await);
        sent(&clerk, &format!("/meetings/{}/convocation", planned.id), &[]).await;
        clerk.get(&format!("/meetings/{}", planned.id)).await.shows("メール5通。1分後に送り始めます。");
        assert_eq!(world.run_worker().await.len(), 0, "the hold");
        world.clock.advance(chrono::TimeDelta::seconds(20));
        let page = clerk.get("/outbox").await;
        page.shows("まもなく送ります（あと40秒）");
        let rows = queued(&world, planned.id).await;
        let stop = [("seen", "waiting"), ("message", &*rows[0].id.to_string())];
        clerk.post("/outbox/stops", &stop).await.is_redirect_to("/outbox");
        clerk.get("/outbox").await.shows("送信をやめました").shows("止めました 9:00 もう一度送る");
        assert_eq!(state(&world, &rows[0]).await, OutboxState::Stopped);
        clerk.post("/outbox/stops", &stop).await.is(409);

        let letter = rows[0].letter_id.unwrap();
        let path = format!("/outbox?letter={letter}");
        let page = clerk.get(&path).await;
        page.shows("この通知の送信をすべてやめる（待っている4通）");
        clerk.submit(&page, "/outbox/stops", &[]).await.is_redirect_to(&path);
        clerk.get(&path).await.shows("4通の送信をやめました").shows("会議の招集や変更はそのままです。");
        world.clock.advance(chrono::TimeDelta::minutes(5));
        assert_eq!(world.run_worker().await.len(), 0);
        assert!(reread(&world, &planned).await.convened_at.is_some());
        clerk.post("/outbox/stops", &[("seen", "waiting"), ("letter", &letter.to_string())]).await.is(409);
        let stops = audit_entry::Entity::find();
        let stops =
            stops.filter(audit_entry::Column::Verb.is_in(["outbox.stopped", "issued_letter.stopped"]));
        assert_eq!(stops.count(&world.db().read).await.unwrap(), 2);

        // A letter to one person does not wait.
        let one = asked(&world, &planned, 1).await;
        sent(&clerk, &format!("/invitations/{}/withdrawal", one.id), &[("reason", "委員の交代のため")]).await;
        assert_eq!(world.run_worker().await.len(), 1);
    })
    .await;
}

story!(a_worker_that_is_faster_wins, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let rows = queued(&world, meeting.id).await;
    let clerk = world.secretary();
    // A worker has taken the first one and is talking to the server.
    let mut held: outbox::ActiveModel = rows[0].clone().into();
    held.attempt_id = Set(Some(uuid::Uuid::from_u128(1)));
    held.lease_until_ms = Set(Some(world.now().timestamp_millis() + 60_000));
    world.write(async |tx| held.update(tx).await).await;
    let id = rows[0].id.to_string();
    clerk.post("/outbox/stops", &[("seen", "waiting"), ("message", &id)]).await.is(409);
    let letter = rows[0].letter_id.unwrap().to_string();
    clerk.post("/outbox/stops", &[("seen", "waiting"), ("letter", &letter)]).await.is(303);
    assert_eq!(state(&world, &rows[0]).await, OutboxState::Waiting, "it is on its way");
    for row in &rows[1..] {
        assert_eq!(state(&world, row).await, OutboxState::Stopped);
    }
    // Its worker died: the lease runs out, the message leaves after all.
    world.clock.advance(chrono::TimeDelta::minutes(3));
    assert_eq!(world.run_worker().await.len(), 1);
    clerk.post("/outbox/stops", &[("seen", "waiting"), ("message", &id)]).await.is(409);
    assert_eq!(state(&world, &rows[0]).await, OutboxState::Sent);
});

story!(only_the_office_stops_its_own, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let row = queued(&world, meeting.id).await.remove(0);
    let (id, letter) = (row.id.to_string(), row.letter_id.unwrap().to_string());
    let other = world.other_secretary();
    other.post("/outbox/stops", &[("seen", "waiting"), ("message", &id)]).await.is(404);
    other.post("/outbox/stops", &[("seen", "waiting"), ("letter", &letter)]).await.is(404);
    let clerk = world.secretary();
    for fields in [
        &[][..],
        &[("seen", "moon"), ("message", &*id)],
        &[("seen", "waiting")],
        &[("seen", "waiting"), ("message", "x")],
    ] {
        clerk.post("/outbox/stops", fields).await.is(422);
    }
    world.member(1).post("/outbox/stops", &[("seen", "waiting"), ("message", &id)]).await.is(403);
    assert_eq!(world.run_worker().await.len(), 5);
});
