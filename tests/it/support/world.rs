//! The world a test plays in: a region with its council, a clock that stands still, and the real server on a free
//! port over a database of its own. People are clients that click; the worker runs when a test says so.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use chrono::DateTime;
use renkei::app;
use renkei::config::{Layers, Occasion, Settings};
use renkei::platform::clock::{Clock, Instant, LeaseClock};
use renkei::platform::db::{self, Db, Terms, Tx};
use renkei::platform::health::WorkerName;
use renkei::platform::secret::SecretKey;
use renkei::platform::state::AppState;
use sea_orm::DbErr;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::builders::People;
use super::mails::Mail;
use super::postgres;

/// Which database a world stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file.
    Sqlite,
    /// A database of the server of `postgres.rs`.
    Postgres,
}

/// The world. Dropping it stops the server and takes the database away.
pub struct World {
    /// What the server was started with.
    pub state: AppState,
    /// The product's clock; `clock.advance(…)` lets time pass.
    pub clock: Clock,
    /// `http://127.0.0.1:…`, without a slash at the end.
    pub address: String,
    /// The data directory.
    pub data: PathBuf,
    /// Address of the database.
    pub database: String,
    /// Everybody and everything that is there at the start.
    pub people: People,
    asked: mpsc::Receiver<String>,
    read_mails: RefCell<HashSet<PathBuf>>,
    server: Running,
}

/// The server on a thread of its own, so that it ends in order even when the test fails.
pub(super) struct Running {
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asking is enough; the thread waits for the end.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server ended badly");
        }
    }
}

impl World {
    /// The default world over SQLite at an instant such as `2026-11-20T09:00+09:00`.
    pub async fn at(now: &str) -> Self {
        Self::with(now, &[]).await
    }

    /// The same with further settings, e.g. `("RENKEI_SMTP_URL", &sink.url())`.
    pub async fn with(now: &str, settings: &[(&str, &str)]) -> Self {
        Self::start(Backend::Sqlite, now, settings).await.unwrap()
    }

    /// The same over a given database. `None`: this machine has no PostgreSQL.
    pub async fn start(backend: Backend, now: &str, settings: &[(&str, &str)]) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().to_owned();
        let clock = Clock::standing_at(instant(now));
        let url = match backend {
            Backend::Sqlite => sqlite(&dir).await,
            Backend::Postgres => postgres::fresh_database().await?,
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let settings = read_settings(&dir, &url, settings).listening_at(listener.local_addr().unwrap());
        let hold_ms = i64::from(settings.mail_hold_seconds) * 1000;
        let mut db = Db::open(&url, Terms { hold_ms, ..terms_at(clock.clone()) }).await.unwrap();
        let asked = overheard(&mut db);
        let address = settings.base_url.to_string();
        let mut state = AppState::new(db, settings, app::notices()).unwrap();
        state.clock = clock.clone();
        state.program = PathBuf::from(env!("CARGO_BIN_EXE_renkei"));
        let people = db::write(&state.db, async |tx| People::settle(tx, clock.now()).await).await.unwrap();
        let dropped = (backend == Backend::Postgres).then(|| url.clone());
        let server = serve(state.clone(), listener, dir, dropped);
        let read_mails = RefCell::default();
        Some(Self { state, clock, address, data, database: url, people, asked, read_mails, server })
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// The product's now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The statements that pages, and the test itself, have read with since this was asked last. What writes is
    /// not among them.
    pub fn statements(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }

    /// Writes as a command would.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T, DbErr>) -> T {
        db::write(self.db(), work).await.unwrap()
    }

    /// Lets the worker do everything that is due, and reads the mails it laid down, ordered by address and
    /// subject. Each mail is read once. With `RENKEI_SMTP_URL` they are elsewhere, and none comes back.
    pub async fn run_worker(&self) -> Vec<Mail> {
        app::worker(&self.state, WorkerName::fresh()).unwrap().drain().await.unwrap();
        let Ok(folder) = fs::read_dir(self.data.join("mail/new")) else { return Vec::new() };
        let files = folder.map(|entry| entry.unwrap().path());
        let new: Vec<_> = files.filter(|file| self.read_mails.borrow_mut().insert(file.clone())).collect();
        let mut mails: Vec<_> = new.iter().map(|file| Mail::read(fs::read(file).unwrap())).collect();
        mails.sort_by(|left, right| (&left.to, &left.subject).cmp(&(&right.to, &right.subject)));
        mails
    }
}

/// Reads `2026-11-20T09:00+09:00`, with or without seconds.
pub fn instant(text: &str) -> Instant {
    let formats = ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%:z"];
    let read = formats.iter().find_map(|format| DateTime::parse_from_str(text, format).ok());
    read.unwrap_or_else(|| panic!("{text} is no instant such as 2026-11-20T09:00+09:00")).to_utc()
}

/// What a test's database says about writes: no hold, and leases by the standing clock.
pub fn terms_at(clock: Clock) -> Terms {
    Terms {
        key: SecretKey::new(vec![7; 32]).unwrap(),
        lease_clock: LeaseClock::Product(clock),
        hold_ms: 0,
        mail_domain: "renkei.example".to_owned(),
    }
}

/// Listens to the connections that pages read with. On PostgreSQL a writer has the same pool and a handle of its
/// own, so that its statements are not heard.
fn overheard(db: &mut Db) -> mpsc::Receiver<String> {
    let (heard, asked) = mpsc::channel();
    // The world that listens may have ended before its server.
    db.read.set_metric_callback(move |info| drop(heard.send(info.statement.sql.clone())));
    asked
}

pub(super) fn read_settings(dir: &TempDir, url: &str, further: &[(&str, &str)]) -> Settings {
    let data = dir.path().display().to_string();
    let mut variables = vec![
        ("RENKEI_DATA_DIR", data.as_str()),
        ("RENKEI_DATABASE_URL", url),
        ("RENKEI_SECRET_KEY", "the key of the tests, never of a deployment"),
        ("RENKEI_MAIL_FROM", "renkei@renkei.example"),
        ("RENKEI_MAIL_REPLY_TO", "reply+{token}@renkei.example"),
        ("RENKEI_MAIL_HOLD", "0"),
    ];
    variables.retain(|(name, _)| further.iter().all(|(other, _)| other != name));
    variables.extend(further);
    let owned = variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings::read(&Layers::default().environment(owned), Occasion::Tool).unwrap();
    assert_eq!(settings.complaints, [""; 0]);
    settings
}

/// A copy of a file that was migrated once.
pub(super) async fn sqlite(dir: &TempDir) -> String {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = MIGRATED.get_or_init(async || {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("renkei.db");
        let url = format!("sqlite:{}", file.display());
        let db = Db::open(&url, terms_at(Clock::running())).await.unwrap();
        db.migrate().await.unwrap();
        db.close().await.unwrap();
        fs::read(file).unwrap()
    });
    let file = dir.path().join("renkei.db");
    fs::write(&file, template.await).unwrap();
    format!("sqlite:{}", file.display())
}

pub(super) fn serve(
    state: AppState,
    listener: TcpListener,
    dir: TempDir,
    database: Option<String>,
) -> Running {
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = app::server_on(1, state, listener, None).unwrap();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
            drop(dir);
            if let Some(database) = database {
                postgres::drop_database(&database).await;
            }
        });
    });
    Running { handle: told.recv().unwrap(), thread: Some(thread) }
}
