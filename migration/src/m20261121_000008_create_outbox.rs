//! Every message that leaves the office.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `outbox`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        outbox(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["outbox"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn outbox(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("outbox")
        .col(uuid("id").primary_key())
        .col(uuid_null("region_id"))
        .col(text("kind"))
        .col(text("payload"))
        .col(uuid_null("letter_id"))
        .col(uuid_null("meeting_id"))
        .col(uuid_null("invitation_id"))
        .col(uuid_null("person_id"))
        .col(uuid_null("account_id"))
        .col(uuid_null("contact_point_id"))
        .col(text("channel").check(Expr::col("channel").is_in(["mail", "fax", "post", "hand"])))
        .col(boolean("carries_calendar"))
        .col(boolean("wants_reply"))
        .col(text("message_id"))
        .col(
            text("state").check(
                Expr::col("state")
                    .is_in(["waiting", "printing", "sent", "refused", "given_up", "stopped", "dropped"]),
            ),
        )
        .col(timestamp_with_time_zone("queued_at"))
        .col(big_integer("not_before_ms"))
        .col(integer("attempts"))
        .col(uuid_null("attempt_id"))
        .col(big_integer_null("lease_until_ms"))
        .col(big_integer_null("first_tried_ms"))
        .col(text_null("error"))
        .col(integer_null("error_code"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(uuid_null("settled_by"))
        .col(uuid_null("resend_of_id"))
        .foreign_key(ForeignKey::create().from("outbox", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "letter_id").to("issued_letter", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "person_id").to("person", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "contact_point_id").to("contact_point", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "settled_by").to("person", "id"))
        .foreign_key(ForeignKey::create().from("outbox", "resend_of_id").to("outbox", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("outbox_message_id_key").table("outbox").col("message_id").unique().take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("outbox_state_not_before_ms_idx")
        .table("outbox")
        .col("state")
        .col("not_before_ms")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("outbox_region_id_queued_at_idx")
        .table("outbox")
        .col("region_id")
        .col("queued_at")
        .take();
    schema.create_index(index).await?;
    // What did not arrive is counted for every page of the secretariat.
    let index = Index::create()
        .name("outbox_region_id_state_idx")
        .table("outbox")
        .col("region_id")
        .col("state")
        .col("settled_by")
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("outbox_meeting_id_queued_at_idx")
        .table("outbox")
        .col("meeting_id")
        .col("queued_at")
        .take();
    schema.create_index(index).await?;
    let index = Index::create().name("outbox_invitation_id_idx").table("outbox").col("invitation_id").take();
    schema.create_index(index).await?;
    let index = Index::create().name("outbox_letter_id_idx").table("outbox").col("letter_id").take();
    schema.create_index(index).await?;
    let index =
        Index::create().name("outbox_contact_point_id_idx").table("outbox").col("contact_point_id").take();
    schema.create_index(index).await?;
    let index = Index::create().name("outbox_resend_of_id_idx").table("outbox").col("resend_of_id").take();
    schema.create_index(index).await
}
