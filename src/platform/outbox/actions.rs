//! What a clerk does in 送信箱 by hand: stop, send again, mark a sheet as sent, note that somebody was told
//! otherwise. Each answers whether the row was still in a state in which that makes sense; a row that a worker
//! holds at this moment cannot be stopped.

use entity::id::{OutboxId, PersonId, RegionId};
use entity::outbox::{self, ActiveModel, Channel, Column, Entity, OutboxState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use super::push::{channel, message_id};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Stops what still waits among `rows`; answers how many were stopped.
pub async fn stop(
    tx: &Tx,
    region: RegionId,
    rows: &[OutboxId],
    by: PersonId,
    now: Instant,
) -> Result<u64, DbErr> {
    let now_ms = tx.now_ms().await?;
    let free = Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lt(now_ms));
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(OutboxState::Stopped))
        .col_expr(Column::SettledAt, Expr::value(now))
        .col_expr(Column::SettledBy, Expr::value(by))
        .filter(Column::RegionId.eq(region))
        .filter(Column::Id.is_in(rows.iter().copied()))
        .filter(Column::State.is_in([OutboxState::Waiting, OutboxState::Printing]))
        .filter(free)
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Marks a sheet as sent by fax, post or hand.
pub async fn mark_sent_by_hand(
    tx: &Tx,
    region: RegionId,
    row: OutboxId,
    by: PersonId,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(OutboxState::Sent))
        .col_expr(Column::SettledAt, Expr::value(now))
        .col_expr(Column::SettledBy, Expr::value(by))
        .filter(Column::RegionId.eq(region))
        .filter(Column::Id.eq(row))
        .filter(Column::State.eq(OutboxState::Printing))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that the person was told otherwise, so that an undelivered message waits for nobody any more.
pub async fn acknowledge(tx: &Tx, region: RegionId, row: OutboxId, by: PersonId) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::SettledBy, Expr::value(by))
        .filter(Column::RegionId.eq(region))
        .filter(Column::Id.eq(row))
        .filter(Column::State.is_in([OutboxState::Refused, OutboxState::GivenUp]))
        .filter(Column::SettledBy.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Sends a settled message once more, as a delivery of its own with its own Message-ID.
pub async fn resend(tx: &Tx, old: outbox::Model, now: Instant) -> Result<OutboxId, DbErr> {
    let contact = old.contact_point_id;
    let channel = old.channel;
    again(tx, old, contact, channel, now).await
}

/// Sends a message that did not arrive once more, to another contact point.
pub async fn correct_and_resend(
    tx: &Tx,
    old: outbox::Model,
    contact: entity::contact_point::Model,
    now: Instant,
) -> Result<OutboxId, DbErr> {
    again(tx, old, Some(contact.id), channel(contact.kind), now).await
}

async fn again(
    tx: &Tx,
    old: outbox::Model,
    contact: Option<entity::id::ContactPointId>,
    channel: Channel,
    now: Instant,
) -> Result<OutboxId, DbErr> {
    let id = OutboxId::at(now);
    let old_id = old.id;
    let state = if channel == Channel::Mail { OutboxState::Waiting } else { OutboxState::Printing };
    let row = ActiveModel {
        id: Set(id),
        message_id: Set(message_id(id, &tx.terms().mail_domain)),
        contact_point_id: Set(contact),
        channel: Set(channel),
        state: Set(state),
        queued_at: Set(now),
        not_before_ms: Set(tx.now_ms().await?),
        attempts: Set(0),
        attempt_id: Set(None),
        lease_until_ms: Set(None),
        first_tried_ms: Set(None),
        error: Set(None),
        error_code: Set(None),
        settled_at: Set(None),
        settled_by: Set(None),
        resend_of_id: Set(Some(old_id)),
        ..old.into_active_model()
    };
    row.reset_all().insert(tx).await?;
    Ok(id)
}
