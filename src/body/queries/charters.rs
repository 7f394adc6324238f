//! Charters, and what they make the rules of a day.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::charter_setting::{Setting, Standing};
use entity::id::{BodyId, CharterId, RegionId};
use entity::{body, charter, charter_setting};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait,
};

use crate::body::rules::{self, Charters, Rules, Version};

/// The charters of a whole region; one statement.
pub async fn charters_in(db: &impl ConnectionTrait, region: RegionId) -> Result<Charters, DbErr> {
    charters_where(db, body::Column::RegionId.eq(region)).await
}

#[derive(FromQueryResult)]
struct Line {
    body: BodyId,
    parent: Option<BodyId>,
    charter: Option<CharterId>,
    title: Option<String>,
    effective_on: Option<NaiveDate>,
    applies_from: Option<NaiveDate>,
    presider_title: Option<String>,
    vice_title: Option<String>,
    general_affairs: Option<String>,
    setting: Option<Setting>,
    standing: Option<Standing>,
    value: Option<String>,
    article: Option<String>,
}

/// Also bodies without a charter are read: what stands above them is asked through them.
async fn charters_where(db: &impl ConnectionTrait, which: Expr) -> Result<Charters, DbErr> {
    let lines: Vec<Line> = body::Entity::find()
        .join(JoinType::LeftJoin, charter::Relation::Body.def().rev())
        .join(JoinType::LeftJoin, charter_setting::Relation::Charter.def().rev())
        .filter(which)
        .select_only()
        .column_as(body::Column::Id, "body")
        .column_as(body::Column::ParentId, "parent")
        .column_as(charter::Column::Id, "charter")
        .columns([charter::Column::Title, charter::Column::EffectiveOn])
        .columns([charter::Column::AppliesFrom, charter::Column::PresiderTitle])
        .columns([charter::Column::ViceTitle, charter::Column::GeneralAffairs])
        .columns([charter_setting::Column::Setting, charter_setting::Column::Standing])
        .columns([charter_setting::Column::Value, charter_setting::Column::Article])
        .into_model()
        .all(db)
        .await?;
    let (mut parents, mut versions, mut settings) = (HashMap::new(), BTreeMap::new(), Vec::new());
    for mut line in lines {
        parents.extend(line.parent.map(|parent| (line.body, parent)));
        settings.extend(line.setting());
        versions.extend(line.version().map(|version| (version.id, version)));
    }
    Ok(Charters::new(parents, versions.into_values().collect(), settings))
}

impl Line {
    fn setting(&mut self) -> Option<charter_setting::Model> {
        Some(charter_setting::Model {
            charter_id: self.charter?,
            setting: self.setting?,
            standing: self.standing?,
            value: self.value.take(),
            article: self.article.take(),
        })
    }

    fn version(self) -> Option<Version> {
        Some(Version {
            id: self.charter?,
            body: self.body,
            title: self.title?,
            effective_on: self.effective_on?,
            applies_from: self.applies_from,
            presider_title: self.presider_title?,
            vice_title: self.vice_title,
            general_affairs: self.general_affairs,
        })
    }
}

/// The rules that apply to a body on a day. All charters of its region are read, so that a rule can be followed
/// upwards; one statement.
pub async fn rules_on(db: &impl ConnectionTrait, body: BodyId, day: NaiveDate) -> Result<Rules, DbErr> {
    let region = body::Entity::find_by_id(body).select_only().column(body::Column::RegionId).into_query();
    Ok(charters_where(db, body::Column::RegionId.in_subquery(region)).await?.rules_on(body, day))
}

/// The versions of a body's charter, the one that applies last first.
pub async fn versions(db: &impl ConnectionTrait, body: BodyId) -> Result<Vec<charter::Model>, DbErr> {
    let mut found = charter::Entity::find().filter(charter::Column::BodyId.eq(body)).all(db).await?;
    found.sort_by_key(|version| {
        std::cmp::Reverse(rules::in_order(version.effective_on, version.applies_from))
    });
    Ok(found)
}

/// What one version says.
pub async fn settings(
    db: &impl ConnectionTrait,
    charter: CharterId,
) -> Result<Vec<charter_setting::Model>, DbErr> {
    charter_setting::Entity::find().filter(charter_setting::Column::CharterId.eq(charter)).all(db).await
}
