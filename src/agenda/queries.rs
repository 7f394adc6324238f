//! Reads of agendas. An item is visible to whoever may know of its meeting.

use std::collections::{BTreeMap, HashMap};

use entity::agenda_item::{self, Column, Entity, Model};
use entity::agenda_item_link::{self, Classification};
use entity::id::{AgendaItemId, MeetingId, RegionId};
use entity::{body, meeting};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use crate::access::Actor;
use crate::meeting::queries as meetings;
use crate::platform::error::AppError;
use crate::programme::{CareScene, ProgrammeItem};

/// An item with what it belongs to, both in their own order.
#[derive(Clone, Debug)]
pub struct Item {
    /// The row.
    pub row: Model,
    /// Of the eight items ア–ク.
    pub programme: Vec<ProgrammeItem>,
    /// Of the four scenes.
    pub scenes: Vec<CareScene>,
}

/// The agenda of a meeting in its order; one statement.
pub async fn of_meeting(db: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Item>, DbErr> {
    let rows = Entity::find()
        .find_also_related(agenda_item_link::Entity)
        .filter(Column::MeetingId.eq(meeting))
        .all(db)
        .await?;
    let mut found: BTreeMap<_, (Model, Vec<_>)> = BTreeMap::new();
    for (row, link) in rows {
        let place = (row.position, row.id);
        found.entry(place).or_insert_with(|| (row, Vec::new())).1.extend(link);
    }
    Ok(found.into_values().map(|(row, links)| item(row, &links)).collect())
}

/// Every item of a region; one statement.
pub async fn in_region(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<Item>, DbErr> {
    let rows = Entity::find()
        .find_also_related(agenda_item_link::Entity)
        .join(JoinType::InnerJoin, agenda_item::Relation::Meeting.def())
        .filter(meeting::Column::RegionId.eq(region))
        .all(db)
        .await?;
    let mut found: BTreeMap<_, (Model, Vec<_>)> = BTreeMap::new();
    for (row, link) in rows {
        found.entry(row.id).or_insert_with(|| (row, Vec::new())).1.extend(link);
    }
    Ok(found.into_values().map(|(row, links)| item(row, &links)).collect())
}

/// One item with its meeting and body, or 404 for whoever may not know of the meeting.
pub async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AgendaItemId,
) -> Result<(Item, meeting::Model, body::Model), AppError> {
    let row = Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let (meeting, body) = meetings::with_body(db, actor, row.meeting_id).await?;
    let links = links(db, vec![row.id]).await?.remove(&row.id).unwrap_or_default();
    Ok((item(row, &links), meeting, body))
}

/// The rows of a meeting's agenda in their order.
pub async fn rows(db: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::MeetingId.eq(meeting)).order_by_asc(Column::Position).all(db).await
}

type Links = HashMap<AgendaItemId, Vec<agenda_item_link::Model>>;

async fn links(db: &impl ConnectionTrait, items: Vec<AgendaItemId>) -> Result<Links, DbErr> {
    let mut found = Links::new();
    if items.is_empty() {
        return Ok(found);
    }
    let of_items = agenda_item_link::Column::AgendaItemId.is_in(items);
    for link in agenda_item_link::Entity::find().filter(of_items).all(db).await? {
        found.entry(link.agenda_item_id).or_default().push(link);
    }
    Ok(found)
}

fn item(row: Model, links: &[agenda_item_link::Model]) -> Item {
    let has = |classification: Classification, code: &str| {
        links.iter().any(|link| link.classification == classification && link.code == code)
    };
    let programme = ProgrammeItem::ALL.into_iter();
    let scenes = CareScene::ALL.into_iter();
    Item {
        programme: programme.filter(|one| has(Classification::ProgrammeItem, one.code())).collect(),
        scenes: scenes.filter(|one| has(Classification::CareScene, one.code())).collect(),
        row,
    }
}
