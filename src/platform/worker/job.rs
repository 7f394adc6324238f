//! Work that nobody presses a button for. Each job runs in one transaction; when it last ran stands in the
//! database, so that two instances or a restart do not run it twice, and a machine that was off catches up.

use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, TimeDelta};
use entity::deployment::{ActiveModel, Entity};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, QuerySelect, Set};

use crate::platform::clock::Instant;
use crate::platform::db::{self, Db, Tx};

type Work = for<'a> fn(&'a Tx, Instant) -> Pin<Box<dyn Future<Output = Result<u64, DbErr>> + Send + 'a>>;

/// One scheduled job.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in logs and in the table.
    pub name: &'static str,
    /// How long after one run the next is due.
    pub every: TimeDelta,
    /// What it does; answers how many things it did.
    pub work: Work,
}

impl Job {
    /// Runs the job if it is due. The row that says when it last ran is locked first and written in the same
    /// transaction as the work; it is there before the first run, so that two instances never both begin.
    pub(super) async fn run_if_due(&self, db: &Db, now: Instant) -> Result<(), DbErr> {
        let name = format!("job.{}", self.name);
        let last = Entity::find_by_id(name.clone()).one(&db.read).await?;
        if last.is_some_and(|row| !self.due(&row.value, now)) {
            return Ok(());
        }
        db::write(db, async |tx| {
            let never = ActiveModel { name: Set(name.clone()), value: Set(String::new()) };
            Entity::insert(never).on_conflict_do_nothing().exec_without_returning(tx).await?;
            let last = Entity::find_by_id(name.clone()).lock_exclusive().one(tx).await?;
            if last.is_some_and(|row| !self.due(&row.value, now)) {
                return Ok(());
            }
            let done = (self.work)(tx, now).await?;
            let ran = ActiveModel { name: Set(name.clone()), value: Set(now.to_rfc3339()) };
            ran.update(tx).await?;
            tracing::info!(job = self.name, done, "job ran");
            Ok(())
        })
        .await
    }

    fn due(&self, last: &str, now: Instant) -> bool {
        DateTime::parse_from_rfc3339(last).map_or(true, |last| now >= last + self.every)
    }
}
