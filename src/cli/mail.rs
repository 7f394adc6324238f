//! `renkei mail ingest`: takes in one mail that a mail server pipes here. Whatever becomes of it the command ends
//! well, because the server would tell the sender otherwise, and senders are forged. Only what may be better later,
//! a database that is away or a schema that is behind, asks the server to keep the mail and come again.

use std::io::{Read, Write, copy, sink, stdin, stdout};
use std::panic::AssertUnwindSafe;

use clap::{Args, Subcommand};
use entity::inbound_mail::IngestOutcome;
use futures_util::FutureExt;
use sea_orm::ActiveEnum;
use serde::Serialize;

use super::shared::Shared;
use super::{Failure, deployment};
use crate::access::System;
use crate::app;
use crate::config::{Occasion, Settings};
use crate::invitation::commands::{Ingested, Stored, ingest, store_mail};
use crate::platform::db;
use crate::platform::inbound::MAX_OCTETS;
use crate::platform::state::AppState;

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Mail,
}

#[derive(Debug, Subcommand)]
enum Mail {
    /// 届いたメール1通を標準入力から読み、出欠の回答として取り込みます
    Ingest,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let Mail::Ingest = arguments.command;
    let settings = shared.settings(Occasion::Tool)?;
    let raw = mail()?;
    let work = AssertUnwindSafe(take_in(settings, &raw)).catch_unwind().await;
    let work = work.unwrap_or_else(|_| Err(Failure::failed("取り込みの途中で止まりました")));
    let done = work.map_err(later)?;
    let line = serde_json::to_string(&Line::of(&done)).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(writeln!(stdout(), "{line}")?)
}

/// The mail, and of one that is too large just enough to see that. The rest is read all the same, so that the
/// server does not meet a closed pipe.
fn mail() -> Result<Vec<u8>, Failure> {
    let mut raw = Vec::new();
    let most = u64::try_from(MAX_OCTETS).unwrap_or(u64::MAX).saturating_add(1);
    stdin().lock().take(most).read_to_end(&mut raw)?;
    copy(&mut stdin().lock(), &mut sink())?;
    Ok(raw)
}

/// Two steps, so that a mail that cannot be read is kept nevertheless. A second process with the same mail waits
/// for the first and has its outcome.
async fn take_in(settings: Settings, raw: &[u8]) -> Result<Ingested, Failure> {
    let db = deployment::open(&settings).await?;
    if !db.pending_migrations().await?.is_empty() {
        return Err(Failure::failed("データベースが古い形です。先に renkei migrate を実行してください"));
    }
    let state = AppState::new(db, settings, app::notices())?.marked().await?;
    let (by, now, reply_to) = (System::acting(), state.clock.now(), state.mail.reply_to.as_deref());
    let stored = db::write(&state.db, async |tx| store_mail(tx, &by, raw, now).await).await?;
    let done = match stored {
        Stored::Read(known) => known,
        Stored::Unread(id) => {
            db::write(&state.db, async |tx| ingest(tx, &by, id, reply_to, now).await).await?
        }
    };
    state.db.close().await?;
    Ok(done)
}

/// Every failure on the way is worth another try: a mail must not be lost for it.
fn later(failure: Failure) -> Failure {
    match failure {
        Failure::Failed(lines) => Failure::TryLater(lines.join(" ")),
        later @ Failure::TryLater(_) => later,
    }
}

/// What is printed.
#[derive(Serialize)]
struct Line<'a> {
    outcome: String,
    reason: &'a str,
    invitation: Option<String>,
}

impl<'a> Line<'a> {
    fn of(done: &'a Ingested) -> Self {
        Self {
            outcome: IngestOutcome::to_value(&done.outcome),
            reason: &done.reason,
            invitation: done.invitation.map(|id| id.to_string()),
        }
    }
}
