//! The meeting's side of 流会; the record is `attendance`'s.

use entity::meeting::{self, ActiveModel};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use super::advance::advance_quietly;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Copies onto the locked meeting whether, and when, it fell through for want of a quorum; its calendar object stays.
pub async fn fall_through(tx: &Tx, meeting: &meeting::Model, at: Option<Instant>) -> Result<(), DbErr> {
    if meeting.fell_through_at != at {
        ActiveModel { fell_through_at: Set(at), ..advance_quietly(meeting) }.update(tx).await?;
    }
    Ok(())
}
