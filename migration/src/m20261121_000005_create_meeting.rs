//! Meetings and the records of calling, changing and cancelling them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `meeting`, `issued_letter`, `convocation`, `meeting_cancellation`, `meeting_change`, `meeting_ruling`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        meeting(schema).await?;
        issued_letter(schema).await?;
        convocation(schema).await?;
        meeting_cancellation(schema).await?;
        meeting_change(schema).await?;
        meeting_ruling(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "meeting_ruling",
            "meeting_change",
            "meeting_cancellation",
            "convocation",
            "issued_letter",
            "meeting",
        ] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn meeting(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("meeting")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("body_id"))
        .col(integer("fiscal_year"))
        .col(date_null("month_on"))
        .col(timestamp_with_time_zone_null("starts_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(text("title"))
        .col(text("place"))
        .col(text("online_url"))
        .col(text("mode").check(Expr::col("mode").is_in(["room", "online", "hybrid"])))
        .col(text("openness").check(Expr::col("openness").is_in(["open", "closed"])))
        .col(text("closed_reason"))
        .col(text("remarks"))
        .col(date_null("reply_due_on"))
        .col(integer_null("number"))
        .col(text("uid"))
        .col(integer("sequence"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("convened_at"))
        .col(timestamp_with_time_zone_null("postponed_at"))
        .col(timestamp_with_time_zone_null("cancelled_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("meeting", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("meeting", "body_id").to("body", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create().name("meeting_uid_key").table("meeting").col("uid").unique().take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("meeting_region_id_starts_at_idx")
        .table("meeting")
        .col("region_id")
        .col("starts_at")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("meeting_region_id_fiscal_year_starts_at_idx")
        .table("meeting")
        .col("region_id")
        .col("fiscal_year")
        .col("starts_at")
        .take();
    schema.create_index(index).await?;
    // All that counting needs, so that the list of a year reads no row of another.
    let index = Index::create()
        .name("meeting_region_id_body_id_fiscal_year_idx")
        .table("meeting")
        .col("region_id")
        .col("body_id")
        .col("fiscal_year")
        .col("cancelled_at")
        .col("number")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("meeting_body_id_fiscal_year_idx")
        .table("meeting")
        .col("body_id")
        .col("fiscal_year")
        .take();
    schema.create_index(index).await
}

async fn issued_letter(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("issued_letter")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("meeting_id"))
        .col(text("kind").check(Expr::col("kind").is_in([
            "notice",
            "change",
            "postponement",
            "cancellation",
            "withdrawal",
        ])))
        .col(text_null("number"))
        .col(date("approved_on"))
        .col(date("issued_on"))
        .col(text("sender"))
        .col(text("facts"))
        .col(integer("meeting_sequence"))
        .col(uuid_null("supersedes_id"))
        .col(uuid("issued_by"))
        .col(timestamp_with_time_zone("issued_at"))
        .foreign_key(ForeignKey::create().from("issued_letter", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("issued_letter", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("issued_letter", "supersedes_id").to("issued_letter", "id"))
        .foreign_key(ForeignKey::create().from("issued_letter", "issued_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("issued_letter_region_id_number_key")
        .table("issued_letter")
        .col("region_id")
        .col("number")
        .unique()
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("issued_letter_meeting_id_issued_at_idx")
        .table("issued_letter")
        .col("meeting_id")
        .col("issued_at")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("issued_letter_region_id_issued_at_idx")
        .table("issued_letter")
        .col("region_id")
        .col("issued_at")
        .take();
    schema.create_index(index).await
}

async fn convocation(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("convocation")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid("letter_id"))
        .col(uuid("convened_by"))
        .col(timestamp_with_time_zone("convened_at"))
        .foreign_key(ForeignKey::create().from("convocation", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("convocation", "letter_id").to("issued_letter", "id"))
        .foreign_key(ForeignKey::create().from("convocation", "convened_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("convocation_meeting_id_key")
        .table("convocation")
        .col("meeting_id")
        .unique()
        .take();
    schema.create_index(index).await
}

async fn meeting_cancellation(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("meeting_cancellation")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid_null("letter_id"))
        .col(text("reason"))
        .col(uuid("cancelled_by"))
        .col(timestamp_with_time_zone("cancelled_at"))
        .foreign_key(ForeignKey::create().from("meeting_cancellation", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("meeting_cancellation", "letter_id").to("issued_letter", "id"))
        .foreign_key(ForeignKey::create().from("meeting_cancellation", "cancelled_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("meeting_cancellation_meeting_id_key")
        .table("meeting_cancellation")
        .col("meeting_id")
        .unique()
        .take();
    schema.create_index(index).await
}

async fn meeting_change(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("meeting_change")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid_null("letter_id"))
        .col(text("kind").check(Expr::col("kind").is_in(["rescheduled", "relocated", "postponed"])))
        .col(text("was"))
        .col(text("became"))
        .col(text("reason"))
        .col(uuid("changed_by"))
        .col(timestamp_with_time_zone("changed_at"))
        .foreign_key(ForeignKey::create().from("meeting_change", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("meeting_change", "letter_id").to("issued_letter", "id"))
        .foreign_key(ForeignKey::create().from("meeting_change", "changed_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("meeting_change_meeting_id_changed_at_idx")
        .table("meeting_change")
        .col("meeting_id")
        .col("changed_at")
        .take();
    schema.create_index(index).await
}

async fn meeting_ruling(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("meeting_ruling")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(text("setting").check(Expr::col("setting").is_in([
            "quorum",
            "quorum_base",
            "proxy",
            "proxy_scope",
            "online",
            "numbering",
            "cancelled_number",
            "notice_period",
            "reply_deadline",
        ])))
        .col(text("value"))
        .col(text("reason"))
        .col(uuid("ruled_by"))
        .col(timestamp_with_time_zone("ruled_at"))
        .foreign_key(ForeignKey::create().from("meeting_ruling", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("meeting_ruling", "ruled_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("meeting_ruling_meeting_id_ruled_at_idx")
        .table("meeting_ruling")
        .col("meeting_id")
        .col("ruled_at")
        .take();
    schema.create_index(index).await
}
