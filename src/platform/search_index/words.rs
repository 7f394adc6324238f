//! The words each thing is found by: the one place that knows them.

use chrono::NaiveDate;
use entity::id::RegionId;
use entity::search_entry::{Model, SearchKind};
use entity::{agenda_item, association, body, meeting, person, person_name, search_entry};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};
use uuid::Uuid;

use super::RULES;
use crate::platform::clock::Instant;
use crate::platform::date::{iso_day, tokyo_day, wareki};
use crate::platform::folding::folded;

/// The entries of these rows as they should be.
pub(super) async fn entries(
    db: &impl ConnectionTrait,
    kind: SearchKind,
    keys: &[Uuid],
) -> Result<Vec<Model>, DbErr> {
    let rows = match kind {
        SearchKind::Meeting => meetings(db, keys).await?,
        SearchKind::AgendaItem => agenda_items(db, keys).await?,
        SearchKind::Body => bodies(db, keys).await?,
        SearchKind::Person => people(db, keys).await?,
        SearchKind::Association => associations(db, keys).await?,
    };
    let entry = |(subject_id, region_id, fields): Row| {
        let fields: Vec<_> = fields.iter().map(|field| folded(field)).collect();
        let fields: Vec<_> = fields.iter().filter(|field| !field.is_empty()).map(String::as_str).collect();
        Model { subject_id, kind, region_id, text: fields.join("\n"), rules: RULES }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// A key, its region and the fields as they are stored.
type Row = (Uuid, RegionId, Vec<String>);

type MeetingRow =
    (Uuid, RegionId, String, String, Option<i32>, Option<Instant>, Option<NaiveDate>, String, String, String);

async fn meetings(db: &impl ConnectionTrait, keys: &[Uuid]) -> Result<Vec<Row>, DbErr> {
    use meeting::Column::{Id, MonthOn, Number, Place, RegionId, Remarks, StartsAt, Title};
    let rows: Vec<MeetingRow> = meeting::Entity::find()
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .filter(Id.is_in(keys.iter().copied()))
        .select_only()
        .columns([Id, RegionId])
        .columns([body::Column::Name, body::Column::ShortName])
        .columns([Number, StartsAt, MonthOn, Title, Place, Remarks])
        .into_tuple()
        .all(db)
        .await?;
    let row = |(key, region, name, short_name, number, start, month, title, place, remarks): MeetingRow| {
        // 「退院支援分科会第3回」 is one field, so that it is found as it is said.
        let number = number.map(|number| format!("第{number}回")).unwrap_or_default();
        let said = format!("{short_name}{number}{title}");
        let day = start.map(tokyo_day).or(month);
        let days = day.map(|day| [iso_day(day), wareki(day)]).unwrap_or_default();
        let [iso, era] = days;
        (key, region, vec![said, format!("{name}{number}"), place, remarks, iso, era])
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn agenda_items(db: &impl ConnectionTrait, keys: &[Uuid]) -> Result<Vec<Row>, DbErr> {
    use agenda_item::Column::{Id, Presenter, Title};
    let rows: Vec<(Uuid, RegionId, String, String)> = agenda_item::Entity::find()
        .join(JoinType::InnerJoin, agenda_item::Relation::Meeting.def())
        .filter(Id.is_in(keys.iter().copied()))
        .select_only()
        .column(Id)
        .column(meeting::Column::RegionId)
        .columns([Title, Presenter])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(key, region, title, presenter)| (key, region, vec![title, presenter]))
        .collect())
}

async fn bodies(db: &impl ConnectionTrait, keys: &[Uuid]) -> Result<Vec<Row>, DbErr> {
    let rows = body::Entity::find().filter(body::Column::Id.is_in(keys.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.0, row.region_id, vec![row.name, row.short_name])).collect())
}

async fn people(db: &impl ConnectionTrait, keys: &[Uuid]) -> Result<Vec<Row>, DbErr> {
    let own = || keys.iter().copied();
    let rows = person::Entity::find().filter(person::Column::Id.is_in(own())).all(db).await?;
    let before = person_name::Entity::find()
        .filter(person_name::Column::PersonId.is_in(own()))
        .order_by_desc(person_name::Column::LastOn)
        .all(db)
        .await?;
    let row = |row: person::Model| {
        let before = before.iter().filter(|one| one.person_id == row.id);
        let before = before.flat_map(|one| [one.name.clone(), one.kana.clone()]);
        let fields = [row.name, row.kana, row.workplace, row.post].into_iter().chain(before).collect();
        (row.id.0, row.region_id, fields)
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn associations(db: &impl ConnectionTrait, keys: &[Uuid]) -> Result<Vec<Row>, DbErr> {
    let of_keys = association::Column::Id.is_in(keys.iter().copied());
    let rows = association::Entity::find().filter(of_keys).all(db).await?;
    let row = |row: association::Model| (row.id.0, row.region_id, vec![row.name, row.short_name, row.kana]);
    Ok(rows.into_iter().map(row).collect())
}

/// The meetings of these bodies.
pub(super) async fn meetings_of(db: &impl ConnectionTrait, bodies: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut meetings = Vec::new();
    for some in bodies.chunks(super::AT_ONCE) {
        let of_bodies = meeting::Column::BodyId.is_in(some.iter().copied());
        meetings.extend(listed(db, meeting::Entity::find().filter(of_bodies), meeting::Column::Id).await?);
    }
    Ok(meetings)
}

/// The keys of what has no entry by today's rules.
pub(super) async fn without_entry(db: &impl ConnectionTrait, kind: SearchKind) -> Result<Vec<Uuid>, DbErr> {
    match kind {
        SearchKind::Meeting => missing::<meeting::Entity>(db, meeting::Column::Id).await,
        SearchKind::AgendaItem => missing::<agenda_item::Entity>(db, agenda_item::Column::Id).await,
        SearchKind::Body => missing::<body::Entity>(db, body::Column::Id).await,
        SearchKind::Person => missing::<person::Entity>(db, person::Column::Id).await,
        SearchKind::Association => missing::<association::Entity>(db, association::Column::Id).await,
    }
}

async fn missing<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: impl ColumnTrait,
) -> Result<Vec<Uuid>, DbErr> {
    let own = Query::select()
        .expr(Expr::value(1))
        .from(search_entry::Entity)
        .and_where(Expr::col(search_entry::Column::SubjectId.as_column_ref()).equals(id.as_column_ref()))
        .and_where(search_entry::Column::Rules.eq(RULES))
        .take();
    listed(db, E::find().filter(Expr::exists(own).not()), id).await
}

async fn listed<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    id: impl ColumnTrait,
) -> Result<Vec<Uuid>, DbErr> {
    rows.select_only().column(id).into_tuple().all(db).await
}
