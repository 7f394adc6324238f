//! The two databases behind one door: a writer and readers. Only here something begins and commits; `write` is
//! called in `web/`, by the worker and by `cli`. On SQLite there is one immediate writer and a pool that can only
//! read; on PostgreSQL both are the same pool.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::clock::LeaseClock;
use super::search_index;
use super::secret::SecretKey;

/// What every write needs to know of the deployment besides its rows.
#[derive(Debug)]
pub struct Terms {
    /// Signs the links whose hashes are stored.
    pub key: SecretKey,
    /// The clock of holds and leases.
    pub lease_clock: LeaseClock,
    /// Milliseconds a letter to several people waits before it leaves (`RENKEI_MAIL_HOLD`).
    pub hold_ms: i64,
    /// The right side of every Message-ID and UID.
    pub mail_domain: String,
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Db {
    write: DatabaseConnection,
    /// Connections to read with; on SQLite they cannot write.
    pub read: DatabaseConnection,
    terms: Arc<Terms>,
    /// Held while migrating a SQLite file; PostgreSQL has advisory locks.
    lock_file: Option<PathBuf>,
}

/// An open transaction, handed to commands; that of `snapshot` can only read.
pub struct Tx {
    inner: DatabaseTransaction,
    terms: Arc<Terms>,
}

impl Tx {
    /// What the deployment says about writes.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Now by the clock of holds and leases.
    pub async fn now_ms(&self) -> Result<i64, DbErr> {
        self.terms.lease_clock.now_ms(self).await
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }

    fn support_returning(&self) -> bool {
        self.inner.support_returning()
    }
}

impl Db {
    /// Opens `sqlite:FILE` or `postgres://…`. The SQLite file is made if it is missing; nothing is migrated yet.
    pub async fn open(url: &str, terms: Terms) -> Result<Self, DbErr> {
        let terms = Arc::new(terms);
        if url.starts_with("postgres") {
            let pool = Database::connect(postgres(url)).await?;
            return Ok(Self { write: pool.clone(), read: pool, terms, lock_file: None });
        }
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        let write = Database::connect(sqlite(format!("sqlite:{path}?mode=rwc"), 1)).await?;
        // The readers come second: the writer has to have made the file and switched it to WAL.
        let read = Database::connect(sqlite(format!("sqlite:{path}?mode=ro"), 4)).await?;
        Ok(Self { write, read, terms, lock_file: Some(PathBuf::from(format!("{path}.lock"))) })
    }

    /// What the deployment says about writes.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Applies pending migrations and fills the index of search, one instance at a time.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        if let Some(path) = &self.lock_file {
            let _held = file_lock(path.clone()).await?;
            return self.bring_up().await;
        }
        let lock = self.begin().await?;
        lock.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
        lock.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        lock.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        lock.execute_unprepared("SELECT pg_advisory_xact_lock(7301946)").await?;
        let done = self.bring_up().await;
        lock.rollback().await?;
        done
    }

    async fn bring_up(&self) -> Result<(), DbErr> {
        Migrator::up(&self.write, None).await?;
        search_index::complete(self).await
    }

    /// Takes the first so many steps of the schema, in a database nobody uses yet: what a backup was taken from.
    pub async fn migrate_to(&self, steps: u32) -> Result<(), DbErr> {
        Migrator::up(&self.write, Some(steps)).await
    }

    /// Takes every table and all that is in it away. For sample data, and for what could not be put back.
    pub async fn clear(&self) -> Result<(), DbErr> {
        Migrator::reset(&self.write).await
    }

    /// Takes everything away and makes the tables anew and empty. For sample data only.
    pub async fn start_over(&self) -> Result<(), DbErr> {
        self.clear().await?;
        self.migrate().await
    }

    /// Names of the migrations that are not applied yet; asking changes nothing.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DbErr> {
        let pending = Migrator::get_pending_migrations_read_only(&self.read).await?;
        Ok(pending.iter().map(|step| step.name().to_owned()).collect())
    }

    /// Closes the pools, so that SQLite folds its log into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        begin(&self.write, options).await
    }

    async fn begin_reading(&self) -> Result<DatabaseTransaction, DbErr> {
        // SQLite knows neither: its readers see one state, and cannot write.
        let asked = self.backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: asked.then_some(IsolationLevel::RepeatableRead),
            access_mode: asked.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        begin(&self.read, options).await
    }
}

/// A BEGIN that is cancelled half-way would poison its pooled connection, so it runs to its end elsewhere.
async fn begin(pool: &DatabaseConnection, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
    let pool = pool.clone();
    joined(tokio::spawn(async move { pool.begin_with_options(options).await })).await
}

/// Runs one unit of work: all of it is stored, or nothing. A client that goes away cannot cut it in two.
pub async fn write<T, E: From<DbErr>>(db: &Db, work: impl AsyncFnOnce(&Tx) -> Result<T, E>) -> Result<T, E> {
    let tx = Tx { inner: db.begin().await?, terms: Arc::clone(&db.terms) };
    match work(&tx).await {
        Ok(done) => {
            joined(tokio::spawn(tx.inner.commit())).await?;
            Ok(done)
        }
        Err(error) => {
            // The work has failed already; a rollback that fails as well changes nothing for the caller.
            let _ = joined(tokio::spawn(tx.inner.rollback())).await;
            Err(error)
        }
    }
}

/// Runs a unit of work and takes all of it back: what a preview shows is what the work would do.
pub async fn rehearse<T, E: From<DbErr>>(
    db: &Db,
    work: impl AsyncFnOnce(&Tx) -> Result<T, E>,
) -> Result<T, E> {
    taken_back(db, db.begin().await?, work).await
}

/// Runs reads that have to fit together: nothing changes between them, no writer waits for them, and they go on when
/// the disk is full.
pub async fn snapshot<T, E: From<DbErr>>(
    db: &Db,
    work: impl AsyncFnOnce(&Tx) -> Result<T, E>,
) -> Result<T, E> {
    taken_back(db, db.begin_reading().await?, work).await
}

async fn taken_back<T, E: From<DbErr>>(
    db: &Db,
    inner: DatabaseTransaction,
    work: impl AsyncFnOnce(&Tx) -> Result<T, E>,
) -> Result<T, E> {
    let tx = Tx { inner, terms: Arc::clone(&db.terms) };
    let done = work(&tx).await;
    joined(tokio::spawn(tx.inner.rollback())).await?;
    done
}

/// Waits for the lock file; the lock goes with the handle, also when the process dies.
async fn file_lock(path: PathBuf) -> Result<File, DbErr> {
    let locked = tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    locked
        .await
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .map_err(|error| DbErr::Custom(error.to_string()))
}

async fn joined<T>(task: tokio::task::JoinHandle<Result<T, DbErr>>) -> Result<T, DbErr> {
    task.await.map_err(|error| DbErr::Custom(error.to_string()))?
}

fn sqlite(url: String, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        // A file does not hang up; asking it before each statement would cost as much as the statement.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.before_acquire(|connection, _| Box::pin(is_at_rest(connection)))
        });
    options
}

/// Whether nothing of an earlier transaction is left. When a COMMIT fails because the disk is full, SQLite has taken the
/// transaction back or holds it open, and neither way a ROLLBACK brings the connection back to rest: what is written
/// next would seem to be stored, and never be. Such a connection is closed, and another one opened.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A rollback may be under way; the answer comes after it.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(16)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "30s"),
                ("lock_timeout", "5s"),
                ("idle_in_transaction_session_timeout", "10s"),
            ])
        });
    options
}

#[cfg(test)]
mod tests;
