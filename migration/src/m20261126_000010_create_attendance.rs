//! The meeting's day: who came and left, in what capacity and when; how the sitting opened and closed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::append_only;

/// Creates `attendance_guest`, `attendance_entry` and `sitting`; `meeting` gets the copy of a sitting that fell
/// through, and what residents who want to listen are told.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            timestamp_with_time_zone_null("fell_through_at"),
            integer_null("observer_capacity"),
            text("observer_words").default("").take(),
        ] {
            schema.alter_table(Table::alter().table("meeting").add_column(column).take()).await?;
        }
        attendance_guest(schema).await?;
        attendance_entry(schema).await?;
        sitting(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sitting", "attendance_entry", "attendance_guest"] {
            append_only::release(schema, table).await?;
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        for column in ["observer_words", "observer_capacity", "fell_through_at"] {
            schema.alter_table(Table::alter().table("meeting").drop_column(column).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn attendance_guest(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let roles = ["member", "expert", "observer", "staff"];
    let table = Table::create()
        .table("attendance_guest")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid_null("person_id"))
        .col(text("name"))
        .col(text("association"))
        .col(text("role").check(Expr::col("role").is_in(roles)))
        .col(uuid("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(ForeignKey::create().from("attendance_guest", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("attendance_guest", "person_id").to("person", "id"))
        .foreign_key(ForeignKey::create().from("attendance_guest", "recorded_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    index(schema, "attendance_guest").await?;
    append_only::protect(schema, "attendance_guest").await
}

async fn attendance_entry(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let verbs = ["arrived", "left", "excluded", "item_begun", "observers_counted", "taken_back"];
    let table = Table::create()
        .table("attendance_entry")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(text("verb").check(Expr::col("verb").is_in(verbs)))
        .col(uuid_null("invitation_id"))
        .col(uuid_null("guest_id"))
        .col(uuid_null("agenda_item_id"))
        .col(text_null("mode").check(Expr::col("mode").is_in(["room", "online"])))
        .col(text_null("proxy_name"))
        .col(text_null("proxy_title"))
        .col(integer_null("count"))
        .col(uuid_null("takes_back_id"))
        .col(timestamp_with_time_zone("happened_at"))
        .col(uuid("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(ForeignKey::create().from("attendance_entry", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("attendance_entry", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("attendance_entry", "guest_id").to("attendance_guest", "id"))
        .foreign_key(
            ForeignKey::create().from("attendance_entry", "takes_back_id").to("attendance_entry", "id"),
        )
        .foreign_key(ForeignKey::create().from("attendance_entry", "recorded_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    index(schema, "attendance_entry").await?;
    append_only::protect(schema, "attendance_entry").await
}

async fn sitting(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("sitting")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(text("verb").check(Expr::col("verb").is_in(["opened", "talked", "fell_through", "closed"])))
        .col(timestamp_with_time_zone("happened_at"))
        .col(text("presider"))
        .col(integer("present"))
        .col(integer("base"))
        .col(integer_null("needed"))
        .col(text("sentence"))
        .col(uuid("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(ForeignKey::create().from("sitting", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("sitting", "recorded_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    index(schema, "sitting").await?;
    append_only::protect(schema, "sitting").await
}

async fn index(schema: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let name = format!("{table}_meeting_id_idx");
    schema.create_index(Index::create().name(name).table(table).col("meeting_id").take()).await
}
