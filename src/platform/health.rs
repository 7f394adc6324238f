//! Whether this process can do its work, for load balancers and whoever restarts it. Alive means that it
//! answers; ready means that the database answers, its schema is ours and, where this process runs the worker,
//! the worker was seen within the last minute. Table: `worker_heartbeat`, in the database's time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use data_encoding::HEXLOWER;
use entity::worker_heartbeat::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::clock::random_bytes;
use super::db::{self, Db};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// After how long without a heartbeat a worker counts as stuck.
const FRESH_MS: i64 = 60_000;
/// Heartbeats of processes that ended are forgotten after a day.
const KEPT_MS: i64 = 86_400_000;

/// How often a worker has to call `beat`.
pub const BEAT_EVERY: Duration = Duration::from_secs(15);

/// The name of a worker, different in every process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerName(String);

impl WorkerName {
    /// A name nobody else has.
    pub fn fresh() -> Self {
        Self(format!("worker-{}", HEXLOWER.encode(&random_bytes::<8>())))
    }
}

/// Says that a worker is alive, and forgets those that have long been silent.
pub async fn beat(db: &Db, worker: &WorkerName) -> Result<(), DbErr> {
    db::write(db, async |tx| {
        let now = tx.now_ms().await?;
        let row = ActiveModel { worker: Set(worker.0.clone()), beat_at_ms: Set(now) };
        let mut again = OnConflict::column(Column::Worker);
        again.update_column(Column::BeatAtMs);
        Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
        Entity::delete_many().filter(Column::BeatAtMs.lt(now - KEPT_MS)).exec(tx).await?;
        Ok(())
    })
    .await
}

/// Why this process cannot work now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// No answer in time, or an error.
    #[error("database: no answer")]
    Database,
    /// The schema is older than this program.
    #[error("migrations: {0} pending")]
    Migrations(usize),
    /// The worker of this process has not been seen for a minute.
    #[error("worker: no heartbeat")]
    Worker,
}

/// What is looked at to say whether this process is ready.
#[derive(Clone, Debug)]
pub struct Health {
    db: Db,
    worker: Option<WorkerName>,
    migrated: Arc<AtomicBool>,
}

impl Health {
    /// Watches the database, and the worker if this process runs one.
    pub fn new(db: Db, worker: Option<WorkerName>) -> Self {
        Self { db, worker, migrated: Arc::new(AtomicBool::new(false)) }
    }

    /// Looks now. The schema is asked for until it was found complete once: it does not go back.
    pub async fn look(&self) -> Result<(), NotReady> {
        let health = self.clone();
        // In a task of its own: a statement that takes too long is left to end, not cut off in its connection.
        let looking = tokio::spawn(async move { health.look_patiently().await });
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(Ok(found)) => found,
            _ => Err(NotReady::Database),
        }
    }

    async fn look_patiently(&self) -> Result<(), NotReady> {
        if !self.migrated.load(Ordering::Relaxed) {
            let pending = self.db.pending_migrations().await.map_err(away)?;
            if !pending.is_empty() {
                return Err(NotReady::Migrations(pending.len()));
            }
            self.migrated.store(true, Ordering::Relaxed);
        }
        let now = self.db.terms().lease_clock.now_ms(&self.db.read).await.map_err(away)?;
        let Some(worker) = &self.worker else {
            // A standing clock asks nobody, so the database is asked in any case.
            return self.db.read.ping().await.map_err(away);
        };
        let row = Entity::find_by_id(worker.0.clone()).one(&self.db.read).await.map_err(away)?;
        let fresh = row.is_some_and(|row| now - row.beat_at_ms < FRESH_MS);
        fresh.then_some(()).ok_or(NotReady::Worker)
    }
}

fn away(error: DbErr) -> NotReady {
    tracing::warn!(cause = %error, "not ready");
    NotReady::Database
}

/// `GET /healthz`: this process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).body("ok\n")
}

/// `GET /readyz`: it can do its work, or 503 and why not.
pub async fn ready(health: web::Data<Health>) -> HttpResponse {
    match health.look().await {
        Ok(()) => HttpResponse::Ok().body("ready\n"),
        Err(reason) => HttpResponse::ServiceUnavailable().body(format!("{reason}\n")),
    }
}
