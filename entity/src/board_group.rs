//! A group of themes on the schedule board, with the heading above its rows.

use sea_orm::entity::prelude::*;

use crate::id::{BoardGroupId, RegionId};

/// One row of `board_group`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_group")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardGroupId,
    /// Its region.
    pub region_id: RegionId,
    /// Order among the groups, from 1.
    pub position: i32,
    /// The heading as printed: 「1 在宅医療・介護サービスの…」.
    pub name: String,
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

impl ActiveModelBehavior for ActiveModel {}
