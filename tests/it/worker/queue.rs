//! The queue between the command and the mail server: each message once, however many workers there are, and what
//! becomes of it when a worker dies, a server says later, never, or refuses us altogether.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use entity::outbox::{self, OutboxState};
use renkei::app;
use renkei::platform::db;
use renkei::platform::health::WorkerName;
use renkei::platform::mail::{Limits, Outbound, Server, SmtpPool};
use renkei::platform::outbox::{Settlement, claim, settle};
use renkei::platform::worker::Worker;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::office::{called, convened, letter, moved};
use crate::support::smtp_sink::{At, Fault, Manner, Sink};
use crate::support::story::story;
use crate::support::world::World;

/// A worker of its own that hands mail to the sink.
fn worker(world: &World, sink: &Sink) -> Worker {
    let ample = Duration::from_secs(20);
    let limits =
        Limits { connect: ample, hello: ample, command: ample, data: ample, last: ample, idle: ample };
    let pool = SmtpPool::new(Server::parse(&sink.url()).unwrap(), limits, 4);
    let worker = app::worker(&world.state, WorkerName::fresh()).unwrap();
    Worker { outbound: Arc::new(Outbound::Smtp(Box::new(pool))), ..worker }
}

async fn rows(world: &World) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Id).all(&world.db().read).await.unwrap()
}

async fn in_state(world: &World, state: OutboxState) -> usize {
    let found = outbox::Entity::find().filter(outbox::Column::State.eq(state));
    found.all(&world.db().read).await.unwrap().len()
}

fn recipients(sink: &Sink) -> Vec<String> {
    sink.taken().iter().map(|taken| taken.to[0].clone()).collect()
}

story!(four_workers_send_each_mail_once, "2026-11-02T09:00+09:00", async |world: World| {
    world.seat_many(120).await;
    let planned = world.planned("", "2026-12-04T18:30+09:00").await;
    called(&world, &planned, letter(&world)).await;
    let sink = Sink::start(Manner::Ordinary);
    let workers = [(); 4].map(|()| worker(&world, &sink));
    let [first, second, third, fourth] = &workers;
    let drained =
        futures_util::future::join4(first.drain(), second.drain(), third.drain(), fourth.drain()).await;
    let tried = [drained.0, drained.1, drained.2, drained.3].map(Result::unwrap);
    let all = rows(&world).await.len();
    assert_eq!(tried.iter().sum::<usize>(), all, "each row was claimed once: {tried:?}");
    let to = recipients(&sink);
    let once: BTreeSet<_> = to.iter().collect();
    assert_eq!((to.len(), once.len()), (all, all));
    assert_eq!(in_state(&world, OutboxState::Sent).await, all);
});

story!(what_a_dead_worker_held_is_taken_over, "2026-11-02T09:00+09:00", async |world: World| {
    convened(&world).await;
    let all = rows(&world).await.len();
    let held = db::write(world.db(), async |tx| claim(tx, 100).await).await.unwrap();
    assert_eq!(held.len(), all);

    let sink = Sink::start(Manner::Ordinary);
    let second = worker(&world, &sink);
    assert_eq!(second.drain().await.unwrap(), 0, "the lease holds for two minutes");
    world.clock.advance(TimeDelta::seconds(121));
    assert_eq!(second.drain().await.unwrap(), all);

    // The first one comes back from a long sleep and believes it has failed; its word no longer counts.
    let now = world.now();
    for word in [Settlement::Dropped, Settlement::Sent] {
        let done: Vec<_> = held.iter().map(|claimed| (claimed.clone(), word.clone())).collect();
        let late = async |tx: &db::Tx| settle(tx, &done, now).await;
        assert_eq!(db::write(world.db(), late).await.unwrap(), 0);
    }
    assert_eq!(in_state(&world, OutboxState::Sent).await, all);
    assert_eq!(recipients(&sink).len(), all);
});

story!(greylisted_mail_waits_and_is_delivered, "2026-11-02T09:00+09:00", async |world: World| {
    convened(&world).await;
    let all = rows(&world).await.len();
    let sink = Sink::start(Manner::Always(At::Rcpt, Fault::Say("451 4.7.1 greylisted")));
    let worker = worker(&world, &sink);
    assert_eq!(worker.drain().await.unwrap(), all);
    assert_eq!(worker.drain().await.unwrap(), 0, "not before a minute has passed");
    for minutes in [2, 4, 8, 16] {
        world.clock.advance(TimeDelta::minutes(minutes));
        worker.drain().await.unwrap();
    }
    let waiting = rows(&world).await;
    assert!(waiting.iter().all(|row| row.state == OutboxState::Waiting && row.attempts >= 4), "{waiting:?}");
    assert_eq!(waiting[0].error_code, Some(451));
    let page = world.secretary().get("/outbox").await;
    page.is(200).shows("送信 5回").shows("送り直します（6回目").hides("greylisted");

    let ids: BTreeSet<_> = waiting.iter().map(|row| row.message_id.clone()).collect();
    sink.behave(Manner::Ordinary);
    world.clock.advance(TimeDelta::hours(5));
    assert_eq!(worker.drain().await.unwrap(), all);
    let sent: BTreeSet<_> = rows(&world).await.into_iter().map(|row| row.message_id).collect();
    assert_eq!(sent, ids, "the Message-ID is the same on every attempt");
    assert_eq!(in_state(&world, OutboxState::Sent).await, all);
});

story!(after_three_days_the_clerk_is_told_to_call, "2026-11-02T09:00+09:00", async |world: World| {
    convened(&world).await;
    let sink = Sink::start(Manner::Recipients(vec![(
        "takahashi@example.jp",
        At::Rcpt,
        Fault::Say("450 4.2.1 try later"),
    )]));
    let worker = worker(&world, &sink);
    for _ in 0..19 {
        worker.drain().await.unwrap();
        world.clock.advance(TimeDelta::hours(4) + TimeDelta::minutes(50));
    }
    let given_up: Vec<_> =
        rows(&world).await.into_iter().filter(|row| row.state == OutboxState::GivenUp).collect();
    assert_eq!(given_up.len(), 1);
    assert!(recipients(&sink).iter().all(|to| to != "takahashi@example.jp"));
    let home = world.secretary().get("/").await;
    home.is(200).shows("届いていない通知が").shows("髙橋 さくら 様").shows("電話で伝えたと記録する");
});

story!(an_address_that_is_refused_stops_alone, "2026-11-02T09:00+09:00", async |world: World| {
    convened(&world).await;
    let all = rows(&world).await.len();
    let sink = Sink::start(Manner::Recipients(vec![(
        "yoshida@example.jp",
        At::Rcpt,
        Fault::Say("550 5.1.1 no such user"),
    )]));
    let worker = worker(&world, &sink);
    worker.drain().await.unwrap();
    world.clock.advance(TimeDelta::hours(5));
    assert_eq!(worker.drain().await.unwrap(), 0, "a refused address is not tried again");
    assert_eq!(in_state(&world, OutboxState::Sent).await, all - 1);
    assert_eq!(in_state(&world, OutboxState::Refused).await, 1);
});

story!(a_server_that_refuses_us_rests_the_queue, "2026-11-02T09:00+09:00", async |world: World| {
    convened(&world).await;
    let all = rows(&world).await.len();
    let sink = Sink::start(Manner::Always(At::Mail, Fault::Say("530 5.7.0 sign in first")));
    let worker = worker(&world, &sink);
    worker.drain().await.unwrap();
    let page = world.secretary().get("/outbox").await;
    page.is(200).shows("メールの送信を休んでいます");
    assert_eq!(in_state(&world, OutboxState::Waiting).await, all, "nobody's address is blamed");

    sink.behave(Manner::Ordinary);
    assert_eq!(worker.drain().await.unwrap(), 0, "the queue rests");
    world.clock.advance(TimeDelta::minutes(6));
    assert_eq!(worker.drain().await.unwrap(), all);
    world.secretary().get("/outbox").await.hides("メールの送信を休んでいます");
});

story!(a_notice_overtaken_by_a_change_does_not_leave, "2026-11-02T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let notices = rows(&world).await.len();
    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let sink = Sink::start(Manner::Ordinary);
    worker(&world, &sink).drain().await.unwrap();
    assert_eq!(in_state(&world, OutboxState::Dropped).await, notices);
    for taken in sink.taken() {
        let mail = String::from_utf8_lossy(&taken.octets);
        assert!(mail.contains("METHOD:REQUEST") && mail.contains("20261207T100000"), "{mail}");
    }
    assert_eq!(recipients(&sink).len(), notices, "the change went to everybody, the notice to nobody");
});
