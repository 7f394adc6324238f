//! The names people had before they married or changed them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `person_name`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("person_name")
            .col(uuid("person_id"))
            .col(date("last_on"))
            .col(text("name"))
            .col(text("kana"))
            .primary_key(Index::create().col("person_id").col("last_on"))
            .foreign_key(ForeignKey::create().from("person_name", "person_id").to("person", "id"))
            .take();
        schema.create_table(table).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table("person_name").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
