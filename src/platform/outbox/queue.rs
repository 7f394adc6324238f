//! The queue side of 送信箱: claim with a lease, settle only what one still holds. All times here are those of
//! the lease clock in milliseconds, because several instances share them.

use std::collections::BTreeMap;

use entity::deployment;
use entity::id::OutboxId;
use entity::outbox::{self, Column, Entity, OutboxState};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::hold::held_since;
use crate::platform::clock::{Instant, random_bytes};
use crate::platform::db::Tx;

const MINUTE_MS: i64 = 60_000;
/// A claim holds this long unless it is renewed.
const LEASE_MS: i64 = 2 * MINUTE_MS;
/// The longest wait between two tries.
pub(super) const LONGEST_WAIT_MS: i64 = 240 * MINUTE_MS;
/// After this long without success a message is given up: three days outlast a weekend.
const GIVE_UP_MS: i64 = 72 * 60 * MINUTE_MS;
/// How long the queue rests when our own sign-in or size limit is refused.
const PAUSE_MS: i64 = 5 * MINUTE_MS;
const PAUSED_UNTIL: &str = "mail_paused_until_ms";

/// A row that this worker holds.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The row as claimed, its try already counted.
    pub row: outbox::Model,
    /// The try that holds the lease.
    pub attempt: Uuid,
}

impl Claimed {
    /// What shows that the row is held.
    pub fn held(&self) -> (OutboxId, Uuid) {
        (self.row.id, self.attempt)
    }
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The server took it.
    Sent,
    /// The reason for the message has gone.
    Dropped,
    /// This address or this content will never be taken.
    Refused(Said),
    /// It may work later: 4xx, a timeout, a lost connection.
    Retry(Said),
    /// The server refuses us, not the address: the whole queue rests.
    Pause(Said),
}

/// What a mail server said, or what happened instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// SMTP code, if there was one.
    pub code: Option<i32>,
    /// Its words on one line, for the operator.
    pub text: String,
}

/// Takes up to `limit` due rows for two minutes. On PostgreSQL rows another worker is taking are skipped; on
/// SQLite the immediate transaction is the lock.
pub async fn claim(tx: &Tx, limit: u64) -> Result<Vec<Claimed>, DbErr> {
    let now_ms = tx.now_ms().await?;
    if paused_until(tx).await? > now_ms || held_since(tx).await?.is_some() {
        return Ok(Vec::new());
    }
    let rows = due(now_ms)
        .order_by_asc(Column::NotBeforeMs)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await?;
    let attempt = Uuid::from_bytes(random_bytes());
    let ids = rows.iter().map(|row| row.id);
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    Entity::update_many()
        .col_expr(Column::AttemptId, Expr::value(attempt))
        .col_expr(Column::LeaseUntilMs, Expr::value(now_ms + LEASE_MS))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::FirstTriedMs, Expr::col(Column::FirstTriedMs).if_null(now_ms))
        .filter(Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(rows.into_iter().map(|row| claimed(row, attempt, now_ms)).collect())
}

fn claimed(mut row: outbox::Model, attempt: Uuid, now_ms: i64) -> Claimed {
    row.attempts += 1;
    row.first_tried_ms.get_or_insert(now_ms);
    row.attempt_id = Some(attempt);
    Claimed { row, attempt }
}

fn due(now_ms: i64) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::State.eq(OutboxState::Waiting))
        .filter(Column::NotBeforeMs.lte(now_ms))
        .filter(Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lt(now_ms)))
}

/// Whether anything is due, without taking the writer.
pub async fn anything_due(db: &impl ConnectionTrait, now_ms: i64) -> Result<bool, DbErr> {
    Ok(due(now_ms).select_only().column(Column::Id).into_tuple::<OutboxId>().one(db).await?.is_some())
}

/// What has not left yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Mails that are due or held.
    pub waiting: i64,
    /// When the oldest of them was queued.
    pub oldest: Option<Instant>,
}

/// Counts what has not left yet, in all regions.
pub async fn backlog(db: &impl ConnectionTrait) -> Result<Backlog, DbErr> {
    let found: Option<(i64, Option<Instant>)> = Entity::find()
        .filter(Column::State.eq(OutboxState::Waiting))
        .select_only()
        .column_as(Column::Id.count(), "waiting")
        .column_as(Column::QueuedAt.min(), "oldest")
        .into_tuple()
        .one(db)
        .await?;
    let (waiting, oldest) = found.unwrap_or_default();
    Ok(Backlog { waiting, oldest })
}

/// Prolongs the leases of what is still being worked on.
pub async fn renew(tx: &Tx, held: &[(OutboxId, Uuid)]) -> Result<(), DbErr> {
    let until = tx.now_ms().await? + LEASE_MS;
    mine(held).col_expr(Column::LeaseUntilMs, Expr::value(until)).exec(tx).await.map(drop)
}

/// Gives back what was claimed but not begun; the try does not count.
pub async fn release(tx: &Tx, held: &[(OutboxId, Uuid)]) -> Result<(), DbErr> {
    let one_less = Expr::col(Column::Attempts).sub(1);
    freed(mine(held)).col_expr(Column::Attempts, one_less).exec(tx).await.map(drop)
}

/// Writes down what became of some tries, of those that this worker still holds. Answers how many it did. What was
/// sent shares one statement; the others each have words of their own.
pub async fn settle(tx: &Tx, done: &[(Claimed, Settlement)], now: Instant) -> Result<u64, DbErr> {
    let (sent, others): (Vec<_>, Vec<_>) = done.iter().partition(|(_, outcome)| *outcome == Settlement::Sent);
    let mut settled = 0;
    if !sent.is_empty() {
        let held: Vec<_> = sent.iter().map(|(claimed, _)| claimed.held()).collect();
        settled += closed(freed(mine(&held)), OutboxState::Sent, now).exec(tx).await?.rows_affected;
    }
    for (claimed, outcome) in others {
        settled += settle_one(tx, claimed, outcome, now).await?;
    }
    Ok(settled)
}

async fn settle_one(tx: &Tx, claimed: &Claimed, outcome: &Settlement, now: Instant) -> Result<u64, DbErr> {
    let now_ms = tx.now_ms().await?;
    let update = freed(mine(&[claimed.held()]));
    let update = match outcome {
        Settlement::Sent => closed(update, OutboxState::Sent, now),
        Settlement::Dropped => closed(update, OutboxState::Dropped, now),
        Settlement::Refused(words) => said(closed(update, OutboxState::Refused, now), words),
        Settlement::Retry(words) => said(again(update, &claimed.row, now_ms, now), words),
        Settlement::Pause(words) => {
            pause(tx, now_ms + PAUSE_MS).await?;
            let update = update.col_expr(Column::NotBeforeMs, Expr::value(now_ms + PAUSE_MS));
            said(update, words)
        }
    };
    Ok(update.exec(tx).await?.rows_affected)
}

pub(super) type Update = sea_orm::UpdateMany<Entity>;

/// The rows that are still held by these tries. A try holds many rows.
fn mine(held: &[(OutboxId, Uuid)]) -> Update {
    let mut by_try: BTreeMap<Uuid, Vec<OutboxId>> = BTreeMap::new();
    for (id, attempt) in held {
        by_try.entry(*attempt).or_default().push(*id);
    }
    let of_try = |(attempt, ids)| {
        Condition::all().add(Column::AttemptId.eq(attempt)).add(Column::Id.is_in::<OutboxId, Vec<_>>(ids))
    };
    Entity::update_many()
        .filter(Column::Id.is_in(held.iter().map(|(id, _)| *id)))
        .filter(by_try.into_iter().map(of_try).fold(Condition::any(), Condition::add))
        .filter(Column::State.eq(OutboxState::Waiting))
}

fn freed(update: Update) -> Update {
    update
        .col_expr(Column::LeaseUntilMs, Expr::value(None::<i64>))
        .col_expr(Column::AttemptId, Expr::value(None::<Uuid>))
}

pub(super) fn closed(update: Update, state: OutboxState, now: Instant) -> Update {
    update.col_expr(Column::State, Expr::value(state)).col_expr(Column::SettledAt, Expr::value(now))
}

pub(super) fn said(update: Update, words: &Said) -> Update {
    update
        .col_expr(Column::Error, Expr::value(words.text.as_str()))
        .col_expr(Column::ErrorCode, Expr::value(words.code))
}

fn again(update: Update, row: &outbox::Model, now_ms: i64, now: Instant) -> Update {
    if now_ms - row.first_tried_ms.unwrap_or(now_ms) >= GIVE_UP_MS {
        return closed(update, OutboxState::GivenUp, now);
    }
    let [chance] = random_bytes::<1>();
    update.col_expr(Column::NotBeforeMs, Expr::value(now_ms + wait_ms(row.attempts, chance)))
}

/// How long to wait after the n-th try: a minute, doubled each time up to four hours, ± a fifth by chance.
fn wait_ms(attempts: i32, chance: u8) -> i64 {
    let doublings = attempts.saturating_sub(1).clamp(0, 8);
    let wait = std::cmp::min(MINUTE_MS << doublings, LONGEST_WAIT_MS);
    wait * (204 + i64::from(chance) * 102 / 255) / 255
}

/// Until when the queue rests, by the lease clock; 0 when it never did.
pub async fn paused_until(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let row = deployment::Entity::find_by_id(PAUSED_UNTIL.to_owned()).one(db).await?;
    Ok(row.and_then(|row| row.value.parse().ok()).unwrap_or(0))
}

async fn pause(tx: &Tx, until_ms: i64) -> Result<(), DbErr> {
    let row =
        deployment::ActiveModel { name: Set(PAUSED_UNTIL.to_owned()), value: Set(until_ms.to_string()) };
    let known =
        OnConflict::column(deployment::Column::Name).update_column(deployment::Column::Value).to_owned();
    deployment::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_a_minute_to_four_hours() {
        for (attempts, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (8, 128), (9, 240), (10, 240), (500, 240)]
        {
            for chance in [0, 128, 255] {
                let wait = wait_ms(attempts, chance);
                let (least, most) = (minutes * MINUTE_MS * 79 / 100, minutes * MINUTE_MS * 121 / 100);
                assert!((least..=most).contains(&wait), "try {attempts}, chance {chance}: {wait} ms");
            }
        }
    }
}
