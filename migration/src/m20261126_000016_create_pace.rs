//! The steps of a meeting by the days of its body, what was said of them, and reminders that leave by themselves.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::append_only;

const STEPS: [&str; 17] = [
    "date",
    "agenda",
    "notice",
    "announcement",
    "first_reminder",
    "last_reminder",
    "answers",
    "briefing",
    "papers",
    "eve",
    "eve_reminder",
    "meeting",
    "record",
    "thanks",
    "draft",
    "review",
    "publication",
];

/// Creates `pace`, `meeting_step` and `reminder`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        pace(schema).await?;
        meeting_step(schema).await?;
        reminder(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["reminder", "meeting_step"] {
            append_only::release(schema, table).await?;
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        schema.drop_table(Table::drop().table("pace").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn pace(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("pace")
        .col(uuid("body_id"))
        .col(text("step").check(Expr::col("step").is_in(STEPS)))
        .col(integer_null("days"))
        .primary_key(Index::create().col("body_id").col("step"))
        .foreign_key(ForeignKey::create().from("pace", "body_id").to("body", "id"))
        .take();
    schema.create_table(table).await
}

async fn meeting_step(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("meeting_step")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(text("step").check(Expr::col("step").is_in(STEPS)))
        .col(text("verb").check(Expr::col("verb").is_in(["done", "skipped", "reopened"])))
        .col(uuid("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(ForeignKey::create().from("meeting_step", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("meeting_step", "recorded_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("meeting_step_meeting_id_idx").table("meeting_step").col("meeting_id").take();
    schema.create_index(index).await?;
    append_only::protect(schema, "meeting_step").await
}

async fn reminder(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("reminder")
        .col(uuid("id").primary_key())
        .col(uuid("run_id"))
        .col(uuid("invitation_id"))
        .col(uuid("meeting_id"))
        .col(text("step").check(Expr::col("step").is_in(["first_reminder", "last_reminder", "eve_reminder"])))
        .col(date("due_on"))
        .col(boolean("leads"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(ForeignKey::create().from("reminder", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("reminder", "meeting_id").to("meeting", "id"))
        .take();
    schema.create_table(table).await?;
    let once = Index::create()
        .name("reminder_once_idx")
        .table("reminder")
        .unique()
        .col("invitation_id")
        .col("step")
        .col("due_on")
        .take();
    schema.create_index(once).await?;
    for column in ["meeting_id", "run_id"] {
        let name = format!("reminder_{column}_idx");
        schema.create_index(Index::create().name(name).table("reminder").col(column).take()).await?;
    }
    append_only::protect(schema, "reminder").await
}
