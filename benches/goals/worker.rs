//! The worker beside lettre's own pool: letters a second, each stored as sent when it has left. The pool gets the
//! octets ready made and stores one row a letter; the worker claims the rows, writes the letters and keeps leases.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, Utc};
use entity::outbox::{self, OutboxState};
use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use renkei::app;
use renkei::platform::date::tokyo_day;
use renkei::platform::health::WorkerName;
use sea_orm::sea_query::Expr;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{SqlitePool, query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, SelectExt};
use tokio::sync::watch;
use uuid::Uuid;

use crate::Asked;
use crate::figure::{Figure, Goal, median};
use crate::pages::as_f64;
use crate::sink::{Acknowledges, Letter, Sink};
use crate::support::office::{called, letter};
use crate::support::world::World;

/// Members besides those the world has.
const CROWD: usize = 95;
/// Connections on both sides.
const CONNECTIONS: u32 = 4;

/// Measures both kinds of mail server.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    for (name, manner, meetings, goal) in [
        ("worker, server that acknowledges at once", Acknowledges::AtOnce, 10, 70.0),
        ("worker, ordinary server", Acknowledges::Usually, 1, 100.0),
    ] {
        if asked.wants(name) {
            let figure = runtime.block_on(beside(name, manner, meetings, Goal::AtLeast(goal), asked.rounds));
            tell(figure);
        }
    }
}

async fn beside(name: &str, manner: Acknowledges, meetings: u64, goal: Goal, rounds: usize) -> Figure {
    let sink = Sink::start(manner);
    let world = World::with("2026-11-02T09:00+09:00", &[("RENKEI_SMTP_URL", &sink.url())]).await;
    world.seat_many(CROWD).await;
    for number in 0..meetings {
        let day = tokyo_day(world.now()) + Days::new(30 + number);
        let meeting = world.planned("", &format!("{day}T14:00+09:00")).await;
        called(&world, &meeting, letter(&world)).await;
    }
    // The first run brings the octets and is not counted.
    worker(&world).await;
    let letters = sink.letters();
    let mut pairs = Vec::new();
    for round in 0..rounds {
        let pair = if round % 2 == 0 {
            let ours = worker(&world).await;
            (ours, pool(&world, &sink, &letters).await)
        } else {
            let theirs = pool(&world, &sink, &letters).await;
            (worker(&world).await, theirs)
        };
        pairs.push(pair);
    }
    let rate = |took: Duration| as_f64(letters.len()) / took.as_secs_f64();
    let ratio = median(pairs.iter().map(|(ours, theirs)| rate(*ours) / rate(*theirs)));
    let (ours, theirs): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    Figure {
        name: name.to_owned(),
        value: ratio * 100.0,
        unit: "%",
        goal,
        note: format!(
            "{:.0} letters a second, pool {:.0}",
            median(ours.into_iter().map(rate)),
            median(theirs.into_iter().map(rate)),
        ),
    }
}

/// Everything is due again.
async fn reset(world: &World) {
    world
        .write(async |tx| {
            let again = outbox::Entity::update_many()
                .col_expr(outbox::Column::State, Expr::value(OutboxState::Waiting))
                .col_expr(outbox::Column::Attempts, Expr::value(0))
                .col_expr(outbox::Column::SettledAt, Expr::value(None::<String>));
            again.filter(outbox::Column::Channel.eq(outbox::Channel::Mail)).exec(tx).await
        })
        .await;
}

/// From the start of the worker until every row says that its letter was sent.
async fn worker(world: &World) -> Duration {
    reset(world).await;
    let (stop, told) = watch::channel(false);
    let began = Instant::now();
    let worker = app::worker(&world.state, WorkerName::fresh()).unwrap();
    let running = tokio::spawn(worker.run(told));
    let waiting = outbox::Entity::find().filter(outbox::Column::State.eq(OutboxState::Waiting));
    while waiting.clone().exists(&world.db().read).await.unwrap() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let took = began.elapsed();
    stop.send_replace(true);
    running.await.unwrap();
    took
}

/// The same letters by lettre's pool, one row stored a letter.
async fn pool(world: &World, sink: &Sink, letters: &[Letter]) -> Duration {
    reset(world).await;
    let rows = outbox::Entity::find().filter(outbox::Column::State.eq(OutboxState::Waiting));
    let rows = rows.all(&world.db().read).await.unwrap();
    assert_eq!(rows.len(), letters.len());
    let store = writer(world).await;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(sink.address.port())
        .pool_config(PoolConfig::new().max_size(CONNECTIONS))
        .build();
    let work = letters.iter().cloned().zip(rows.into_iter().map(|row| row.id.0));
    let work = Arc::new(Mutex::new(work.collect::<Vec<_>>()));
    let (now, began) = (world.now(), Instant::now());
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(connection(transport.clone(), store.clone(), Arc::clone(&work), now)))
        .collect();
    for one in connections {
        one.await.unwrap();
    }
    let took = began.elapsed();
    store.close().await;
    took
}

async fn connection(
    transport: AsyncSmtpTransport<Tokio1Executor>,
    store: SqlitePool,
    work: Arc<Mutex<Vec<(Letter, Uuid)>>>,
    now: DateTime<Utc>,
) {
    let next = || work.lock().unwrap().pop();
    while let Some((letter, row)) = next() {
        let from = "renkei@renkei.example".parse().unwrap();
        let envelope = Envelope::new(Some(from), vec![letter.to.parse().unwrap()]).unwrap();
        transport.send_raw(&envelope, &letter.octets).await.unwrap();
        let mut tx = store.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let sent = query("UPDATE outbox SET state = 'sent', settled_at = ? WHERE id = ?");
        sent.bind(now).bind(row).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A writer like the product's.
async fn writer(world: &World) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(world.data.join("renkei.db"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5));
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap()
}
