//! Writes of a round: what is noted of it, and the 委嘱 of all who consented.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, PersonId, RenewalId, SeatId};
use entity::{body, nomination, renewal, seat};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::access::Secretary;
use crate::body::commands::{Appoint, AppointAllError, TermError, appoint_all};
use crate::body::queries::rules_on;
use crate::platform::audit::{self, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::renewal::rules::whole_term_end;

/// What is noted of a round.
#[derive(Clone, Debug)]
pub struct Note {
    /// The body.
    pub body: BodyId,
    /// First day of the new terms.
    pub from: NaiveDate,
    /// The version the person saw; 0 while nothing was noted.
    pub seen: i32,
    /// Where whole terms end.
    pub to: Option<NaiveDate>,
    /// When the associations were asked.
    pub requested_on: Option<NaiveDate>,
    /// By when they are to name somebody.
    pub due_on: Option<NaiveDate>,
    /// Seats, each with what is noted of it; others stay as they are.
    pub seats: Vec<Named>,
}

/// What is noted of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The seat.
    pub seat: SeatId,
    /// Who is named.
    pub person: Option<PersonId>,
    /// Date of the 推薦書.
    pub nominated_on: Option<NaiveDate>,
    /// Date of the 就任承諾書.
    pub consented_on: Option<NaiveDate>,
}

/// Why a round stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum RenewalError {
    /// Somebody else was faster.
    #[error("ほかの人が先に変更しました。")]
    Stale,
    /// Seats that cannot be filled, each with the reason.
    #[error("{} seats cannot be filled", .0.len())]
    Refused(Vec<(SeatId, TermError)>),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Notes how far a round has come.
pub async fn note(tx: &Tx, by: &Secretary, input: Note, now: Instant) -> Result<(), RenewalError> {
    let in_region = body::Entity::find_by_id(input.body).filter(body::Column::RegionId.eq(by.region()));
    let body = in_region.lock_exclusive().one(tx).await?;
    let body = body.ok_or_else(|| DbErr::RecordNotFound("body".to_owned()))?;
    let old = round_of(tx, body.id, input.from).await?;
    if old.as_ref().map_or(0, |old| old.version) != input.seen {
        return Err(RenewalError::Stale);
    }
    let row = renewal::Model {
        id: old.as_ref().map_or_else(|| RenewalId::at(now), |old| old.id),
        body_id: body.id,
        from_on: input.from,
        to_on: input.to,
        requested_on: input.requested_on,
        due_on: input.due_on,
        version: input.seen + 1,
    };
    let round = row.id;
    put::<renewal::Entity>(tx, vec![row]).await?;
    put::<nomination::Entity>(tx, named(tx, body.id, round, &input.seats).await?).await?;
    audit::record(tx, by.by(), "renewal.noted", Subject("renewal", round.0), &[], None, now).await?;
    Ok(())
}

/// Notes whom an association named for one seat of a body on a day, beside what else is noted of the round. False, and
/// nothing noted, where somebody else is named already.
pub(super) async fn nominate(
    tx: &Tx,
    (body, from): (BodyId, NaiveDate),
    named: Named,
    now: Instant,
) -> Result<bool, DbErr> {
    let old = round_of(tx, body, from).await?;
    let row = match old {
        Some(old) => renewal::Model { version: old.version + 1, ..old },
        None => renewal::Model {
            id: RenewalId::at(now),
            body_id: body,
            from_on: from,
            to_on: whole_term_end(&rules_on(tx, body, from).await?, from),
            requested_on: None,
            due_on: None,
            version: 1,
        },
    };
    let round = row.id;
    let said = nomination::Entity::find_by_id((round, named.seat)).one(tx).await?;
    if said.is_some_and(|said| said.person_id.is_some()) {
        return Ok(false);
    }
    put::<renewal::Entity>(tx, vec![row]).await?;
    put::<nomination::Entity>(tx, vec![row_of(round, &named)]).await?;
    Ok(true)
}

async fn round_of(tx: &Tx, body: BodyId, from: NaiveDate) -> Result<Option<renewal::Model>, DbErr> {
    renewal::Entity::find()
        .filter(renewal::Column::BodyId.eq(body))
        .filter(renewal::Column::FromOn.eq(from))
        .lock_exclusive()
        .one(tx)
        .await
}

fn row_of(round: RenewalId, named: &Named) -> nomination::Model {
    nomination::Model {
        renewal_id: round,
        seat_id: named.seat,
        person_id: named.person,
        nominated_on: named.nominated_on,
        consented_on: named.consented_on,
    }
}

/// The rows of seats that are the body's.
async fn named(
    tx: &Tx,
    body: BodyId,
    round: RenewalId,
    seats: &[Named],
) -> Result<Vec<nomination::Model>, DbErr> {
    let ids = seats.iter().map(|one| one.seat);
    let found = seat::Entity::find()
        .filter(seat::Column::BodyId.eq(body))
        .filter(seat::Column::Id.is_in(ids))
        .all(tx)
        .await?;
    let found: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
    let own = seats.iter().filter(|one| found.contains_key(&one.seat));
    Ok(own.map(|one| row_of(round, one)).collect())
}

/// Notes a round and appoints people in it: everything or nothing.
pub async fn appoint(
    tx: &Tx,
    by: &Secretary,
    (input, people): (Note, Vec<Appoint>),
    now: Instant,
) -> Result<(), RenewalError> {
    let body = input.body;
    note(tx, by, input, now).await?;
    appoint_all(tx, by, body, &people, now).await.map_err(|error| match error {
        AppointAllError::Refused(seats) => RenewalError::Refused(seats),
        AppointAllError::Db(error) => RenewalError::Db(error),
    })
}

/// Gives what was noted of one person, who was entered twice, to the row that stays in use.
pub async fn give_nominations(tx: &Tx, (from, to): (PersonId, PersonId)) -> Result<(), DbErr> {
    let named = nomination::Entity::update_many().filter(nomination::Column::PersonId.eq(from));
    named.col_expr(nomination::Column::PersonId, Expr::value(to)).exec(tx).await.map(drop)
}
