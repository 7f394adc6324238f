//! One mail that came in for a reply address. It is stored as it came before anything is read in it, so that a
//! mail nobody can read is still there; then it is read, once, and what became of it is written beside it. The
//! same mail again has its first outcome, whichever process took it in.

mod reading;

use entity::id::{InboundMailId, InvitationId};
use entity::inbound_mail::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

use crate::access::System;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::inbound::{self, Inbound};
use crate::platform::secret::sha256_hex;
use reading::Reading;

pub use entity::inbound_mail::IngestOutcome as Outcome;

/// Earlier mails with one Message-ID that are compared with a new one. More are no copies but a program that
/// gives all its mails the same.
const COPIES: u64 = 10;

/// What became of a mail, as the command prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// In one word.
    pub outcome: Outcome,
    /// Why, for the operator.
    pub reason: String,
    /// Whose answer it was.
    pub invitation: Option<InvitationId>,
}

impl Ingested {
    fn new(outcome: Outcome, reason: impl Into<String>) -> Self {
        Self { outcome, reason: reason.into(), invitation: None }
    }
}

/// A mail in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It waits to be read.
    Unread(InboundMailId),
    /// The same octets were read before.
    Read(Ingested),
}

/// Keeps a mail as it came.
pub async fn store_mail(tx: &Tx, _by: &System, raw: &[u8], now: Instant) -> Result<Stored, DbErr> {
    let hash = sha256_hex(raw);
    if let Some(known) = Entity::find().filter(Column::OctetsSha256.eq(&hash)).one(tx).await? {
        let id = known.id;
        return Ok(first_outcome(known).map_or(Stored::Unread(id), Stored::Read));
    }
    let row = ActiveModel {
        id: Set(InboundMailId::at(now)),
        octets_sha256: Set(hash),
        message_id: Set(None),
        octets: Set(raw.to_vec()),
        received_at: Set(now),
        outcome: Set(None),
        reason: Set(None),
        invitation_id: Set(None),
    };
    Ok(Stored::Unread(row.insert(tx).await?.id))
}

/// Reads a stored mail and does what it says. `reply_to` is the deployment's reply address, with `{token}` where
/// it has one.
pub async fn ingest(
    tx: &Tx,
    by: &System,
    id: InboundMailId,
    reply_to: Option<&str>,
    now: Instant,
) -> Result<Ingested, DbErr> {
    let stored = Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let stored = stored.ok_or_else(|| DbErr::RecordNotFound("inbound_mail".to_owned()))?;
    if let Some(known) = first_outcome(stored.clone()) {
        return Ok(known);
    }
    let read = inbound::read(&stored.octets);
    let message_id = read.as_ref().ok().and_then(|mail| mail.message_id.clone());
    let done = match &read {
        Err(refused) => Ingested::new(Outcome::Rejected, refused.to_string()),
        Ok(mail) => match earlier_copy(tx, mail).await? {
            Some(copy) => copy,
            None => Reading { tx, by, mail, id, reply_to, now }.outcome().await?,
        },
    };
    let mut row = stored.into_active_model();
    row.message_id = Set(message_id);
    row.outcome = Set(Some(done.outcome));
    row.reason = Set(Some(done.reason.clone()));
    row.invitation_id = Set(done.invitation);
    row.update(tx).await?;
    Ok(done)
}

fn first_outcome(known: Model) -> Option<Ingested> {
    let reason = known.reason.unwrap_or_default();
    Some(Ingested { outcome: known.outcome?, reason, invitation: known.invitation_id })
}

/// A mail relayed twice has other trace lines and so other octets, but the same Message-ID and the same words. The
/// Message-ID alone is not believed: anybody can write one.
async fn earlier_copy(tx: &Tx, mail: &Inbound) -> Result<Option<Ingested>, DbErr> {
    let Some(id) = &mail.message_id else { return Ok(None) };
    let same_id = Entity::find().filter(Column::MessageId.eq(id)).order_by_desc(Column::Id).limit(COPIES);
    let copies = same_id.all(tx).await?.into_iter().filter(|known| {
        inbound::read(&known.octets).is_ok_and(|other| {
            let words = |mail: &Inbound| (mail.from.clone(), mail.subject.clone(), mail.text.clone());
            words(&other) == words(mail) && other.calendar_parts == mail.calendar_parts
        })
    });
    Ok(copies.filter_map(first_outcome).next())
}
