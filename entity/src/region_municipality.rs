//! 構成市町村: which municipality belongs to which region, from when to when.

use sea_orm::entity::prelude::*;

use crate::id::{MunicipalityId, RegionId};

/// One row of `region_municipality`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region_municipality")]
pub struct Model {
    /// The region.
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_id: RegionId,
    /// The member town.
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_id: MunicipalityId,
    /// First day of belonging; empty when from the start.
    pub from_on: Option<Date>,
    /// Last day of belonging; empty while it belongs.
    pub to_on: Option<Date>,
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
    /// By `municipality_id`.
    #[sea_orm(
        belongs_to = "super::municipality::Entity",
        from = "Column::MunicipalityId",
        to = "super::municipality::Column::Id"
    )]
    Municipality,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::municipality::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Municipality.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
