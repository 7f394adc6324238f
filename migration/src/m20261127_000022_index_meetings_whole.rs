//! The index of a region's meetings by time holds their keys as well: what is looked for by key in this order is found
//! in the index alone.

use sea_orm_migration::prelude::*;

/// Widens the index over `region_id`, `fiscal_year` and `starts_at`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const NARROW: &str = "meeting_region_id_fiscal_year_starts_at_idx";
const WIDE: &str = "meeting_region_id_fiscal_year_starts_at_id_idx";
const COLUMNS: [&str; 4] = ["region_id", "fiscal_year", "starts_at", "id"];

/// One index in place of another.
async fn replace(
    schema: &SchemaManager<'_>,
    old: &str,
    (new, columns): (&str, &[&str]),
) -> Result<(), DbErr> {
    schema.drop_index(Index::drop().name(old).table("meeting").to_owned()).await?;
    let mut index = Index::create().name(new).table("meeting").take();
    for column in columns {
        index.col((*column).to_owned());
    }
    schema.create_index(index).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, NARROW, (WIDE, &COLUMNS)).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, WIDE, (NARROW, &["region_id", "fiscal_year", "starts_at"])).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
