//! Facts of the installation, heartbeats, and the audit that nobody can change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `deployment`, `worker_heartbeat`, `audit_entry`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        deployment(schema).await?;
        worker_heartbeat(schema).await?;
        audit_entry(schema).await?;
        crate::append_only::protect(schema, "audit_entry").await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        crate::append_only::release(schema, "audit_entry").await?;
        for table in ["audit_entry", "worker_heartbeat", "deployment"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn deployment(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create().table("deployment").col(text("name").primary_key()).col(text("value")).take();
    schema.create_table(table).await
}

async fn worker_heartbeat(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("worker_heartbeat")
        .col(text("worker").primary_key())
        .col(big_integer("beat_at_ms"))
        .take();
    schema.create_table(table).await
}

async fn audit_entry(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("audit_entry")
        .col(uuid("id").primary_key())
        .col(uuid_null("region_id"))
        .col(text("subject_kind"))
        .col(uuid("subject_id"))
        .col(timestamp_with_time_zone("happened_at"))
        .col(uuid_null("account_id"))
        .col(uuid_null("person_id"))
        .col(text("capacity"))
        .col(text("verb"))
        .col(text("fields"))
        .col(text_null("reason"))
        .foreign_key(ForeignKey::create().from("audit_entry", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("audit_entry", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("audit_entry", "person_id").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("audit_entry_subject_id_happened_at_idx")
        .table("audit_entry")
        .col("subject_id")
        .col("happened_at")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("audit_entry_region_id_happened_at_idx")
        .table("audit_entry")
        .col("region_id")
        .col("happened_at")
        .take();
    schema.create_index(index).await
}
