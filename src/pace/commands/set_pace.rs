//! A body's days.

use entity::id::BodyId;
use entity::{body, pace};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Set};

use crate::access::Secretary;
use crate::pace::queries;
use crate::pace::rules::Pace;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// The days of a body.
#[derive(Clone, Debug)]
pub struct SetPace {
    /// Whose meetings.
    pub body: BodyId,
    /// The days the person saw.
    pub seen: Pace,
    /// The days from now on.
    pub pace: Pace,
}

/// Why they are not kept.
#[derive(Debug, thiserror::Error)]
pub enum SetPaceError {
    /// Somebody else was faster; this is what they saved.
    #[error("ほかの人が先に変更しました。")]
    Stale(Pace),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Puts these days in the place of the former ones. The steps of coming meetings move at once.
pub async fn set_pace(tx: &Tx, by: &Secretary, input: SetPace, now: Instant) -> Result<(), SetPaceError> {
    let body = body::Entity::find_by_id(input.body).filter(body::Column::RegionId.eq(by.region()));
    let body = body.lock_exclusive().one(tx).await?;
    let body = body.ok_or_else(|| DbErr::RecordNotFound("body".to_owned()))?;
    let stored = queries::pace(tx, body.id).await?;
    if stored != input.seen {
        return Err(SetPaceError::Stale(stored));
    }
    if stored == input.pace {
        return Ok(());
    }
    pace::Entity::delete_many().filter(pace::Column::BodyId.eq(body.id)).exec(tx).await?;
    let row = |step| pace::ActiveModel {
        body_id: Set(body.id),
        step: Set(step),
        days: Set(input.pace.days(step).and_then(|days| days.try_into().ok())),
    };
    pace::Entity::insert_many(Pace::steps().map(row)).exec_without_returning(tx).await?;
    let subject = Subject("body", body.id.0);
    audit::record(tx, by.by(), "body.pace_set", subject, &["pace"], None, now).await?;
    Ok(())
}
