//! What is found, each kind by one statement that begins where every read of it for a person begins. The count of
//! all that is found comes with every row.

use std::collections::BTreeSet;

use entity::search_entry::SearchKind;
use entity::{agenda_item, association, body, meeting, person};
use sea_orm::sea_query::{Expr, NullOrdering, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use super::rules::Slice;
use crate::access::Actor;
use crate::body::queries as bodies;
use crate::directory::queries as directory;
use crate::meeting::queries as meetings;
use crate::platform::search_index::{Wanted, found};

/// Some of what was found, and how much there is in all.
#[derive(Debug)]
pub(super) struct Found<T> {
    pub(super) rows: Vec<T>,
    pub(super) total: u64,
}

/// What is asked for: by whom, which words, which part.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) actor: &'a Actor,
    pub(super) wanted: &'a Wanted,
    pub(super) slice: Slice,
}

impl Asked<'_> {
    /// The keys of a kind, for `IN`; `None` for whoever acts in no region.
    fn keys(self, db: &impl ConnectionTrait, kind: SearchKind) -> Option<SelectStatement> {
        let region = self.actor.region()?;
        Some(found(db.get_database_backend(), region, kind, self.wanted))
    }

    async fn read<E: EntityTrait, T: FromQueryResult>(
        self,
        db: &impl ConnectionTrait,
        rows: Select<E>,
    ) -> Result<Found<T>, DbErr> {
        let counted = rows.column_as(Expr::cust("COUNT(*) OVER ()"), "total");
        let some = counted.offset(self.slice.skip).limit(self.slice.take);
        let rows: Vec<Counted<T>> = some.into_model().all(db).await?;
        let total = rows.first().map_or(0, |row| u64::try_from(row.total).unwrap_or(0));
        Ok(Found { rows: rows.into_iter().map(|row| row.row).collect(), total })
    }
}

/// A row and how many there are.
struct Counted<T> {
    row: T,
    total: i64,
}

impl<T: FromQueryResult> FromQueryResult for Counted<T> {
    fn from_query_result(result: &sea_orm::QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { row: T::from_query_result(result, prefix)?, total: result.try_get(prefix, "total")? })
    }
}

impl<T> Found<T> {
    fn nothing() -> Self {
        Self { rows: Vec::new(), total: 0 }
    }
}

/// A meeting and the short name of its body.
#[derive(Debug, FromQueryResult)]
pub(super) struct MeetingFound {
    #[sea_orm(nested)]
    pub(super) meeting: meeting::Model,
    pub(super) body: String,
}

/// Meetings, the latest first; those without a day come last in their year.
pub(super) async fn meetings(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
) -> Result<Found<MeetingFound>, DbErr> {
    use meeting::Column::{FiscalYear, Id, StartsAt};
    let Some(keys) = asked.keys(db, SearchKind::Meeting) else { return Ok(Found::nothing()) };
    let rows = meetings::visible_to(asked.actor)
        .filter(Id.in_subquery(keys))
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .column_as(body::Column::ShortName, "body")
        .order_by_desc(FiscalYear)
        .order_by_with_nulls(StartsAt, Order::Desc, NullOrdering::Last)
        .order_by_desc(Id);
    asked.read(db, rows).await
}

/// An agenda item with its meeting and its body.
#[derive(Debug)]
pub(super) struct ItemFound {
    pub(super) item: agenda_item::Model,
    pub(super) meeting: meeting::Model,
    pub(super) body: body::Model,
}

/// Agenda items of meetings the reader may know of, those of the latest first.
pub(super) async fn agenda_items(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
) -> Result<Found<ItemFound>, DbErr> {
    use agenda_item::Column::{Id, MeetingId, Position};
    let Some(keys) = asked.keys(db, SearchKind::AgendaItem) else { return Ok(Found::nothing()) };
    let known = meetings::visible_to(asked.actor).select_only().column(meeting::Column::Id).into_query();
    let rows = agenda_item::Entity::find()
        .filter(Id.in_subquery(keys))
        .filter(MeetingId.in_subquery(known))
        .join(JoinType::InnerJoin, agenda_item::Relation::Meeting.def())
        .order_by_desc(meeting::Column::FiscalYear)
        .order_by_with_nulls(meeting::Column::StartsAt, Order::Desc, NullOrdering::Last)
        .order_by_asc(Position)
        .order_by_asc(Id);
    let Found { rows, total } = asked.read::<_, agenda_item::Model>(db, rows).await?;
    let ids: BTreeSet<_> = rows.iter().map(|row| row.meeting_id).collect();
    let held = meetings::visible_to(asked.actor).filter(meeting::Column::Id.is_in(ids));
    let held = held.find_also_related(body::Entity).all(db).await?;
    let of = |item: agenda_item::Model| {
        let (meeting, body) = held.iter().find(|(meeting, _)| meeting.id == item.meeting_id)?;
        Some(ItemFound { item, meeting: meeting.clone(), body: body.clone()? })
    };
    Ok(Found { rows: rows.into_iter().filter_map(of).collect(), total })
}

/// Bodies in the order of the tree's siblings.
pub(super) async fn bodies(db: &impl ConnectionTrait, asked: Asked<'_>) -> Result<Found<body::Model>, DbErr> {
    use body::Column::{Id, Position};
    let Some(keys) = asked.keys(db, SearchKind::Body) else { return Ok(Found::nothing()) };
    let rows = bodies::visible_to(asked.actor).filter(Id.in_subquery(keys));
    asked.read(db, rows.order_by_asc(Position).order_by_asc(Id)).await
}

/// People by reading.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
) -> Result<Found<person::Model>, DbErr> {
    use person::Column::{Id, Kana};
    let Some(keys) = asked.keys(db, SearchKind::Person) else { return Ok(Found::nothing()) };
    let rows = directory::people_visible_to(asked.actor).filter(Id.in_subquery(keys));
    asked.read(db, rows.order_by_asc(Kana).order_by_asc(Id)).await
}

/// Associations in the region's own order.
pub(super) async fn associations(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
) -> Result<Found<association::Model>, DbErr> {
    use association::Column::{Id, Position};
    let Some(keys) = asked.keys(db, SearchKind::Association) else { return Ok(Found::nothing()) };
    let rows = directory::associations_visible_to(asked.actor).filter(Id.in_subquery(keys));
    asked.read(db, rows.order_by_asc(Position).order_by_asc(Id)).await
}
