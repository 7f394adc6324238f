//! 委嘱 and 任命: a person in a seat for a term. Two people are never in one seat at a time; one person may be in two
//! seats of a body and stays one head. A body has one chair at a time.

use chrono::NaiveDate;
use entity::id::{MembershipId, PersonId, RegionId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{body, person, seat};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::{queries, rules};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::wareki;
use crate::platform::db::Tx;

/// A person for a seat.
#[derive(Clone, Debug)]
pub struct Appoint {
    /// The seat, vacant for the whole term.
    pub seat: SeatId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: MemberRole,
    /// First day of the term.
    pub from: NaiveDate,
    /// Last day; empty when open.
    pub to: Option<NaiveDate>,
    /// For a 補欠: whose remaining term it is.
    pub predecessor: Option<MembershipId>,
}

/// A correction of a term. Another person is another appointment.
#[derive(Clone, Debug)]
pub struct ChangeTerm {
    /// Which term.
    pub membership: MembershipId,
    /// The version the person saw.
    pub seen: i32,
    /// As what.
    pub role: MemberRole,
    /// First day.
    pub from: NaiveDate,
    /// Last day; empty when open.
    pub to: Option<NaiveDate>,
    /// For a 補欠: whose remaining term it is.
    pub predecessor: Option<MembershipId>,
}

/// Why somebody cannot have this term in this seat.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<membership::Model>),
    /// Beside the person.
    #[error("この人は名簿にありません。選びなおしてください。")]
    NoSuchPerson,
    /// Beside the last day.
    #[error("任期の終わりが始まりより前になっています。")]
    EndsBeforeItBegins,
    /// Beside the first day: the seat or the body does not exist yet.
    #[error("席または会議体がまだない日です。任期の始まりか、席の期間を直してください。")]
    BeforeTheSeat,
    /// Beside the last day: the seat or the body ends on this day, the term later or never.
    #[error("席または会議体は{0}までです。任期の終わりをその日までにするか、席の期間を直してください。")]
    BeyondTheSeat(String),
    /// Beside the first day.
    #[error("この席には{name}さんがいます（{term}）。任期が重ならないようにしてください。")]
    Taken {
        /// Who is in the seat.
        name: String,
        /// That term, as printed.
        term: String,
    },
    /// Beside the role.
    #[error("同じ期間に{0}さんが議長（会長・部会長）になっています。")]
    ChairTaken(String),
    /// Beside the predecessor.
    #[error("前任の人は、この席の前の任期から選んでください。")]
    NotBefore,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// A term that is to be written.
pub(super) struct Term {
    /// The row it replaces.
    pub(super) id: Option<MembershipId>,
    pub(super) person: PersonId,
    pub(super) role: MemberRole,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) predecessor: Option<MembershipId>,
}

impl From<&Appoint> for Term {
    fn from(one: &Appoint) -> Self {
        let Appoint { person, role, from, to, predecessor, .. } = *one;
        Self { id: None, person, role, from, to, predecessor }
    }
}

/// Puts a person into a vacant seat for a term.
pub async fn appoint(
    tx: &Tx,
    by: &Secretary,
    input: Appoint,
    now: Instant,
) -> Result<MembershipId, TermError> {
    let (body, seat) = lock::seat(tx, by.region(), input.seat).await?;
    check_person(tx, by.region(), input.person).await?;
    check(&body, &seat, &queries::terms_of(tx, body.id).await?, &Term::from(&input))?;
    let row = new_row(&input, now);
    let id = row.id;
    row.into_active_model().insert(tx).await?;
    audit::record(tx, by.by(), "membership.appointed", Subject("membership", id.0), &[], None, now).await?;
    Ok(id)
}

/// Corrects role, days or predecessor of a term.
pub async fn change_term(tx: &Tx, by: &Secretary, input: ChangeTerm, now: Instant) -> Result<(), TermError> {
    let (body, seat, old) = lock::membership(tx, by.region(), input.membership).await?;
    if old.version != input.seen {
        return Err(TermError::Stale(Box::new(old)));
    }
    let ChangeTerm { role, from, to, predecessor, .. } = input;
    let term = Term { id: Some(old.id), person: old.person_id, role, from, to, predecessor };
    check(&body, &seat, &queries::terms_of(tx, body.id).await?, &term)?;
    let changed = changes(&old, &term);
    let row = membership::ActiveModel {
        role: Set(role),
        from_on: Set(from),
        to_on: Set(to),
        predecessor_id: Set(predecessor),
        version: Set(old.version + 1),
        ..old.into()
    };
    row.update(tx).await?;
    let subject = Subject("membership", input.membership.0);
    audit::record(tx, by.by(), "membership.changed", subject, &changed, None, now).await?;
    Ok(())
}

async fn check_person(tx: &Tx, region: RegionId, id: PersonId) -> Result<(), TermError> {
    let of_region = person::Column::RegionId.eq(region);
    let found = person::Entity::find_by_id(id).filter(of_region).one(tx).await?;
    found.map(|_| ()).ok_or(TermError::NoSuchPerson)
}

/// The row of a new term.
pub(super) fn new_row(input: &Appoint, now: Instant) -> membership::Model {
    let Appoint { seat, person, role, from, to, predecessor } = *input;
    membership::Model {
        id: MembershipId::at(now),
        seat_id: seat,
        person_id: person,
        role,
        from_on: from,
        to_on: to,
        predecessor_id: predecessor,
        deputy_order: None,
        version: 1,
    }
}

/// Whether a term fits its seat and all other terms of its body.
pub(super) fn check(
    body: &body::Model,
    seat: &seat::Model,
    all: &[(membership::Model, String)],
    term: &Term,
) -> Result<(), TermError> {
    if !rules::term_is_valid(Some(term.from), term.to) {
        return Err(TermError::EndsBeforeItBegins);
    }
    let begins = body.set_up_on.max(seat.from_on);
    if begins.is_some_and(|first| term.from < first) {
        return Err(TermError::BeforeTheSeat);
    }
    let ends = [body.wound_up_on, seat.to_on].into_iter().flatten().min();
    if let Some(last) = ends.filter(|_| !rules::is_within(term.from, term.to, begins, ends)) {
        return Err(TermError::BeyondTheSeat(wareki(last)));
    }
    let others = || all.iter().filter(|(other, _)| Some(other.id) != term.id);
    let meets =
        |other: &membership::Model| rules::terms_overlap((term.from, term.to), (other.from_on, other.to_on));
    if let Some((other, name)) = others().find(|(other, _)| other.seat_id == seat.id && meets(other)) {
        let term = rules::print_term(other.from_on, other.to_on);
        return Err(TermError::Taken { name: name.clone(), term });
    }
    let chairs = |other: &membership::Model| {
        other.role == MemberRole::Chair && other.person_id != term.person && meets(other)
    };
    if let Some((_, name)) = others().find(|(other, _)| term.role == MemberRole::Chair && chairs(other)) {
        return Err(TermError::ChairTaken(name.clone()));
    }
    let Some(predecessor) = term.predecessor else { return Ok(()) };
    let before = others()
        .any(|(other, _)| other.id == predecessor && other.seat_id == seat.id && other.from_on < term.from);
    if before { Ok(()) } else { Err(TermError::NotBefore) }
}

fn changes(old: &membership::Model, new: &Term) -> Vec<&'static str> {
    let all = [
        ("role", old.role != new.role),
        ("from_on", old.from_on != new.from),
        ("to_on", old.to_on != new.to),
        ("predecessor_id", old.predecessor_id != new.predecessor),
    ];
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
