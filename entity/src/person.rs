//! Somebody the secretariat deals with. The name is kept as the person writes it, never normalised.

use sea_orm::entity::prelude::*;

use crate::id::{PersonId, RegionId};

/// One row of `person`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// Its region.
    pub region_id: RegionId,
    /// Name as written, family name first, one space between.
    pub name: String,
    /// Reading in hiragana; people sort by it.
    pub kana: String,
    /// 勤務先 as printed in the roster; may be empty.
    pub workplace: String,
    /// 役職 as printed; may be empty.
    pub post: String,
    /// When the person was entered.
    pub created_at: DateTimeUtc,
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

impl Related<super::person_name::Entity> for Entity {
    fn to() -> RelationDef {
        super::person_name::Relation::Person.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
