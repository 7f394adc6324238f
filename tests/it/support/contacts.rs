//! Ways to people besides the one mail address everybody has at the start: more of them, others, or none.

use entity::contact_point::{self, ContactKind};
use entity::id::{AssociationId, ContactPointId, PersonId, SeatId};
use entity::seat_contact::{self, ContactPurpose};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::world::World;

/// Whose way it is.
#[derive(Clone, Copy)]
pub enum Holder {
    /// A person's own.
    Person(PersonId),
    /// The office of an association.
    Association(AssociationId),
}

/// Adds a contact point, after those the holder has.
pub async fn added(world: &World, of: Holder, kind: ContactKind, value: &str) -> contact_point::Model {
    let (person, association) = match of {
        Holder::Person(person) => (Some(person), None),
        Holder::Association(association) => (None, Some(association)),
    };
    let row = contact_point::ActiveModel {
        id: Set(ContactPointId::at(world.now())),
        region_id: Set(world.people.region.id),
        person_id: Set(person),
        association_id: Set(association),
        kind: Set(kind),
        value: Set(value.to_owned()),
        position: Set(2),
        retired_at: Set(None),
        version: Set(1),
    };
    world.write(async |tx| row.insert(tx).await).await
}

/// Makes a contact point another way, as if it had been one from the start.
pub async fn replaced(world: &World, contact: &contact_point::Model, kind: ContactKind, value: &str) {
    let mut row: contact_point::ActiveModel = contact.clone().into();
    (row.kind, row.value) = (Set(kind), Set(value.to_owned()));
    world.write(async |tx| row.update(tx).await).await;
}

/// Takes a contact point out of use.
pub async fn retired(world: &World, contact: &contact_point::Model) {
    let mut row: contact_point::ActiveModel = contact.clone().into();
    row.retired_at = Set(Some(world.now()));
    world.write(async |tx| row.update(tx).await).await;
}

/// Says for a seat where letters of one kind go.
pub async fn chosen(world: &World, seat: SeatId, purpose: ContactPurpose, points: &[&contact_point::Model]) {
    let rows = points.iter().map(|point| seat_contact::ActiveModel {
        seat_id: Set(seat),
        contact_point_id: Set(point.id),
        purpose: Set(purpose),
    });
    let rows: Vec<_> = rows.collect();
    world
        .write(async |tx| seat_contact::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop))
        .await;
}
