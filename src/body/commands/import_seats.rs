//! Many seats at once, all or none, each with the addresses chosen for it.

use std::collections::{BTreeSet, HashMap};

use entity::id::{BodyId, ContactPointId, SeatId};
use entity::seat_contact::{self, ContactPurpose};
use entity::{membership, seat};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::arrange::{ArrangeError, SeatFacts, changes};
use super::lock;
use crate::access::Importer;
use crate::body::rules;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::{AT_ONCE, put};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// A seat as a file describes it. Its association and contact points were found in the region.
#[derive(Clone, Debug)]
pub struct SeatEntry {
    /// In which body.
    pub body: BodyId,
    /// What it is.
    pub facts: SeatFacts,
    /// Where notices go; none leaves it to the holder's mail.
    pub notice: BTreeSet<ContactPointId>,
    /// Where reminders go.
    pub reminder: BTreeSet<ContactPointId>,
}

/// Adds and changes seats.
pub async fn import_seats(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<SeatId, SeatEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let bodies: Vec<_> = lock::bodies(tx, by.region()).await?.into_iter().map(|body| body.id).collect();
    let known =
        seat::Entity::find().filter(seat::Column::BodyId.is_in(bodies)).lock_exclusive().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let of_seats = membership::Column::SeatId.is_in(known.keys().copied());
    let mut terms: HashMap<_, Vec<_>> = HashMap::new();
    for term in membership::Entity::find().filter(of_seats).all(tx).await? {
        terms.entry(term.seat_id).or_default().push(term);
    }
    let faults = rows.iter().flat_map(|row| {
        let terms = terms.get(&row.id).map_or(&[][..], Vec::as_slice);
        faults(row, known.get(&row.id), terms)
    });
    IntakeError::unless_empty(faults.collect())?;
    let (mut written, mut chosen, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    for Incoming { id, facts: SeatEntry { body, facts, notice, reminder }, .. } in rows {
        let old = known.get(&id);
        let verb = if old.is_some() { "seat.edited" } else { "seat.added" };
        let fields = old.map(|old| changes(old, &facts)).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("seat", id.0), fields });
        for (purpose, points) in [(ContactPurpose::Notice, notice), (ContactPurpose::Reminder, reminder)] {
            let of_seat = |contact_point_id| seat_contact::Model { seat_id: id, purpose, contact_point_id };
            chosen.extend(points.into_iter().map(of_seat));
        }
        written.push(seat::Model {
            id,
            body_id: body,
            association_id: facts.association,
            category: facts.category,
            label: facts.label,
            position: facts.position,
            from_on: facts.from,
            to_on: facts.to,
            version: old.map_or(1, |old| old.version + 1),
        });
    }
    replace(tx, written, chosen).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

fn faults(
    row: &Incoming<SeatId, SeatEntry>,
    old: Option<&seat::Model>,
    terms: &[membership::Model],
) -> Vec<Fault> {
    let SeatEntry { body, facts, .. } = &row.facts;
    let mut faults = Vec::new();
    if !rules::term_is_valid(facts.from, facts.to) {
        faults.push(row.fault("終わりの日", ArrangeError::EndsBeforeItBegins));
    } else if terms.iter().any(|term| !rules::is_within(term.from_on, term.to_on, facts.from, facts.to)) {
        faults.push(row.fault("終わりの日", ArrangeError::TermsOutside));
    }
    if facts.association.is_none() && facts.label.trim().is_empty() {
        faults.push(row.fault("名簿にのせる言葉", ArrangeError::Nameless));
    }
    if old.is_some_and(|old| old.body_id != *body) {
        faults.push(
            row.fault("会議体", "席を別の会議体に移すことはできません。新しい席として入れてください。"),
        );
    }
    faults
}

async fn replace(tx: &Tx, seats: Vec<seat::Model>, contacts: Vec<seat_contact::Model>) -> Result<(), DbErr> {
    let ids: Vec<_> = seats.iter().map(|row| row.id).collect();
    put::<seat::Entity>(tx, seats).await?;
    for some in ids.chunks(AT_ONCE) {
        let of_seats = seat_contact::Column::SeatId.is_in(some.iter().copied());
        seat_contact::Entity::delete_many().filter(of_seats).exec(tx).await?;
    }
    // All its columns are its key, so there is nothing to replace.
    for some in contacts.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(seat_contact::ActiveModel::from);
        seat_contact::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
