//! The mail server refuses, or says nothing.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use entity::outbox::{self, OutboxState};
use renkei::app;
use renkei::platform::health::WorkerName;
use renkei::platform::worker::Worker;
use sea_orm::{EntityTrait, QueryOrder};
use tokio::sync::watch;

use crate::support::office::convened;
use crate::support::smtp_sink::{At, Fault, Manner, Offer, Sink};
use crate::support::world::{Backend, World};

async fn rows(world: &World) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Id).all(&world.db().read).await.unwrap()
}

fn states(rows: &[outbox::Model], state: OutboxState) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

async fn sent_from(backend: Backend, settings: &[(&str, &str)]) -> Option<World> {
    let world = World::start(backend, "2026-11-10T09:00+09:00", settings).await?;
    convened(&world).await;
    Some(world)
}

macro_rules! on_both {
    ($($story:ident, $sqlite:ident, $postgres:ident;)*) => {
        $(#[actix_web::test]
        async fn $sqlite() {
            $story(Backend::Sqlite).await;
        }

        #[actix_web::test]
        async fn $postgres() {
            $story(Backend::Postgres).await;
        })*
    };
}

on_both! {
    our_side_is_refused, our_side_is_refused_on_sqlite, our_side_is_refused_on_postgres;
    silence_holds_nobody_else_up, silence_holds_nobody_else_up_on_sqlite, silence_holds_nobody_else_up_on_postgres;
}

/// A 5xx for our sign-in, sender or size says nothing about any address: the whole queue rests, and goes on by itself.
async fn our_side_is_refused(backend: Backend) {
    for (at, words) in [
        (At::Auth, "535 5.7.8 wrong user or password"),
        (At::Mail, "553 5.7.1 sender not yours"),
        (At::Dot, "552 5.3.4 too big"),
    ] {
        let sink =
            Sink::start_offering(Manner::Always(at, Fault::Say(words)), Offer::Plain, Some(("u", "p")));
        let url = format!("smtp://u:p@{}", sink.address);
        let settings = [("RENKEI_SMTP_URL", url.as_str()), ("RENKEI_SMTP_CONNECTIONS", "1")];
        let Some(world) = sent_from(backend, &settings).await else { return };
        world.run_worker().await;
        assert_eq!(states(&rows(&world).await, OutboxState::Waiting), 5, "{words}: nobody is refused");
        assert_eq!(sink.sign_ins().len(), 1, "{words}: one try says it for all");
        world.run_worker().await;
        assert_eq!(sink.counts().connections, 1, "{words}: the queue rests");
        sink.behave(Manner::Ordinary);
        world.clock.advance(TimeDelta::minutes(5) + TimeDelta::seconds(1));
        world.run_worker().await;
        let rows = rows(&world).await;
        assert_eq!((states(&rows, OutboxState::Sent), sink.taken().len()), (5, 5), "{words}");
    }
}

/// Four of five letters meet a server that is silent after their last dot, on each of the four connections; the
/// fifth does not wait for them.
async fn silence_holds_nobody_else_up(backend: Backend) {
    let silent = ["tsuji@example.jp", "takahashi@example.jp", "miyazaki@example.jp", "yoshida@example.jp"];
    let sink = Sink::start(Manner::Recipients(silent.map(|to| (to, At::Dot, Fault::Hang)).to_vec()));
    let Some(world) = sent_from(backend, &[("RENKEI_SMTP_URL", &sink.url())]).await else { return };
    let (stop, stopping) = watch::channel(false);
    let worker =
        Worker { patience: Duration::ZERO, ..app::worker(&world.state, WorkerName::fresh()).unwrap() };
    let connections = worker.connections;
    assert_eq!(connections, silent.len(), "each connection has one that is silent");
    let running = actix_web::rt::spawn(worker.run(stopping));
    let begun = Instant::now();
    while sink.counts().hangs_after_dot < silent.len() || sink.taken().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", sink.counts());
        tokio::task::yield_now().await;
    }
    assert_eq!(sink.taken()[0].to, ["yamamoto@example.jp"]);
    running.abort();
    drop(stop);
}
