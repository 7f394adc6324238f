//! Charters, and what they make the rules of a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, CharterId};
use entity::{body, charter, charter_setting};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::body::rules::{self, Charters, Rules};

/// The charters of some bodies and of everything above them; three statements. Bodies of several regions may be
/// asked about at once.
pub async fn charters_of(db: &impl ConnectionTrait, bodies: &[BodyId]) -> Result<Charters, DbErr> {
    if bodies.is_empty() {
        return Ok(Charters::default());
    }
    let parents = parents_around(db, bodies).await?;
    let mut chain: Vec<_> = bodies.iter().flat_map(|body| rules::upwards(&parents, *body)).collect();
    chain.sort_unstable();
    chain.dedup();
    let of_chain = charter::Column::BodyId.is_in(chain);
    let versions = charter::Entity::find().filter(of_chain.clone()).all(db).await?;
    let ids = charter::Entity::find().select_only().column(charter::Column::Id).filter(of_chain).into_query();
    let settings = charter_setting::Entity::find()
        .filter(charter_setting::Column::CharterId.in_subquery(ids))
        .all(db)
        .await?;
    Ok(Charters::new(parents, versions, settings))
}

/// The rules that apply to a body on a day.
pub async fn rules_on(db: &impl ConnectionTrait, body: BodyId, day: NaiveDate) -> Result<Rules, DbErr> {
    Ok(charters_of(db, &[body]).await?.rules_on(body, day))
}

/// The rules that apply to each body on its day, for lists; three statements in all.
pub async fn rules_on_many(
    db: &impl ConnectionTrait,
    wanted: &[(BodyId, NaiveDate)],
) -> Result<HashMap<(BodyId, NaiveDate), Rules>, DbErr> {
    let bodies: Vec<_> = wanted.iter().map(|(body, _)| *body).collect();
    let charters = charters_of(db, &bodies).await?;
    Ok(wanted.iter().map(|(body, day)| ((*body, *day), charters.rules_on(*body, *day))).collect())
}

/// The versions of a body's charter, the one that applies last first.
pub async fn versions(db: &impl ConnectionTrait, body: BodyId) -> Result<Vec<charter::Model>, DbErr> {
    let mut found = charter::Entity::find().filter(charter::Column::BodyId.eq(body)).all(db).await?;
    found.sort_by_key(|version| std::cmp::Reverse(rules::in_order(version)));
    Ok(found)
}

/// What one version says.
pub async fn settings(
    db: &impl ConnectionTrait,
    charter: CharterId,
) -> Result<Vec<charter_setting::Model>, DbErr> {
    charter_setting::Entity::find().filter(charter_setting::Column::CharterId.eq(charter)).all(db).await
}

/// Which body stands above each one that has one, in the regions of some bodies.
async fn parents_around(
    db: &impl ConnectionTrait,
    bodies: &[BodyId],
) -> Result<HashMap<BodyId, BodyId>, DbErr> {
    let regions = body::Entity::find()
        .select_only()
        .column(body::Column::RegionId)
        .filter(body::Column::Id.is_in(bodies.iter().copied()))
        .into_query();
    let rows: Vec<(BodyId, BodyId)> = body::Entity::find()
        .select_only()
        .column(body::Column::Id)
        .column(body::Column::ParentId)
        .filter(body::Column::RegionId.in_subquery(regions))
        .filter(body::Column::ParentId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
