//! Reads of the register. People, associations and contact points are looked up only through what the actor
//! may see: the secretariat its own region, everybody else nothing.

use chrono::NaiveDate;
use entity::id::{AssociationId, BodyId, ContactPointId, MunicipalityId, PersonId, RegionId};
use entity::membership::MemberRole;
use entity::{
    association, body, contact_point, membership, municipality, person, person_double, person_name, region,
    region_municipality, seat, seat_contact,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use super::commands::Holder;
use crate::access::{Actor, Reach};
use crate::platform::error::AppError;
use crate::platform::folding::folded;

/// People this actor may see.
pub fn people_visible_to(actor: &Actor) -> Select<person::Entity> {
    person::Entity::find().filter(kept_by(actor, person::Column::RegionId)).filter(no_double())
}

/// People who are no double of somebody: only these are offered and listed.
pub fn no_double() -> Condition {
    let doubles = person_double::Entity::find().select_only().column(person_double::Column::PersonId);
    Condition::all().add(person::Column::Id.not_in_subquery(doubles.into_query()))
}

/// Whose double a row of the region is, if it is one.
pub async fn joined_to(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: PersonId,
) -> Result<Option<PersonId>, DbErr> {
    let double = person_double::Entity::find_by_id(id).one(db).await?;
    let Some(kept) = double.map(|double| double.kept_id) else { return Ok(None) };
    let own = person::Entity::find_by_id(kept).filter(kept_by(actor, person::Column::RegionId));
    Ok(own.one(db).await?.map(|person| person.id))
}

/// Associations this actor may see.
pub fn associations_visible_to(actor: &Actor) -> Select<association::Entity> {
    association::Entity::find().filter(kept_by(actor, association::Column::RegionId))
}

/// Contact points this actor may see, those in use.
pub fn contacts_visible_to(actor: &Actor) -> Select<contact_point::Entity> {
    use contact_point::{Column, Entity};
    Entity::find().filter(kept_by(actor, Column::RegionId)).filter(Column::RetiredAt.is_null())
}

fn kept_by(actor: &Actor, region_column: impl ColumnTrait) -> Condition {
    match (actor.reach(), actor.region()) {
        (Reach::WholeRegion, Some(region)) => Condition::all().add(region_column.eq(region)),
        _ => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// One person, or 404.
pub async fn person(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: PersonId,
) -> Result<person::Model, AppError> {
    let found = people_visible_to(actor).filter(person::Column::Id.eq(id)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// The names a person had before, the latest first.
pub async fn names_before(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<person_name::Model>, DbErr> {
    let own = person_name::Entity::find().filter(person_name::Column::PersonId.eq(person));
    own.order_by_desc(person_name::Column::LastOn).all(db).await
}

/// One association, or 404.
pub async fn association(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AssociationId,
) -> Result<association::Model, AppError> {
    let found = associations_visible_to(actor).filter(association::Column::Id.eq(id)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// One contact point in use, or 404.
pub async fn contact(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ContactPointId,
) -> Result<contact_point::Model, AppError> {
    let found = contacts_visible_to(actor).filter(contact_point::Column::Id.eq(id)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// The people an actor may see whose name or reading holds `sought`, by reading. 高橋 finds 髙橋.
pub async fn people_like(
    db: &impl ConnectionTrait,
    actor: &Actor,
    sought: &str,
) -> Result<Vec<person::Model>, DbErr> {
    let sought = folded(sought);
    let mut people = people_visible_to(actor).all(db).await?;
    people.retain(|one| folded(&one.name).contains(&sought) || folded(&one.kana).contains(&sought));
    // Sorted here, because each database has an order of its own for kana.
    people.sort_by(|one, other| (&one.kana, &one.name).cmp(&(&other.kana, &other.name)));
    Ok(people)
}

/// People of the same name, in whatever form: to ask whether somebody is entered twice.
pub async fn namesakes(
    db: &impl ConnectionTrait,
    actor: &Actor,
    name: &str,
) -> Result<Vec<person::Model>, DbErr> {
    let sought = folded(name);
    let mut people = people_visible_to(actor).all(db).await?;
    people.retain(|one| folded(&one.name) == sought);
    Ok(people)
}

/// The associations an actor may see whose name or reading holds `sought`, in the region's own order.
pub async fn associations_like(
    db: &impl ConnectionTrait,
    actor: &Actor,
    sought: &str,
) -> Result<Vec<association::Model>, DbErr> {
    let sought = folded(sought);
    let mut found = associations_visible_to(actor)
        .order_by_asc(association::Column::Position)
        .order_by_asc(association::Column::Id)
        .all(db)
        .await?;
    found.retain(|one| {
        [&one.name, &one.short_name, &one.kana].iter().any(|text| folded(text).contains(&sought))
    });
    Ok(found)
}

/// The contact points of a holder in use, in their order.
pub async fn contacts_of(
    db: &impl ConnectionTrait,
    holder: Holder,
) -> Result<Vec<contact_point::Model>, DbErr> {
    holder.contacts().all(db).await
}

/// How many seats are told to be reached at a contact point.
pub async fn seats_reached_at(db: &impl ConnectionTrait, contact: ContactPointId) -> Result<u64, DbErr> {
    seat_contact::Entity::find().filter(seat_contact::Column::ContactPointId.eq(contact)).count(db).await
}

/// A seat somebody holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatHeld {
    /// The body.
    pub body: BodyId,
    /// Its name.
    pub body_name: String,
    /// The association that named the person, or the label of the seat.
    pub place: String,
    /// Chair, member …
    pub role: MemberRole,
    /// First day of the term.
    pub from_on: NaiveDate,
    /// Last day; none while open.
    pub to_on: Option<NaiveDate>,
}

type SeatRow = (BodyId, String, Option<String>, String, MemberRole, NaiveDate, Option<NaiveDate>);

/// The seats of a person, the latest term first.
pub async fn seats_of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<SeatHeld>, DbErr> {
    let rows: Vec<SeatRow> = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Seat.def())
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .join(JoinType::LeftJoin, seat::Relation::Association.def())
        .filter(membership::Column::PersonId.eq(person))
        .select_only()
        .column(body::Column::Id)
        .column(body::Column::Name)
        .column(association::Column::ShortName)
        .column(seat::Column::Label)
        .column(membership::Column::Role)
        .column(membership::Column::FromOn)
        .column(membership::Column::ToOn)
        .order_by_desc(membership::Column::FromOn)
        .into_tuple()
        .all(db)
        .await?;
    let held = |(body, body_name, association, label, role, from_on, to_on): SeatRow| SeatHeld {
        body,
        body_name,
        place: association.unwrap_or(label),
        role,
        from_on,
        to_on,
    };
    Ok(rows.into_iter().map(held).collect())
}

/// How many seats an association has.
pub async fn seats_of_association(
    db: &impl ConnectionTrait,
    association: AssociationId,
) -> Result<u64, DbErr> {
    seat::Entity::find().filter(seat::Column::AssociationId.eq(association)).count(db).await
}

/// The region acted in, or 404 where there is none.
pub async fn own_region(db: &impl ConnectionTrait, actor: &Actor) -> Result<region::Model, AppError> {
    let id = actor.region().ok_or(AppError::NotFound)?;
    region::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// All regions by name. For the administrator and the sign-in page.
pub async fn regions(db: &impl ConnectionTrait) -> Result<Vec<region::Model>, DbErr> {
    let mut found = region::Entity::find().all(db).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// One region for the administrator, or 404.
pub async fn region(db: &impl ConnectionTrait, id: RegionId) -> Result<region::Model, AppError> {
    region::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// A town and the last day of its membership of a region, if it has left.
pub type MemberTown = (municipality::Model, Option<NaiveDate>);

/// The member towns of a region by code, those that have left last.
pub async fn member_towns(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<MemberTown>, DbErr> {
    use region_municipality::{Column, Entity};
    let rows = Entity::find()
        .find_also_related(municipality::Entity)
        .filter(Column::RegionId.eq(region))
        .all(db)
        .await?;
    let town = |(member, town): (region_municipality::Model, Option<municipality::Model>)| {
        town.map(|town| (town, member.to_on))
    };
    let mut towns: Vec<_> = rows.into_iter().filter_map(town).collect();
    towns.sort_by(|one, other| (one.1.is_some(), &one.0.code).cmp(&(other.1.is_some(), &other.0.code)));
    Ok(towns)
}

/// A town that belongs to the region today, by code.
pub async fn town_by_code(
    db: &impl ConnectionTrait,
    region: RegionId,
    code: &str,
) -> Result<Option<MunicipalityId>, DbErr> {
    let towns = member_towns(db, region).await?;
    Ok(towns.into_iter().find(|(town, left)| left.is_none() && town.code == code).map(|(town, _)| town.id))
}
