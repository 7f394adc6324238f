//! What the words of mails may ask for while they are made. Mails of one batch are written over one state of the
//! database, so what several of them have in common is read once.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use sea_orm::{DbErr, EntityTrait, PrimaryKeyTrait};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::platform::clock::Instant;
use crate::platform::db::Tx;

type Key<E> = <<E as EntityTrait>::PrimaryKey as PrimaryKeyTrait>::ValueType;

/// What the words of a batch of mails may ask for.
pub struct Composing<'a> {
    /// The rows as they are now.
    pub tx: &'a Tx,
    /// The deployment's side of a mail.
    pub terms: &'a MailTerms,
    /// The product's now.
    pub now: Instant,
    known: Mutex<HashMap<(TypeId, Uuid), Arc<dyn Any + Send + Sync>>>,
}

/// The deployment's side of a mail.
#[derive(Clone, Debug)]
pub struct MailTerms {
    /// Absolute links start with it, no slash at the end.
    pub base_url: String,
    /// Envelope sender of every mail, and From where no region's sender applies.
    pub from: String,
    /// Where calendar replies come in, with `{token}`; none = calendar replies do not count.
    pub reply_to: Option<String>,
    /// Every mail of a sample deployment says so.
    pub sample: bool,
}

impl<'a> Composing<'a> {
    /// For one batch. Nothing may be written in the transaction until its words are made.
    pub fn new(tx: &'a Tx, terms: &'a MailTerms, now: Instant) -> Self {
        Self { tx, terms, now, known: Mutex::default() }
    }

    /// A row by its key, read once for the batch.
    pub async fn row<E>(&self, id: Key<E>) -> Result<Option<Arc<E::Model>>, DbErr>
    where
        E: EntityTrait,
        E::Model: Send + Sync + 'static,
        Key<E>: Copy + Into<Uuid>,
    {
        if let Some(known) = self.known(id.into()).await {
            return Ok(Some(known));
        }
        let row = E::find_by_id(id).one(self.tx).await?;
        match row {
            Some(row) => Ok(Some(self.know(id.into(), row).await)),
            None => Ok(None),
        }
    }

    /// What its type and a key name, read once for the batch.
    pub async fn once<T: Send + Sync + 'static>(
        &self,
        key: Uuid,
        read: impl Future<Output = Result<T, DbErr>> + Send,
    ) -> Result<Arc<T>, DbErr> {
        match self.known(key).await {
            Some(known) => Ok(known),
            None => Ok(self.know(key, read.await?).await),
        }
    }

    /// Keeps rows that were read for many mails together.
    pub(super) async fn know<T: Send + Sync + 'static>(&self, key: Uuid, read: T) -> Arc<T> {
        let read = Arc::new(read);
        self.known.lock().await.insert((TypeId::of::<T>(), key), Arc::clone(&read) as _);
        read
    }

    async fn known<T: Send + Sync + 'static>(&self, key: Uuid) -> Option<Arc<T>> {
        self.known.lock().await.get(&(TypeId::of::<T>(), key)).cloned()?.downcast().ok()
    }
}
