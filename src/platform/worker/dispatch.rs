//! Keeps the connections busy: claims ahead into a short queue, renews leases, gives back what was not begun.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use entity::id::OutboxId;
use sea_orm::DbErr;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::Worker;
use super::send::{Settler, send_one};
use crate::platform::db;
use crate::platform::outbox::{Claimed, Composed, Composing, claim, compose, release, renew};

/// Leases last two minutes and are renewed this often.
const RENEW_EVERY: Duration = Duration::from_secs(30);
/// How long a stopping worker waits for messages under way.
const LAST_WORDS: Duration = Duration::from_secs(8);

/// A claimed row with the words it will carry; `None` where the reason has gone.
pub(super) struct Ready {
    pub(super) claimed: Claimed,
    pub(super) composed: Result<Option<Composed>, String>,
}

type Held = Arc<Mutex<HashMap<OutboxId, Uuid>>>;

/// The connections and the short queue before them.
pub(super) struct Dispatch {
    queue: mpsc::Sender<Ready>,
    waiting: Arc<Mutex<mpsc::Receiver<Ready>>>,
    held: Held,
    tasks: JoinSet<()>,
}

impl Dispatch {
    pub(super) fn start(worker: &Worker) -> Self {
        let connections = worker.connections.max(1);
        let (queue, waiting) = mpsc::channel(connections * 8);
        let waiting = Arc::new(Mutex::new(waiting));
        let held = Held::default();
        let settler = Settler::start(worker);
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            tasks.spawn(connection(worker.clone(), Arc::clone(&waiting), Arc::clone(&held), settler.clone()));
        }
        tasks.spawn(renewal(worker.clone(), Arc::clone(&held)));
        Self { queue, waiting, held, tasks }
    }

    /// Waits until half of the queue is free. May be given up at any time.
    pub(super) async fn room(&self) {
        // The permits go back at once: only this worker puts anything into the queue.
        let _ = self.queue.reserve_many(self.queue.max_capacity() / 2).await;
    }

    /// Claims as much as the queue has room for. Answers whether more may be due.
    pub(super) async fn refill(&self, worker: &Worker) -> bool {
        let room = self.queue.capacity();
        if room == 0 {
            return true;
        }
        let ready = match worker.anything_due().await {
            Ok(true) => claim_composed(worker, room).await,
            Ok(false) => return false,
            Err(error) => Err(error),
        };
        match ready {
            Ok(ready) => {
                let more = ready.len() >= room;
                self.enqueue(ready).await;
                more
            }
            Err(error) => {
                tracing::warn!(%error, "worker: nothing could be claimed");
                false
            }
        }
    }

    async fn enqueue(&self, ready: Vec<Ready>) {
        for one in ready {
            let (id, attempt) = one.claimed.held();
            self.held.lock().await.insert(id, attempt);
            if self.queue.send(one).await.is_err() {
                return;
            }
        }
    }

    /// Gives back what was not begun and waits for the rest.
    pub(super) async fn finish(mut self, worker: &Worker) {
        let mut unbegun = Vec::new();
        if let Ok(mut waiting) = self.waiting.try_lock() {
            drain(&mut waiting, &mut unbegun);
        } else {
            // A connection is waiting for the next message with the queue in its hand; the queue is empty then.
            drop(self.queue);
        }
        let given_back = db::write(&worker.db, async |tx| release(tx, &unbegun).await).await;
        if let Err(error) = given_back {
            tracing::warn!(%error, "worker: leases run out by themselves");
        }
        let held = Arc::clone(&self.held);
        let _ = tokio::time::timeout(LAST_WORDS, async {
            while held.lock().await.len() > unbegun.len() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        self.tasks.shutdown().await;
    }
}

fn drain(waiting: &mut mpsc::Receiver<Ready>, unbegun: &mut Vec<(OutboxId, Uuid)>) {
    waiting.close();
    while let Ok(one) = waiting.try_recv() {
        unbegun.push(one.claimed.held());
    }
}

/// Claims due rows in one short transaction. Their words are made over a snapshot beside it, so that outcomes can be
/// stored meanwhile.
pub(super) async fn claim_composed(worker: &Worker, room: usize) -> Result<Vec<Ready>, DbErr> {
    let limit = u64::try_from(room).unwrap_or(1);
    let claimed = db::write(&worker.db, async |tx| claim(tx, limit).await).await?;
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<_> = claimed.iter().map(|claimed| claimed.row.clone()).collect();
    let composed = db::snapshot(&worker.db, async |tx| {
        let cx = Composing { tx, terms: &worker.terms, now: worker.clock.now() };
        compose(&worker.notices, &cx, &rows).await
    });
    match composed.await {
        Ok(composed) => Ok(claimed.into_iter().zip(composed).map(ready).collect()),
        Err(error) => {
            let held: Vec<_> = claimed.iter().map(Claimed::held).collect();
            db::write(&worker.db, async |tx| release(tx, &held).await).await?;
            Err(error)
        }
    }
}

fn ready((claimed, composed): (Claimed, Result<Option<Composed>, DbErr>)) -> Ready {
    Ready { claimed, composed: composed.map_err(|error| error.to_string()) }
}

async fn connection(
    worker: Worker,
    waiting: Arc<Mutex<mpsc::Receiver<Ready>>>,
    held: Held,
    settler: Settler,
) {
    loop {
        let next = waiting.lock().await.recv().await;
        let Some(ready) = next else { return };
        let id = ready.claimed.row.id;
        let outcome = send_one(&worker, &ready).await;
        settler.settle(ready.claimed, outcome).await;
        held.lock().await.remove(&id);
    }
}

async fn renewal(worker: Worker, held: Held) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let now: Vec<_> = held.lock().await.iter().map(|(id, attempt)| (*id, *attempt)).collect();
        if now.is_empty() {
            continue;
        }
        if let Err(error) = db::write(&worker.db, async |tx| renew(tx, &now).await).await {
            tracing::warn!(%error, "worker: leases could not be renewed");
        }
    }
}
