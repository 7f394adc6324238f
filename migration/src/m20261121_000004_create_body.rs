//! Bodies, charters in versions, seats, terms and where notices for a seat go.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `body`, `charter`, `charter_setting`, `seat`, `membership`, `seat_contact`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        body(schema).await?;
        charter(schema).await?;
        charter_setting(schema).await?;
        seat(schema).await?;
        membership(schema).await?;
        seat_contact(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["seat_contact", "membership", "seat", "charter_setting", "charter", "body"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn body(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("body")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid_null("parent_id"))
        .col(text("name"))
        .col(text("short_name"))
        .col(text("kind").check(Expr::col("kind").is_in([
            "council",
            "subcommittee",
            "section",
            "preparatory_body",
            "steering_group",
        ])))
        .col(integer("position"))
        .col(date_null("set_up_on"))
        .col(date_null("wound_up_on"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("body", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("body", "parent_id").to("body", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("body_region_id_name_key")
        .table("body")
        .col("region_id")
        .col("name")
        .unique()
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("body_region_id_position_idx")
        .table("body")
        .col("region_id")
        .col("position")
        .take();
    schema.create_index(index).await?;
    let index = Index::create().name("body_parent_id_idx").table("body").col("parent_id").take();
    schema.create_index(index).await
}

async fn charter(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("charter")
        .col(uuid("id").primary_key())
        .col(uuid("body_id"))
        .col(text("title"))
        .col(text_null("number"))
        .col(date_null("enacted_on"))
        .col(date("effective_on"))
        .col(date_null("applies_from"))
        .col(text("presider_title"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("charter", "body_id").to("body", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("charter_body_id_effective_on_key")
        .table("charter")
        .col("body_id")
        .col("effective_on")
        .unique()
        .take();
    schema.create_index(index).await
}

async fn charter_setting(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("charter_setting")
        .col(uuid("charter_id"))
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
        .col(text("standing").check(Expr::col("standing").is_in(["stated", "inherited"])))
        .col(text_null("value"))
        .col(text_null("article"))
        .primary_key(Index::create().col("charter_id").col("setting"))
        .foreign_key(ForeignKey::create().from("charter_setting", "charter_id").to("charter", "id"))
        .take();
    schema.create_table(table).await
}

async fn seat(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("seat")
        .col(uuid("id").primary_key())
        .col(uuid("body_id"))
        .col(uuid_null("association_id"))
        .col(text("category"))
        .col(text("label"))
        .col(integer("position"))
        .col(date_null("from_on"))
        .col(date_null("to_on"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("seat", "body_id").to("body", "id"))
        .foreign_key(ForeignKey::create().from("seat", "association_id").to("association", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("seat_body_id_position_idx").table("seat").col("body_id").col("position").take();
    schema.create_index(index).await?;
    let index = Index::create().name("seat_association_id_idx").table("seat").col("association_id").take();
    schema.create_index(index).await
}

async fn membership(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("membership")
        .col(uuid("id").primary_key())
        .col(uuid("seat_id"))
        .col(uuid("person_id"))
        .col(text("role").check(Expr::col("role").is_in([
            "chair",
            "vice_chair",
            "member",
            "adviser",
            "observer",
        ])))
        .col(date("from_on"))
        .col(date_null("to_on"))
        .col(uuid_null("predecessor_id"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("membership", "seat_id").to("seat", "id"))
        .foreign_key(ForeignKey::create().from("membership", "person_id").to("person", "id"))
        .foreign_key(ForeignKey::create().from("membership", "predecessor_id").to("membership", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("membership_seat_id_from_on_idx")
        .table("membership")
        .col("seat_id")
        .col("from_on")
        .take();
    schema.create_index(index).await?;
    let index = Index::create().name("membership_person_id_idx").table("membership").col("person_id").take();
    schema.create_index(index).await
}

async fn seat_contact(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("seat_contact")
        .col(uuid("seat_id"))
        .col(text("purpose").check(Expr::col("purpose").is_in(["notice", "reminder"])))
        .col(uuid("contact_point_id"))
        .primary_key(Index::create().col("seat_id").col("purpose").col("contact_point_id"))
        .foreign_key(ForeignKey::create().from("seat_contact", "seat_id").to("seat", "id"))
        .foreign_key(ForeignKey::create().from("seat_contact", "contact_point_id").to("contact_point", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("seat_contact_contact_point_id_idx")
        .table("seat_contact")
        .col("contact_point_id")
        .take();
    schema.create_index(index).await
}
