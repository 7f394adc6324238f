//! 元に戻す: an entry becomes again what it was before one's own change, while nobody went on from there.

use entity::board_entry::{ActiveModel, Entity};
use entity::id::BoardChangeId;
use entity::{board_change, board_entry};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};

use super::BoardError;
use super::entry::{advance, may_stand};
use super::snapshot::Snapshot;
use crate::access::Secretary;
use crate::board::queries;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Takes a change of one's own back. An added entry is taken off, a removed one comes back.
pub async fn undo(
    tx: &Tx,
    by: &Secretary,
    id: BoardChangeId,
    now: Instant,
) -> Result<board_entry::Model, BoardError> {
    let change = queries::lock_change(tx, by, id).await?.ok_or(BoardError::Gone)?;
    let entry = queries::lock(tx, by.region(), change.entry_id).await?.ok_or(BoardError::Gone)?;
    if change.undone_at.is_some() || entry.version != change.made_version {
        return Err(BoardError::Stale);
    }
    let row = match &change.before {
        None => ActiveModel { removed_at: Set(Some(now)), ..advance(&entry) },
        Some(before) => {
            let before: Snapshot =
                serde_json::from_str(before).map_err(|error| DbErr::Custom(error.to_string()))?;
            // Its line, or what it waited for, may have gone since.
            may_stand(tx, by, Some(entry.id), before.place()).await?;
            before.onto(advance(&entry))
        }
    };
    let entry = Entity::update(row).exec(tx).await?;
    let undone =
        board_change::ActiveModel { id: Set(change.id), undone_at: Set(Some(now)), ..Default::default() };
    undone.update(tx).await?;
    let subject = Subject("board_entry", entry.id.0);
    audit::record(tx, by.by(), "board_entry.change_undone", subject, &[], None, now).await?;
    Ok(entry)
}
