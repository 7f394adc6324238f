//! Contact points: ordered among those of one holder, because the first of a kind serves; retired and never
//! deleted, because old deliveries name them.

use entity::contact_point::{ActiveModel, Column, ContactKind, Entity, Model};
use entity::id::{AssociationId, ContactPointId, PersonId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Select, Set,
};
use uuid::Uuid;

use super::{ChangeError, Registrar};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Whom a contact point reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A person.
    Person(PersonId),
    /// An association's office.
    Association(AssociationId),
}

impl Holder {
    pub(super) fn ids(self) -> (Option<PersonId>, Option<AssociationId>) {
        match self {
            Self::Person(id) => (Some(id), None),
            Self::Association(id) => (None, Some(id)),
        }
    }

    /// Whom a stored contact point reaches.
    pub fn of(contact: &Model) -> Option<Self> {
        contact.person_id.map(Self::Person).or(contact.association_id.map(Self::Association))
    }

    /// Its contact points in use, in their order.
    pub fn contacts(self) -> Select<Entity> {
        let all = Entity::find().filter(Column::RetiredAt.is_null());
        match self {
            Self::Person(id) => all.filter(Column::PersonId.eq(id)),
            Self::Association(id) => all.filter(Column::AssociationId.eq(id)),
        }
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id)
    }
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFacts {
    /// Mail, fax, telephone or post.
    pub kind: ContactKind,
    /// Address or number, as `rules` read it.
    pub value: String,
}

/// A contact point and its version as the form saw it.
#[derive(Clone, Copy, Debug)]
pub struct ChangeContact {
    /// Which.
    pub contact: ContactPointId,
    /// Its version when the form was drawn.
    pub seen: i32,
}

/// Adds a way to reach somebody, after the others. The holder was found in the registrar's region.
pub async fn add_contact(
    tx: &Tx,
    by: &Registrar,
    holder: Holder,
    facts: ContactFacts,
    now: Instant,
) -> Result<ContactPointId, DbErr> {
    let last = holder.contacts().all(tx).await?.last().map_or(0, |contact| contact.position);
    let id = ContactPointId::at(now);
    let (person_id, association_id) = holder.ids();
    let row = ActiveModel {
        id: Set(id),
        region_id: Set(by.region),
        person_id: Set(person_id),
        association_id: Set(association_id),
        kind: Set(facts.kind),
        value: Set(facts.value),
        position: Set(last + 1),
        retired_at: Set(None),
        version: Set(1),
    };
    row.insert(tx).await?;
    record(tx, by, "contact_point.added", id.0, &["kind", "value"], now).await?;
    Ok(id)
}

/// Corrects a contact point. Messages still waiting for it go to the corrected one.
pub async fn change_contact(
    tx: &Tx,
    by: &Registrar,
    input: ChangeContact,
    facts: ContactFacts,
    now: Instant,
) -> Result<(), ChangeError<Model>> {
    let mut row = lock(tx, by, input).await?.into_active_model();
    row.kind = Set(facts.kind);
    row.value = Set(facts.value);
    row.version = Set(input.seen + 1);
    row.update(tx).await?;
    record(tx, by, "contact_point.changed", input.contact.0, &["kind", "value"], now).await?;
    Ok(())
}

/// Puts a contact point first among those of its holder.
pub async fn move_contact(
    tx: &Tx,
    by: &Registrar,
    input: ChangeContact,
    now: Instant,
) -> Result<(), ChangeError<Model>> {
    let contact = lock(tx, by, input).await?;
    let holder = Holder::of(&contact).ok_or(ChangeError::NotFound)?;
    let others = holder.contacts().all(tx).await?;
    let others: Vec<_> = others.into_iter().filter(|other| other.id != contact.id).collect();
    let mut row = contact.into_active_model();
    row.position = Set(1);
    row.version = Set(input.seen + 1);
    row.update(tx).await?;
    for (position, other) in (2..).zip(others) {
        let mut row = other.into_active_model();
        row.position = Set(position);
        row.update(tx).await?;
    }
    record(tx, by, "contact_point.moved", input.contact.0, &["position"], now).await?;
    Ok(())
}

/// Takes a contact point out of use.
pub async fn retire_contact(
    tx: &Tx,
    by: &Registrar,
    input: ChangeContact,
    now: Instant,
) -> Result<(), ChangeError<Model>> {
    let mut row = lock(tx, by, input).await?.into_active_model();
    row.retired_at = Set(Some(now));
    row.version = Set(input.seen + 1);
    row.update(tx).await?;
    record(tx, by, "contact_point.retired", input.contact.0, &["retired_at"], now).await?;
    Ok(())
}

async fn lock(tx: &Tx, by: &Registrar, input: ChangeContact) -> Result<Model, ChangeError<Model>> {
    let found = Entity::find_by_id(input.contact)
        .filter(Column::RegionId.eq(by.region))
        .filter(Column::RetiredAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(ChangeError::NotFound)?;
    if found.version != input.seen {
        return Err(ChangeError::Stale(Box::new(found)));
    }
    Ok(found)
}

async fn record(
    tx: &Tx,
    by: &Registrar,
    verb: &'static str,
    id: Uuid,
    fields: &[&str],
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by, verb, Subject("contact_point", id), fields, None, now).await
}
