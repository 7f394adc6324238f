//! One message: words to octets, octets to the server, outcome to the row.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream;
use sea_orm::DbErr;
use tokio::sync::{Mutex, mpsc, oneshot};

use super::Worker;
use super::dispatch::Ready;
use crate::platform::db;
use crate::platform::mail::{About, Address, Delivery, Mailbox, Message, assemble};
use crate::platform::outbox::{Claimed, Composed, Said, Settlement, settle};

/// That our own side is refused. While it is, what is in hand is not tried: a wrong password must not be tried once
/// a message.
#[derive(Clone, Default)]
pub(super) struct Refused(Arc<Mutex<Option<Said>>>);

impl Refused {
    /// The queue's rest is over; what is claimed from now on is tried.
    pub(super) async fn over(&self) {
        *self.0.lock().await = None;
    }

    async fn since(&self) -> Option<Said> {
        self.0.lock().await.clone()
    }
}

/// Sends one message and says what became of it, or does not try it while our own side is refused.
pub(super) async fn send_unless(refused: &Refused, worker: &Worker, ready: &Ready) -> Settlement {
    if let Some(said) = refused.since().await {
        return Settlement::Pause(said);
    }
    let outcome = send_one(worker, ready).await;
    if let Settlement::Pause(said) = &outcome {
        *refused.0.lock().await = Some(said.clone());
    }
    outcome
}

/// Sends one message. Never panics the worker: what cannot be composed is refused.
async fn send_one(worker: &Worker, ready: &Ready) -> Settlement {
    let row = &ready.claimed.row;
    let composed = match &ready.composed {
        Ok(Some(composed)) => composed,
        Ok(None) => return Settlement::Dropped,
        Err(error) => {
            tracing::error!(outbox = %row.id, kind = row.kind, %error, "a notice could not be written");
            return Settlement::Refused(said(None, format!("not composed: {error}")));
        }
    };
    let (message, to) = match message(row, composed) {
        Ok(made) => made,
        Err(text) => return Settlement::Refused(said(None, text)),
    };
    let octets = match assemble(&message) {
        Ok(octets) => octets,
        Err(error) => {
            return Settlement::Refused(said(None, error.to_string()));
        }
    };
    let envelope = match Address::parse(&worker.terms.from) {
        Ok(envelope) => envelope,
        Err(error) => {
            return Settlement::Pause(said(None, format!("RENKEI_MAIL_FROM: {error}")));
        }
    };
    settlement(worker.outbound.send(&message.message_id, &envelope, &to, &octets).await)
}

fn message(row: &entity::outbox::Model, composed: &Composed) -> Result<(Message, Address), String> {
    let address = composed.to.as_deref().ok_or("no address")?;
    let to = Address::parse(address).map_err(|error| error.to_string())?;
    let (from_name, from_address) = &composed.from;
    let from = Address::parse(from_address).map_err(|error| format!("sender: {error}"))?;
    let reply_to = composed.reply_to.as_deref().map(Address::parse).transpose();
    let message = Message {
        message_id: format!("<{}>", row.message_id),
        date: row.queued_at,
        from: Mailbox { name: from_name.clone(), address: from },
        reply_to: reply_to.map_err(|error| format!("reply address: {error}"))?,
        to: Mailbox { name: composed.draft.to_name.clone(), address: to.clone() },
        subject: composed.draft.subject.clone(),
        text: composed.draft.text.clone(),
        html: composed.draft.html.clone(),
        calendar: composed.draft.calendar.clone(),
        list_unsubscribe: None,
    };
    Ok((message, to))
}

fn said(code: Option<i32>, text: String) -> Said {
    Said { code, text }
}

fn settlement(delivery: Delivery) -> Settlement {
    match delivery {
        Delivery::Accepted { .. } => Settlement::Sent,
        Delivery::Refused(refusal) if refusal.about == About::OurSide => {
            Settlement::Pause(said(Some(refusal.code.into()), refusal.text))
        }
        Delivery::Refused(refusal) => Settlement::Refused(said(Some(refusal.code.into()), refusal.text)),
        Delivery::Retry(trouble) => Settlement::Retry(said(trouble.code.map(Into::into), trouble.text)),
        Delivery::Unknown(trouble) => {
            Settlement::Retry(said(None, format!("answer lost, it may have arrived: {}", trouble.text)))
        }
    }
}

/// Sends a handful at once and stores the outcomes, those that are there together; for `worker --once`. While they
/// are stored nothing goes on, so no letter is begun before those that left are known.
pub(super) async fn all(worker: &Worker, ready: Vec<Ready>) -> Result<(), DbErr> {
    let refused = &Refused::default();
    let connections = worker.connections.max(1);
    let mut sent = stream::iter(ready)
        .map(|ready| async move {
            let outcome = send_unless(refused, worker, &ready).await;
            (ready.claimed, outcome)
        })
        .buffer_unordered(connections)
        .ready_chunks(connections);
    while let Some(done) = sent.next().await {
        store(worker, &done).await?;
    }
    Ok(())
}

async fn store(worker: &Worker, done: &[(Claimed, Settlement)]) -> Result<(), DbErr> {
    let now = worker.clock.now();
    db::write(&worker.db, async |tx| settle(tx, done, now).await).await?;
    for (claimed, outcome) in done {
        worker.metrics.mail_outcomes.with_label_values(&[word(outcome)]).inc();
        tracing::info!(outbox = %claimed.row.id, kind = claimed.row.kind, outcome = word(outcome), "mail");
    }
    Ok(())
}

fn word(outcome: &Settlement) -> &'static str {
    match outcome {
        Settlement::Sent => "sent",
        Settlement::Dropped => "dropped",
        Settlement::Refused(_) => "refused",
        Settlement::Retry(_) => "retry",
        Settlement::Pause(_) => "pause",
    }
}

type Waiting = (Claimed, Settlement, oneshot::Sender<()>);

/// Stores outcomes of all connections together: what arrives while one commit runs shares the next.
#[derive(Clone)]
pub(super) struct Settler(mpsc::Sender<Waiting>);

impl Settler {
    pub(super) fn start(worker: &Worker) -> Self {
        let (sender, mut inbox) = mpsc::channel::<Waiting>(64);
        let worker = worker.clone();
        tokio::spawn(async move {
            let mut batch = Vec::new();
            while inbox.recv_many(&mut batch, 64).await > 0 {
                store_until_done(&worker, std::mem::take(&mut batch)).await;
            }
        });
        Self(sender)
    }

    /// Returns when the outcome is stored.
    pub(super) async fn settle(&self, claimed: Claimed, outcome: Settlement) {
        let (done, stored) = oneshot::channel();
        if self.0.send((claimed, outcome, done)).await.is_ok() {
            let _ = stored.await;
        }
    }
}

/// An accepted mail must not be forgotten because the disk is full for a moment: keeps trying, and the leases are
/// renewed meanwhile.
async fn store_until_done(worker: &Worker, batch: Vec<Waiting>) {
    let (done, tell): (Vec<_>, Vec<_>) =
        batch.into_iter().map(|(claimed, outcome, tell)| ((claimed, outcome), tell)).unzip();
    while let Err(error) = store(worker, &done).await {
        tracing::error!(%error, "worker: outcomes could not be stored, trying again");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    for tell in tell {
        let _ = tell.send(());
    }
}
