//! The schedule board: themes in groups, what stands in their cells, and how each entry came about.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// Creates `board_group`, `board_row`, `board_entry`, `board_change`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        board_group(schema).await?;
        board_row(schema).await?;
        board_entry(schema).await?;
        board_change(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["board_change", "board_entry", "board_row", "board_group"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn board_group(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("board_group")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(integer("position"))
        .col(text("name"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("board_group", "region_id").to("region", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("board_group_region_id_position_idx")
        .table("board_group")
        .col("region_id")
        .col("position")
        .take();
    schema.create_index(index).await
}

async fn board_row(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let years = Expr::col("last_year").is_null().or(Expr::col("last_year").gte(Expr::col("first_year")));
    let table = Table::create()
        .table("board_row")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid_null("group_id"))
        .col(integer("position"))
        .col(text("letter"))
        .col(text("name"))
        .col(text_null("programme_item"))
        .col(text_null("care_scene"))
        .col(integer("first_year"))
        .col(integer_null("last_year"))
        .col(integer("version"))
        .check(years)
        .foreign_key(ForeignKey::create().from("board_row", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("board_row", "group_id").to("board_group", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("board_row_region_id_position_idx")
        .table("board_row")
        .col("region_id")
        .col("position")
        .take();
    schema.create_index(index).await
}

async fn board_entry(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let kinds = ["discuss", "carry_out", "period", "meeting", "remark", "other"];
    let sure = ["stated", "inferred", "unknown"];
    let table = Table::create()
        .table("board_entry")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("row_id"))
        .col(text("kind").check(Expr::col("kind").is_in(kinds)))
        .col(text("text"))
        .col(integer_null("fiscal_year"))
        .col(date_null("month_on"))
        .col(date_null("until_on"))
        .col(boolean("standing"))
        .col(boolean("tentative"))
        .col(uuid_null("body_id"))
        .col(uuid_null("meeting_id"))
        .col(uuid_null("after_id"))
        .col(text("note"))
        .col(text("time_certainty").check(Expr::col("time_certainty").is_in(sure)))
        .col(text("row_certainty").check(Expr::col("row_certainty").is_in(sure)))
        .col(date_null("done_on"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("board_entry", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("board_entry", "row_id").to("board_row", "id"))
        .foreign_key(ForeignKey::create().from("board_entry", "body_id").to("body", "id"))
        .foreign_key(ForeignKey::create().from("board_entry", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("board_entry", "after_id").to("board_entry", "id"))
        .take();
    schema.create_table(table).await?;
    for (name, columns) in [
        ("board_entry_row_id_fiscal_year_idx", ["row_id", "fiscal_year"]),
        ("board_entry_region_id_after_id_idx", ["region_id", "after_id"]),
        ("board_entry_region_id_meeting_id_idx", ["region_id", "meeting_id"]),
    ] {
        let [first, second] = columns;
        let index = Index::create().name(name).table("board_entry").col(first).col(second).take();
        schema.create_index(index).await?;
    }
    Ok(())
}

async fn board_change(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("board_change")
        .col(uuid("id").primary_key())
        .col(uuid("region_id"))
        .col(uuid("entry_id"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(
            text("verb")
                .check(Expr::col("verb").is_in(["added", "edited", "moved", "done", "reopened", "removed"])),
        )
        .col(text_null("before"))
        .col(integer("made_version"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .foreign_key(ForeignKey::create().from("board_change", "region_id").to("region", "id"))
        .foreign_key(ForeignKey::create().from("board_change", "entry_id").to("board_entry", "id"))
        .foreign_key(ForeignKey::create().from("board_change", "account_id").to("account", "id"))
        .take();
    schema.create_table(table).await?;
    let index = Index::create()
        .name("board_change_account_id_region_id_changed_at_idx")
        .table("board_change")
        .col("account_id")
        .col("region_id")
        .col("changed_at")
        .take();
    schema.create_index(index).await
}
