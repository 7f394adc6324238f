//! Tables that wait for their confirmation. A person sees only their own.

use std::collections::HashMap;

use entity::id::{ImportDraftId, RegionId};
use entity::{import_draft, import_mapping};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::access::Actor;
use crate::exchange::rules::Kind;
use crate::platform::clock::Instant;
use crate::platform::error::AppError;

fn visible_to(actor: &Actor, now: Instant) -> Result<Select<import_draft::Entity>, AppError> {
    let region = actor.region().ok_or(AppError::NotFound)?;
    Ok(import_draft::Entity::find()
        .filter(import_draft::Column::RegionId.eq(region))
        .filter(import_draft::Column::AccountId.eq(actor.account()))
        .filter(import_draft::Column::ExpiresAt.gt(now)))
}

/// One draft of this actor, or 404.
pub async fn draft(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ImportDraftId,
    now: Instant,
) -> Result<import_draft::Model, AppError> {
    let found = visible_to(actor, now)?.filter(import_draft::Column::Id.eq(id)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// A draft in a list.
pub type DraftLine = (ImportDraftId, String, String, Instant);

/// The drafts of this actor, the latest first: key, kind, file and when it was sent.
pub async fn drafts_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: Instant,
) -> Result<Vec<DraftLine>, AppError> {
    use import_draft::Column::{CreatedAt, FileName, Id, Kind};
    let found = visible_to(actor, now)?.select_only().columns([Id, Kind, FileName, CreatedAt]);
    Ok(found.order_by_desc(CreatedAt).into_tuple().all(db).await?)
}

/// What heads of a kind's files meant the last time: head and column.
pub async fn mapping(
    db: &impl ConnectionTrait,
    region: RegionId,
    kind: Kind,
) -> Result<HashMap<String, String>, DbErr> {
    let rows = import_mapping::Entity::find()
        .filter(import_mapping::Column::RegionId.eq(region))
        .filter(import_mapping::Column::Kind.eq(kind.word()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.head, row.column)).collect())
}
