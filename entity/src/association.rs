//! 所属団体: the body that names members, e.g. 飯田医師会.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, RegionId};

/// One row of `association`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "association")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssociationId,
    /// Its region.
    pub region_id: RegionId,
    /// Full name as printed in letters.
    pub name: String,
    /// Name for tables, e.g. 医師会.
    pub short_name: String,
    /// Reading in hiragana, for sorting.
    pub kana: String,
    /// Order in the region's own lists (三師会 first).
    pub position: i32,
    /// Last day; empty while it exists.
    pub ended_on: Option<Date>,
    /// Raised by every change.
    pub version: i32,
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
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
