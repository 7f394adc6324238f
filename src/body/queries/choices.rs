//! What the forms of a region offer to choose from.

use entity::id::RegionId;
use entity::{association, body};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// The region's bodies by position.
pub async fn bodies(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<body::Model>, DbErr> {
    body::Entity::find()
        .filter(body::Column::RegionId.eq(region))
        .order_by_asc(body::Column::Position)
        .order_by_asc(body::Column::Name)
        .all(db)
        .await
}

/// The region's associations in their own order, those that have ended last.
pub async fn associations(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Vec<association::Model>, DbErr> {
    let mut found = association::Entity::find()
        .filter(association::Column::RegionId.eq(region))
        .order_by_asc(association::Column::Position)
        .order_by_asc(association::Column::Kana)
        .all(db)
        .await?;
    found.sort_by_key(|association| association.ended_on.is_some());
    Ok(found)
}
