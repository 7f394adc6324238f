//! The index of an invitation's replies holds what is counted of them as well: which answer counts, and what it says,
//! is found in the index alone.

use sea_orm_migration::prelude::*;

use crate::index::replace;

/// Widens the index over `invitation_id` and `replied_at`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const NARROW: &str = "reply_invitation_id_replied_at_idx";
const WIDE: &str = "reply_counted_idx";
const COLUMNS: [&str; 6] = ["invitation_id", "replied_at", "id", "for_sequence", "answer", "mode"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, "reply", NARROW, (WIDE, &COLUMNS)).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        replace(schema, "reply", WIDE, (NARROW, &["invitation_id", "replied_at"])).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
