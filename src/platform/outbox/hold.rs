//! A deployment that was put back from a backup sends nothing until somebody says so: what waits in it may have left
//! the deployment it was taken from long ago.

use entity::id::RegionId;
use entity::outbox::{Column, Entity, OutboxState};
use entity::{deployment, region};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Set,
};

use super::queue::closed;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Under which name `deployment` keeps since when.
pub(super) const HELD_SINCE: &str = "mail_held_since";

/// What becomes of the messages that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// They leave.
    Send,
    /// Those queued before the hold never leave; what was queued since does.
    Drop,
}

/// What waits in one region; without a region, sign-in links.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Held {
    /// Which.
    pub region_id: Option<RegionId>,
    /// Its name.
    pub region: Option<String>,
    /// How many messages.
    pub count: i64,
    /// When the first of them was queued.
    pub first: Instant,
    /// When the last.
    pub last: Instant,
}

/// Holds everything back from now on.
pub async fn hold(tx: &Tx, now: Instant) -> Result<(), DbErr> {
    let row = deployment::ActiveModel { name: Set(HELD_SINCE.to_owned()), value: Set(now.to_rfc3339()) };
    let known =
        OnConflict::column(deployment::Column::Name).update_column(deployment::Column::Value).to_owned();
    deployment::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Since when everything is held back, if it is.
pub async fn held_since(db: &impl ConnectionTrait) -> Result<Option<Instant>, DbErr> {
    let row = deployment::Entity::find_by_id(HELD_SINCE.to_owned()).one(db).await?;
    row.map(|row| {
        row.value.parse().map_err(|error| DbErr::Custom(format!("deployment.{HELD_SINCE}: {error}")))
    })
    .transpose()
}

/// What waits, by region.
pub async fn held(db: &impl ConnectionTrait) -> Result<Vec<Held>, DbErr> {
    Entity::find()
        .join(JoinType::LeftJoin, entity::outbox::Relation::Region.def())
        .filter(Column::State.eq(OutboxState::Waiting))
        .select_only()
        .column(Column::RegionId)
        .column_as(region::Column::Name, "region")
        .column_as(Column::Id.count(), "count")
        .column_as(Column::QueuedAt.min(), "first")
        .column_as(Column::QueuedAt.max(), "last")
        .group_by(Column::RegionId)
        .group_by(region::Column::Name)
        .order_by_asc(region::Column::Name)
        .into_model()
        .all(db)
        .await
}

/// Ends the hold; answers how many messages were dropped, and nothing where none was held.
pub async fn release(tx: &Tx, how: Release, now: Instant) -> Result<Option<u64>, DbErr> {
    let Some(since) = held_since(tx).await? else { return Ok(None) };
    deployment::Entity::delete_by_id(HELD_SINCE.to_owned()).exec(tx).await?;
    if how == Release::Send {
        return Ok(Some(0));
    }
    let old = Entity::update_many()
        .filter(Column::State.eq(OutboxState::Waiting))
        .filter(Column::QueuedAt.lt(since))
        .col_expr(Column::LeaseUntilMs, Expr::value(None::<i64>));
    Ok(Some(closed(old, OutboxState::Dropped, now).exec(tx).await?.rows_affected))
}
