//! Messages of the past, entered afterwards: how they ended is written down, and nothing leaves.

use entity::id::OutboxId;
use entity::outbox::{Column, Entity, OutboxState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::queue::{LONGEST_WAIT_MS, Settlement, closed, said};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Writes down that a waiting message was tried at `at` and how that ended. One that is to be tried again is next
/// due in four hours. For sample data only: a message that a worker might hold is settled by `settle`.
pub async fn settle_past(tx: &Tx, row: OutboxId, outcome: &Settlement, at: Instant) -> Result<bool, DbErr> {
    let tried = Entity::update_many()
        .filter(Column::Id.eq(row))
        .filter(Column::State.eq(OutboxState::Waiting))
        .filter(Column::AttemptId.is_null())
        .col_expr(Column::Attempts, Expr::value(1))
        .col_expr(Column::FirstTriedMs, Expr::value(at.timestamp_millis()));
    let update = match outcome {
        Settlement::Sent => closed(tried, OutboxState::Sent, at),
        Settlement::Dropped => closed(tried, OutboxState::Dropped, at),
        Settlement::Refused(words) => said(closed(tried, OutboxState::Refused, at), words),
        Settlement::Retry(words) | Settlement::Pause(words) => {
            let next = tx.now_ms().await? + LONGEST_WAIT_MS;
            said(tried.col_expr(Column::NotBeforeMs, Expr::value(next)), words)
        }
    };
    Ok(update.exec(tx).await?.rows_affected == 1)
}
