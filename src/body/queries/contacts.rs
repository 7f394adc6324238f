//! Where letters for heads and seats go.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::id::{ContactPointId, PersonId, SeatId};
use entity::seat_contact::ContactPurpose;
use entity::{association, contact_point, membership, person, seat, seat_contact};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::body::rules::{self, Head};

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

/// A contact point that a seat may say, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactChoice {
    /// The point, in use.
    pub point: contact_point::Model,
    /// The association or person it belongs to.
    pub holder: String,
}

/// What a seat can choose from: the points of its association, and of everybody who fills it on the day or will
/// later. First the association's, each holder's in their order.
pub async fn contact_choices(
    db: &impl ConnectionTrait,
    seat: &seat::Model,
    day: NaiveDate,
) -> Result<Vec<ContactChoice>, DbErr> {
    let holders = Query::select()
        .column(membership::Column::PersonId)
        .from(membership::Entity)
        .and_where(membership::Column::SeatId.eq(seat.id))
        .cond_where(
            Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gte(day)),
        )
        .take();
    let theirs = Condition::any()
        .add(contact_point::Column::PersonId.in_subquery(holders))
        .add_option(seat.association_id.map(|id| contact_point::Column::AssociationId.eq(id)));
    let rows: Vec<(contact_point::Model, Option<person::Model>, Option<association::Model>)> =
        contact_point::Entity::find()
            .find_also_related(person::Entity)
            .find_also(contact_point::Entity, association::Entity)
            .filter(theirs)
            .filter(contact_point::Column::RetiredAt.is_null())
            .order_by_asc(contact_point::Column::PersonId)
            .order_by_asc(contact_point::Column::Position)
            .all(db)
            .await?;
    let mut choices: Vec<_> = rows
        .into_iter()
        .map(|(point, person, association)| {
            let holder = association.map(|found| found.name).or(person.map(|found| found.name));
            ContactChoice { point, holder: holder.unwrap_or_default() }
        })
        .collect();
    choices.sort_by_key(|choice| choice.point.person_id.is_some());
    Ok(choices)
}

/// What a seat says today: purpose and point, points out of use left out.
pub async fn said_for_seat(
    db: &impl ConnectionTrait,
    seat: SeatId,
) -> Result<Vec<(ContactPurpose, ContactPointId)>, DbErr> {
    let rows = seat_contact::Entity::find()
        .find_also_related(contact_point::Entity)
        .filter(seat_contact::Column::SeatId.eq(seat))
        .filter(contact_point::Column::RetiredAt.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(row, _)| (row.purpose, row.contact_point_id)).collect())
}
