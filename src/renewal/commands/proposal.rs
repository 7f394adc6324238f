//! An association proposes who follows in one of its seats; the secretariat notes it as the 推薦 of the seat, or says
//! why not.

use chrono::NaiveDate;
use entity::contact_point::ContactKind;
use entity::id::{BodyId, PersonId, ProposalId, SeatId};
use entity::proposal::{self, ProposalState};
use entity::{body, membership, person, seat};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Set};

use super::round::{Named, nominate};
use crate::access::{Delegate, Secretary};
use crate::body::commands::lock_seat;
use crate::body::queries::terms_of_seat;
use crate::body::rules::lasts_on;
use crate::directory::commands::{ContactFacts, Holder, PersonFacts, Registrar, add_contact, enter_person};
use crate::directory::queries::no_double;
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::db::Tx;
use crate::renewal::rules::is_near;

/// Whom an association proposes, as its delegate writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The person.
    pub facts: PersonFacts,
    /// Mail address; may be empty.
    pub mail: String,
    /// First day in the seat.
    pub from: NaiveDate,
    /// Words to the secretariat; may be empty.
    pub remark: String,
}

/// A proposal for a seat.
#[derive(Clone, Debug)]
pub struct Propose {
    /// The seat.
    pub seat: SeatId,
    /// The version of the open proposal that the delegate saw; 0 where there was none.
    pub seen: i32,
    /// What is proposed.
    pub proposal: Proposal,
}

/// A proposal that is noted as the seat's 推薦.
#[derive(Clone, Copy, Debug)]
pub struct Accept {
    /// Which.
    pub proposal: ProposalId,
    /// The version that was looked at.
    pub seen: i32,
    /// First day in the seat.
    pub from: NaiveDate,
    /// Who is meant; empty for somebody who is not in the register yet.
    pub person: Option<PersonId>,
}

/// A proposal that is not taken.
#[derive(Clone, Debug)]
pub struct Decline {
    /// Which.
    pub proposal: ProposalId,
    /// The version that was looked at.
    pub seen: i32,
    /// Why; the delegate reads it.
    pub reason: String,
}

/// Why a proposal stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// Somebody else was faster.
    #[error("ほかの人が先に変更しました。内容を確かめて、もう一度押してください。")]
    Stale,
    /// A day far from today is a slip of the pen.
    #[error("今日の前後1年以内の日を入れてください。")]
    FarAway,
    /// The seat or its body does not exist on that day.
    #[error("この日には、席または会議体がありません。日を確かめてください。")]
    NoSeat,
    /// Somebody sits there on that day.
    #[error("この日は、まだ{name}さんの任期です{}。先にその任期を終えてください。", until(.to))]
    Taken {
        /// Who.
        name: String,
        /// The last day of that term; none while open.
        to: Option<NaiveDate>,
    },
    /// Somebody is noted as next in the seat.
    #[error("この席の次の委員は、「任期を切り替える」にもう記録されています。")]
    Named,
    /// Nobody of the region's register.
    #[error("この人は名簿にいません。")]
    NoSuchPerson,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

fn until(to: &Option<NaiveDate>) -> String {
    to.map(|to| format!("（{}まで）", wareki(to))).unwrap_or_default()
}

/// Proposes somebody for a seat of the delegate's association, or changes what was proposed while nobody has looked.
pub async fn propose(tx: &Tx, by: &Delegate, input: Propose, now: Instant) -> Result<(), ProposalError> {
    let (body, seat) = own_seat(tx, by, input.seat).await?;
    let Propose { seen, proposal: Proposal { facts, mail, from, remark }, .. } = input;
    check_day((&body, &seat), from, now)?;
    let old = open(tx, seat.id).await?;
    if old.as_ref().map_or(0, |old| old.version) != seen {
        return Err(ProposalError::Stale);
    }
    let row = proposal::ActiveModel {
        id: Set(old.as_ref().map_or_else(|| ProposalId::at(now), |old| old.id)),
        seat_id: Set(seat.id),
        from_on: Set(from),
        name: Set(facts.name),
        kana: Set(facts.kana),
        workplace: Set(facts.workplace),
        post: Set(facts.post),
        mail: Set(mail),
        remark: Set(remark),
        state: Set(ProposalState::Open),
        proposed_by: Set(by.person()),
        proposed_at: Set(now),
        settled_at: Set(None),
        settled_by: Set(None),
        person_id: Set(None),
        reason: Set(String::new()),
        version: Set(seen + 1),
    };
    let verb = if old.is_some() { "proposal.changed" } else { "proposal.made" };
    let row = if old.is_some() { row.update(tx).await? } else { row.insert(tx).await? };
    record(tx, by.by(), verb, row.id, now).await
}

/// Takes back what was proposed for a seat and nobody has looked at.
pub async fn take_back(
    tx: &Tx,
    by: &Delegate,
    (seat, seen): (SeatId, i32),
    now: Instant,
) -> Result<(), ProposalError> {
    let (_, seat) = own_seat(tx, by, seat).await?;
    let old = open(tx, seat.id).await?.filter(|old| old.version == seen).ok_or(ProposalError::Stale)?;
    settle(tx, (by.by(), by.person()), old, End::TakenBack, now).await
}

/// Notes a proposal as the 推薦 of its seat. Who is not in the register yet is entered, with the address.
pub async fn accept(tx: &Tx, by: &Secretary, input: Accept, now: Instant) -> Result<BodyId, ProposalError> {
    let (body, seat, old) = waiting(tx, by, (input.proposal, input.seen)).await?;
    check_day((&body, &seat), input.from, now)?;
    let terms = terms_of_seat(tx, old.seat_id).await?;
    let sits = |term: &membership::Model| lasts_on(Some(term.from_on), term.to_on, input.from);
    if let Some((term, name)) = terms.into_iter().find(|(term, _)| sits(term)) {
        return Err(ProposalError::Taken { name, to: term.to_on });
    }
    let person = match input.person {
        Some(known) => known_person(tx, by, known).await?,
        None => enter(tx, by, &old, now).await?,
    };
    let nominated_on = Some(tokyo_day(old.proposed_at));
    let named = Named { seat: old.seat_id, person: Some(person), nominated_on, consented_on: None };
    if !nominate(tx, (body.id, input.from), named, now).await? {
        return Err(ProposalError::Named);
    }
    settle(tx, (by.by(), by.person()), old, End::Accepted(person), now).await?;
    Ok(body.id)
}

/// Says why a proposal is not taken.
pub async fn decline(tx: &Tx, by: &Secretary, input: Decline, now: Instant) -> Result<(), ProposalError> {
    let (.., old) = waiting(tx, by, (input.proposal, input.seen)).await?;
    settle(tx, (by.by(), by.person()), old, End::Declined(input.reason), now).await
}

/// Whether somebody can begin in a seat on a day.
fn check_day(
    (body, seat): (&body::Model, &seat::Model),
    from: NaiveDate,
    now: Instant,
) -> Result<(), ProposalError> {
    if !is_near(from, tokyo_day(now)) {
        return Err(ProposalError::FarAway);
    }
    let exists = lasts_on(body.set_up_on, body.wound_up_on, from) && lasts_on(seat.from_on, seat.to_on, from);
    if exists { Ok(()) } else { Err(ProposalError::NoSeat) }
}

/// A seat of the delegate's association, held, with its body.
async fn own_seat(tx: &Tx, by: &Delegate, id: SeatId) -> Result<(body::Model, seat::Model), DbErr> {
    let (body, seat) = lock_seat(tx, by.region(), id).await?;
    if seat.association_id == Some(*by.association()) { Ok((body, seat)) } else { Err(missing()) }
}

/// The proposal that is open for a seat.
async fn open(tx: &Tx, seat: SeatId) -> Result<Option<proposal::Model>, DbErr> {
    let of_seat = proposal::Entity::find().filter(proposal::Column::SeatId.eq(seat));
    of_seat.filter(proposal::Column::State.eq(ProposalState::Open)).lock_exclusive().one(tx).await
}

/// A proposal that was not changed since it was looked at, with its body and its seat, which is held.
async fn waiting(
    tx: &Tx,
    by: &Secretary,
    (id, seen): (ProposalId, i32),
) -> Result<(body::Model, seat::Model, proposal::Model), ProposalError> {
    let found = proposal::Entity::find_by_id(id).one(tx).await?.ok_or_else(missing)?;
    let (body, seat) = lock_seat(tx, by.region(), found.seat_id).await?;
    let found = proposal::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or_else(missing)?;
    if found.version != seen || found.state != ProposalState::Open {
        return Err(ProposalError::Stale);
    }
    Ok((body, seat, found))
}

async fn known_person(tx: &Tx, by: &Secretary, id: PersonId) -> Result<PersonId, ProposalError> {
    let own = person::Entity::find_by_id(id).filter(person::Column::RegionId.eq(by.region()));
    let found = own.filter(no_double()).one(tx).await?;
    found.map(|found| found.id).ok_or(ProposalError::NoSuchPerson)
}

async fn enter(tx: &Tx, by: &Secretary, of: &proposal::Model, now: Instant) -> Result<PersonId, DbErr> {
    let by = Registrar::from(by);
    let facts = PersonFacts {
        name: of.name.clone(),
        kana: of.kana.clone(),
        workplace: of.workplace.clone(),
        post: of.post.clone(),
    };
    let person = enter_person(tx, &by, facts, now).await?;
    if !of.mail.is_empty() {
        let facts = ContactFacts { kind: ContactKind::Mail, value: of.mail.clone() };
        add_contact(tx, &by, Holder::Person(person), facts, now).await?;
    }
    Ok(person)
}

/// How a proposal ends.
enum End {
    /// It names this person next in the seat.
    Accepted(PersonId),
    /// It is not taken, for this reason.
    Declined(String),
    /// The association thought again.
    TakenBack,
}

async fn settle(
    tx: &Tx,
    (by, settled_by): (By, PersonId),
    old: proposal::Model,
    end: End,
    now: Instant,
) -> Result<(), ProposalError> {
    let (verb, state, person, reason) = match end {
        End::Accepted(person) => ("proposal.accepted", ProposalState::Accepted, Some(person), String::new()),
        End::Declined(reason) => ("proposal.declined", ProposalState::Declined, None, reason),
        End::TakenBack => ("proposal.withdrawn", ProposalState::Withdrawn, None, String::new()),
    };
    let id = old.id;
    let row = proposal::ActiveModel {
        state: Set(state),
        settled_at: Set(Some(now)),
        settled_by: Set(Some(settled_by)),
        person_id: Set(person),
        reason: Set(reason),
        version: Set(old.version + 1),
        ..old.into()
    };
    row.update(tx).await?;
    record(tx, by, verb, id, now).await
}

async fn record(
    tx: &Tx,
    by: By,
    verb: &'static str,
    id: ProposalId,
    now: Instant,
) -> Result<(), ProposalError> {
    audit::record(tx, by, verb, Subject("proposal", id.0), &[], None, now).await?;
    Ok(())
}

fn missing() -> DbErr {
    DbErr::RecordNotFound("proposal".to_owned())
}
