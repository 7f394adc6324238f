//! Reads of bodies, charters, seats and terms. What a person may know of starts at [`visible_to`]; the rest is
//! for those who hold a body already. Each takes a constant number of statements, also for a list.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::id::{BodyId, CharterId, MembershipId, PersonId, RegionId, SeatId};
use entity::seat_contact::ContactPurpose;
use entity::{
    association, body, charter, charter_setting, contact_point, membership, person, seat, seat_contact,
};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::rules::{self, Charters, Head, Holder, RosterLine, Rules};
use crate::access::{Actor, Reach};
use crate::platform::error::AppError;

/// Bodies this actor may know of; any other is a 404 to them.
pub fn visible_to(actor: &Actor) -> Select<body::Entity> {
    let Some(region) = actor.region() else { return body::Entity::find().filter(Expr::val(false)) };
    let in_region = body::Entity::find().filter(body::Column::RegionId.eq(region));
    match actor.reach() {
        Reach::WholeRegion | Reach::ConvenedInRegion => in_region,
        Reach::Bodies { ids, .. } => in_region.filter(body::Column::Id.is_in(ids)),
        Reach::Nothing => in_region.filter(Expr::val(false)),
    }
}

/// The body, or 404.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: BodyId) -> Result<body::Model, AppError> {
    visible_to(actor).filter(body::Column::Id.eq(id)).one(db).await?.ok_or(AppError::NotFound)
}

/// A body in its tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeLine {
    /// The body.
    pub body: body::Model,
    /// Steps below the highest body this person may see.
    pub depth: usize,
}

/// The bodies this actor may know of, each followed by those under it, siblings in their order. A body whose
/// parent is out of sight stands at the top.
pub async fn tree(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<TreeLine>, DbErr> {
    Ok(in_tree_order(visible_to(actor).all(db).await?))
}

fn in_tree_order(mut bodies: Vec<body::Model>) -> Vec<TreeLine> {
    bodies.sort_by(|one, other| (one.position, &one.name).cmp(&(other.position, &other.name)));
    let seen: Vec<_> = bodies.iter().map(|body| body.id).collect();
    let (top, mut below): (Vec<_>, Vec<_>) =
        bodies.into_iter().partition(|body| body.parent_id.is_none_or(|parent| !seen.contains(&parent)));
    let mut waiting: Vec<_> = top.into_iter().rev().map(|body| TreeLine { body, depth: 0 }).collect();
    let mut lines = Vec::new();
    while let Some(line) = waiting.pop() {
        let (next, rest): (Vec<_>, Vec<_>) =
            below.into_iter().partition(|body| body.parent_id == Some(line.body.id));
        below = rest;
        let depth = line.depth + 1;
        waiting.extend(next.into_iter().rev().map(|body| TreeLine { body, depth }));
        lines.push(line);
    }
    lines
}

/// Which body stands above each one that has one, for the whole region.
pub async fn parents(db: &impl ConnectionTrait, region: RegionId) -> Result<HashMap<BodyId, BodyId>, DbErr> {
    parents_where(db, body::Column::RegionId.eq(region)).await
}

async fn parents_where(
    db: &impl ConnectionTrait,
    which: impl sea_orm::sea_query::IntoCondition,
) -> Result<HashMap<BodyId, BodyId>, DbErr> {
    let rows: Vec<(BodyId, BodyId)> = body::Entity::find()
        .select_only()
        .column(body::Column::Id)
        .column(body::Column::ParentId)
        .filter(which)
        .filter(body::Column::ParentId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The charters of some bodies and of everything above them; three statements. Bodies of several regions may be
/// asked about at once.
pub async fn charters_of(db: &impl ConnectionTrait, bodies: &[BodyId]) -> Result<Charters, DbErr> {
    if bodies.is_empty() {
        return Ok(Charters::default());
    }
    let regions = body::Entity::find()
        .select_only()
        .column(body::Column::RegionId)
        .filter(body::Column::Id.is_in(bodies.iter().copied()))
        .into_query();
    let parents = parents_where(db, body::Column::RegionId.in_subquery(regions)).await?;
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

/// 委員名簿 of a body on a day, in its order, vacant seats included.
pub async fn roster_on(
    db: &impl ConnectionTrait,
    body: BodyId,
    day: NaiveDate,
) -> Result<Vec<RosterLine>, DbErr> {
    Ok(rosters_on(db, &[body], day).await?.remove(&body).unwrap_or_default())
}

/// The rosters of several bodies on a day; two statements. A body without seats is missing.
pub async fn rosters_on(
    db: &impl ConnectionTrait,
    bodies: &[BodyId],
    day: NaiveDate,
) -> Result<HashMap<BodyId, Vec<RosterLine>>, DbErr> {
    let seats = seat::Entity::find()
        .find_also_related(association::Entity)
        .filter(seat::Column::BodyId.is_in(bodies.iter().copied()))
        .filter(lasting(seat::Column::FromOn, seat::Column::ToOn, day))
        .all(db)
        .await?;
    let holders = membership::Entity::find()
        .find_also_related(person::Entity)
        .filter(membership::Column::SeatId.in_subquery(seats_of(bodies)))
        .filter(lasting(membership::Column::FromOn, membership::Column::ToOn, day))
        .order_by_asc(membership::Column::FromOn)
        .order_by_asc(membership::Column::Id)
        .all(db)
        .await?;
    let mut by_seat: HashMap<SeatId, Vec<Holder>> = HashMap::new();
    for (membership, person) in holders {
        let Some(person) = person else { continue };
        by_seat.entry(membership.seat_id).or_default().push(Holder { membership, person });
    }
    let mut rosters: HashMap<BodyId, Vec<RosterLine>> = HashMap::new();
    for (seat, association) in seats {
        let found = by_seat.remove(&seat.id).unwrap_or_default();
        let members = if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() };
        let lines = members.into_iter().map(|member| RosterLine {
            seat: seat.clone(),
            association: association.clone(),
            member,
        });
        rosters.entry(seat.body_id).or_default().extend(lines);
    }
    rosters.values_mut().for_each(|lines| rules::sort(lines));
    Ok(rosters)
}

/// The heads of a body on a day in roster order, each with all its seats; observers and advisers, too.
pub async fn people_on(db: &impl ConnectionTrait, body: BodyId, day: NaiveDate) -> Result<Vec<Head>, DbErr> {
    Ok(rules::heads(&roster_on(db, body, day).await?))
}

/// Where notices or reminders for these heads go, in the order of the points: two statements. Every head has an
/// entry; an empty one = nothing is known, by hand.
pub async fn contacts_for(
    db: &impl ConnectionTrait,
    heads: &[Head],
    purpose: ContactPurpose,
) -> Result<BTreeMap<PersonId, Vec<contact_point::Model>>, DbErr> {
    let seats = heads.iter().flat_map(|head| head.seats.iter().map(|held| held.seat.id));
    let rows = seat_contact::Entity::find()
        .find_also_related(contact_point::Entity)
        .filter(seat_contact::Column::SeatId.is_in(seats))
        .filter(seat_contact::Column::Purpose.eq(purpose))
        .filter(contact_point::Column::RetiredAt.is_null())
        .all(db)
        .await?;
    let mut said: HashMap<SeatId, Vec<contact_point::Model>> = HashMap::new();
    for (row, point) in rows {
        said.entry(row.seat_id).or_default().extend(point);
    }
    let persons = heads.iter().map(|head| head.person.id);
    let points = contact_point::Entity::find()
        .filter(contact_point::Column::PersonId.is_in(persons))
        .filter(contact_point::Column::RetiredAt.is_null())
        .all(db)
        .await?;
    let mut own: HashMap<PersonId, Vec<contact_point::Model>> = HashMap::new();
    for point in points {
        let Some(person) = point.person_id else { continue };
        own.entry(person).or_default().push(point);
    }
    let chosen = |head: &Head| {
        let own = own.get(&head.person.id).map(Vec::as_slice).unwrap_or_default();
        (head.person.id, rules::contacts(head, &said, own))
    };
    Ok(heads.iter().map(chosen).collect())
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

/// The charter version of a body this actor may know of, or 404.
pub async fn one_charter(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CharterId,
) -> Result<(body::Model, charter::Model), AppError> {
    let charter = charter::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    Ok((one(db, actor, charter.body_id).await?, charter))
}

/// The seat in a body this actor may know of, or 404.
pub async fn one_seat(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SeatId,
) -> Result<(body::Model, seat::Model), AppError> {
    let seat = seat::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    Ok((one(db, actor, seat.body_id).await?, seat))
}

/// The term in a body this actor may know of, with its seat and person, or 404.
pub async fn one_membership(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: MembershipId,
) -> Result<(body::Model, seat::Model, Holder), AppError> {
    let found = membership::Entity::find_by_id(id).find_also_related(person::Entity).one(db).await?;
    let Some((membership, Some(person))) = found else { return Err(AppError::NotFound) };
    let (body, seat) = one_seat(db, actor, membership.seat_id).await?;
    Ok((body, seat, Holder { membership, person }))
}

fn seats_of(bodies: &[BodyId]) -> SelectStatement {
    Query::select()
        .column(seat::Column::Id)
        .from(seat::Entity)
        .and_where(seat::Column::BodyId.is_in(bodies.iter().copied()))
        .take()
}

/// Both ends belong to it; an empty one is open.
fn lasting(from: impl ColumnTrait, to: impl ColumnTrait, day: NaiveDate) -> Condition {
    Condition::all()
        .add(Condition::any().add(from.is_null()).add(from.lte(day)))
        .add(Condition::any().add(to.is_null()).add(to.gte(day)))
}
