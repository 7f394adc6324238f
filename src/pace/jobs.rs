//! Reminders by the rules of a body. Running it twice or late reminds nobody twice: for a rule, a due day and a person
//! there is one row.

use std::collections::BTreeSet;
use std::pin::Pin;

use chrono::TimeDelta;
use entity::id::RegionId;
use entity::meeting;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};

use super::queries::Steps;
use super::rules::{asks, may_leave};
use crate::body::queries as bodies;
use crate::invitation::commands::remind_by_rule;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::worker::Job;

/// Every ten minutes: `remind`.
pub const REMIND: Job = Job {
    name: "pace.remind",
    every: TimeDelta::minutes(10),
    work: |tx, now| -> Pin<Box<dyn Future<Output = Result<u64, DbErr>> + Send + '_>> {
        Box::pin(remind(tx, now))
    },
};

/// Reminds everybody whom a rule of a coming meeting names today; answers how many letters leave.
pub async fn remind(tx: &Tx, now: Instant) -> Result<u64, DbErr> {
    if !may_leave(now) {
        return Ok(0);
    }
    let coming = Condition::all()
        .add(meeting::Column::ConvenedAt.is_not_null())
        .add(meeting::Column::CancelledAt.is_null())
        .add(meeting::Column::PostponedAt.is_null())
        .add(meeting::Column::StartsAt.gt(now));
    let meetings = meeting::Entity::find().filter(coming).all(tx).await?;
    let regions: BTreeSet<_> = meetings.iter().map(|meeting| meeting.region_id).collect();
    let mut letters = 0;
    for region in regions {
        let of_region = meetings.iter().filter(|meeting| meeting.region_id == region).cloned();
        letters += remind_region(tx, region, of_region.collect(), now).await?;
    }
    Ok(letters)
}

async fn remind_region(
    tx: &Tx,
    region: RegionId,
    meetings: Vec<meeting::Model>,
    now: Instant,
) -> Result<u64, DbErr> {
    let ids: Vec<_> = meetings.iter().map(|meeting| meeting.id).collect();
    let steps = Steps::read(tx, region, &ids).await?;
    let charters = bodies::charters_in(tx, region).await?;
    let due = meetings.iter().flat_map(|meeting| {
        let lines = steps.of(meeting, &charters, 1, now);
        asks(meeting, &lines, now)
    });
    let due: Vec<_> = due.collect();
    if due.is_empty() {
        return Ok(0);
    }
    let pushed = remind_by_rule(tx, &due, now).await?;
    Ok(u64::try_from(pushed.mails + pushed.sheets).unwrap_or(u64::MAX))
}
