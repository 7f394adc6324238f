//! What is found, each kind by one statement that begins where every read of it for a person begins, and how much, by
//! one statement for all kinds that stops counting where nobody reads on.

use entity::search_entry::SearchKind;
use entity::{agenda_item, association, body, meeting, person, search_entry};
use sea_orm::sea_query::{Expr, ExprTrait, Func, NullOrdering, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, Order,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use super::rules::{KINDS, MOST, Slice};
use crate::access::Actor;
use crate::body::queries as bodies;
use crate::directory::queries as directory;
use crate::meeting::queries as meetings;
use crate::platform::search_index::{Wanted, found};

/// What is asked for: by whom, and which words.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) actor: &'a Actor,
    pub(super) wanted: &'a Wanted,
}

impl Asked<'_> {
    /// The keys of a kind, for `IN`.
    fn keys(self, backend: DbBackend, kind: SearchKind) -> SelectStatement {
        let none = || Query::select().expr(Expr::null()).and_where(Expr::val(false)).take();
        self.actor.region().map_or_else(none, |region| found(backend, region, kind, self.wanted))
    }

    /// Whether a row of this key is found. Of many that are found, each row in its order is asked, and a page stops soon;
    /// of few, the keys are gathered first.
    fn finds(self, backend: DbBackend, kind: SearchKind, key: impl ColumnTrait, found: u64) -> Expr {
        let mut keys = self.keys(backend, kind);
        if found < MOST {
            return key.in_subquery(keys);
        }
        Expr::exists(keys.and_where(Expr::col(SUBJECT.as_column_ref()).equals(key.as_column_ref())).take())
    }

    fn bodies(self, backend: DbBackend) -> Select<body::Entity> {
        let keys = self.keys(backend, SearchKind::Body);
        bodies::visible_to(self.actor).filter(body::Column::Id.in_subquery(keys))
    }

    fn people(self, backend: DbBackend) -> Select<person::Entity> {
        let keys = self.keys(backend, SearchKind::Person);
        directory::people_visible_to(self.actor).filter(person::Column::Id.in_subquery(keys))
    }

    fn associations(self, backend: DbBackend) -> Select<association::Entity> {
        let keys = self.keys(backend, SearchKind::Association);
        directory::associations_visible_to(self.actor).filter(association::Column::Id.in_subquery(keys))
    }
}

/// What an entry of a kind leads to, if this reader may know of it.
fn behind(actor: &Actor, kind: SearchKind) -> SelectStatement {
    match kind {
        SearchKind::Meeting => one(meetings::visible_to(actor), meeting::Column::Id, SUBJECT),
        SearchKind::AgendaItem => {
            let held = one(meetings::visible_to(actor), meeting::Column::Id, agenda_item::Column::MeetingId);
            one(agenda_item::Entity::find(), agenda_item::Column::Id, SUBJECT)
                .and_where(Expr::exists(held))
                .take()
        }
        SearchKind::Body => one(bodies::visible_to(actor), body::Column::Id, SUBJECT),
        SearchKind::Person => one(directory::people_visible_to(actor), person::Column::Id, SUBJECT),
        SearchKind::Association => {
            one(directory::associations_visible_to(actor), association::Column::Id, SUBJECT)
        }
    }
}

const SUBJECT: search_entry::Column = search_entry::Column::SubjectId;

/// The row of a selection whose key stands in a column outside, for `EXISTS`.
fn one<E: EntityTrait>(rows: Select<E>, key: E::Column, outside: impl ColumnTrait) -> SelectStatement {
    let is_it = Expr::col(key.as_column_ref()).equals(outside.as_column_ref());
    rows.select_only().expr_as(Expr::val(1), "one").filter(is_it).into_query()
}

/// How much of each kind is found, in the order of `KINDS`; counting ends at `MOST`.
pub(super) async fn counts(db: &impl ConnectionTrait, asked: Asked<'_>) -> Result<Vec<u64>, DbErr> {
    let backend = db.get_database_backend();
    let mut counts = Query::select();
    for (kind, key, ..) in KINDS {
        let known = Expr::exists(behind(asked.actor, kind));
        let found = asked.keys(backend, kind).and_where(known).limit(MOST).take();
        let count = Query::select().expr(Func::count(Expr::val(1))).from_subquery(found, "found").take();
        counts.expr_as(Expr::SubQuery(None, Box::new(count.into())), key);
    }
    let row = db.query_one(&counts).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("counts".to_owned()))?;
    let count = |(_, key, ..): &(SearchKind, &str, &str, &str)| row.try_get::<i64>("", key);
    let counts = KINDS.iter().map(count).collect::<Result<Vec<_>, _>>()?;
    Ok(counts.into_iter().map(|count| u64::try_from(count).unwrap_or(0)).collect())
}

/// A meeting and the short name of its body.
#[derive(Debug, FromQueryResult)]
pub(super) struct MeetingFound {
    #[sea_orm(nested)]
    pub(super) meeting: meeting::Model,
    pub(super) body: String,
}

/// Meetings, the latest first; those without a day come last in their year. `found` is how many were counted.
pub(super) async fn meetings(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    (found, slice): (u64, Slice),
) -> Result<Vec<MeetingFound>, DbErr> {
    use meeting::Column::{FiscalYear, Id, StartsAt};
    meetings::visible_to(asked.actor)
        .filter(asked.finds(db.get_database_backend(), SearchKind::Meeting, Id, found))
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .column_as(body::Column::ShortName, "body")
        .order_by_desc(FiscalYear)
        .order_by_with_nulls(StartsAt, Order::Desc, NullOrdering::Last)
        .order_by_desc(Id)
        .offset(slice.skip)
        .limit(slice.take)
        .into_model()
        .all(db)
        .await
}

/// An agenda item with its meeting and its body.
#[derive(Debug)]
pub(super) struct ItemFound {
    pub(super) item: agenda_item::Model,
    pub(super) meeting: meeting::Model,
    pub(super) body: body::Model,
}

/// Agenda items of meetings the reader may know of, those of the latest first. `found` is how many were counted: many are
/// met on the way through the meetings in their order, few are gathered and put in order.
pub(super) async fn agenda_items(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    (found, slice): (u64, Slice),
) -> Result<Vec<ItemFound>, DbErr> {
    use agenda_item::Column::{Id, MeetingId};
    let is_found = asked.finds(db.get_database_backend(), SearchKind::AgendaItem, Id, found);
    let rows: Vec<_> = if found < MOST {
        let known = one(meetings::visible_to(asked.actor), meeting::Column::Id, MeetingId);
        let few = agenda_item::Entity::find()
            .find_also_related(meeting::Entity)
            .find_also(meeting::Entity, body::Entity)
            .filter(is_found)
            .filter(Expr::exists(known));
        page_of(few, slice).all(db).await?
    } else {
        let many = meetings::visible_to(asked.actor)
            .find_also_related(agenda_item::Entity)
            .find_also(meeting::Entity, body::Entity)
            .filter(is_found);
        let rows = page_of(many, slice).all(db).await?;
        rows.into_iter().filter_map(|(meeting, item, body)| Some((item?, Some(meeting), body))).collect()
    };
    let read = |(item, meeting, body): (_, Option<_>, Option<_>)| {
        Some(ItemFound { item, meeting: meeting?, body: body? })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A page of agenda items beside their meetings, those of the latest first.
fn page_of<S: QueryOrder + QuerySelect>(rows: S, slice: Slice) -> S {
    rows.order_by_desc(meeting::Column::FiscalYear)
        .order_by_with_nulls(meeting::Column::StartsAt, Order::Desc, NullOrdering::Last)
        .order_by_asc(agenda_item::Column::Position)
        .order_by_asc(agenda_item::Column::Id)
        .offset(slice.skip)
        .limit(slice.take)
}

/// Bodies in the order of the tree's siblings.
pub(super) async fn bodies(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    slice: Slice,
) -> Result<Vec<body::Model>, DbErr> {
    let rows = asked.bodies(db.get_database_backend()).order_by_asc(body::Column::Position);
    rows.order_by_asc(body::Column::Id).offset(slice.skip).limit(slice.take).all(db).await
}

/// People by reading.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    slice: Slice,
) -> Result<Vec<person::Model>, DbErr> {
    let rows = asked.people(db.get_database_backend()).order_by_asc(person::Column::Kana);
    rows.order_by_asc(person::Column::Id).offset(slice.skip).limit(slice.take).all(db).await
}

/// Associations in the region's own order.
pub(super) async fn associations(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    slice: Slice,
) -> Result<Vec<association::Model>, DbErr> {
    let rows = asked.associations(db.get_database_backend()).order_by_asc(association::Column::Position);
    rows.order_by_asc(association::Column::Id).offset(slice.skip).limit(slice.take).all(db).await
}
