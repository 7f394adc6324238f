//! A commit that fails, as it does when the disk is full: SQLite has then taken everything back by itself, or holds the
//! transaction open, and the connection is not what it is believed to be.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::*;
use crate::platform::clock::Clock;

async fn opened(file: &std::path::Path) -> Db {
    let terms = Terms {
        key: SecretKey::new(vec![7; 32]).unwrap(),
        lease_clock: LeaseClock::Product(Clock::running()),
        hold_ms: 0,
        mail_domain: "renkei.example".to_owned(),
    };
    let db = Db::open(&format!("sqlite:{}", file.display()), terms).await.unwrap();
    write(&db, async |tx| tx.execute_unprepared("CREATE TABLE note (words TEXT)").await).await.unwrap();
    db
}

async fn noted(db: &Db, words: &str) -> Result<(), DbErr> {
    let sql = format!("INSERT INTO note VALUES ('{words}')");
    write(db, async |tx| tx.execute_unprepared(&sql).await.map(drop)).await
}

async fn notes(db: &Db) -> Vec<String> {
    let sql = Statement::from_string(DbBackend::Sqlite, "SELECT words FROM note");
    let rows = db.read.query_all_raw(sql).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Makes this many of the writer's next commits fail.
async fn fail_commits(db: &Db, times: u32) {
    let failed = AtomicU32::new(0);
    let mut writer = db.write.get_sqlite_connection_pool().acquire().await.unwrap();
    let mut handle = writer.lock_handle().await.unwrap();
    handle.set_commit_hook(move || failed.fetch_add(1, Ordering::Relaxed) >= times);
}

#[actix_web::test]
async fn what_is_said_to_be_stored_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let db = opened(&dir.path().join("renkei.db")).await;
    for times in [1, 2, 3] {
        fail_commits(&db, times).await;
        let mut stored = notes(&db).await;
        for words in ["一", "二", "三", "四"].map(|word| format!("{word}{times}")) {
            if noted(&db, &words).await.is_ok() {
                stored.push(words);
            }
            assert_eq!(notes(&db).await, stored, "{times} commits fail");
        }
        assert!(stored.last().is_some_and(|last| last.starts_with('四')), "the writer works again");
    }
}
