//! Reads of the board. For a person they start at [`seen_by`]; each is one statement, however many years are shown.

use std::collections::BTreeMap;

use entity::board_entry::{Column, Entity, Model};
use entity::id::{BoardChangeId, BoardEntryId, BoardGroupId, BoardRowId, RegionId};
use entity::{board_change, board_entry, board_group, board_row, meeting, meeting_ruling};
use sea_orm::sea_query::{DynIden, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};

use crate::access::{Actor, Reach, Secretary};
use crate::board::rules::Years;
use crate::body::queries as bodies;
use crate::body::queries::TreeLine;
use crate::meeting::queries::day;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::error::AppError;

/// The region whose board this actor may read: the secretariat, towns, associations, and whoever has a seat. Anybody
/// else gets 404.
pub fn seen_by(actor: &Actor) -> Result<RegionId, AppError> {
    let reads = match actor.reach() {
        Reach::WholeRegion | Reach::ConvenedInRegion => true,
        Reach::Bodies { ids, .. } => !ids.is_empty(),
        Reach::Nothing => false,
    };
    actor.region().filter(|_| reads).ok_or(AppError::NotFound)
}

/// A theme with the group it stands in.
pub type Row = (board_row::Model, Option<board_group::Model>);

/// The lines of these years in the order of the board.
pub async fn rows(
    db: &impl ConnectionTrait,
    region: RegionId,
    years: Option<Years>,
) -> Result<Vec<Row>, DbErr> {
    let mut found = board_row::Entity::find()
        .find_also_related(board_group::Entity)
        .filter(board_row::Column::RegionId.eq(region))
        .filter(Condition::all().add_option(years.map(shown_in)))
        .all(db)
        .await?;
    let place = |group: &Option<board_group::Model>| group.as_ref().map(|group| (group.position, group.id));
    found.sort_by_key(|(row, group)| (place(group), row.position, row.id));
    Ok(found)
}

fn shown_in((first, last): Years) -> Condition {
    let open = Condition::any()
        .add(board_row::Column::LastYear.is_null())
        .add(board_row::Column::LastYear.gte(first.year()));
    Condition::all().add(board_row::Column::FirstYear.lte(last.year())).add(open)
}

/// An entry with the meeting it follows.
pub type Entry = (Model, Option<meeting::Model>);

/// The entries of the lines shown in these years: those of the years, those without one, and those that follow a
/// meeting, whose year is its own. What any entry waits for is among them, whenever it is.
pub async fn entries(db: &impl ConnectionTrait, region: RegionId, years: Years) -> Result<Vec<Entry>, DbErr> {
    let (first, last) = years;
    let in_years = Condition::any()
        .add(Column::FiscalYear.is_null())
        .add(Column::FiscalYear.between(first.year(), last.year()))
        .add(Column::UntilOn.gte(first.start()));
    let waited_for = Query::select()
        .column(Column::AfterId)
        .from(Entity)
        .and_where(Column::RegionId.eq(region))
        .and_where(Column::AfterId.is_not_null())
        .take();
    let shown = Condition::all().add(in_years).add(shown_in(years));
    Entity::find()
        .find_also_related(meeting::Entity)
        .join(JoinType::InnerJoin, board_entry::Relation::Row.def())
        .filter(Column::RegionId.eq(region))
        .filter(Column::RemovedAt.is_null())
        .filter(Condition::any().add(shown).add(Column::Id.in_subquery(waited_for)))
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// A body's meeting with what the clerk ruled for it.
pub type Sat = (meeting::Model, Vec<meeting_ruling::Model>);

/// The bodies this actor may know of, in the order of the tree, and all their meetings of these years and of the year
/// before, in the order of their days; what of a meeting may be told is decided where it is drawn. None that was
/// called off before anybody heard of it.
pub async fn sittings(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (first, last): Years,
) -> Result<(Vec<TreeLine>, Vec<Sat>), DbErr> {
    let of_years = move |_: DynIden, _: DynIden| {
        heard_of().add(meeting::Column::FiscalYear.between(first.year() - 1, last.year()))
    };
    let rows = bodies::visible_to(actor)
        .join(JoinType::LeftJoin, meeting::Relation::Body.def().rev().on_condition(of_years))
        .select_also(meeting::Entity)
        .find_also(meeting::Entity, meeting_ruling::Entity)
        .all(db)
        .await?;
    let (mut found, mut sat): (BTreeMap<_, _>, BTreeMap<_, Sat>) = (BTreeMap::new(), BTreeMap::new());
    for (body, meeting, ruling) in rows {
        found.insert(body.id, body);
        if let Some(meeting) = meeting {
            sat.entry(meeting.id).or_insert_with(|| (meeting, Vec::new())).1.extend(ruling);
        }
    }
    let mut sat: Vec<_> = sat.into_values().collect();
    sat.sort_by_key(|(meeting, _)| (day(meeting).is_none(), day(meeting), meeting.starts_at, meeting.id));
    Ok((bodies::in_tree_order(found.into_values().collect()), sat))
}

fn heard_of() -> Condition {
    let told = Condition::any()
        .add(meeting::Column::CancelledAt.is_null())
        .add(meeting::Column::ConvenedAt.is_not_null());
    Condition::all().add(told)
}

/// The meetings of these years that an entry can follow.
pub async fn meetings(
    db: &impl ConnectionTrait,
    region: RegionId,
    (first, last): Years,
) -> Result<Vec<meeting::Model>, DbErr> {
    meeting::Entity::find()
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::FiscalYear.between(first.year(), last.year()))
        .filter(heard_of())
        .all(db)
        .await
}

/// An entry of the secretariat's own board, or 404.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: BoardEntryId) -> Result<Entry, AppError> {
    let found = Entity::find_by_id(id)
        .find_also_related(meeting::Entity)
        .filter(Column::RegionId.eq(seen_by(actor)?))
        .one(db)
        .await?;
    let (entry, meeting) = found.ok_or(AppError::NotFound)?;
    if entry.removed_at.is_some() { Err(AppError::Gone) } else { Ok((entry, meeting)) }
}

/// A line, or 404.
pub async fn one_row(db: &impl ConnectionTrait, actor: &Actor, id: BoardRowId) -> Result<Row, AppError> {
    let found = board_row::Entity::find_by_id(id)
        .find_also_related(board_group::Entity)
        .filter(board_row::Column::RegionId.eq(seen_by(actor)?))
        .one(db)
        .await?;
    found.ok_or(AppError::NotFound)
}

/// A group, or 404.
pub async fn one_group(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: BoardGroupId,
) -> Result<board_group::Model, AppError> {
    let found = board_group::Entity::find_by_id(id).filter(board_group::Column::RegionId.eq(seen_by(actor)?));
    found.one(db).await?.ok_or(AppError::NotFound)
}

/// How many entries a line has, by line.
pub async fn counts(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<(BoardRowId, i64)>, DbErr> {
    Entity::find()
        .filter(Column::RegionId.eq(region))
        .filter(Column::RemovedAt.is_null())
        .select_only()
        .column(Column::RowId)
        .column_as(Column::Id.count(), "entries")
        .group_by(Column::RowId)
        .into_tuple()
        .all(db)
        .await
}

/// The groups in their order.
pub async fn groups(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<board_group::Model>, DbErr> {
    board_group::Entity::find()
        .filter(board_group::Column::RegionId.eq(region))
        .order_by_asc(board_group::Column::Position)
        .order_by_asc(board_group::Column::Id)
        .all(db)
        .await
}

/// What this secretary changed last since an instant and has not taken back, with the entry as it is now.
pub async fn last_change(
    db: &impl ConnectionTrait,
    by: &Secretary,
    since: Instant,
) -> Result<Option<(board_change::Model, Option<Model>)>, DbErr> {
    own_changes(by)
        .find_also_related(Entity)
        .filter(board_change::Column::ChangedAt.gte(since))
        .order_by_desc(board_change::Column::ChangedAt)
        .order_by_desc(board_change::Column::Id)
        .one(db)
        .await
}

/// A change this secretary made.
pub async fn own_change(
    db: &impl ConnectionTrait,
    by: &Secretary,
    id: BoardChangeId,
) -> Result<Option<board_change::Model>, DbErr> {
    own_changes(by).filter(board_change::Column::Id.eq(id)).one(db).await
}

/// The same, held until the transaction ends.
pub(super) async fn lock_change(
    tx: &Tx,
    by: &Secretary,
    id: BoardChangeId,
) -> Result<Option<board_change::Model>, DbErr> {
    own_changes(by).filter(board_change::Column::Id.eq(id)).lock_exclusive().one(tx).await
}

fn own_changes(by: &Secretary) -> Select<board_change::Entity> {
    board_change::Entity::find()
        .filter(board_change::Column::RegionId.eq(by.region()))
        .filter(board_change::Column::AccountId.eq(by.by().account))
}

/// An entry of the region, held until the transaction ends.
pub(super) async fn lock(tx: &Tx, region: RegionId, id: BoardEntryId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::RegionId.eq(region)).lock_exclusive().one(tx).await
}

/// Which entry each one waits for.
pub(super) async fn order(
    tx: &Tx,
    region: RegionId,
) -> Result<Vec<(BoardEntryId, Option<BoardEntryId>)>, DbErr> {
    Entity::find()
        .filter(Column::RegionId.eq(region))
        .filter(Column::AfterId.is_not_null())
        .select_only()
        .column(Column::Id)
        .column(Column::AfterId)
        .into_tuple()
        .all(tx)
        .await
}
