//! Invitations, answers, mails that came in and answers that wait for the clerk.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `invitation`, `invitation_seat`, `reply`, `inbound_mail`, `pending_reply`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        invitation(schema).await?;
        invitation_seat(schema).await?;
        reply(schema).await?;
        inbound_mail(schema).await?;
        pending_reply(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["pending_reply", "inbound_mail", "reply", "invitation_seat", "invitation"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn invitation(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("invitation")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("meeting_id"))
        .col(uuid("person_id"))
        .col(text("name"))
        .col(text("association"))
        .col(text("post"))
        .col(text("role").check(Expr::col("role").is_in([
            "chair",
            "vice_chair",
            "member",
            "adviser",
            "observer",
        ])))
        .col(boolean("counted"))
        .col(integer("position"))
        .col(integer("asked_sequence"))
        .col(integer("generation"))
        .col(text("reply_number"))
        .col(timestamp_with_time_zone("invited_at"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(uuid_null("withdrawn_by"))
        .col(text_null("withdrawn_reason"))
        .foreign_key(ForeignKey::create().from("invitation", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("invitation", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("invitation", "person_id").to("person", "id"))
        .foreign_key(ForeignKey::create().from("invitation", "withdrawn_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("invitation_meeting_id_person_id_key")
        .table("invitation")
        .col("meeting_id")
        .col("person_id")
        .unique()
        .take();
    schema.create_index(index).await?;
    let index = Index::create().name("invitation_person_id_idx").table("invitation").col("person_id").take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("invitation_region_id_reply_number_idx")
        .table("invitation")
        .col("region_id")
        .col("reply_number")
        .take();
    schema.create_index(index).await
}

async fn invitation_seat(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("invitation_seat")
        .col(uuid("invitation_id"))
        .col(uuid("seat_id"))
        .primary_key(Index::create().col("invitation_id").col("seat_id"))
        .foreign_key(ForeignKey::create().from("invitation_seat", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("invitation_seat", "seat_id").to("seat", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("invitation_seat_seat_id_idx").table("invitation_seat").col("seat_id").take();
    schema.create_index(index).await
}

async fn reply(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("reply")
        .col(uuid("id").primary_key())
        .col(uuid("invitation_id"))
        .col(text("answer").check(Expr::col("answer").is_in(["attend", "absent", "proxy"])))
        .col(text_null("mode").check(Expr::col("mode").is_in(["room", "online"])))
        .col(text_null("proxy_name"))
        .col(text_null("proxy_title"))
        .col(text_null("proxy_contact"))
        .col(text("comment"))
        .col(text("way").check(Expr::col("way").is_in([
            "web",
            "mail",
            "calendar",
            "telephone",
            "fax",
            "post",
            "in_person",
            "office",
        ])))
        .col(uuid_null("entered_by"))
        .col(integer("for_sequence"))
        .col(timestamp_with_time_zone("replied_at"))
        .foreign_key(ForeignKey::create().from("reply", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("reply", "entered_by").to("person", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("reply_invitation_id_replied_at_idx")
        .table("reply")
        .col("invitation_id")
        .col("replied_at")
        .take();
    schema.create_index(index).await
}

async fn inbound_mail(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("inbound_mail")
        .col(uuid("id").primary_key())
        .col(text("octets_sha256"))
        .col(text_null("message_id"))
        .col(blob("octets"))
        .col(timestamp_with_time_zone("received_at"))
        .col(
            text_null("outcome")
                .check(Expr::col("outcome").is_in(["recorded", "stale", "queued", "ignored", "rejected"])),
        )
        .col(text_null("reason"))
        .col(uuid_null("invitation_id"))
        .foreign_key(ForeignKey::create().from("inbound_mail", "invitation_id").to("invitation", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("inbound_mail_octets_sha256_key")
        .table("inbound_mail")
        .col("octets_sha256")
        .unique()
        .take();
    schema.create_index(index).await?;
    let index =
        Index::create().name("inbound_mail_message_id_idx").table("inbound_mail").col("message_id").take();
    schema.create_index(index).await
}

async fn pending_reply(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("pending_reply")
        .col(uuid("id").primary_key())
        .col(uuid("invitation_id"))
        .col(text("source").check(Expr::col("source").is_in([
            "late",
            "tentative",
            "counter",
            "delegation",
            "words",
            "foreign_sender",
            "shared_address",
        ])))
        .col(text_null("answer").check(Expr::col("answer").is_in(["attend", "absent", "proxy"])))
        .col(text_null("mode").check(Expr::col("mode").is_in(["room", "online"])))
        .col(text_null("proxy_name"))
        .col(text_null("proxy_title"))
        .col(text_null("proxy_contact"))
        .col(text("comment"))
        .col(integer("for_sequence"))
        .col(uuid_null("inbound_mail_id"))
        .col(timestamp_with_time_zone("received_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(uuid_null("settled_by"))
        .col(uuid_null("reply_id"))
        .foreign_key(ForeignKey::create().from("pending_reply", "invitation_id").to("invitation", "id"))
        .foreign_key(ForeignKey::create().from("pending_reply", "inbound_mail_id").to("inbound_mail", "id"))
        .foreign_key(ForeignKey::create().from("pending_reply", "settled_by").to("person", "id"))
        .foreign_key(ForeignKey::create().from("pending_reply", "reply_id").to("reply", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("pending_reply_invitation_id_received_at_idx")
        .table("pending_reply")
        .col("invitation_id")
        .col("received_at")
        .take();
    schema.create_index(index).await
}
