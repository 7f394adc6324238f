//! 会議体: council, subcommittee or section. A tree of at most three levels below the council.

use sea_orm::entity::prelude::*;

use crate::id::{BodyId, RegionId};

/// What a body is in the council's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum BodyKind {
    /// Stored as `council`.
    #[sea_orm(string_value = "council")]
    Council,
    /// Stored as `subcommittee`.
    #[sea_orm(string_value = "subcommittee")]
    Subcommittee,
    /// Stored as `section`.
    #[sea_orm(string_value = "section")]
    Section,
    /// Stored as `preparatory_body`.
    #[sea_orm(string_value = "preparatory_body")]
    PreparatoryBody,
    /// Stored as `steering_group`.
    #[sea_orm(string_value = "steering_group")]
    SteeringGroup,
}

/// One row of `body`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "body")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BodyId,
    /// Its region.
    pub region_id: RegionId,
    /// The body it reports to.
    pub parent_id: Option<BodyId>,
    /// Full name as in the charter.
    pub name: String,
    /// Name for subjects and tables, e.g. 連携協議会.
    pub short_name: String,
    /// What it is.
    pub kind: BodyKind,
    /// Order among its siblings.
    pub position: i32,
    /// First day.
    pub set_up_on: Option<Date>,
    /// Last day; empty while it exists.
    pub wound_up_on: Option<Date>,
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
    /// By `parent_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
