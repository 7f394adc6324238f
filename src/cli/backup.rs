//! `renkei backup FILE` and `renkei restore FILE`: the whole deployment in one file, taken while it serves, and put
//! back on an empty machine. What was put back sends no mail before the administrator releases it.

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;

use super::shared::Shared;
use super::{Failure, deployment};
use crate::config::{Occasion, Settings};
use crate::platform::backup::{self, BackupError, Place};
use crate::platform::clock::Clock;
use crate::platform::data_dir;
use crate::platform::date::{clock, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::db;
use crate::platform::outbox;

/// The one file.
#[derive(Debug, Args)]
pub struct Arguments {
    /// バックアップのファイル
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Takes one.
pub async fn take(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Tool)?;
    if !deployment::exists(&settings) {
        return Err(Failure::failed("データベースがまだありません。バックアップするものがありません"));
    }
    let db = deployment::open(&settings).await?;
    let taken = backup::take(&db, place(&settings), &arguments.file, Clock::running().now()).await;
    db.close().await?;
    taken?;
    writeln!(stdout(), "バックアップしました: {}", arguments.file.display())?;
    if settings.secret_key.is_some() {
        writeln!(stdout(), "秘密鍵（RENKEI_SECRET_KEY）は入っていません。別に保管してください")?;
    }
    Ok(())
}

/// Puts one back.
pub async fn restore(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Tool)?;
    let backend = settings.database_url.backend();
    let mut archive = backup::open(&arguments.file, backend)?;
    data_dir::make(&settings.data_dir)?;
    archive.put_files(place(&settings)).await?;
    let db = deployment::open(&settings).await?;
    if settings.database_url.file().is_none()
        && let Err(error) = archive.put_rows(&db).await
    {
        data_dir::empty(&settings.data_dir)?;
        return Err(error.into());
    }
    db.migrate().await?;
    let now = Clock::running().now();
    db::write(&db, async |tx| outbox::hold(tx, now).await).await?;
    db.close().await?;
    let taken = archive.manifest.taken_at;
    let taken = format!("{} {}", wareki_weekday(tokyo_day(taken)), clock(tokyo_time(taken)));
    writeln!(stdout(), "復元しました（{taken} の状態）")?;
    Ok(writeln!(stdout(), "メールの送信は止めてあります。管理者の「送信」の画面で確かめて始めてください")?)
}

fn place(settings: &Settings) -> Place<'_> {
    Place { data_dir: &settings.data_dir, database: settings.database_url.file() }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Db(error) => error.into(),
            other => Self::failed(other.to_string()),
        }
    }
}
