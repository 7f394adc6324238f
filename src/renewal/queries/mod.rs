//! The seats of a body that are empty from a day on, and what has been noted of filling them.

mod proposal;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::id::{BodyId, PersonId, SeatId};
use entity::{association, body, membership, nomination, renewal, seat};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

pub use proposal::{Waiting, latest, one_proposal, waiting};

use super::rules::{NextTerm, next_term, whole_term_end};
use crate::body::queries::{charters_in, roster_on, terms_of};
use crate::body::rules::{Rules, lasts_on};

/// A seat to fill.
#[derive(Clone, Debug)]
pub struct OpenSeat {
    /// Its number in the roster of the day.
    pub number: usize,
    /// The seat.
    pub seat: seat::Model,
    /// Who names its holder.
    pub association: Option<association::Model>,
    /// The last who sat there, with the name.
    pub last: Option<(membership::Model, String)>,
    /// What is noted of the next.
    pub said: Option<nomination::Model>,
    /// What the association proposes and nobody has looked at.
    pub proposed: Option<entity::proposal::Model>,
    /// The term of the next.
    pub next: NextTerm,
}

impl OpenSeat {
    /// What the roster prints: the association, else the seat's own words.
    pub fn place(&self) -> &str {
        self.association.as_ref().map_or(self.seat.label.as_str(), |found| found.name.as_str())
    }

    /// Who sat there last.
    pub fn last_person(&self) -> Option<PersonId> {
        self.last.as_ref().map(|(term, _)| term.person_id)
    }
}

/// The seats of a body that are empty on a day.
pub struct Round {
    /// First day of the new terms.
    pub from: NaiveDate,
    /// Where whole terms end: as noted, else by the charter.
    pub to: Option<NaiveDate>,
    /// The rules of that day.
    pub rules: Rules,
    /// What is noted of the round; none before the first time.
    pub noted: Option<renewal::Model>,
    /// In roster order.
    pub seats: Vec<OpenSeat>,
    /// The days from which seats are empty, from today on, with how many.
    pub days: Vec<(NaiveDate, usize)>,
}

/// Everything about filling the seats of a body on a day; on the next on which some are empty when none is asked for.
/// Eight statements.
pub async fn round(
    db: &impl ConnectionTrait,
    body: &body::Model,
    asked: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Round, DbErr> {
    let terms = terms_of(db, body.id).await?;
    let days = empty_from(&terms, today);
    let from = asked.or(days.first().map(|(day, _)| *day)).unwrap_or(today);
    let charters = charters_in(db, body.region_id).await?;
    let rules = charters.rules_on(body.id, from);
    let (noted, mut said) = noted(db, body.id, from).await?;
    let by_charter = whole_term_end(&rules, from);
    let to = noted.as_ref().map_or(by_charter, |noted| noted.to_on);
    let models: Vec<_> = terms.iter().map(|(term, _)| term.clone()).collect();
    let roster = roster_on(db, body.id, from).await?;
    let mut proposed = proposal::open_in(db, body.id).await?;
    let open = (1..).zip(roster).filter(|(_, line)| line.member.is_none());
    let seats = open.map(|(number, line)| {
        let of_seat = terms.iter().filter(|(term, _)| term.seat_id == line.seat.id && term.from_on < from);
        let last = of_seat.max_by_key(|(term, _)| term.from_on).cloned();
        let of_last = (last.as_ref().map(|(term, _)| term), models.as_slice());
        let next = next_term(&charters, body.id, of_last, from, to);
        let (said, proposed) = (said.remove(&line.seat.id), proposed.remove(&line.seat.id));
        OpenSeat { number, seat: line.seat, association: line.association, last, said, proposed, next }
    });
    Ok(Round { from, to, rules, noted, seats: seats.collect(), days })
}

/// The days after a term ends on which nobody else sits there.
fn empty_from(terms: &[(membership::Model, String)], today: NaiveDate) -> Vec<(NaiveDate, usize)> {
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (term, _) in terms {
        let Some(next) = term.to_on.and_then(|to| to.succ_opt()).filter(|next| today <= *next) else {
            continue;
        };
        let filled = terms.iter().any(|(other, _)| {
            other.seat_id == term.seat_id && lasts_on(Some(other.from_on), other.to_on, next)
        });
        if !filled {
            *days.entry(next).or_default() += 1;
        }
    }
    days.into_iter().collect()
}

async fn noted(
    db: &impl ConnectionTrait,
    body: BodyId,
    from: NaiveDate,
) -> Result<(Option<renewal::Model>, HashMap<SeatId, nomination::Model>), DbErr> {
    let of_day = renewal::Entity::find()
        .filter(renewal::Column::BodyId.eq(body))
        .filter(renewal::Column::FromOn.eq(from));
    let Some(round) = of_day.one(db).await? else { return Ok((None, HashMap::new())) };
    let said = nomination::Entity::find().filter(nomination::Column::RenewalId.eq(round.id)).all(db).await?;
    Ok((Some(round), said.into_iter().map(|row| (row.seat_id, row)).collect()))
}

/// A seat that somebody holds on a day, with its body.
#[derive(Clone, Debug)]
pub struct SeatInOffice {
    /// The term.
    pub term: membership::Model,
    /// The seat.
    pub seat: seat::Model,
    /// The body.
    pub body: body::Model,
    /// Who names its holder.
    pub association: Option<association::Model>,
}

/// The seats of a person that have not ended before a day, in the order of bodies; three statements.
pub async fn seats_of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<SeatInOffice>, DbErr> {
    let going_on =
        Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gte(day));
    let terms = membership::Entity::find()
        .find_also_related(seat::Entity)
        .filter(membership::Column::PersonId.eq(person))
        .filter(going_on)
        .all(db)
        .await?;
    let terms: Vec<_> = terms.into_iter().filter_map(|(term, seat)| seat.map(|seat| (term, seat))).collect();
    let ids = terms.iter().map(|(_, seat)| seat.body_id);
    let bodies = body::Entity::find().filter(body::Column::Id.is_in(ids)).all(db).await?;
    let bodies: HashMap<_, _> = bodies.into_iter().map(|row| (row.id, row)).collect();
    let ids = terms.iter().filter_map(|(_, seat)| seat.association_id);
    let named = association::Entity::find().filter(association::Column::Id.is_in(ids)).all(db).await?;
    let named: HashMap<_, _> = named.into_iter().map(|row| (row.id, row)).collect();
    let mut held: Vec<_> = terms
        .into_iter()
        .filter_map(|(term, seat)| {
            let body = bodies.get(&seat.body_id)?.clone();
            let association = seat.association_id.and_then(|id| named.get(&id)).cloned();
            Some(SeatInOffice { term, seat, body, association })
        })
        .collect();
    held.sort_by_key(|one| (one.body.position, one.seat.position));
    Ok(held)
}
