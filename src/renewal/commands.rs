//! Writes of a round: what is noted of it, and the 委嘱 of all who consented.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, PersonId, RenewalId, SeatId};
use entity::{body, nomination, renewal, seat};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::access::Secretary;
pub use crate::body::commands::{Appoint, HandOver, HandOverError, TermError, hand_over};
use crate::body::commands::{AppointAllError, appoint_all};
use crate::platform::audit::{self, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

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
    let old = renewal::Entity::find()
        .filter(renewal::Column::BodyId.eq(body.id))
        .filter(renewal::Column::FromOn.eq(input.from))
        .lock_exclusive()
        .one(tx)
        .await?;
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
    let rows = seats.iter().filter(|one| found.contains_key(&one.seat)).map(|one| nomination::Model {
        renewal_id: round,
        seat_id: one.seat,
        person_id: one.person,
        nominated_on: one.nominated_on,
        consented_on: one.consented_on,
    });
    Ok(rows.collect())
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
