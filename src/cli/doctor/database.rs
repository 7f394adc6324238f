//! The database: whether it opens, is complete and sound, and what time it thinks it is.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::Finding;
use crate::cli::{Failure, deployment};
use crate::config::Settings;
use crate::platform::clock::{Clock, LeaseClock, random_bytes};
use crate::platform::data_dir;
use crate::platform::db::Db;
use crate::platform::outbox;
use crate::platform::secret::SecretKey;

/// How far its clock may be from ours.
const APART_MS: i64 = 60_000;

/// Everything about it; nothing is made where there is none.
pub(super) async fn database(settings: &Settings) -> Vec<Finding> {
    if !deployment::exists(settings) {
        let words = "データベース: まだありません。renkei migrate を実行すると作られます";
        return vec![Finding::Needs(words.to_owned())];
    }
    if let Some(kind) = settings.database_url.file().and_then(data_dir::network_file_system) {
        let words = format!(
            "データベース: ネットワーク上のディスク（{kind}）です。このサーバーのディスクに移してください"
        );
        return vec![Finding::Needs(words)];
    }
    // Looking needs no signature, so any key will do.
    let Some(key) = SecretKey::new(random_bytes::<32>().to_vec()) else {
        return Vec::new();
    };
    match deployment::connect(settings, key).await {
        Ok(db) => look(&db).await.unwrap_or_else(|failure| vec![unusable(&failure)]),
        Err(failure) => vec![unusable(&failure)],
    }
}

fn unusable(failure: &Failure) -> Finding {
    Finding::Needs(format!("データベース: {}", failure.lines().join(" ")))
}

async fn look(db: &Db) -> Result<Vec<Finding>, Failure> {
    let mut findings = vec![version(db).await?, migrations(db).await?];
    if db.backend() == DbBackend::Sqlite {
        findings.push(soundness(db).await?);
    }
    findings.push(time(db).await?);
    findings.extend(hold(db).await?);
    db.clone().close().await?;
    Ok(findings)
}

/// Whether mail is held back since a backup was put back; nothing before there are tables.
async fn hold(db: &Db) -> Result<Option<Finding>, Failure> {
    if !db.pending_migrations().await?.is_empty() {
        return Ok(None);
    }
    let words =
        "メール: 復元したデータのため、送信を止めています。管理者の「送信」の画面で確かめて始めてください";
    Ok(outbox::held_since(&db.read).await?.map(|_| Finding::Needs(words.to_owned())))
}

async fn version(db: &Db) -> Result<Finding, Failure> {
    match deployment::sqlite_version(db).await? {
        Some(version) if deployment::is_recent(&version) => {
            Ok(Finding::Good(format!("データベース: SQLite {version}")))
        }
        Some(version) => {
            Ok(Finding::Needs(format!("データベース: SQLite {version} は使えません。3.51.3 以上が必要です")))
        }
        None => {
            let version = text(db, "SELECT current_setting('server_version') AS found").await?;
            Ok(Finding::Good(format!("データベース: PostgreSQL {version}")))
        }
    }
}

async fn migrations(db: &Db) -> Result<Finding, Failure> {
    let count = db.pending_migrations().await?.len();
    if count == 0 {
        return Ok(Finding::Good("データベースの形: 最新です".to_owned()));
    }
    Ok(Finding::Needs(format!(
        "データベースの形: 未適用の変更が {count} 件あります。renkei migrate を実行してください"
    )))
}

async fn soundness(db: &Db) -> Result<Finding, Failure> {
    let found = text(db, "SELECT quick_check AS found FROM pragma_quick_check").await?;
    if found == "ok" {
        return Ok(Finding::Good("データベースの検査: 壊れていません".to_owned()));
    }
    let first = found.lines().next().unwrap_or_default();
    Ok(Finding::Needs(format!(
        "データベースの検査: 壊れています（{first}）。止めて、バックアップから戻してください"
    )))
}

async fn time(db: &Db) -> Result<Finding, Failure> {
    let theirs = LeaseClock::Database.now_ms(&db.read).await?;
    let apart = (theirs - Clock::running().now().timestamp_millis()).abs();
    if apart <= APART_MS {
        return Ok(Finding::Good("データベースの時計: 合っています".to_owned()));
    }
    let seconds = apart / 1000;
    Ok(Finding::Needs(format!(
        "データベースの時計: {seconds} 秒ずれています。両方の時刻合わせ（NTP）を直してください"
    )))
}

async fn text(db: &Db, sql: &str) -> Result<String, Failure> {
    let row = db.read.query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?;
    Ok(row.try_get("", "found")?)
}
