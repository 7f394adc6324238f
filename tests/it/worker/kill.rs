//! The process that sends is killed again and again while the mail server misbehaves: nothing is lost, and what
//! arrives twice is explained by a kill or a cut.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use chrono::TimeDelta;
use entity::outbox::{self, OutboxState};
use mail_parser::MessageParser;
use renkei::platform::clock::{Instant, random_bytes};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::process::{Child, Command};

use crate::support::office::{called, letter};
use crate::support::smtp_sink::{Manner, Shares, Sink};
use crate::support::world::World;

const KILLS: usize = 30;
const CONNECTIONS: usize = 4;

#[actix_web::test]
async fn three_hundred_notices_survive_thirty_kills() {
    let world = World::at("2026-11-02T09:00+09:00").await;
    world.seat_many(300).await;
    let meeting = world.planned("", "2026-12-04T18:30+09:00").await;
    called(&world, &meeting, letter(&world)).await;
    let expected = waiting(&world).await;
    assert!(expected >= 300, "{expected} notices are queued");

    let sink = Sink::start(Manner::Random(7, Shares { later: 200, never: 0, hang: 10, cut: 20 }));
    let mut now = world.now();
    let mut kills = 0;
    while kills < KILLS {
        let mut worker = send_once(&world, &sink, now);
        let [luck] = random_bytes::<1>();
        kills += usize::from(killed_after(&mut worker, &sink, 1 + u64::from(luck % 8)).await);
        // Leases have run out, and what was refused for now is due again.
        now += TimeDelta::minutes(10);
    }
    sink.behave(Manner::Ordinary);
    for _ in 0..3 {
        assert!(send_once(&world, &sink, now).wait().await.unwrap().success());
        now += TimeDelta::hours(5);
    }

    assert_eq!(waiting(&world).await, 0, "something is still queued");
    let failed = outbox::Entity::find().filter(outbox::Column::State.ne(OutboxState::Sent));
    let failed = failed.all(&world.db().read).await.unwrap();
    let said: Vec<_> = failed.iter().map(|row| (row.state, row.error.clone())).collect();
    assert!(failed.is_empty(), "not sent: {said:?}");
    let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for taken in sink.taken() {
        assert_eq!(taken.to.len(), 1, "one recipient a message");
        let message = MessageParser::new().parse(&taken.octets).unwrap();
        let id = message.message_id().unwrap().to_owned();
        arrived.entry(taken.to[0].clone()).or_default().push(id);
    }
    assert_eq!(arrived.len() as u64, expected, "everybody heard, and nobody else");
    let counts = sink.counts();
    let taken: usize = arrived.values().map(Vec::len).sum();
    let doubled = taken - arrived.len();
    let explained = counts.cuts_after_dot + KILLS * CONNECTIONS;
    assert!(doubled <= explained, "{doubled} arrived twice, {explained} are explained");
    for (address, ids) in &arrived {
        assert!(ids.iter().all(|id| *id == ids[0]), "{address} got several Message-IDs: {ids:?}");
    }
}

async fn waiting(world: &World) -> u64 {
    let rows = outbox::Entity::find().filter(outbox::Column::State.eq(OutboxState::Waiting));
    rows.count(&world.db().read).await.unwrap()
}

fn send_once(world: &World, sink: &Sink, now: Instant) -> Child {
    let data: &Path = &world.data;
    Command::new(env!("CARGO_BIN_EXE_renkei"))
        .args(["worker", "--once", "--data"])
        .arg(data)
        .env("RENKEI_SMTP_URL", sink.url())
        .env("RENKEI_SMTP_CONNECTIONS", CONNECTIONS.to_string())
        .env("RENKEI_MAIL_FROM", "renkei@renkei.example")
        .env("RENKEI_NOW", now.to_rfc3339())
        .env("RENKEI_LOG", "error")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the process after so many more letters, or when all its lines have fallen silent, unless it ends by itself
/// before. With eight letters a kill there are letters left for all kills, however fast they are sent.
async fn killed_after(worker: &mut Child, sink: &Sink, letters: u64) -> bool {
    let heard = tokio::time::timeout(Duration::from_secs(2), sink.hears(letters));
    tokio::select! {
        ended = worker.wait() => {
            ended.unwrap();
            return false;
        }
        _ = heard => {}
    }
    worker.kill().await.unwrap();
    true
}
