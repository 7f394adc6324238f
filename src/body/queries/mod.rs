//! Reads of bodies, charters, seats and terms. What a person may know of starts at [`visible_to`]; the rest is
//! for those who hold a body already. Each takes a constant number of statements, also for a list.

mod charters;
mod choices;
mod contacts;
mod roster;
mod terms;

use entity::id::{BodyId, CharterId, MembershipId, SeatId};
use entity::{body, body_succession, charter, membership, person, seat};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Select};

use super::rules::Holder;
use crate::access::{Actor, Reach};
use crate::platform::error::AppError;

pub use charters::{charters_in, rules_on, settings, versions};
pub use choices::{associations, bodies};
pub use contacts::{ContactChoice, contact_choices, contacts_for, said_for_seat};
pub use roster::{people_on, roster_on, seat_name, tallies_on};
pub use terms::{
    is_term_after, meetings_after, terms_after, terms_between, terms_in_region, terms_of, terms_of_seat,
};

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

/// The body this one grew out of, and those that grew out of it.
pub async fn followed(
    db: &impl ConnectionTrait,
    body: BodyId,
) -> Result<(Option<BodyId>, Vec<BodyId>), DbErr> {
    use body_succession::Column::{BodyId as Later, PredecessorId};
    let either = Condition::any().add(Later.eq(body)).add(PredecessorId.eq(body));
    let rows = body_succession::Entity::find().filter(either).all(db).await?;
    let before = rows.iter().find(|row| row.body_id == body).map(|row| row.predecessor_id);
    Ok((before, rows.iter().filter(|row| row.predecessor_id == body).map(|row| row.body_id).collect()))
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

/// These bodies, each followed by those under it; one whose parent is not among them stands at the top.
pub fn in_tree_order(mut bodies: Vec<body::Model>) -> Vec<TreeLine> {
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
