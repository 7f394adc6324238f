//! The region, its towns, associations, people and ways to reach them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `region`, `municipality`, `region_municipality`, `association`, `person`, `contact_point`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        region(schema).await?;
        municipality(schema).await?;
        region_municipality(schema).await?;
        association(schema).await?;
        person(schema).await?;
        contact_point(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["contact_point", "person", "association", "region_municipality", "municipality", "region"]
        {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn region(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("region")
        .col(uuid("id").primary_key())
        .col(text("name"))
        .col(text("slug"))
        .col(text("programme"))
        .col(text("office_name"))
        .col(text("office_contact"))
        .col(text("office_telephone"))
        .col(text_null("office_fax"))
        .col(text("office_hours"))
        .col(text("office_mail"))
        .col(text("sender_name"))
        .col(text("sender_mail"))
        .col(timestamp_with_time_zone("created_at"))
        .col(integer("version"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create().name("region_slug_key").table("region").col("slug").unique().take();
    schema.create_index(index).await
}

async fn municipality(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("municipality")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("name"))
        .col(text("kana"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(uuid_null("successor_id"))
        .foreign_key(ForeignKey::create().from("municipality", "successor_id").to("municipality", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("municipality_code_key").table("municipality").col("code").unique().take();
    schema.create_index(index).await
}

async fn region_municipality(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("region_municipality")
        .col(uuid("region_id"))
        .col(uuid("municipality_id"))
        .col(date_null("from_on"))
        .col(date_null("to_on"))
        .primary_key(Index::create().col("region_id").col("municipality_id"))
        .foreign_key(ForeignKey::create().from("region_municipality", "region_id").to("region", "id"))
        .foreign_key(
            ForeignKey::create().from("region_municipality", "municipality_id").to("municipality", "id"),
        )
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("region_municipality_municipality_id_idx")
        .table("region_municipality")
        .col("municipality_id")
        .take();
    schema.create_index(index).await
}

async fn association(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("association")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(text("name"))
        .col(text("short_name"))
        .col(text("kana"))
        .col(integer("position"))
        .col(date_null("ended_on"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("association", "region_id").to("region", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("association_region_id_name_key")
        .table("association")
        .col("region_id")
        .col("name")
        .unique()
        .take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("association_region_id_position_idx")
        .table("association")
        .col("region_id")
        .col("position")
        .take();
    schema.create_index(index).await
}

async fn person(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("person")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(text("name"))
        .col(text("kana"))
        .col(text("workplace"))
        .col(text("post"))
        .col(timestamp_with_time_zone("created_at"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("person", "region_id").to("region", "id"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("person_region_id_kana_idx").table("person").col("region_id").col("kana").take();
    schema.create_index(index).await?;
    let index =
        Index::create().name("person_region_id_name_idx").table("person").col("region_id").col("name").take();
    schema.create_index(index).await
}

async fn contact_point(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("contact_point")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid_null("person_id"))
        .col(uuid_null("association_id"))
        .col(text("kind").check(Expr::col("kind").is_in(["mail", "fax", "telephone", "post"])))
        .col(text("value"))
        .col(integer("position"))
        .col(timestamp_with_time_zone_null("retired_at"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("contact_point", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("contact_point", "person_id").to("person", "id"))
        .foreign_key(ForeignKey::create().from("contact_point", "association_id").to("association", "id"))
        .check(Expr::cust("(person_id IS NULL) <> (association_id IS NULL)"))
        .take();
    schema.create_table(table).await?;
    let index =
        Index::create().name("contact_point_person_id_idx").table("contact_point").col("person_id").take();
    schema.create_index(index).await?;
    let index = Index::create()
        .name("contact_point_association_id_idx")
        .table("contact_point")
        .col("association_id")
        .take();
    schema.create_index(index).await?;
    let index =
        Index::create().name("contact_point_region_id_idx").table("contact_point").col("region_id").take();
    schema.create_index(index).await
}
