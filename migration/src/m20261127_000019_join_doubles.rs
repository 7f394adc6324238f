//! Somebody who was entered twice: who it is the double of, who said so and when. Records keep pointing to the row that
//! is no longer used, so it stays.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::append_only;

/// Creates `person_double`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("person_double")
            .col(uuid("person_id").primary_key())
            .col(uuid("kept_id"))
            .col(uuid("joined_by"))
            .col(timestamp_with_time_zone("joined_at"));
        for column in ["person_id", "kept_id", "joined_by"] {
            table.foreign_key(ForeignKey::create().from("person_double", column).to("person", "id"));
        }
        schema.create_table(table).await?;
        let index =
            Index::create().name("person_double_kept_id_idx").table("person_double").col("kept_id").take();
        schema.create_index(index).await?;
        append_only::protect(schema, "person_double").await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        append_only::release(schema, "person_double").await?;
        schema.drop_table(Table::drop().table("person_double").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
