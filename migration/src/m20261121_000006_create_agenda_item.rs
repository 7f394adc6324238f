//! A meeting's agenda and how it is sorted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `agenda_item`, `agenda_item_link`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        agenda_item(schema).await?;
        agenda_item_link(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["agenda_item_link", "agenda_item"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn agenda_item(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("agenda_item")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(integer("position"))
        .col(text("kind").check(Expr::col("kind").is_in(["discuss", "approve", "report", "other"])))
        .col(text("title"))
        .col(integer_null("minutes"))
        .col(text("presenter"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("agenda_item", "meeting_id").to("meeting", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("agenda_item_meeting_id_position_idx")
        .table("agenda_item")
        .col("meeting_id")
        .col("position")
        .take();
    schema.create_index(index).await
}

async fn agenda_item_link(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("agenda_item_link")
        .col(uuid("agenda_item_id"))
        .col(
            text("classification").check(Expr::col("classification").is_in(["programme_item", "care_scene"])),
        )
        .col(text("code"))
        .primary_key(Index::create().col("agenda_item_id").col("classification").col("code"))
        .foreign_key(ForeignKey::create().from("agenda_item_link", "agenda_item_id").to("agenda_item", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("agenda_item_link_classification_code_idx")
        .table("agenda_item_link")
        .col("classification")
        .col("code")
        .take();
    schema.create_index(index).await
}
