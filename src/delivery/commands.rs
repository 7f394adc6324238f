//! What the office does to messages. Each looks at the row again inside the transaction: a message that a worker
//! has sent meanwhile is not stopped, and the clerk is told.

use entity::contact_point;
use entity::id::{ContactPointId, IssuedLetterId, OutboxId};
use entity::outbox::{Column, Entity, Model, OutboxState};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::access::{Administrator, Secretary};
use crate::directory::commands::{ChangeContact, ChangeError, ContactFacts, Registrar, change_contact};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::outbox::{self, Release};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// There is no such message in this region.
    #[error("見つかりません。")]
    Missing,
    /// It is no longer where it stood when the page was drawn.
    #[error("この間に状態が変わりました。いまの状態を確かめてください。")]
    Overtaken,
    /// Somebody changed the address meanwhile; this is the one now.
    #[error("ほかの人が先に連絡先を変えました。")]
    Stale(Box<contact_point::Model>),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Lets mail leave again after a backup was put back; answers how many messages were dropped, and nothing where none
/// was held back.
pub async fn release(tx: &Tx, by: &Administrator, how: Release, now: Instant) -> Result<Option<u64>, DbErr> {
    let done = outbox::release_hold(tx, how, now).await?;
    if done.is_some() {
        let verb = if how == Release::Send { "outbox.released" } else { "outbox.released_new" };
        audit::record(tx, by.by(), verb, Subject("account", by.account().0), &[], None, now).await?;
    }
    Ok(done)
}

/// Stops one message that waits.
pub async fn stop(tx: &Tx, by: &Secretary, id: OutboxId, now: Instant) -> Result<(), DeliveryError> {
    lock(tx, by, id).await?;
    match outbox::stop(tx, by.region(), &[id], by.person(), now).await? {
        0 => Err(DeliveryError::Overtaken),
        _ => record(tx, by, "outbox.stopped", Subject("outbox", id.0), now).await,
    }
}

/// Stops whatever of a letter still waits; answers how many messages.
pub async fn stop_letter(
    tx: &Tx,
    by: &Secretary,
    letter: IssuedLetterId,
    now: Instant,
) -> Result<u64, DeliveryError> {
    let own = Entity::find().filter(Column::RegionId.eq(by.region())).filter(Column::LetterId.eq(letter));
    if own.clone().one(tx).await?.is_none() {
        return Err(DeliveryError::Missing);
    }
    let rows: Vec<OutboxId> = own
        .filter(Column::State.is_in([OutboxState::Waiting, OutboxState::Printing]))
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let stopped = outbox::stop(tx, by.region(), &rows, by.person(), now).await?;
    if stopped == 0 {
        return Err(DeliveryError::Overtaken);
    }
    record(tx, by, "issued_letter.stopped", Subject("issued_letter", letter.0), now).await?;
    Ok(stopped)
}

/// Sends a settled message once more, as a delivery of its own.
pub async fn resend(
    tx: &Tx,
    by: &Secretary,
    (id, seen): (OutboxId, OutboxState),
    now: Instant,
) -> Result<OutboxId, DeliveryError> {
    let row = settled(lock(tx, by, id).await?, seen)?;
    let again = outbox::resend(tx, row, now).await?;
    record(tx, by, "outbox.sent_again", Subject("outbox", id.0), now).await?;
    Ok(again)
}

/// Marks a sheet as sent by fax, post or hand.
pub async fn hand_over(tx: &Tx, by: &Secretary, id: OutboxId, now: Instant) -> Result<(), DeliveryError> {
    lock(tx, by, id).await?;
    if !outbox::mark_sent_by_hand(tx, by.region(), id, by.person(), now).await? {
        return Err(DeliveryError::Overtaken);
    }
    record(tx, by, "outbox.handed_over", Subject("outbox", id.0), now).await
}

/// Notes that the person was told otherwise.
pub async fn acknowledge(tx: &Tx, by: &Secretary, id: OutboxId, now: Instant) -> Result<(), DeliveryError> {
    lock(tx, by, id).await?;
    if !outbox::acknowledge(tx, by.region(), id, by.person()).await? {
        return Err(DeliveryError::Overtaken);
    }
    record(tx, by, "outbox.acknowledged", Subject("outbox", id.0), now).await
}

/// A corrected address, and what the clerk saw when it was typed.
#[derive(Clone, Debug)]
pub struct Correct {
    /// The message that did not arrive.
    pub message: OutboxId,
    /// Where it stood.
    pub seen: OutboxState,
    /// The contact point it went to.
    pub contact: ContactPointId,
    /// Its version.
    pub version: i32,
    /// The corrected one.
    pub facts: ContactFacts,
}

/// Corrects the contact point and sends the message there.
pub async fn correct(
    tx: &Tx,
    by: &Secretary,
    input: Correct,
    now: Instant,
) -> Result<OutboxId, DeliveryError> {
    let row = settled(lock(tx, by, input.message).await?, input.seen)?;
    if row.contact_point_id != Some(input.contact) {
        return Err(DeliveryError::Overtaken);
    }
    let seen = ChangeContact { contact: input.contact, seen: input.version };
    change_contact(tx, &Registrar::from(by), seen, input.facts, now).await?;
    let contact = contact_point::Entity::find_by_id(input.contact).one(tx).await?;
    let again = outbox::correct_and_resend(tx, row, contact.ok_or(DeliveryError::Missing)?, now).await?;
    record(tx, by, "outbox.corrected", Subject("outbox", input.message.0), now).await?;
    Ok(again)
}

impl From<ChangeError<contact_point::Model>> for DeliveryError {
    fn from(error: ChangeError<contact_point::Model>) -> Self {
        match error {
            ChangeError::Stale(theirs) => Self::Stale(theirs),
            ChangeError::NotFound => Self::Missing,
            ChangeError::Db(error) => Self::Db(error),
        }
    }
}

/// The message, if it is settled, stands where the clerk saw it, nobody has sent it again, and no later letter has
/// taken its place.
fn settled(row: Locked, seen: OutboxState) -> Result<Model, DeliveryError> {
    let again = matches!(
        seen,
        OutboxState::Sent | OutboxState::Refused | OutboxState::GivenUp | OutboxState::Stopped
    );
    let same = row.row.state == seen && again && !row.sent_again && !row.overtaken;
    if same { Ok(row.row) } else { Err(DeliveryError::Overtaken) }
}

struct Locked {
    row: Model,
    sent_again: bool,
    overtaken: bool,
}

async fn lock(tx: &Tx, by: &Secretary, id: OutboxId) -> Result<Locked, DeliveryError> {
    let found = Entity::find_by_id(id).filter(Column::RegionId.eq(by.region())).lock_exclusive().one(tx);
    let row = found.await?.ok_or(DeliveryError::Missing)?;
    let again = Entity::find().filter(Column::ResendOfId.eq(id)).one(tx).await?;
    let overtaken = !outbox::overtaken(tx, std::slice::from_ref(&row)).await?.is_empty();
    Ok(Locked { row, sent_again: again.is_some(), overtaken })
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    verb: &'static str,
    subject: Subject,
    now: Instant,
) -> Result<(), DeliveryError> {
    Ok(audit::record(tx, by.by(), verb, subject, &["state"], None, now).await?)
}
