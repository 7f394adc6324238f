//! A whole deployment in one file, taken while it serves and put back on an empty machine.
//!
//! The file is a zip: `renkei.json` says what it is, `database/…` is one state of the database, `files/…` are the
//! files of the data directory, the secret key among them. SQLite comes as the file that `VACUUM INTO` writes,
//! PostgreSQL as one `COPY` of each table out of one snapshot; so a backup goes back to the kind of database it came
//! from. A zip has its directory at its end and a checksum for each part, so one that was cut off is none. What was
//! put back sends no mail until somebody releases it (`outbox::hold`), because the deployment it was taken from may
//! have sent it since.

mod copy;
mod files;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use migration::{Migrator, MigratorTrait};
use sea_orm::{DbBackend, DbErr};
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::clock::Instant;
use super::db::Db;
use copy::Copied;

/// The form of the file; a later one that cannot be read by this program has another number.
const FORM: u32 = 1;
/// Says what the file is.
const MANIFEST: &str = "renkei.json";
/// Where the SQLite file is.
const SQLITE: &str = "database/renkei.db";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    form: u32,
    /// Version of the program that took it.
    pub program: String,
    /// When.
    pub taken_at: Instant,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// The steps of the schema it has.
    steps: Vec<String>,
    /// The tables in the order in which they can be filled; none for SQLite.
    tables: Vec<Copied>,
}

/// Why a backup cannot be taken or put back. The sentences are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No file of ours, or a damaged one.
    #[error("{0}: renkei のバックアップではないか、途中で切れているか、壊れています（{1}）")]
    Unreadable(PathBuf, String),
    /// From a later version of the program.
    #[error("このバックアップは、これより新しい renkei（{0}）で作られています。その版で復元してください")]
    Newer(String),
    /// From the other kind of database.
    #[error("このバックアップは {0} のものです。同じ種類のデータベースを設定してください")]
    OtherDatabase(String),
    /// There is something.
    #[error("{0} が空ではありません。空のフォルダーと空のデータベースにだけ復元できます")]
    NotEmpty(String),
    /// The database inside is damaged.
    #[error("バックアップの中のデータベースが壊れています（{0}）")]
    Damaged(String),
    /// Disk.
    #[error("{0}: 読み書きに失敗しました（{1}）")]
    Disk(PathBuf, io::Error),
    /// Database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl BackupError {
    fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::Disk(path.to_owned(), error)
    }
}

impl From<sea_orm::sqlx::Error> for BackupError {
    fn from(error: sea_orm::sqlx::Error) -> Self {
        Self::Db(DbErr::Custom(error.to_string()))
    }
}

/// Where a deployment keeps what it has.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The data directory.
    pub data_dir: &'a Path,
    /// The database file, if it is one.
    pub database: Option<&'a Path>,
}

/// Takes a backup. The file appears under its name when all of it is on the disk; one that was there before stays
/// until then.
pub async fn take(db: &Db, place: Place<'_>, to: &Path, now: Instant) -> Result<Manifest, BackupError> {
    let part = beside(to, "part");
    let taken = write(db, place, &part, now).await;
    let done = taken.and_then(|manifest| {
        fs::rename(&part, to).map_err(BackupError::at(to))?;
        files::sync_folder_of(to).map_err(BackupError::at(to))?;
        Ok(manifest)
    });
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

async fn write(db: &Db, place: Place<'_>, part: &Path, now: Instant) -> Result<Manifest, BackupError> {
    let at = BackupError::at(part);
    let file = files::create(part).map_err(&at)?;
    let mut zip = ZipWriter::new(file);
    let steps = copy::steps(db).await?;
    let manifest = |tables| Manifest {
        form: FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now,
        database: kind(db.backend()).to_owned(),
        steps,
        tables,
    };
    let manifest = match place.database {
        Some(database) => {
            let copied = beside(part, "db");
            let done = copy::vacuum_into(database, &copied).await;
            let done = done.and_then(|()| {
                zip.start_file(SQLITE, options()).map_err(|error| at(error.into()))?;
                let mut from = File::open(&copied).map_err(&at)?;
                io::copy(&mut from, &mut zip).map_err(&at)
            });
            let _ = fs::remove_file(&copied);
            done?;
            manifest(Vec::new())
        }
        None => manifest(copy::out(db, &mut zip).await?),
    };
    // The files come after the rows, so that whatever a row names is there.
    files::add(&mut zip, place, part).map_err(&at)?;
    let said = serde_json::to_vec_pretty(&manifest).map_err(|error| at(error.into()))?;
    zip.start_file(MANIFEST, options()).map_err(|error| at(error.into()))?;
    zip.write_all(&said).map_err(&at)?;
    let file = zip.finish().map_err(|error| at(error.into()))?;
    file.sync_all().map_err(&at)?;
    Ok(manifest)
}

/// A backup that was opened and looked at.
pub struct Archive {
    path: PathBuf,
    zip: ZipArchive<File>,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// Opens a backup and refuses what this program cannot put back.
pub fn open(path: &Path, backend: DbBackend) -> Result<Archive, BackupError> {
    let unreadable = |error: String| BackupError::Unreadable(path.to_owned(), error);
    let file = File::open(path).map_err(BackupError::at(path))?;
    let mut zip = ZipArchive::new(file).map_err(|error| unreadable(error.to_string()))?;
    let mut said = Vec::new();
    let part = zip.by_name(MANIFEST).map_err(|error| unreadable(error.to_string()))?;
    part.take(1 << 20).read_to_end(&mut said).map_err(|error| unreadable(error.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&said).map_err(|error| unreadable(error.to_string()))?;
    let known: Vec<_> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    if manifest.form != FORM || !known.starts_with(&manifest.steps) {
        return Err(BackupError::Newer(manifest.program));
    }
    if manifest.database != kind(backend) {
        return Err(BackupError::OtherDatabase(manifest.database));
    }
    // Every part is read to its checksum before anything is put anywhere.
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|error| unreadable(error.to_string()))?;
        io::copy(&mut part, &mut io::sink()).map_err(|error| unreadable(error.to_string()))?;
    }
    Ok(Archive { path: path.to_owned(), zip, manifest })
}

impl Archive {
    /// Puts the files, and the database where it is one, into an empty data directory: all of them or none.
    pub async fn put_files(&mut self, place: Place<'_>) -> Result<(), BackupError> {
        let staged = place.data_dir.join(".restoring");
        if files::holds_anything(place.data_dir).map_err(BackupError::at(place.data_dir))? {
            return Err(BackupError::NotEmpty(place.data_dir.display().to_string()));
        }
        if let Some(database) = place.database.filter(|file| file.exists()) {
            return Err(BackupError::NotEmpty(database.display().to_string()));
        }
        let done = self.stage(&staged, place).await;
        let _ = fs::remove_dir_all(&staged);
        done
    }

    async fn stage(&mut self, staged: &Path, place: Place<'_>) -> Result<(), BackupError> {
        let at = BackupError::at(staged);
        super::data_dir::make(staged).map_err(&at)?;
        let unreadable = |error: String| BackupError::Unreadable(self.path.clone(), error);
        for index in 0..self.zip.len() {
            let mut part = self.zip.by_index(index).map_err(|error| unreadable(error.to_string()))?;
            let name = part.name().map_err(|error| unreadable(error.to_string()))?.into_owned();
            let name = inside(&name).ok_or_else(|| unreadable(name.clone()))?;
            let to = staged.join(name);
            files::make_folder_of(&to).map_err(&at)?;
            let mut file = files::create(&to).map_err(&at)?;
            io::copy(&mut part, &mut file).map_err(&at)?;
            file.sync_all().map_err(&at)?;
        }
        if let Some(database) = place.database {
            let copied = staged.join(SQLITE);
            copy::check(&copied).await?;
            files::move_all(&staged.join("files"), place.data_dir).map_err(&at)?;
            fs::rename(&copied, database).map_err(BackupError::at(database))?;
            return files::sync_folder_of(database).map_err(BackupError::at(database));
        }
        files::move_all(&staged.join("files"), place.data_dir).map_err(&at)
    }

    /// Fills an empty PostgreSQL database: the schema as it was, then the rows, in one transaction.
    pub async fn put_rows(&mut self, db: &Db) -> Result<(), BackupError> {
        if copy::holds_anything(db).await? {
            return Err(BackupError::NotEmpty("データベース".to_owned()));
        }
        copy::into(db, &mut self.zip, &self.manifest.steps, &self.manifest.tables).await
    }
}

fn kind(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { "postgres" } else { "sqlite" }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true).unix_permissions(0o600)
}

/// `a.zip` and `a.zip.part`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// A name as a path that stays where it is put.
fn inside(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    (stays && !name.is_empty() && !name.contains('\\')).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for name in ["files/secret.key", "database/renkei.db", "files/mail/new/a.eml"] {
            assert_eq!(inside(name), Some(PathBuf::from(name)));
        }
        for name in ["/etc/passwd", "../x", "files/../../x", "", "files\\..\\x"] {
            assert_eq!(inside(name), None, "{name}");
        }
    }
}
