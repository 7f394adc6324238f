//! Opens what the settings describe: the data directory, the key, the database. Refuses what would lose data
//! later: SQLite on a network file system or of a version whose write-ahead log can be damaged.

use std::io;
use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::Failure;
use crate::config::{Occasion, Settings};
use crate::platform::clock::LeaseClock;
use crate::platform::data_dir;
use crate::platform::db::{Db, Terms};
use crate::platform::secret::SecretKey;

/// The first SQLite without the fault in resetting a write-ahead log.
pub const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// Makes the data directory if need be and opens the database; nothing is migrated.
pub async fn open(settings: &Settings) -> Result<Db, Failure> {
    data_dir::make(&settings.data_dir).map_err(|error| in_data_dir(settings, &error))?;
    refuse_missing_folder(settings)?;
    refuse_network_file_system(settings)?;
    let key = match &settings.secret_key {
        Some(key) => key.clone(),
        None => data_dir::secret_key(&settings.data_dir).map_err(|error| in_key_file(settings, &error))?,
    };
    let db = connect(settings, key).await?;
    refuse_old_sqlite(&db).await?;
    Ok(db)
}

/// Whether there is a database to open; a server is taken to be there.
pub fn exists(settings: &Settings) -> bool {
    settings.database_url.file().is_none_or(Path::exists)
}

/// Opens the database with a given key.
pub async fn connect(settings: &Settings, key: SecretKey) -> Result<Db, Failure> {
    let lease_clock = match (settings.occasion, settings.now) {
        (Occasion::WorkerOnce, Some(_)) => LeaseClock::Product(settings.clock()),
        _ => LeaseClock::Database,
    };
    let terms = Terms {
        key,
        lease_clock,
        hold_ms: i64::from(settings.mail_hold_seconds) * 1000,
        mail_domain: settings.mail_domain().to_owned(),
    };
    Ok(Db::open(&settings.database_url.expose(), terms).await?)
}

/// The version of the SQLite inside; none on PostgreSQL.
pub async fn sqlite_version(db: &Db) -> Result<Option<String>, Failure> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let asked = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS version");
    let row = db.read.query_one_raw(asked).await?;
    Ok(row.map(|row| row.try_get("", "version")).transpose()?)
}

/// Whether a SQLite version may be used.
pub fn is_recent(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.as_slice() >= OLDEST_SQLITE.as_slice()
}

async fn refuse_old_sqlite(db: &Db) -> Result<(), Failure> {
    match sqlite_version(db).await? {
        Some(version) if !is_recent(&version) => Err(Failure::failed(format!(
            "SQLite {version} には記録を失う不具合があります。3.51.3 以上で作られた renkei を使ってください"
        ))),
        _ => Ok(()),
    }
}

/// SQLite would only say that it cannot open the file, and that may pass; a missing folder does not.
fn refuse_missing_folder(settings: &Settings) -> Result<(), Failure> {
    let file = settings.database_url.file();
    let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(Failure::failed(format!("{}: データベースを置くフォルダーがありません", folder.display())))
        }
        _ => Ok(()),
    }
}

fn refuse_network_file_system(settings: &Settings) -> Result<(), Failure> {
    let Some(file) = settings.database_url.file() else {
        return Ok(());
    };
    match data_dir::network_file_system(file) {
        None => Ok(()),
        Some(kind) => Err(Failure::failed(format!(
            "{} はネットワーク上のディスク（{kind}）にあります。SQLite の記録が壊れるため使えません。\
             このサーバーのディスクか PostgreSQL を使ってください",
            file.display()
        ))),
    }
}

fn in_data_dir(settings: &Settings, error: &io::Error) -> Failure {
    Failure::failed(format!("{}: データのフォルダーを使えません（{error}）", settings.data_dir.display()))
}

fn in_key_file(settings: &Settings, error: &io::Error) -> Failure {
    let file = data_dir::key_file(&settings.data_dir);
    Failure::failed(format!("{}: 秘密鍵を読み書きできません（{error}）", file.display()))
}
