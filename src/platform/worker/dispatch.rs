//! Keeps the connections busy: claims ahead into a short queue, renews leases, gives back what was not begun.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use entity::id::OutboxId;
use sea_orm::DbErr;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit, mpsc};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::Worker;
use super::send::{Refused, Settler, send_unless};
use crate::platform::db;
use crate::platform::outbox::{Claimed, Composed, Composing, claim, compose, release, renew};

/// Leases last two minutes and are renewed this often.
const RENEW_EVERY: Duration = Duration::from_secs(30);
/// For each connection so many messages may be under way, all but one of them waiting for a silent server.
const WAITING: usize = 4;
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
    refused: Refused,
    tasks: JoinSet<()>,
}

impl Dispatch {
    pub(super) fn start(worker: &Worker) -> Self {
        let connections = worker.connections.max(1);
        let (queue, waiting) = mpsc::channel(connections * 8);
        let waiting = Arc::new(Mutex::new(waiting));
        let held = Held::default();
        let settler = Settler::start(worker);
        let (lanes, refused) = (Arc::new(Semaphore::new(connections)), Refused::default());
        let mut tasks = JoinSet::new();
        for _ in 0..connections * WAITING {
            let connection = Connection {
                worker: worker.clone(),
                waiting: Arc::clone(&waiting),
                held: Arc::clone(&held),
                refused: refused.clone(),
                settler: settler.clone(),
                lanes: Arc::clone(&lanes),
            };
            tasks.spawn(connection.run());
        }
        tasks.spawn(renewal(worker.clone(), Arc::clone(&held)));
        Self { queue, waiting, held, refused, tasks }
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
                if !ready.is_empty() {
                    self.refused.over().await;
                }
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
        let cx = Composing::new(tx, &worker.terms, worker.clock.now());
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

/// Takes one message after the other, each in a lane.
struct Connection {
    worker: Worker,
    waiting: Arc<Mutex<mpsc::Receiver<Ready>>>,
    held: Held,
    refused: Refused,
    settler: Settler,
    /// As many as messages may be under way at once.
    lanes: Arc<Semaphore>,
}

impl Connection {
    async fn run(self) {
        while let Ok(lane) = self.lanes.acquire().await {
            let next = self.waiting.lock().await.recv().await;
            let Some(ready) = next else { return };
            let id = ready.claimed.row.id;
            let sending = send_unless(&self.refused, &self.worker, &ready);
            let (outcome, lane) = patiently(sending, self.worker.patience, lane).await;
            self.settler.settle(ready.claimed, outcome).await;
            self.held.lock().await.remove(&id);
            drop(lane);
        }
    }
}

/// Waits for the end of something; when that takes long, the lane is given up meanwhile.
async fn patiently<T>(
    work: impl Future<Output = T>,
    patience: Duration,
    lane: SemaphorePermit<'_>,
) -> (T, Option<SemaphorePermit<'_>>) {
    let mut work = pin!(work);
    if let Ok(done) = tokio::time::timeout(patience, &mut work).await {
        return (done, Some(lane));
    }
    drop(lane);
    (work.await, None)
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
