//! What is found by the search box. Each database keeps the pairs of letters its own way: SQLite in a table of FTS5
//! whose rows are numbered as the entries are, PostgreSQL in a column with an inverted index. Both start empty and
//! are filled by the program, which alone knows the words (`platform/search_index`).

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Creates `search_entry` and, on SQLite, `search_gram`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const ON_SQLITE: [&str; 3] = [
    "CREATE TABLE search_entry (id INTEGER PRIMARY KEY, subject_id uuid_text NOT NULL UNIQUE, \
     kind text NOT NULL, region_id uuid_text NOT NULL REFERENCES region (id), text text NOT NULL, \
     rules integer NOT NULL)",
    "CREATE VIRTUAL TABLE search_gram USING fts5(grams, content='', contentless_delete=1, detail=none)",
    "CREATE INDEX search_entry_region_id_kind_idx ON search_entry (region_id, kind)",
];

const ON_POSTGRES: [&str; 3] = [
    "CREATE TABLE search_entry (subject_id uuid PRIMARY KEY, kind text NOT NULL, \
     region_id uuid NOT NULL REFERENCES region (id), text text NOT NULL, rules integer NOT NULL, grams tsvector)",
    "CREATE INDEX search_entry_grams_idx ON search_entry USING gin (grams)",
    "CREATE INDEX search_entry_region_id_kind_idx ON search_entry (region_id, kind)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let statements = match schema.get_database_backend() {
            DbBackend::Postgres => ON_POSTGRES,
            _ => ON_SQLITE,
        };
        for statement in statements {
            schema.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        if schema.get_database_backend() == DbBackend::Sqlite {
            schema.get_connection().execute_unprepared("DROP TABLE search_gram").await?;
        }
        schema.drop_table(Table::drop().table("search_entry").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
