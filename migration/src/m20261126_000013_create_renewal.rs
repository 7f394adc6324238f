//! Seats that are filled anew: when the associations were asked, whom they named, who consented.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `renewal` and `nomination`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("renewal")
            .col(uuid("id").primary_key())
            .col(uuid("body_id"))
            .col(date("from_on"))
            .col(date_null("to_on"))
            .col(date_null("requested_on"))
            .col(date_null("due_on"))
            .col(integer("version"))
            .foreign_key(ForeignKey::create().from("renewal", "body_id").to("body", "id"))
            .take();
        schema.create_table(table).await?;
        let once = Index::create()
            .name("renewal_body_id_from_on_idx")
            .table("renewal")
            .unique()
            .col("body_id")
            .col("from_on")
            .take();
        schema.create_index(once).await?;
        let table = Table::create()
            .table("nomination")
            .col(uuid("renewal_id"))
            .col(uuid("seat_id"))
            .col(uuid_null("person_id"))
            .col(date_null("nominated_on"))
            .col(date_null("consented_on"))
            .primary_key(Index::create().col("renewal_id").col("seat_id"))
            .foreign_key(ForeignKey::create().from("nomination", "renewal_id").to("renewal", "id"))
            .foreign_key(ForeignKey::create().from("nomination", "seat_id").to("seat", "id"))
            .foreign_key(ForeignKey::create().from("nomination", "person_id").to("person", "id"))
            .take();
        schema.create_table(table).await?;
        for column in ["seat_id", "person_id"] {
            let name = format!("nomination_{column}_idx");
            schema.create_index(Index::create().name(name).table("nomination").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["nomination", "renewal"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
