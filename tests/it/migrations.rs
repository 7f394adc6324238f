//! The schema goes up and down with rows in every table, on both databases; a record that nobody can change stays as
//! it is; and instances that start together do not get in each other's way.

pub mod rows;

use std::process::{Command, Stdio};

use entity::audit_entry;
use migration::{Migrator, MigratorTrait};
use renkei::platform::clock::Clock;
use renkei::platform::db::{self, Db};
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement};
use tempfile::TempDir;

use crate::support::postgres;
use crate::support::story::story;
use crate::support::world::{World, terms_at};

story!(the_schema_goes_down_and_up_with_rows_in_every_table, "2026-11-20T09:00+09:00", async |world| {
    rows::fill(&world).await;
    let connection = second_connection(&world).await;
    let tables = tables(&connection).await;
    assert!(tables.len() > 30, "{tables:?}");
    for table in &tables {
        assert!(count(&connection, table).await > 0, "tests/it/migrations/rows.rs writes no {table}");
    }
    Migrator::down(&connection, None).await.unwrap();
    assert_eq!(self::tables(&connection).await, [""; 0]);
    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(self::tables(&connection).await, tables);
    connection.close().await.unwrap();
});

/// Steps of the schema that the first two issues left behind; these are never edited.
const RELEASED: usize = 8;

story!(an_upgrade_from_the_first_release_keeps_every_row, "2026-11-20T09:00+09:00", async |world| {
    rows::fill(&world).await;
    let later = u32::try_from(Migrator::migrations().len() - RELEASED).unwrap();
    let connection = second_connection(&world).await;
    Migrator::down(&connection, Some(later)).await.unwrap();
    let mut before = Vec::new();
    for table in tables(&connection).await {
        before.push((count(&connection, &table).await, table));
    }
    assert!(before.len() > 25 && before.iter().all(|(rows, _)| *rows > 0), "{before:?}");
    let words = "SELECT (SELECT title FROM meeting ORDER BY id LIMIT 1) || (SELECT value FROM charter_setting \
                 ORDER BY charter_id, setting LIMIT 1) AS words";
    let asked = Statement::from_string(connection.get_database_backend(), words);
    let said: Option<String> =
        connection.query_one_raw(asked.clone()).await.unwrap().unwrap().try_get("", "words").unwrap();
    Migrator::up(&connection, None).await.unwrap();
    for (rows, table) in before {
        assert_eq!(count(&connection, &table).await, rows, "{table}");
    }
    let now: Option<String> =
        connection.query_one_raw(asked).await.unwrap().unwrap().try_get("", "words").unwrap();
    assert_eq!(said, now);
    connection.close().await.unwrap();
    let clerk = world.secretary();
    for page in ["/", "/meetings", "/board", "/bodies", "/outbox"] {
        clerk.get(page).await.is(200);
    }
});

story!(nobody_changes_the_record, "2026-11-20T09:00+09:00", async |world| {
    rows::fill(&world).await;
    let changed = db::write(world.db(), async |tx| {
        let all = audit_entry::Entity::update_many();
        all.col_expr(audit_entry::Column::Verb, Expr::value("x")).exec(tx).await
    });
    refused(changed.await);
    let deleted = db::write(world.db(), async |tx| audit_entry::Entity::delete_many().exec(tx).await);
    refused(deleted.await);
    assert_eq!(audit_entry::Entity::find().all(&world.db().read).await.unwrap().len(), 1);
});

fn refused<T: std::fmt::Debug>(answer: Result<T, DbErr>) {
    let error = answer.unwrap_err().to_string();
    assert!(error.contains("audit_entry is append-only"), "{error}");
}

#[actix_web::test]
async fn instances_that_start_together_migrate_once_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    start_together(&format!("sqlite:{}", dir.path().join("renkei.db").display())).await;
}

#[actix_web::test]
async fn instances_that_start_together_migrate_once_on_postgres() {
    let Some(url) = postgres::empty_database().await else { return };
    start_together(&url).await;
    postgres::drop_database(&url).await;
}

/// Two handles of this process and two processes, all at once.
async fn start_together(url: &str) {
    let dirs = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let processes = dirs.each_ref().map(|dir| {
        let mut renkei = Command::new(env!("CARGO_BIN_EXE_renkei"));
        renkei.env_clear().env("RENKEI_SECRET_KEY", "the key of the tests, never of a deployment");
        renkei.args(["migrate", "--database-url", url, "--data"]).arg(dir.path());
        renkei.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    let one = Db::open(url, terms_at(Clock::running())).await.unwrap();
    let two = Db::open(url, terms_at(Clock::running())).await.unwrap();
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    first.unwrap();
    second.unwrap();
    for process in processes {
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(one.pending_migrations().await.unwrap(), [""; 0]);
    one.close().await.unwrap();
    two.close().await.unwrap();
}

/// A connection that may do what only migrations do.
async fn second_connection(world: &World) -> DatabaseConnection {
    Database::connect(world.state.settings.database_url.expose().to_string()).await.unwrap()
}

/// Our tables, not those of the database and of the migrator.
async fn tables(connection: &DatabaseConnection) -> Vec<String> {
    let backend = connection.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let names = rows.iter().map(|row| row.try_get::<String>("", "name").unwrap());
    // What FTS5 keeps beside its own table is the database's.
    let ours = |name: &String| name != "seaql_migrations" && !name.starts_with("search_gram_");
    names.filter(|name| ours(name) && !name.starts_with("sqlite_")).collect()
}

async fn count(connection: &DatabaseConnection, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS rows FROM {table}");
    let asked = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(asked).await.unwrap().unwrap().try_get("", "rows").unwrap()
}
