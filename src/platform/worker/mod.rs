//! The background worker: claims what is due in 送信箱, sends it over a few connections, writes down what became
//! of it, and runs the scheduled jobs. Each connection holds one message at a time and takes the next only when
//! the last one's outcome is stored, so that a kill doubles at most one message a connection. A message the server keeps
//! waiting makes room for the next one, so that silence stops nobody else. No transaction is open while anything is
//! sent.

mod dispatch;
mod job;
mod send;

use std::sync::Arc;
use std::time::Duration;

pub use job::Job;
use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::clock::Clock;
use super::db::Db;
use super::health::{self, BEAT_EVERY, WorkerName};
use super::mail::Outbound;
use super::outbox::{MailTerms, Notices, anything_due};
use super::telemetry::Metrics;

/// How long a message may take before another one is begun beside it. A server that looks into mails may be silent
/// for minutes after the last dot, and giving up earlier would double them.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often the worker looks for something due.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// All that a worker needs.
#[derive(Clone)]
pub struct Worker {
    /// Where the rows are.
    pub db: Db,
    /// The product's clock.
    pub clock: Clock,
    /// The kinds of notices.
    pub notices: Notices,
    /// The deployment's side of a mail.
    pub terms: MailTerms,
    /// Where mail goes.
    pub outbound: Arc<Outbound>,
    /// How many messages are under way at once (`RENKEI_SMTP_CONNECTIONS`).
    pub connections: usize,
    /// How long a message may keep its connection from the others while the server is silent.
    pub patience: Duration,
    /// What runs on its own.
    pub jobs: Arc<[Job]>,
    /// This worker's name in heartbeats.
    pub name: WorkerName,
    /// Counts outcomes.
    pub metrics: Metrics,
}

impl Worker {
    /// Works until `stop` turns true, then finishes what is under way, within a few seconds.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let dispatch = dispatch::Dispatch::start(&self);
        let mut beats = tokio::time::interval(BEAT_EVERY);
        let mut looks = tokio::time::interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // While there is more than the queue holds, it is filled up as it empties.
        let mut more = false;
        loop {
            tokio::select! {
                () = told(&mut stop) => break,
                _ = beats.tick() => self.look_after().await,
                () = dispatch.room(), if more => more = dispatch.refill(&self).await,
                _ = looks.tick(), if !more => more = dispatch.refill(&self).await,
            }
        }
        dispatch.finish(&self).await;
    }

    /// Sends everything that is due at this instant, runs the jobs, and returns how many messages were tried.
    pub async fn drain(&self) -> Result<usize, DbErr> {
        health::beat(&self.db, &self.name).await?;
        self.run_jobs().await?;
        let mut tried = 0;
        loop {
            let claimed = dispatch::claim_composed(self, self.connections.max(1) * 8).await?;
            if claimed.is_empty() {
                return Ok(tried);
            }
            tried += claimed.len();
            send::all(self, claimed).await?;
        }
    }

    /// Whether anything is due, without taking the writer.
    async fn anything_due(&self) -> Result<bool, DbErr> {
        let now_ms = self.db.terms().lease_clock.now_ms(&self.db.read).await?;
        anything_due(&self.db.read, now_ms).await
    }

    async fn look_after(&self) {
        let beat = health::beat(&self.db, &self.name).await;
        let jobs = self.run_jobs().await;
        for error in [beat, jobs].into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "worker: the database did not answer");
        }
    }

    async fn run_jobs(&self) -> Result<(), DbErr> {
        for job in self.jobs.iter() {
            job.run_if_due(&self.db, self.clock.now()).await?;
        }
        Ok(())
    }
}

/// Waits until stopping is asked for; a sender that is gone asks for it, too.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
