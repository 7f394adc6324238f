//! Many rows of the register at once, all or none: people and associations with their contact points. They keep the
//! rules that a form keeps; only the reading of a person may be missing, as it is in old lists.

use std::collections::HashMap;

use entity::contact_point::{self, ContactKind};
use entity::id::{AssociationId, ContactPointId, PersonId, RegionId};
use entity::{association, person};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    AssociationError, AssociationFacts, ContactFacts, Holder, PersonFacts, association as one,
    person as someone,
};
use crate::access::Importer;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;
use crate::platform::table::{Incoming, IntakeError};

/// A person with all ways to reach them.
#[derive(Clone, Debug)]
pub struct PersonEntry {
    /// What is written down.
    pub facts: PersonFacts,
    /// All contact points; of one kind in their order.
    pub contacts: Vec<ContactFacts>,
}

/// An association with all ways to reach its office.
#[derive(Clone, Debug)]
pub struct AssociationEntry {
    /// What is written down.
    pub facts: AssociationFacts,
    /// All contact points; of one kind in their order.
    pub contacts: Vec<ContactFacts>,
}

/// Enters and changes people.
pub async fn import_people(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<PersonId, PersonEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let of_region = person::Column::RegionId.eq(by.region());
    let known = person::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let (mut written, mut acts, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for Incoming { id, facts: PersonEntry { facts, contacts: ways }, .. } in rows {
        contacts.push((Holder::Person(id), ways));
        let old = known.get(&id);
        let fields = old.map(|old| someone::changed(old, &facts)).unwrap_or_default();
        if old.is_some() && fields.is_empty() {
            continue;
        }
        let verb = if old.is_some() { "person.changed" } else { "person.entered" };
        acts.push(Act { verb, subject: Subject("person", id.0), fields });
        written.push(person::Model {
            id,
            region_id: by.region(),
            name: facts.name,
            kana: facts.kana,
            workplace: facts.workplace,
            post: facts.post,
            created_at: old.map_or(now, |old| old.created_at),
            version: old.map_or(1, |old| old.version + 1),
        });
    }
    let ids: Vec<_> = written.iter().map(|row| row.id).collect();
    put::<person::Entity>(tx, written).await?;
    refresh(tx, ids).await?;
    audit::record_all(tx, by.by(), &acts, now).await?;
    Ok(replace_contacts(tx, by, contacts, now).await?)
}

/// Enters and changes associations.
pub async fn import_associations(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<AssociationId, AssociationEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let of_region = association::Column::RegionId.eq(by.region());
    let known = association::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    IntakeError::unless_empty(names_taken(&known, &rows))?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let (mut written, mut acts, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for Incoming { id, facts: AssociationEntry { facts, contacts: ways }, .. } in rows {
        contacts.push((Holder::Association(id), ways));
        let old = known.get(&id);
        let fields = old.map(|old| one::changed(old, &facts)).unwrap_or_default();
        if old.is_some() && fields.is_empty() {
            continue;
        }
        let verb = if old.is_some() { "association.changed" } else { "association.entered" };
        acts.push(Act { verb, subject: Subject("association", id.0), fields });
        written.push(association::Model {
            id,
            region_id: by.region(),
            name: facts.name,
            short_name: facts.short_name,
            kana: facts.kana,
            position: facts.position,
            ended_on: facts.ended_on,
            version: old.map_or(1, |old| old.version + 1),
        });
    }
    let ids: Vec<_> = written.iter().map(|row| row.id).collect();
    put::<association::Entity>(tx, written).await?;
    refresh(tx, ids).await?;
    audit::record_all(tx, by.by(), &acts, now).await?;
    Ok(replace_contacts(tx, by, contacts, now).await?)
}

fn names_taken(
    known: &[association::Model],
    rows: &[Incoming<AssociationId, AssociationEntry>],
) -> Vec<crate::platform::table::Fault> {
    let mut names: HashMap<&str, AssociationId> = HashMap::new();
    let replaced: HashMap<_, _> = rows.iter().map(|row| (row.id, ())).collect();
    let kept = known.iter().filter(|row| !replaced.contains_key(&row.id));
    names.extend(kept.map(|row| (row.name.as_str(), row.id)));
    let mut faults = Vec::new();
    for row in rows {
        if names.insert(&row.facts.facts.name, row.id).is_some_and(|other| other != row.id) {
            faults.push(row.fault("名前", AssociationError::NameTaken));
        }
    }
    faults
}

/// Makes the contact points of each holder what they shall be: those missing are taken out of use.
async fn replace_contacts(
    tx: &Tx,
    by: &Importer,
    wanted: Vec<(Holder, Vec<ContactFacts>)>,
    now: Instant,
) -> Result<(), DbErr> {
    let mut held = in_use(tx, by.region()).await?;
    let (mut written, mut acts) = (Vec::new(), Vec::new());
    for (holder, wanted) in wanted {
        let mut there = held.remove(&holder).unwrap_or_default();
        if by_kind(there.iter().map(|row| (row.kind, row.value.as_str())))
            == by_kind(wanted.iter().map(|fact| (fact.kind, fact.value.as_str())))
        {
            continue;
        }
        for (position, fact) in (1..).zip(wanted) {
            let same = there.iter().position(|row| row.kind == fact.kind && row.value == fact.value);
            match same.map(|at| there.remove(at)) {
                Some(row) if row.position == position => {}
                Some(row) => {
                    acts.push(act("contact_point.moved", row.id, vec!["position"]));
                    written.push(contact_point::Model { position, version: row.version + 1, ..row });
                }
                None => {
                    let row = added(by.region(), holder, fact, position, now);
                    acts.push(act("contact_point.added", row.id, vec!["kind", "value"]));
                    written.push(row);
                }
            }
        }
        for row in there {
            acts.push(act("contact_point.retired", row.id, vec!["retired_at"]));
            let version = row.version + 1;
            written.push(contact_point::Model { retired_at: Some(now), version, ..row });
        }
    }
    put::<contact_point::Entity>(tx, written).await?;
    audit::record_all(tx, by.by(), &acts, now).await
}

fn act(verb: &'static str, id: ContactPointId, fields: Vec<&'static str>) -> Act<'static> {
    Act { verb, subject: Subject("contact_point", id.0), fields }
}

fn added(
    region_id: RegionId,
    holder: Holder,
    fact: ContactFacts,
    position: i32,
    now: Instant,
) -> contact_point::Model {
    let (person_id, association_id) = holder.ids();
    contact_point::Model {
        id: ContactPointId::at(now),
        region_id,
        person_id,
        association_id,
        kind: fact.kind,
        value: fact.value,
        position,
        retired_at: None,
        version: 1,
    }
}

/// Every holder's contact points in use, in their order.
async fn in_use(tx: &Tx, region: RegionId) -> Result<HashMap<Holder, Vec<contact_point::Model>>, DbErr> {
    let rows = contact_point::Entity::find()
        .filter(contact_point::Column::RegionId.eq(region))
        .filter(contact_point::Column::RetiredAt.is_null())
        .order_by_asc(contact_point::Column::Position)
        .order_by_asc(contact_point::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let mut held: HashMap<Holder, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(holder) = Holder::of(&row) {
            held.entry(holder).or_default().push(row);
        }
    }
    Ok(held)
}

fn by_kind<'a>(ways: impl Iterator<Item = (ContactKind, &'a str)>) -> Vec<(ContactKind, &'a str)> {
    let mut ways: Vec<_> = ways.collect();
    ways.sort_by_key(|(kind, _)| *kind);
    ways
}
