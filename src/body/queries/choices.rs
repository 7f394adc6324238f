//! What the forms of a region offer to choose from.

use entity::id::RegionId;
use entity::{association, body, person};
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

/// The region's people by reading.
pub async fn persons(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::RegionId.eq(region))
        .order_by_asc(person::Column::Kana)
        .order_by_asc(person::Column::Id)
        .all(db)
        .await
}
