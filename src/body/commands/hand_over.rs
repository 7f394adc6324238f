//! 充て職: the seats of a post go from who leaves it to who takes it, in one step and without a letter of resignation.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{MembershipId, PersonId};
use entity::membership::MemberRole;
use entity::{body, membership, person, seat};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::appoint::{Appoint, Term, TermError, check, new_row};
use super::lock;
use crate::access::Secretary;
use crate::body::{queries, rules};
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::date::wareki;
use crate::platform::db::Tx;

/// A post that changes hands.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Who leaves the post.
    pub leaver: PersonId,
    /// Who takes it.
    pub successor: PersonId,
    /// The successor's first day.
    pub on: NaiveDate,
    /// The leaver's terms that go with the post, and the role the successor has in each.
    pub terms: Vec<(MembershipId, MemberRole)>,
}

/// Why the seats stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// Beside the successor.
    #[error("この人は名簿にありません。選びなおしてください。")]
    NoSuchPerson,
    /// Beside the successor.
    #[error("引きつぐ人が、職を離れる人と同じです。")]
    SamePerson,
    /// Beside the seats: one is another's, or ended meanwhile.
    #[error("選んだ席のなかに、その日に在任していない席があります。この画面を開きなおしてください。")]
    NotInOffice,
    /// Beside the day.
    #[error("任期の始まり（{}）より後の日を入れてください。", wareki(*.0))]
    NotAfterItsStart(NaiveDate),
    /// Beside the successor.
    #[error(transparent)]
    Term(TermError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Ends the leaver's terms on the day before and lets the successor serve what remains of them.
pub async fn hand_over(tx: &Tx, by: &Secretary, input: HandOver, now: Instant) -> Result<(), HandOverError> {
    let (named, bodies) = (successor(tx, by, &input).await?, lock::bodies(tx, by.region()).await?);
    let ids = input.terms.iter().map(|(id, _)| *id);
    let leaving = membership::Entity::find()
        .filter(membership::Column::Id.is_in(ids))
        .filter(membership::Column::PersonId.eq(input.leaver))
        .lock_exclusive()
        .all(tx)
        .await?;
    let of_terms = seat::Column::Id.is_in(leaving.iter().map(|term| term.seat_id));
    let seats = seat::Entity::find().filter(of_terms).lock_exclusive().all(tx).await?;
    let seats: HashMap<_, _> = seats.into_iter().map(|seat| (seat.id, seat)).collect();
    let leaving: HashMap<_, _> = leaving.into_iter().map(|term| (term.id, term)).collect();
    let bodies: HashMap<_, _> = bodies.into_iter().map(|body| (body.id, body)).collect();
    let mut terms = queries::terms_in_region(tx, by.region()).await?;
    let (mut ended, mut begun) = (Vec::new(), Vec::new());
    for (id, role) in &input.terms {
        let old = leaving.get(id).ok_or(HandOverError::NotInOffice)?;
        let seat = seats.get(&old.seat_id).ok_or(HandOverError::NotInOffice)?;
        let body = bodies.get(&seat.body_id).ok_or(HandOverError::NotInOffice)?;
        let all = terms.entry(body.id).or_default();
        let (old, next) = pass_on((body, seat, old), all, &input, *role, now)?;
        all.push((next.clone(), named.clone()));
        ended.push(old);
        begun.push(next);
    }
    let acts: Vec<_> = ended
        .iter()
        .map(|row| act("membership.ended", row.id, vec!["to_on"]))
        .chain(begun.iter().map(|row| act("membership.appointed", row.id, Vec::new())))
        .collect();
    put::<membership::Entity>(tx, ended.into_iter().chain(begun).collect()).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

/// The leaver's term as it ends, and the successor's.
fn pass_on(
    (body, seat, old): (&body::Model, &seat::Model, &membership::Model),
    all: &mut [(membership::Model, String)],
    input: &HandOver,
    role: MemberRole,
    now: Instant,
) -> Result<(membership::Model, membership::Model), HandOverError> {
    if !rules::lasts_on(Some(old.from_on), old.to_on, input.on) {
        return Err(HandOverError::NotInOffice);
    }
    let Some(last) = input.on.pred_opt().filter(|last| old.from_on <= *last) else {
        return Err(HandOverError::NotAfterItsStart(old.from_on));
    };
    let ended = membership::Model { to_on: Some(last), version: old.version + 1, ..old.clone() };
    if let Some((row, _)) = all.iter_mut().find(|(term, _)| term.id == old.id) {
        *row = ended.clone();
    }
    let next = Appoint {
        seat: seat.id,
        person: input.successor,
        role,
        from: input.on,
        to: old.to_on,
        predecessor: Some(old.id),
    };
    check(body, seat, all, &Term::from(&next)).map_err(HandOverError::Term)?;
    Ok((ended, new_row(&next, now)))
}

/// The name of who takes the post.
async fn successor(tx: &Tx, by: &Secretary, input: &HandOver) -> Result<String, HandOverError> {
    if input.successor == input.leaver {
        return Err(HandOverError::SamePerson);
    }
    let of_region = person::Column::RegionId.eq(by.region());
    let found = person::Entity::find_by_id(input.successor).filter(of_region).one(tx).await?;
    found.map(|row| row.name).ok_or(HandOverError::NoSuchPerson)
}

fn act(verb: &'static str, id: MembershipId, fields: Vec<&'static str>) -> Act<'static> {
    Act { verb, subject: Subject("membership", id.0), fields }
}
