//! `renkei worker`: what runs in the background, in a process of its own. It needs a schema that is complete
//! and leaves migrating to `serve` and `migrate`.

use clap::Args;
use tokio::sync::watch;
use tokio::time::timeout;

use super::serve::{STOPPING, Signals};
use super::shared::Shared;
use super::{Failure, deployment};
use crate::app;
use crate::config::Occasion;
use crate::platform::health::WorkerName;
use crate::platform::state::AppState;

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 期限の来たものをすべて処理して終わります
    #[arg(long)]
    once: bool,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let occasion = if arguments.once { Occasion::WorkerOnce } else { Occasion::Serve };
    let settings = shared.settings(occasion)?;
    let db = deployment::open(&settings).await?;
    if !db.pending_migrations().await?.is_empty() {
        return Err(Failure::failed("データベースが古い形です。先に renkei migrate を実行してください"));
    }
    let state = AppState::new(db, settings, app::notices())?.marked().await?;
    if arguments.once {
        app::worker(&state, WorkerName::fresh())?.drain().await?;
    } else {
        work_until_told(&state).await?;
    }
    Ok(state.db.close().await?)
}

async fn work_until_told(state: &AppState) -> Result<(), Failure> {
    let mut signals = Signals::listen()?;
    let (stop, told) = watch::channel(false);
    let working = tokio::spawn(app::worker(state, WorkerName::fresh())?.run(told));
    signals.come().await;
    tracing::info!("stopping");
    stop.send_replace(true);
    if timeout(STOPPING, working).await.is_err() {
        tracing::warn!("stopped before everything had ended");
    }
    Ok(())
}
