//! Charters, and what they make the rules of a day.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::id::{BodyId, CharterId, RegionId};
use entity::{body, charter, charter_setting};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    RelationTrait,
};

use crate::body::rules::{self, Charters, Rules};

/// The charters of some bodies and of everything around them, so that a rule can be followed upwards; one statement.
/// Bodies of several regions may be asked about at once.
pub async fn charters_of(db: &impl ConnectionTrait, bodies: &[BodyId]) -> Result<Charters, DbErr> {
    if bodies.is_empty() {
        return Ok(Charters::default());
    }
    let regions = body::Entity::find()
        .select_only()
        .column(body::Column::RegionId)
        .filter(body::Column::Id.is_in(bodies.iter().copied()))
        .into_query();
    charters_where(db, body::Column::RegionId.in_subquery(regions)).await
}

/// The charters of a whole region; one statement.
pub async fn charters_in(db: &impl ConnectionTrait, region: RegionId) -> Result<Charters, DbErr> {
    charters_where(db, body::Column::RegionId.eq(region)).await
}

/// Also bodies without a charter are read: what stands above them is asked through them.
async fn charters_where(db: &impl ConnectionTrait, which: Expr) -> Result<Charters, DbErr> {
    let rows = body::Entity::find()
        .join(JoinType::LeftJoin, charter::Relation::Body.def().rev())
        .select_also(charter::Entity)
        .find_also(charter::Entity, charter_setting::Entity)
        .filter(which)
        .all(db)
        .await?;
    let (mut parents, mut versions, mut settings) = (HashMap::new(), BTreeMap::new(), Vec::new());
    for (body, version, setting) in rows {
        parents.extend(body.parent_id.map(|parent| (body.id, parent)));
        versions.extend(version.map(|version| (version.id, version)));
        settings.extend(setting);
    }
    Ok(Charters::new(parents, versions.into_values().collect(), settings))
}

/// The rules that apply to a body on a day.
pub async fn rules_on(db: &impl ConnectionTrait, body: BodyId, day: NaiveDate) -> Result<Rules, DbErr> {
    Ok(charters_of(db, &[body]).await?.rules_on(body, day))
}

/// The rules that apply to each body on its day, for lists; one statement in all.
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
