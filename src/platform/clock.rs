//! The only source of time and chance. Everything else is handed an instant, so that a test, a demo of
//! last week or a drained queue can stand still. Instants carry microseconds, as PostgreSQL keeps them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// A point in time, UTC.
pub type Instant = DateTime<Utc>;

/// The product's now: for dates, deadlines, links and records.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn running() -> Self {
        Self::default()
    }

    /// A clock that stands at one instant until it is moved (`RENKEI_NOW`, tests).
    pub fn standing_at(now: Instant) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(now.timestamp_micros()))) }
    }

    /// The present instant in whole microseconds.
    pub fn now(&self) -> Instant {
        let micros = match &self.fixed {
            Some(fixed) => fixed.load(Ordering::Relaxed),
            #[allow(clippy::disallowed_methods, reason = "this is the place the others ask")]
            None => Utc::now().timestamp_micros(),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves a standing clock; a running one cannot be moved.
    pub fn set(&self, now: Instant) {
        if let Some(fixed) = &self.fixed {
            fixed.store(now.timestamp_micros(), Ordering::Relaxed);
        }
    }

    /// Moves a standing clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.set(self.now() + by);
    }
}

/// The clock of holds, leases and retries, in milliseconds: that of the database, because several instances
/// share it; a standing one in tests and in `worker --once` with `RENKEI_NOW`.
#[derive(Clone, Debug)]
pub enum LeaseClock {
    /// The database says what time it is.
    Database,
    /// The product's clock says it.
    Product(Clock),
}

impl LeaseClock {
    /// Now, in milliseconds since 1970.
    pub async fn now_ms(&self, db: &impl ConnectionTrait) -> Result<i64, DbErr> {
        if let Self::Product(clock) = self {
            return Ok(clock.now().timestamp_millis());
        }
        let backend = db.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => {
                "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS ms"
            }
            _ => "SELECT CAST(unixepoch('subsec') * 1000 AS integer) AS ms",
        };
        let row = db.query_one_raw(Statement::from_string(backend, sql)).await?;
        row.ok_or_else(|| DbErr::RecordNotFound("the database's clock".into()))?.try_get("", "ms")
    }
}

/// Octets nobody can guess, from the operating system.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    #[allow(clippy::disallowed_methods, reason = "this is the place the others ask")]
    rand::Rng::fill_bytes(&mut rand::rng(), &mut octets);
    octets
}
