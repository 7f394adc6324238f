//! Triggers that refuse to change or delete rows of a record, in the words of each database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// From now on rows of `table` can only be added.
pub async fn protect(schema: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    for statement in statements(schema, table) {
        schema.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Takes the triggers of `table` away, before the table itself goes.
pub async fn release(schema: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let statement = match schema.get_database_backend() {
        DbBackend::Postgres => {
            format!("DROP TRIGGER {table}_is_append_only ON {table}; DROP FUNCTION {table}_is_append_only();")
        }
        _ => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete;"),
    };
    schema.get_connection().execute_unprepared(&statement).await?;
    Ok(())
}

fn statements(schema: &SchemaManager<'_>, table: &str) -> Vec<String> {
    match schema.get_database_backend() {
        DbBackend::Postgres => vec![
            format!(
                "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
            ),
        ],
        _ => ["UPDATE", "DELETE"]
            .map(|verb| {
                let name = verb.to_lowercase();
                format!(
                    "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            })
            .into(),
    }
}
