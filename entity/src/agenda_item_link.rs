//! Which of the eight items ア–ク and the four scenes an agenda item belongs to.

use sea_orm::entity::prelude::*;

use crate::id::AgendaItemId;

/// The two ways the council sorts its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Classification {
    /// Stored as `programme_item`.
    #[sea_orm(string_value = "programme_item")]
    ProgrammeItem,
    /// Stored as `care_scene`.
    #[sea_orm(string_value = "care_scene")]
    CareScene,
}

/// One row of `agenda_item_link`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agenda_item_link")]
pub struct Model {
    /// The agenda item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agenda_item_id: AgendaItemId,
    /// Item of the programme or care scene.
    #[sea_orm(primary_key, auto_increment = false)]
    pub classification: Classification,
    /// The code in `programme`: ア … ク, or a scene.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `agenda_item_id`.
    #[sea_orm(
        belongs_to = "super::agenda_item::Entity",
        from = "Column::AgendaItemId",
        to = "super::agenda_item::Column::Id"
    )]
    AgendaItem,
}

impl Related<super::agenda_item::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::AgendaItem.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
