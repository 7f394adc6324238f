//! One change of an entry of the schedule board, with what it was before, so that it can be taken back.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, BoardChangeId, BoardEntryId, RegionId};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum BoardVerb {
    /// Stored as `added`.
    #[sea_orm(string_value = "added")]
    Added,
    /// Stored as `edited`.
    #[sea_orm(string_value = "edited")]
    Edited,
    /// Stored as `moved`.
    #[sea_orm(string_value = "moved")]
    Moved,
    /// Stored as `done`.
    #[sea_orm(string_value = "done")]
    Done,
    /// Stored as `reopened`.
    #[sea_orm(string_value = "reopened")]
    Reopened,
    /// Stored as `removed`.
    #[sea_orm(string_value = "removed")]
    Removed,
}

/// One row of `board_change`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_change")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardChangeId,
    /// Its region.
    pub region_id: RegionId,
    /// The entry.
    pub entry_id: BoardEntryId,
    /// Who did it, and may take it back.
    pub account_id: AccountId,
    /// When.
    pub changed_at: DateTimeUtc,
    /// What was done.
    pub verb: BoardVerb,
    /// The entry before, as JSON; none when it was added.
    pub before: Option<String>,
    /// The version the change made; taking back needs that nobody went on from there.
    pub made_version: i32,
    /// When it was taken back.
    pub undone_at: Option<DateTimeUtc>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `region_id`.
    #[sea_orm(
        belongs_to = "super::region::Entity",
        from = "Column::RegionId",
        to = "super::region::Column::Id"
    )]
    Region,
    /// By `entry_id`.
    #[sea_orm(
        belongs_to = "super::board_entry::Entity",
        from = "Column::EntryId",
        to = "super::board_entry::Column::Id"
    )]
    Entry,
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::board_entry::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Entry.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
