//! Forgets what signing in leaves behind: sessions that have ended, tries that no limit counts any more, links
//! that were over a month ago. Running it twice or late only finds less or more to delete.

use std::pin::Pin;

use chrono::TimeDelta;
use entity::failed_sign_in::{Column, Entity};
use entity::link::LinkPurpose;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::rules::TRIES_PER_PLACE;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::worker::Job;
use crate::platform::{one_time, session};

/// Every hour: `sweep`.
pub const SWEEP: Job = Job {
    name: "account.sweep",
    every: TimeDelta::hours(1),
    work: |tx, now| -> Pin<Box<dyn Future<Output = Result<u64, DbErr>> + Send + '_>> {
        Box::pin(sweep(tx, now))
    },
};

/// Deletes what is over; answers how many rows went.
pub async fn sweep(tx: &Tx, now: Instant) -> Result<u64, DbErr> {
    let sessions = session::sweep(tx, now).await?;
    let forgotten = Entity::delete_many().filter(Column::TriedAt.lt(now - TRIES_PER_PLACE.within));
    let tries = forgotten.exec(tx).await?.rows_affected;
    let links = one_time::sweep(tx, LinkPurpose::SignIn, now).await?;
    Ok(sessions + tries + links)
}
