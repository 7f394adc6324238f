//! Members the chair named to act for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Adds `membership.deputy_order`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter().table("membership").add_column(integer_null("deputy_order")).take();
        schema.alter_table(column).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.alter_table(Table::alter().table("membership").drop_column("deputy_order").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
