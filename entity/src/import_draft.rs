//! A table that somebody has sent and not yet confirmed. It is forgotten after a day.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ImportDraftId, RegionId};

/// One row of `import_draft`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_draft")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportDraftId,
    /// Into which region.
    pub region_id: RegionId,
    /// Who sent it; nobody else sees it.
    pub account_id: AccountId,
    /// Of what, by the name for scripts.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// The cells with the numbers of their lines, as JSON.
    pub cells: String,
    /// How many areas of the sheet were merged.
    pub merged: i32,
    /// Which line holds the heads, from 0.
    pub head_at: i32,
    /// Where each column comes from, as JSON; empty while somebody has to say.
    pub sources: Option<String>,
    /// When it was sent.
    pub created_at: DateTimeUtc,
    /// When it is forgotten.
    pub expires_at: DateTimeUtc,
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
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
