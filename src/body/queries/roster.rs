//! Rosters: who fills which seat on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{association, person, person_name, seat};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Iterable, JoinType,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::terms::terms_between;
use crate::body::rules::{self, Head, Holder, RosterLine, Tally};
use crate::directory::rules::as_named_on;

/// 委員名簿 of a body on a day, in its order, vacant seats included, everybody by the name of that day; two statements.
pub async fn roster_on(
    db: &impl ConnectionTrait,
    body: BodyId,
    day: NaiveDate,
) -> Result<Vec<RosterLine>, DbErr> {
    let seats = seat::Entity::find()
        .find_also_related(association::Entity)
        .filter(seat::Column::BodyId.eq(body))
        .filter(lasting(seat::Column::FromOn, seat::Column::ToOn, day))
        .all(db)
        .await?;
    let holders = membership::Entity::find()
        .find_also_related(person::Entity)
        .find_also(person::Entity, person_name::Entity)
        .filter(membership::Column::SeatId.in_subquery(seats_of(body)))
        .filter(lasting(membership::Column::FromOn, membership::Column::ToOn, day))
        .order_by_asc(membership::Column::FromOn)
        .order_by_asc(membership::Column::Id)
        .all(db)
        .await?;
    let mut by_seat: HashMap<SeatId, Vec<Holder>> = HashMap::new();
    // One row for each name had before, one if there is none.
    let names: Vec<_> = holders.iter().filter_map(|(_, _, name)| name.clone()).collect();
    for (membership, person, _) in holders {
        let Some(person) = person.map(|person| as_named_on(person, &names, day)) else { continue };
        let holders = by_seat.entry(membership.seat_id).or_default();
        if !holders.iter().any(|one| one.membership.id == membership.id) {
            holders.push(Holder { membership, person });
        }
    }
    let mut lines = Vec::new();
    for (seat, association) in seats {
        let found = by_seat.remove(&seat.id).unwrap_or_default();
        let members = if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() };
        lines.extend(members.into_iter().map(|member| RosterLine {
            seat: seat.clone(),
            association: association.clone(),
            member,
        }));
    }
    rules::sort(&mut lines);
    Ok(lines)
}

#[derive(FromQueryResult)]
struct Counted {
    body_id: BodyId,
    heads: i64,
    vacant: i64,
}

/// The tallies of bodies on a day, as `rules::tally` counts a roster; one statement. A body without seats is missing.
pub async fn tallies_on(
    db: &impl ConnectionTrait,
    bodies: &[BodyId],
    day: NaiveDate,
) -> Result<HashMap<BodyId, Tally>, DbErr> {
    let counted = MemberRole::iter().filter(|role| rules::is_counted(*role));
    let head = Expr::case(membership::Column::Role.is_in(counted), membership::Column::PersonId.into_expr());
    let filled = membership::Column::Id.count();
    let rows: Vec<Counted> = seat::Entity::find()
        .join(JoinType::LeftJoin, terms_between(day, day))
        .filter(seat::Column::BodyId.is_in(bodies.iter().copied()))
        .filter(lasting(seat::Column::FromOn, seat::Column::ToOn, day))
        .select_only()
        .column(seat::Column::BodyId)
        .column_as(Expr::from(Func::count_distinct(head)), "heads")
        .column_as(seat::Column::Id.count().sub(filled), "vacant")
        .group_by(seat::Column::BodyId)
        .into_model()
        .all(db)
        .await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(0);
    let tally = |row: &Counted| Tally { in_office: number(row.heads), vacant: number(row.vacant) };
    Ok(rows.iter().map(|row| (row.body_id, tally(row))).collect())
}

/// The heads of a body on a day in roster order, each with all its seats; observers and advisers, too.
pub async fn people_on(db: &impl ConnectionTrait, body: BodyId, day: NaiveDate) -> Result<Vec<Head>, DbErr> {
    Ok(rules::heads(&roster_on(db, body, day).await?))
}

fn seats_of(body: BodyId) -> SelectStatement {
    Query::select()
        .column(seat::Column::Id)
        .from(seat::Entity)
        .and_where(seat::Column::BodyId.eq(body))
        .take()
}

/// Both ends belong to it; an empty one is open.
fn lasting(from: impl ColumnTrait, to: impl ColumnTrait, day: NaiveDate) -> Condition {
    Condition::all()
        .add(Condition::any().add(from.is_null()).add(from.lte(day)))
        .add(Condition::any().add(to.is_null()).add(to.gte(day)))
}

/// A seat as the roster prints it: its association, else its own words.
pub async fn seat_name(db: &impl ConnectionTrait, seat: &seat::Model) -> Result<String, DbErr> {
    let Some(id) = seat.association_id else { return Ok(seat.label.clone()) };
    let found = association::Entity::find_by_id(id).one(db).await?;
    Ok(found.map_or_else(|| seat.label.clone(), |found| found.name))
}
