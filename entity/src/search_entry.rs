//! さがす: what can be found by which words, a copy in the form that is searched. The grams beside it are the
//! database's own: a column on PostgreSQL, a table of FTS5 on SQLite.

use sea_orm::entity::prelude::*;

use crate::id::RegionId;

/// What an entry leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SearchKind {
    /// Stored as `meeting`.
    #[sea_orm(string_value = "meeting")]
    Meeting,
    /// Stored as `agenda_item`.
    #[sea_orm(string_value = "agenda_item")]
    AgendaItem,
    /// Stored as `body`.
    #[sea_orm(string_value = "body")]
    Body,
    /// Stored as `person`.
    #[sea_orm(string_value = "person")]
    Person,
    /// Stored as `association`.
    #[sea_orm(string_value = "association")]
    Association,
}

/// One row of `search_entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// Key of what it leads to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// Meeting, agenda item, body, person or association.
    pub kind: SearchKind,
    /// Its region.
    pub region_id: RegionId,
    /// Everything it is found by, folded; a line break between two fields.
    pub text: String,
    /// By which rules the text was folded and cut.
    pub rules: i32,
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
