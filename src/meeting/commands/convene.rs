//! The meeting's side of convening; the invitations and the notice are `invitation`'s.

use entity::meeting::{self, ActiveModel};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use super::advance::advance_quietly;
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// Copies the convocation onto the locked meeting: from now on it has its number and exists for others. The
/// calendar object of the notice is the first state of the meeting, so its SEQUENCE stays and DTSTAMP is now.
/// Whether it may be convened was asked before (`rules::may_convene`); the record is the caller's.
pub async fn mark_convened(
    tx: &Tx,
    meeting: &meeting::Model,
    number: i32,
    now: Instant,
) -> Result<meeting::Model, DbErr> {
    let row = ActiveModel {
        number: Set(Some(number)),
        convened_at: Set(Some(now)),
        changed_at: Set(now),
        ..advance_quietly(meeting)
    };
    let is = row.update(tx).await?;
    refresh(tx, [is.id]).await?;
    Ok(is)
}

/// The same for locked meetings that were convened before this program knew them, each with its number and the
/// instant of its notice.
pub async fn mark_convened_before(
    tx: &Tx,
    meetings: Vec<(meeting::Model, i32, Instant)>,
) -> Result<Vec<meeting::Model>, DbErr> {
    let convened = meetings.into_iter().map(|(meeting, number, at)| meeting::Model {
        number: Some(number),
        convened_at: Some(at),
        changed_at: at,
        version: meeting.version + 1,
        ..meeting
    });
    let convened: Vec<_> = convened.collect();
    put::<meeting::Entity>(tx, convened.clone()).await?;
    refresh(tx, convened.iter().map(|meeting| meeting.id)).await?;
    Ok(convened)
}
