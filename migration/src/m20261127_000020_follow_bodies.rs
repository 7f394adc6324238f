//! Which body another one grew out of.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `body_succession`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("body_succession")
            .col(uuid("body_id").primary_key())
            .col(uuid("predecessor_id"))
            .foreign_key(ForeignKey::create().from("body_succession", "body_id").to("body", "id"))
            .foreign_key(ForeignKey::create().from("body_succession", "predecessor_id").to("body", "id"))
            .take();
        schema.create_table(table).await?;
        let name = "body_succession_predecessor_id_idx";
        let index = Index::create().name(name).table("body_succession").col("predecessor_id").take();
        schema.create_index(index).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table("body_succession").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
