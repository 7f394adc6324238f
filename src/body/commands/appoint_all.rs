//! 委嘱 of many people to seats of one body on one day, all or none.

use std::collections::HashMap;

use entity::id::{BodyId, SeatId};
use entity::{membership, person, seat};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::appoint::{Appoint, Term, TermError, check, new_row};
use super::lock;
use crate::access::Secretary;
use crate::body::queries;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Why nobody was appointed.
#[derive(Debug, thiserror::Error)]
pub enum AppointAllError {
    /// Each seat that stands in the way, with the reason.
    #[error("{} seats cannot be filled", .0.len())]
    Refused(Vec<(SeatId, TermError)>),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Puts people into vacant seats of a body. Each term is compared with those there and with those before it in the
/// list.
pub async fn appoint_all(
    tx: &Tx,
    by: &Secretary,
    body: BodyId,
    input: &[Appoint],
    now: Instant,
) -> Result<(), AppointAllError> {
    let body = lock::body(tx, by.region(), body).await?;
    let seats = seat::Entity::find()
        .filter(seat::Column::BodyId.eq(body.id))
        .filter(seat::Column::Id.is_in(input.iter().map(|one| one.seat)))
        .lock_exclusive()
        .all(tx)
        .await?;
    let seats: HashMap<_, _> = seats.into_iter().map(|row| (row.id, row)).collect();
    let people = person::Entity::find()
        .filter(person::Column::RegionId.eq(by.region()))
        .filter(person::Column::Id.is_in(input.iter().map(|one| one.person)))
        .all(tx)
        .await?;
    let names: HashMap<_, _> = people.into_iter().map(|row| (row.id, row.name)).collect();
    let mut terms = queries::terms_of(tx, body.id).await?;
    let (mut rows, mut refused): (Vec<membership::Model>, Vec<_>) = (Vec::new(), Vec::new());
    for one in input {
        let seat = seats.get(&one.seat).ok_or_else(|| DbErr::RecordNotFound("seat".to_owned()))?;
        let Some(name) = names.get(&one.person) else {
            refused.push((one.seat, TermError::NoSuchPerson));
            continue;
        };
        if let Err(why) = check(&body, seat, &terms, &Term::from(one)) {
            refused.push((one.seat, why));
            continue;
        }
        let row = new_row(one, now);
        terms.push((row.clone(), name.clone()));
        rows.push(row);
    }
    if !refused.is_empty() {
        return Err(AppointAllError::Refused(refused));
    }
    let acts = rows.iter().map(|row| Act {
        verb: "membership.appointed",
        subject: Subject("membership", row.id.0),
        fields: Vec::new(),
    });
    let acts: Vec<_> = acts.collect();
    put::<membership::Entity>(tx, rows).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}
