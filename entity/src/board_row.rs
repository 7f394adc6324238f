//! A theme of the schedule board: one line of the grid.

use sea_orm::entity::prelude::*;

use crate::id::{BoardGroupId, BoardRowId, RegionId};

/// One row of `board_row`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_row")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardRowId,
    /// Its region.
    pub region_id: RegionId,
    /// The group it stands in; none = above all groups.
    pub group_id: Option<BoardGroupId>,
    /// Order among all themes of the region, from 1.
    pub position: i32,
    /// The letter printed before its name, mostly empty. Never the code of one of the eight items.
    pub letter: String,
    /// The theme as printed.
    pub name: String,
    /// Of the eight items ア–ク, the one it belongs to.
    pub programme_item: Option<String>,
    /// Of the four scenes, the one it belongs to.
    pub care_scene: Option<String>,
    /// The first fiscal year it is shown in.
    pub first_year: i32,
    /// The last one; none while it goes on.
    pub last_year: Option<i32>,
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
    /// By `group_id`.
    #[sea_orm(
        belongs_to = "super::board_group::Entity",
        from = "Column::GroupId",
        to = "super::board_group::Column::Id"
    )]
    Group,
}

impl Related<super::board_group::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Group.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
