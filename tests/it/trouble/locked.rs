//! Somebody else holds the database: a backup program, a migration, another instance.

use std::process::Command;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};

use crate::invitation::ingest::piped;
use crate::support::office::convened;
use crate::support::story::story;
use crate::support::world::World;

/// A connection of another program that keeps others from writing.
async fn holder(world: &World) -> DatabaseConnection {
    let (url, hold) = match world.db().backend() {
        DbBackend::Sqlite => (world.database.clone(), "BEGIN IMMEDIATE"),
        _ => (world.database.clone(), "BEGIN; LOCK TABLE meeting, account, failed_sign_in IN EXCLUSIVE MODE"),
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let holder = Database::connect(options).await.unwrap();
    holder.execute_unprepared(hold).await.unwrap();
    holder
}

story!(a_locked_database_asks_for_another_try, "2026-11-10T09:00+09:00", async |world: World| {
    let (office, meeting) = (world.secretary(), convened(&world).await);
    let path = format!("/meetings/{}/edit", meeting.id);
    let page = office.get(&path).await;
    let typed = [("title", "髙﨑を偲ぶ"), ("remarks", "駐車場は\r\n北側です")];
    let holder = holder(&world).await;
    let (busy, read, tool) =
        tokio::join!(office.submit(&page, &path, &typed), office.get("/meetings"), locked_out(&world),);
    busy.is(503)
        .shows("ただいま保存できません")
        .shows("会議名に添える言葉 髙﨑を偲ぶ")
        .shows("駐車場は 北側です");
    read.is(200);
    assert_eq!(tool, Some(75).filter(|_| world.db().backend() == DbBackend::Sqlite));
    holder.execute_unprepared("ROLLBACK").await.unwrap();
    office.submit(&busy, &path, &[]).await.is_redirect_to(&format!("/meetings/{}", meeting.id));
    office.get(&path).await.shows("北側です");
    assert_eq!(office.get(&path).await.field(&path, "remarks"), "駐車場は\n北側です");
});

/// What a command of another process comes to; only a file can be opened by its name.
async fn locked_out(world: &World) -> Option<i32> {
    if world.db().backend() != DbBackend::Sqlite {
        return None;
    }
    let (data, url) = (world.data.clone(), world.database.clone());
    let add = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
        command.env_clear().arg("--data").arg(data).args(["--database-url", &url]);
        let done = command
            .args([
                "user",
                "add",
                "--email",
                "a@example.jp",
                "--name",
                "林 京子",
                "--role",
                "secretary",
                "--region",
                "tobu",
            ])
            .output()
            .unwrap();
        let line = String::from_utf8(done.stderr).unwrap();
        assert!(line.contains("後でもう一度") && line.lines().count() == 1, "{line}");
        done.status.code()
    });
    let data = world.data.clone();
    let ingest = tokio::task::spawn_blocking(move || {
        let (code, out, err) = piped(&data, &[], b"From: a@b.jp\r\nTo: reply@renkei.example\r\n\r\nx\r\n");
        assert_eq!((out.as_str(), err.lines().count()), ("", 1), "{err}");
        Some(code)
    });
    let (add, ingest) = (add.await.unwrap(), ingest.await.unwrap());
    assert_eq!(add, ingest);
    add
}
