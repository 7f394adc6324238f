//! Rows held until the transaction ends, so that two people cannot decide on the same state. On SQLite the one
//! writer is the lock. A row of another region is as good as missing.

use entity::id::{BodyId, CharterId, MembershipId, RegionId, SeatId};
use entity::{body, charter, membership, seat};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::platform::db::Tx;

pub(super) async fn body(tx: &Tx, region: RegionId, id: BodyId) -> Result<body::Model, DbErr> {
    let found = body::Entity::find_by_id(id).filter(body::Column::RegionId.eq(region));
    found.lock_exclusive().one(tx).await?.ok_or_else(|| missing("body"))
}

/// All bodies of a region: who changes the tree holds the whole of it.
pub(super) async fn bodies(tx: &Tx, region: RegionId) -> Result<Vec<body::Model>, DbErr> {
    body::Entity::find().filter(body::Column::RegionId.eq(region)).lock_exclusive().all(tx).await
}

pub(super) async fn charter(
    tx: &Tx,
    region: RegionId,
    id: CharterId,
) -> Result<(body::Model, charter::Model), DbErr> {
    let found = charter::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let found = found.ok_or_else(|| missing("charter"))?;
    Ok((body(tx, region, found.body_id).await?, found))
}

/// A seat and its body; terms in the body change only while it is held.
pub async fn seat(tx: &Tx, region: RegionId, id: SeatId) -> Result<(body::Model, seat::Model), DbErr> {
    let found = seat::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| missing("seat"))?;
    let body = body(tx, region, found.body_id).await?;
    let found = seat::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok((body, found.ok_or_else(|| missing("seat"))?))
}

pub(super) async fn membership(
    tx: &Tx,
    region: RegionId,
    id: MembershipId,
) -> Result<(body::Model, seat::Model, membership::Model), DbErr> {
    let found = membership::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| missing("membership"))?;
    let (body, seat) = seat(tx, region, found.seat_id).await?;
    let found = membership::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok((body, seat, found.ok_or_else(|| missing("membership"))?))
}

fn missing(table: &str) -> DbErr {
    DbErr::RecordNotFound(table.to_owned())
}
