//! What handlers are given. Clones share everything.

use std::path::PathBuf;
use std::sync::Arc;

use entity::deployment;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, Set};

use super::clock::{Clock, Instant};
use super::db::{Db, Tx};
use super::error::AppError;
use super::outbox::{MailTerms, Notices};
use super::telemetry::Metrics;
use crate::config::{ReplyTo, Settings, sample_reply_to};

/// The name of the fact that a database holds invented data (`renkei demo`).
const SAMPLE: &str = "sample";

/// What handlers and jobs are given.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The product's clock.
    pub clock: Clock,
    /// The deployment's settings.
    pub settings: Arc<Settings>,
    /// Its numbers.
    pub metrics: Metrics,
    /// Every kind of notice.
    pub notices: Notices,
    /// The deployment's side of a mail.
    pub mail: MailTerms,
    /// This program, to be started again for what is read in a process of its own.
    pub program: PathBuf,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(db: Db, settings: Settings, notices: Notices) -> Result<Self, AppError> {
        let metrics = Metrics::new(settings.metrics_token.clone());
        let metrics = metrics.map_err(|error| AppError::Internal(format!("metrics: {error}")))?;
        let mail = MailTerms {
            base_url: settings.base_url.to_string().trim_end_matches('/').to_owned(),
            from: settings.mail_from.clone(),
            reply_to: match &settings.mail_reply_to {
                ReplyTo::PerInvitation(address) | ReplyTo::Shared(address) => Some(address.clone()),
                ReplyTo::OfRegion => None,
            },
            sample: false,
        };
        let program = std::env::current_exe().map_err(|error| AppError::Internal(error.to_string()))?;
        let (clock, settings) = (settings.clock(), Arc::new(settings));
        Ok(Self { db, clock, settings, metrics, notices, mail, program })
    }

    /// Looks whether the database, migrated already, was filled by `renkei demo`; its replies then come in where
    /// those of `demo` do.
    pub async fn marked(mut self) -> Result<Self, AppError> {
        self.mail.sample = is_sample(&self.db).await?;
        if self.mail.sample {
            self.mail.reply_to.get_or_insert_with(sample_reply_to);
        }
        Ok(self)
    }

    /// Whether every page and mail says that the data are invented.
    pub fn sample(&self) -> bool {
        self.mail.sample
    }
}

/// Whether a database was filled by `renkei demo`.
pub async fn is_sample(db: &Db) -> Result<bool, DbErr> {
    Ok(sample_made(&db.read).await?.is_some())
}

/// When a database was filled by `renkei demo`; `None` where it never was.
pub async fn sample_made(db: &impl ConnectionTrait) -> Result<Option<Instant>, DbErr> {
    let Some(mark) = deployment::Entity::find_by_id(SAMPLE.to_owned()).one(db).await? else {
        return Ok(None);
    };
    mark.value.parse().map(Some).map_err(|error| DbErr::Custom(format!("deployment.{SAMPLE}: {error}")))
}

/// Marks a database as filled by `renkei demo`, once and for all.
pub async fn mark_sample(tx: &Tx, now: Instant) -> Result<(), DbErr> {
    let mark = deployment::ActiveModel { name: Set(SAMPLE.to_owned()), value: Set(now.to_rfc3339()) };
    mark.insert(tx).await.map(drop)
}
