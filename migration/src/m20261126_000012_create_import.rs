//! Tables sent and not yet confirmed, and what old heads meant the last time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `import_draft`, `import_mapping`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        import_draft(schema).await?;
        import_mapping(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["import_mapping", "import_draft"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn import_draft(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("import_draft")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("account_id"))
        .col(text("kind"))
        .col(text("file_name"))
        .col(text("cells"))
        .col(integer("merged"))
        .col(integer("head_at"))
        .col(text_null("sources"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(ForeignKey::create().from("import_draft", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("import_draft", "account_id").to("account", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("import_draft_account_id_region_id_idx")
        .table("import_draft")
        .col("account_id")
        .col("region_id")
        .take();
    schema.create_index(index).await
}

async fn import_mapping(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("import_mapping")
        .col(uuid("region_id"))
        .col(text("kind"))
        .col(text("head"))
        .col(text("column"))
        .primary_key(Index::create().col("region_id").col("kind").col("head"))
        .foreign_key(ForeignKey::create().from("import_mapping", "region_id").to("region", "id"))
        .take();
    schema.create_table(table).await
}
