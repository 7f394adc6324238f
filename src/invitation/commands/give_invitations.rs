//! The invitations of somebody who was entered twice go over to the row that stays in use. What was copied when the
//! person was asked, and what was answered, stays as it is.

use std::collections::HashMap;

use entity::id::{MeetingId, PersonId};
use entity::{body, invitation, meeting};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Set};

use crate::access::Secretary;
use crate::meeting::rules::{State, called, state};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Why they cannot go over.
#[derive(Debug, thiserror::Error)]
pub enum GiveInvitationsError {
    /// Both are asked to meetings that are still to come.
    #[error("2人とも招いている会議があります（{}）。会議のページで片方を外してからにしてください。", .0.join("、"))]
    BothAsked(Vec<String>),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Gives the invitations of one person to another; says how many. Where both were asked to a meeting that is over,
/// both rows stay: so it was.
pub async fn give_invitations(
    tx: &Tx,
    by: &Secretary,
    (from, to): (PersonId, PersonId),
    now: Instant,
) -> Result<usize, GiveInvitationsError> {
    let of_person = |person| invitation::Entity::find().filter(invitation::Column::PersonId.eq(person));
    let given = of_person(from).lock_exclusive().all(tx).await?;
    let own: HashMap<_, _> =
        of_person(to).all(tx).await?.into_iter().map(|one| (one.meeting_id, one.id)).collect();
    let (clashing, free): (Vec<_>, Vec<_>) =
        given.into_iter().partition(|one| own.contains_key(&one.meeting_id));
    let asked = clashing.iter().filter(|one| one.withdrawn_at.is_none()).map(|one| one.meeting_id);
    let open = open(tx, by, asked.collect(), now).await?;
    if !open.is_empty() {
        return Err(GiveInvitationsError::BothAsked(open));
    }
    let count = free.len();
    for one in free {
        let mut row: invitation::ActiveModel = one.into();
        row.person_id = Set(to);
        row.update(tx).await?;
    }
    Ok(count)
}

/// What those of the meetings are called that are still to come.
async fn open(tx: &Tx, by: &Secretary, ids: Vec<MeetingId>, now: Instant) -> Result<Vec<String>, DbErr> {
    let meetings = meeting::Entity::find()
        .find_also_related(body::Entity)
        .filter(meeting::Column::RegionId.eq(by.region()))
        .filter(meeting::Column::Id.is_in(ids))
        .all(tx)
        .await?;
    let open = meetings.iter().filter(|(one, _)| !matches!(state(one, now), State::Held | State::Cancelled));
    Ok(open.map(|(one, body)| called(one, body.as_ref().map_or("", |body| &body.short_name))).collect())
}
