//! `renkei serve`: migrates, serves, and runs the worker beside it. Told to stop, it takes no new requests, lets
//! the ones it has end, lets the worker finish what it holds, and is gone within ten seconds.

use std::net::TcpListener;
use std::time::Duration;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

use super::shared::{self, Shared};
use super::{Failure, deployment};
use crate::app;
use crate::config::{Occasion, Settings};
use crate::platform::health::WorkerName;
use crate::platform::state::AppState;

/// How long stopping may take in all.
pub const STOPPING: Duration = Duration::from_millis(9_500);

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 待ち受けるアドレス（既定 127.0.0.1:8080）
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// 送信係をこのプロセスでは動かしません
    #[arg(long)]
    no_worker: bool,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let layers = shared.layers()?.option("listen", arguments.listen);
    let settings = shared::read(&layers, Occasion::Serve)?;
    let (listener, settings) = bind(settings)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    let worker = (!arguments.no_worker).then(WorkerName::fresh);
    let state = AppState::new(db, settings, app::notices())?.marked().await?;
    if state.sample() {
        refuse_open_sample(&state.settings)?;
    }
    serve(state, listener, worker).await
}

/// Sample accounts have a password everybody knows, so they are served on this machine only.
pub fn refuse_open_sample(settings: &Settings) -> Result<(), Failure> {
    if settings.listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "見本データはこのコンピューターの中だけで使えます。{} では待ち受けません（127.0.0.1 を指定してください）",
        settings.listen
    )))
}

/// Takes the address first, so that one in use is said before anything is changed.
pub fn bind(settings: Settings) -> Result<(TcpListener, Settings), Failure> {
    let address = settings.listen;
    let bound = TcpListener::bind(address).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (address, listener) =
        bound.map_err(|error| Failure::failed(format!("{address} で待ち受けられません（{error}）")))?;
    Ok((listener, settings.listening_at(address)))
}

/// Serves until a signal comes, then stops in order and closes the database.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    worker: Option<WorkerName>,
) -> Result<(), Failure> {
    let mut signals = Signals::listen()?;
    let server = app::server(state.clone(), listener, worker.clone())?;
    let handle = server.handle();
    let (stop, told) = watch::channel(false);
    let working = match worker {
        Some(name) => Some(tokio::spawn(app::worker(&state, name)?.run(told))),
        None => None,
    };
    let mut serving = tokio::spawn(server);
    tracing::info!(address = %state.settings.listen, base_url = %state.settings.base_url, "serving");
    tokio::select! {
        () = signals.come() => {}
        _ = &mut serving => return Err(Failure::failed("待ち受けが止まりました。記録を確かめてください")),
    }
    tracing::info!("stopping");
    // Both at once: a letter on its way needs the time more than an idle connection does.
    stop.send_replace(true);
    let ended = timeout(STOPPING, async {
        handle.stop(true).await;
        if let Some(working) = working {
            let _ = working.await.inspect_err(|error| tracing::error!(cause = %error, "worker"));
        }
        state.db.close().await
    });
    match ended.await {
        Ok(closed) => Ok(closed?),
        Err(_) => {
            tracing::warn!("stopped before everything had ended");
            Ok(())
        }
    }
}

/// What ends a process politely: SIGTERM from the system, SIGINT from a keyboard.
pub struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    /// From now on signals are ours.
    pub fn listen() -> Result<Self, Failure> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for one of them.
    pub async fn come(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
