//! Many terms at once, all or none, compared with each other and with those that stay: two people are never in one
//! seat at a time, and a body has one chair at a time.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::id::{BodyId, MembershipId, PersonId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{body, person, seat};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::appoint::{Appoint, TermError};
use super::lock;
use crate::access::Importer;
use crate::body::rules;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::date::wareki;
use crate::platform::db::Tx;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// What terms are compared with.
struct Ground {
    bodies: HashMap<BodyId, body::Model>,
    seats: HashMap<SeatId, seat::Model>,
    people: HashMap<PersonId, String>,
    known: HashMap<MembershipId, membership::Model>,
    by_seat: HashMap<SeatId, Vec<membership::Model>>,
    chairs: HashMap<BodyId, Vec<membership::Model>>,
}

/// Appoints people and corrects terms.
pub async fn import_terms(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<MembershipId, Appoint>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let ground = Ground::read(tx, by, &rows).await?;
    IntakeError::unless_empty(rows.iter().flat_map(|row| ground.faults(row)).collect())?;
    let mut acts = Vec::new();
    let mut written: Vec<_> = rows.iter().map(|row| ground.term(row)).collect();
    for term in &written {
        let old = ground.known.get(&term.id);
        let verb = if old.is_some() { "membership.changed" } else { "membership.appointed" };
        let fields = old.map(|old| changed(old, term)).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("membership", term.id.0), fields });
    }
    // Whoever is replaced began before.
    written.sort_by_key(|term| term.from_on);
    put::<membership::Entity>(tx, written).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

impl Ground {
    async fn read(tx: &Tx, by: &Importer, rows: &[Incoming<MembershipId, Appoint>]) -> Result<Self, DbErr> {
        let bodies = lock::bodies(tx, by.region()).await?;
        let bodies: HashMap<_, _> = bodies.into_iter().map(|row| (row.id, row)).collect();
        let in_bodies = seat::Column::BodyId.is_in(bodies.keys().copied());
        let seats = seat::Entity::find().filter(in_bodies).lock_exclusive().all(tx).await?;
        let seats: HashMap<_, _> = seats.into_iter().map(|row| (row.id, row)).collect();
        let in_seats = membership::Column::SeatId.is_in(seats.keys().copied());
        let known = membership::Entity::find().filter(in_seats).lock_exclusive().all(tx).await?;
        let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
        let of_region = person::Column::RegionId.eq(by.region());
        let people = person::Entity::find().filter(of_region).all(tx).await?;
        let people = people.into_iter().map(|row| (row.id, row.name)).collect();
        let (by_seat, chairs) = (HashMap::new(), HashMap::new());
        let mut ground = Self { bodies, seats, people, known, by_seat, chairs };
        let replaced: HashSet<_> = rows.iter().map(|row| row.id).collect();
        let kept = ground.known.values().filter(|term| !replaced.contains(&term.id)).cloned();
        let all: Vec<_> = kept.chain(rows.iter().map(|row| ground.term(row))).collect();
        for term in all {
            let body = ground.seats.get(&term.seat_id).map(|seat| seat.body_id);
            if let Some(body) = body.filter(|_| term.role == MemberRole::Chair) {
                ground.chairs.entry(body).or_default().push(term.clone());
            }
            ground.by_seat.entry(term.seat_id).or_default().push(term);
        }
        Ok(ground)
    }

    fn term(&self, row: &Incoming<MembershipId, Appoint>) -> membership::Model {
        let Appoint { seat, person, role, from, to, predecessor } = row.facts;
        membership::Model {
            id: row.id,
            seat_id: seat,
            person_id: person,
            role,
            from_on: from,
            to_on: to,
            predecessor_id: predecessor,
            deputy_order: self.known.get(&row.id).and_then(|old| old.deputy_order),
            version: self.known.get(&row.id).map_or(1, |old| old.version + 1),
        }
    }

    fn faults(&self, row: &Incoming<MembershipId, Appoint>) -> Vec<Fault> {
        let term = self.term(row);
        let Some(seat) = self.seats.get(&term.seat_id) else {
            return vec![row.fault("席ID", "席が見つかりません。")];
        };
        let mut faults = Vec::new();
        let same = |old: &membership::Model| (old.seat_id, old.person_id) == (term.seat_id, term.person_id);
        if self.known.get(&row.id).is_some_and(|old| !same(old)) {
            let why = "席と人は変えられません。IDを空にして、新しい任期として入れてください。";
            faults.push(row.fault("氏名", why));
        }
        faults.extend(self.days(row, seat));
        faults.extend(self.neighbours(row, &term, seat));
        faults
    }

    fn days(&self, row: &Incoming<MembershipId, Appoint>, seat: &seat::Model) -> Option<Fault> {
        let (from, to): (NaiveDate, Option<NaiveDate>) = (row.facts.from, row.facts.to);
        let body = self.bodies.get(&seat.body_id)?;
        if !rules::term_is_valid(Some(from), to) {
            return Some(row.fault("任期の終わり", TermError::EndsBeforeItBegins));
        }
        let begins = body.set_up_on.max(seat.from_on);
        if begins.is_some_and(|first| from < first) {
            return Some(row.fault("任期の始まり", TermError::BeforeTheSeat));
        }
        let ends = [body.wound_up_on, seat.to_on].into_iter().flatten().min();
        let last = ends.filter(|_| !rules::is_within(from, to, begins, ends))?;
        Some(row.fault("任期の終わり", TermError::BeyondTheSeat(wareki(last))))
    }

    fn neighbours(
        &self,
        row: &Incoming<MembershipId, Appoint>,
        term: &membership::Model,
        seat: &seat::Model,
    ) -> Vec<Fault> {
        let meets = |other: &&membership::Model| {
            other.id != term.id
                && rules::terms_overlap((term.from_on, term.to_on), (other.from_on, other.to_on))
        };
        let name = |id| self.people.get(&id).cloned().unwrap_or_default();
        let in_seat = || self.by_seat.get(&seat.id).into_iter().flatten();
        let mut faults = Vec::new();
        if let Some(other) = in_seat().find(meets) {
            let term = rules::print_term(other.from_on, other.to_on);
            faults.push(row.fault("任期の始まり", TermError::Taken { name: name(other.person_id), term }));
        }
        let chairs = || self.chairs.get(&seat.body_id).into_iter().flatten();
        let is_chair = term.role == MemberRole::Chair;
        let other_chair = chairs().filter(|other| other.person_id != term.person_id).find(meets);
        if let Some(other) = other_chair.filter(|_| is_chair) {
            faults.push(row.fault("役割", TermError::ChairTaken(name(other.person_id))));
        }
        let before = |id| in_seat().any(|other| other.id == id && other.from_on < term.from_on);
        if term.predecessor_id.is_some_and(|id| !before(id)) {
            faults.push(row.fault("前任の任期ID", TermError::NotBefore));
        }
        faults
    }
}

fn changed(old: &membership::Model, new: &membership::Model) -> Vec<&'static str> {
    let all = [
        ("role", old.role != new.role),
        ("from_on", old.from_on != new.from_on),
        ("to_on", old.to_on != new.to_on),
        ("predecessor_id", old.predecessor_id != new.predecessor_id),
    ];
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
