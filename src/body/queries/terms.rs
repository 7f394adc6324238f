//! Terms of a body or a seat, and what stands in the way of a body's end.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, RegionId, SeatId};
use entity::{body, meeting, membership, person, seat};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, RelationTrait,
};

use crate::platform::date::end_of_day;

/// All terms in a body, past and to come, each with the name of its holder.
pub async fn terms_of(
    db: &impl ConnectionTrait,
    body: BodyId,
) -> Result<Vec<(membership::Model, String)>, DbErr> {
    terms_where(db, in_body(body)).await
}

/// All terms in a seat, past and to come, the latest first, each with the name of its holder.
pub async fn terms_of_seat(
    db: &impl ConnectionTrait,
    seat: SeatId,
) -> Result<Vec<(membership::Model, String)>, DbErr> {
    terms_where(db, Condition::all().add(membership::Column::SeatId.eq(seat))).await
}

/// From a seat to the terms in it that touch the time between two days.
pub fn terms_between(first: NaiveDate, last: NaiveDate) -> RelationDef {
    membership::Relation::Seat.def().rev().on_condition(move |_, right| {
        let column = |column| Expr::col((right.clone(), column));
        let ends = || column(membership::Column::ToOn);
        let begun = column(membership::Column::FromOn).lte(last);
        Condition::all().add(begun).add(ends().is_null().or(ends().gte(first)))
    })
}

async fn terms_where(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Vec<(membership::Model, String)>, DbErr> {
    let rows = membership::Entity::find()
        .find_also_related(person::Entity)
        .filter(which)
        .order_by_desc(membership::Column::FromOn)
        .order_by_desc(membership::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(term, person)| (term, person.map_or_else(String::new, |found| found.name)))
        .collect())
}

/// All terms in a region by body, past and to come, each with the name of its holder.
pub async fn terms_in_region(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<HashMap<BodyId, Vec<(membership::Model, String)>>, DbErr> {
    let seats = seat::Entity::find()
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region))
        .select_only()
        .columns([seat::Column::Id, seat::Column::BodyId])
        .into_tuple::<(SeatId, BodyId)>()
        .all(db)
        .await?;
    let bodies: HashMap<_, _> = seats.into_iter().collect();
    let people = person::Column::RegionId.eq(region);
    let mut found: HashMap<BodyId, Vec<_>> = HashMap::new();
    for (term, name) in terms_where(db, Condition::all().add(people)).await? {
        if let Some(body) = bodies.get(&term.seat_id) {
            found.entry(*body).or_default().push((term, name));
        }
    }
    Ok(found)
}

/// The terms in a body that go on after a day, or begin after it.
pub async fn terms_after(
    db: &impl ConnectionTrait,
    body: BodyId,
    day: NaiveDate,
) -> Result<Vec<membership::Model>, DbErr> {
    membership::Entity::find().filter(is_term_after(body, day)).all(db).await
}

/// The same as a condition.
pub fn is_term_after(body: BodyId, day: NaiveDate) -> Condition {
    let later =
        Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gt(day));
    Condition::all().add(in_body(body)).add(later)
}

/// Meetings of a body that are not cancelled and would be held after a day: with a later date, planned for a
/// later month, or waiting for a new date.
pub async fn meetings_after(
    db: &impl ConnectionTrait,
    body: BodyId,
    day: NaiveDate,
) -> Result<Vec<meeting::Model>, DbErr> {
    use meeting::Column::{BodyId as Body, CancelledAt, MonthOn, StartsAt};
    let undated = Condition::any().add(MonthOn.is_null()).add(MonthOn.gt(day));
    let later = Condition::any()
        .add(StartsAt.gte(end_of_day(day)))
        .add(Condition::all().add(StartsAt.is_null()).add(undated));
    meeting::Entity::find()
        .filter(Body.eq(body))
        .filter(CancelledAt.is_null())
        .filter(later)
        .order_by_asc(StartsAt)
        .order_by_asc(MonthOn)
        .all(db)
        .await
}

fn in_body(body: BodyId) -> Condition {
    let seats = Query::select()
        .column(seat::Column::Id)
        .from(seat::Entity)
        .and_where(seat::Column::BodyId.eq(body))
        .take();
    Condition::all().add(membership::Column::SeatId.in_subquery(seats))
}
