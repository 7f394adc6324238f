//! The index of a region's meetings by time holds their keys as well: what is looked for by key in this order is found
//! in the index alone.

use sea_orm_migration::prelude::*;

use crate::index::replace;

/// Widens the index over `region_id`, `fiscal_year` and `starts_at`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const NARROW: &str = "meeting_region_id_fiscal_year_starts_at_idx";
const WIDE: &str = "meeting_region_id_fiscal_year_starts_at_id_idx";
const COLUMNS: [&str; 4] = ["region_id", "fiscal_year", "starts_at", "id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, "meeting", NARROW, (WIDE, &COLUMNS)).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, "meeting", WIDE, (NARROW, &["region_id", "fiscal_year", "starts_at"])).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
