//! Accounts, what they may do, sessions, wrong tries and signed links.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `account`, `account_person`, `capacity`, `session`, `failed_sign_in`, `link`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        account(schema).await?;
        account_person(schema).await?;
        capacity(schema).await?;
        session(schema).await?;
        failed_sign_in(schema).await?;
        link(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["link", "failed_sign_in", "session", "capacity", "account_person", "account"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn account(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("account")
        .col(uuid("id").primary_key())
        .col(text("email"))
        .col(text("name"))
        .col(text_null("password_hash"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(integer("version"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create().name("account_email_key").table("account").col("email").unique().take();
    schema.create_index(index).await
}

async fn account_person(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("account_person")
        .col(uuid("account_id"))
        .col(uuid("person_id"))
        .primary_key(Index::create().col("account_id").col("person_id"))
        .foreign_key(ForeignKey::create().from("account_person", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("account_person", "person_id").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("account_person_person_id_idx").table("account_person").col("person_id").take();
    schema.create_index(index).await
}

async fn capacity(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("capacity")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(text("kind").check(Expr::col("kind").is_in([
            "secretary",
            "officer",
            "delegate",
            "administrator",
        ])))
        .col(uuid_null("region_id"))
        .col(uuid_null("municipality_id"))
        .col(uuid_null("association_id"))
        .col(date_null("from_on"))
        .col(date_null("to_on"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(ForeignKey::create().from("capacity", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("capacity", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("capacity", "municipality_id").to("municipality", "id"))
        .foreign_key(ForeignKey::create().from("capacity", "association_id").to("association", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create().name("capacity_account_id_idx").table("capacity").col("account_id").take();
    schema.create_index(index).await?;
    let index = Index::create().name("capacity_region_id_idx").table("capacity").col("region_id").take();
    schema.create_index(index).await
}

async fn session(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("session")
        .col(text("token_sha256").primary_key())
        .col(uuid("account_id"))
        .col(text_null("chosen"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(ForeignKey::create().from("session", "account_id").to("account", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create().name("session_account_id_idx").table("session").col("account_id").take();
    schema.create_index(index).await?;
    let index = Index::create().name("session_expires_at_idx").table("session").col("expires_at").take();
    schema.create_index(index).await
}

async fn failed_sign_in(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("failed_sign_in")
        .col(uuid("id").primary_key())
        .col(text("email_sha256"))
        .col(text("address"))
        .col(timestamp_with_time_zone("tried_at"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("failed_sign_in_email_sha256_tried_at_idx")
        .table("failed_sign_in")
        .col("email_sha256")
        .col("tried_at")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("failed_sign_in_address_tried_at_idx")
        .table("failed_sign_in")
        .col("address")
        .col("tried_at")
        .take();
    schema.create_index(index).await
}

async fn link(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("link")
        .col(uuid("id").primary_key())
        .col(text("purpose").check(Expr::col("purpose").is_in(["reply", "sign_in", "feed"])))
        .col(uuid("subject_id"))
        .col(integer("generation"))
        .col(text("token_sha256"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("link_token_sha256_key").table("link").col("token_sha256").unique().take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("link_purpose_subject_id_generation_key")
        .table("link")
        .col("purpose")
        .col("subject_id")
        .col("generation")
        .unique()
        .take();
    schema.create_index(index).await
}
