//! Which head of an old file was which column the last time, so that nobody chooses twice.

use sea_orm::entity::prelude::*;

use crate::id::RegionId;

/// One row of `import_mapping`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_mapping")]
pub struct Model {
    /// In which region.
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_id: RegionId,
    /// Of what, by the name for scripts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The head in the file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub head: String,
    /// The column it was; empty for one that is passed over.
    pub column: String,
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
