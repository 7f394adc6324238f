//! The rows, by what each database offers for it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use futures_util::TryStreamExt;
use migration::{Migrator, MigratorTrait};
use sea_orm::DbErr;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection, Row, Sqlite};
use serde::{Deserialize, Serialize};
use zip::{ZipArchive, ZipWriter};

use super::{BackupError, options};
use crate::platform::db::Db;

/// The most octets of a table that are sent at once.
const CHUNK: usize = 1 << 20;

/// One table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    table: String,
    columns: Vec<String>,
}

impl Copied {
    fn part(&self) -> String {
        format!("database/{}.copy", self.table)
    }

    /// `"table" ("a", "b")`; the names come from a file and are quoted.
    fn target(&self) -> String {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<_> = self.columns.iter().map(|name| quoted(name)).collect();
        format!("{} ({})", quoted(&self.table), columns.join(", "))
    }
}

/// The steps that a database has taken.
pub(super) async fn steps(db: &Db) -> Result<Vec<String>, DbErr> {
    let pending = db.pending_migrations().await?;
    let all = Migrator::migrations().into_iter().map(|step| step.name().to_owned());
    Ok(all.filter(|name| !pending.contains(name)).collect())
}

fn plain(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).read_only(true).disable_statement_logging()
}

/// One state of a SQLite file that is in use, as a file of its own.
pub(super) async fn vacuum_into(file: &Path, to: &Path) -> Result<(), BackupError> {
    super::files::create(to).map_err(BackupError::at(to))?;
    let mut connection = sqlx::SqliteConnection::connect_with(&plain(file)).await?;
    let done =
        sqlx::query("VACUUM INTO ?").bind(to.to_string_lossy().as_ref()).execute(&mut connection).await;
    connection.close().await?;
    Ok(done.map(drop)?)
}

/// Refuses a SQLite file that is damaged.
pub(super) async fn check(file: &Path) -> Result<(), BackupError> {
    let mut connection = sqlx::SqliteConnection::connect_with(&plain(file)).await?;
    let found = sqlx::query::<Sqlite>("PRAGMA integrity_check").fetch_all(&mut connection).await;
    let foreign = sqlx::query::<Sqlite>("PRAGMA foreign_key_check").fetch_optional(&mut connection).await;
    connection.close().await?;
    let said = found.and_then(|rows| rows.first().map_or(Ok(String::new()), |row| row.try_get(0)));
    match (said, foreign) {
        (Ok(said), Ok(None)) if said == "ok" => Ok(()),
        (Ok(said), Ok(_)) => Err(BackupError::Damaged(said)),
        (Err(error), _) | (_, Err(error)) => Err(BackupError::Damaged(error.to_string())),
    }
}

/// Every table of a PostgreSQL database out of one snapshot, in the order in which they were made: a table names only
/// older ones.
pub(super) async fn out(db: &Db, zip: &mut ZipWriter<File>) -> Result<Vec<Copied>, BackupError> {
    let mut held = db.read.get_postgres_connection_pool().acquire().await?;
    let connection: &mut PgConnection = &mut held;
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut *connection).await?;
    sqlx::raw_sql("SET LOCAL statement_timeout = 0").execute(&mut *connection).await?;
    let done = copy_out(connection, zip).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
    done
}

async fn copy_out(
    connection: &mut PgConnection,
    zip: &mut ZipWriter<File>,
) -> Result<Vec<Copied>, BackupError> {
    let disk = |error: std::io::Error| BackupError::Disk("backup".into(), error);
    let asked = "SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum) \
                 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' \
                 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
                 AND c.relname <> 'seaql_migrations' GROUP BY c.oid, c.relname ORDER BY c.oid";
    let rows = sqlx::query(asked).fetch_all(&mut *connection).await?;
    let mut tables = Vec::new();
    for row in rows {
        let table = Copied { table: row.try_get(0)?, columns: row.try_get(1)? };
        zip.start_file(table.part(), options()).map_err(|error| disk(error.into()))?;
        let mut stream = connection.copy_out_raw(&format!("COPY {} TO STDOUT", table.target())).await?;
        while let Some(chunk) = stream.try_next().await? {
            zip.write_all(&chunk).map_err(disk)?;
        }
        drop(stream);
        tables.push(table);
    }
    Ok(tables)
}

/// Whether a PostgreSQL database has any table.
pub(super) async fn holds_anything(db: &Db) -> Result<bool, BackupError> {
    let asked = "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
                 AND relkind = 'r')";
    let row = sqlx::query(asked).fetch_one(db.read.get_postgres_connection_pool()).await?;
    Ok(row.try_get(0)?)
}

/// Makes the schema of these steps and fills it. Where that fails the database is empty again.
pub(super) async fn into(
    db: &Db,
    zip: &mut ZipArchive<File>,
    steps: &[String],
    tables: &[Copied],
) -> Result<(), BackupError> {
    let count = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    db.migrate_to(count).await?;
    let mut held = db.read.get_postgres_connection_pool().acquire().await?;
    let connection: &mut PgConnection = &mut held;
    sqlx::raw_sql("BEGIN").execute(&mut *connection).await?;
    sqlx::raw_sql("SET LOCAL statement_timeout = 0").execute(&mut *connection).await?;
    let done = copy_in(connection, zip, tables).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    sqlx::raw_sql(end).execute(&mut *connection).await?;
    drop(held);
    if done.is_err() {
        db.clear().await?;
    }
    done
}

async fn copy_in(
    connection: &mut PgConnection,
    zip: &mut ZipArchive<File>,
    tables: &[Copied],
) -> Result<(), BackupError> {
    let damaged = |error: String| BackupError::Damaged(error);
    for table in tables {
        let mut part = zip.by_name(&table.part()).map_err(|error| damaged(error.to_string()))?;
        let mut sink = connection.copy_in_raw(&format!("COPY {} FROM STDIN", table.target())).await?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = part.read(&mut chunk).map_err(|error| damaged(error.to_string()))?;
            let Some(octets) = chunk.get(..read).filter(|octets| !octets.is_empty()) else { break };
            sink.send(octets).await?;
        }
        sink.finish().await?;
    }
    Ok(())
}
