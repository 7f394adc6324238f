//! Whom an association proposes for its seats.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `proposal`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("proposal")
            .col(uuid("id").primary_key())
            .col(uuid("seat_id"))
            .col(date("from_on"))
            .col(text("name"))
            .col(text("kana"))
            .col(text("workplace"))
            .col(text("post"))
            .col(text("mail"))
            .col(text("remark"))
            .col(text("state"))
            .col(uuid("proposed_by"))
            .col(timestamp_with_time_zone("proposed_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(uuid_null("settled_by"))
            .col(uuid_null("person_id"))
            .col(text("reason"))
            .col(integer("version"))
            .foreign_key(ForeignKey::create().from("proposal", "seat_id").to("seat", "id"));
        for column in ["proposed_by", "settled_by", "person_id"] {
            table.foreign_key(ForeignKey::create().from("proposal", column).to("person", "id"));
        }
        schema.create_table(table).await?;
        for column in ["seat_id", "proposed_by", "settled_by", "person_id"] {
            let name = format!("proposal_{column}_idx");
            schema.create_index(Index::create().name(name).table("proposal").col(column).take()).await?;
        }
        let one_open = Index::create()
            .name("proposal_open_idx")
            .table("proposal")
            .unique()
            .col("seat_id")
            .cond_where(Expr::col("state").eq("open"))
            .take();
        schema.create_index(one_open).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table("proposal").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
