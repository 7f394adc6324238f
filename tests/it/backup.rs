//! The restore drill in small: a backup while others write, put back elsewhere by the documented commands; and files
//! that are none.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use entity::audit_entry;
use renkei::platform::audit::{self, Subject};
use renkei::platform::clock::Clock;
use renkei::platform::db::{self, Db};
use renkei::platform::outbox::{self, Release};
use sea_orm::{EntityTrait, PaginatorTrait};
use tempfile::TempDir;

use crate::migrations::rows;
use crate::support::office::convened;
use crate::support::postgres;
use crate::support::rows::rows_of;
use crate::support::story::story;
use crate::support::world::{World, terms_at};

fn renkei(data: &Path, database: &str) -> Command {
    let mut renkei = Command::new(env!("CARGO_BIN_EXE_renkei"));
    renkei.env_clear().env("RENKEI_SECRET_KEY", "the key of the tests, never of a deployment");
    renkei.args(["--database-url", database, "--data"]).arg(data);
    renkei
}

fn done(output: Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The one line of a command that fails.
fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    said
}

/// An empty place for the same kind of database.
async fn elsewhere(world: &World, dir: &TempDir) -> String {
    if world.database.starts_with("postgres") {
        return postgres::empty_database().await.unwrap();
    }
    format!("sqlite:{}", dir.path().join("data/renkei.db").display())
}

fn mails(data: &Path) -> usize {
    fs::read_dir(data.join("mail/new")).map_or(0, Iterator::count)
}

/// Two entries in one transaction.
async fn twice(world: &World) {
    let by = world.clerk().await;
    let subject = Subject("region", world.people.region.id.0);
    world
        .write(async |tx| {
            audit::record(tx, by.by(), "test.first", subject, &[], None, world.now()).await?;
            audit::record(tx, by.by(), "test.second", subject, &[], None, world.now()).await
        })
        .await;
}

async fn entries(db: &Db) -> u64 {
    audit_entry::Entity::find().count(&db.read).await.unwrap()
}

story!(a_deployment_comes_back_as_it_was, "2026-11-20T09:00+09:00", async |world| {
    rows::fill(&world).await;
    convened(&world).await;
    let (before, entered) = (world.rows().await, entries(world.db()).await);
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("backup.zip");
    fs::create_dir_all(world.data.join("mail/new")).unwrap();
    fs::write(world.data.join("mail/new/earlier.eml"), "an earlier mail").unwrap();

    let mut taking = renkei(&world.data, &world.database).arg("backup").arg(&file).spawn().unwrap();
    while taking.try_wait().unwrap().is_none() {
        twice(&world).await;
    }
    assert!(taking.wait().unwrap().success());
    assert!(entries(world.db()).await > entered, "others wrote meanwhile");

    let (data, database) = (dir.path().join("data"), elsewhere(&world, &dir).await);
    let said = done(renkei(&data, &database).arg("restore").arg(&file).output().unwrap());
    assert!(said.contains("復元しました"), "{said}");
    assert_eq!(fs::read_to_string(data.join("mail/new/earlier.eml")).unwrap(), "an earlier mail");
    let copy = Db::open(&database, terms_at(Clock::running())).await.unwrap();
    let mut restored = rows_of(&copy).await;
    assert_eq!((entries(&copy).await - entered) % 2, 0, "half of a transaction");
    let held = restored.get_mut("deployment").unwrap();
    held.retain(|row| !row.contains("mail_held_since"));
    for (table, rows) in before {
        // The first grows meanwhile; the second says when the schema was made.
        if !["audit_entry", "seaql_migrations"].contains(&&*table) {
            assert_eq!(restored[&table], rows, "{table}");
        }
    }
    // Nothing leaves before somebody says so.
    done(renkei(&data, &database).args(["worker", "--once"]).output().unwrap());
    assert_eq!(mails(&data), 1);
    let doctor = renkei(&data, &database).arg("doctor").output().unwrap();
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("復元したデータのため、送信を止めています"));
    db::write(&copy, async |tx| outbox::release_hold(tx, Release::Send, world.now()).await).await.unwrap();
    done(renkei(&data, &database).args(["worker", "--once"]).output().unwrap());
    assert!(mails(&data) > 1);
    // A second time there is no empty place any more.
    let mut again = renkei(&data, &database);
    again.arg("restore").arg(&file);
    assert!(refused(again).contains("空ではありません"));
    copy.close().await.unwrap();
    if database.starts_with("postgres") {
        postgres::drop_database(&database).await;
    }
});

story!(what_is_no_backup_is_refused_and_leaves_nothing, "2026-11-20T09:00+09:00", async |world| {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("backup.zip");
    done(renkei(&world.data, &world.database).arg("backup").arg(&file).output().unwrap());
    let whole = fs::read(&file).unwrap();
    let database = elsewhere(&world, &dir).await;
    let data = dir.path().join("data");
    let mut wrongs = vec![whole[..whole.len() - 100].to_vec(), b"PK".to_vec()];
    for part in 1..8 {
        let mut damaged = whole.clone();
        damaged.iter_mut().skip(whole.len() * part / 8).take(200).for_each(|octet| *octet ^= 0xff);
        wrongs.push(damaged);
    }
    for (name, octets) in wrongs.iter().enumerate() {
        let wrong = dir.path().join("wrong");
        fs::write(&wrong, octets).unwrap();
        let mut restore = renkei(&data, &database);
        restore.arg("restore").arg(&wrong);
        let said = refused(restore);
        assert!(said.contains("途中で切れているか、壊れています"), "{name}: {said}");
        assert_eq!(fs::read_dir(&data).map_or(0, Iterator::count), 0, "{name}");
    }
    let mut other = renkei(
        &data,
        if database.starts_with("sqlite") { "postgres://x@127.0.0.1:1/x" } else { "sqlite:x.db" },
    );
    other.arg("restore").arg(&file);
    assert!(refused(other).contains("同じ種類のデータベース"));
    done(renkei(&data, &database).arg("restore").arg(&file).output().unwrap());
    if database.starts_with("postgres") {
        postgres::drop_database(&database).await;
    }
});

story!(the_administrator_lets_mail_leave_again, "2026-11-20T09:00+09:00", async |world| {
    convened(&world).await;
    world.clock.set(crate::support::world::instant("2026-11-20T10:00+09:00"));
    world.write(async |tx| outbox::hold(tx, world.now()).await).await;
    assert!(world.run_worker().await.is_empty());
    let page = world.secretary().get("/outbox").await;
    page.shows("復元したデータのため、メールの送信を止めています")
        .shows("止まっています（復元したデータのため）");
    let administrator = world.administrator();
    let page = administrator.get("/admin/mail").await;
    page.is(200).shows("令和8年11月20日(金) 10:00に復元しました").shows("東部広域連合 5通");
    administrator.post("/admin/mail/release", &[("how", "x")]).await.is(422);
    let release = [("how", "drop")];
    administrator.post("/admin/mail/release", &release).await.is_redirect_to("/admin/mail");
    administrator
        .get("/admin/mail")
        .await
        .shows("5通を取りやめて、送信を始めました")
        .shows("送信は動いています。")
        .shows("待っているメールはありません。");
    administrator.post("/admin/mail/release", &release).await.is(303);
    administrator.get("/admin/mail").await.shows("送信は、もう動いています");
    assert!(world.run_worker().await.is_empty());
    convened(&world).await;
    assert_eq!(world.run_worker().await.len(), 5, "what is queued since leaves");
});
