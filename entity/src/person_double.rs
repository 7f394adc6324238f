//! 名寄せ: somebody who was entered twice, and which of the two rows is used since.

use sea_orm::entity::prelude::*;

use crate::id::PersonId;

/// One row of `person_double`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_double")]
pub struct Model {
    /// The row that is no longer used.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The row that is.
    pub kept_id: PersonId,
    /// Who said that they are one.
    pub joined_by: PersonId,
    /// When.
    pub joined_at: DateTimeUtc,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// By `kept_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::KeptId",
        to = "super::person::Column::Id"
    )]
    Kept,
    /// By `joined_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::JoinedBy",
        to = "super::person::Column::Id"
    )]
    Joiner,
}

impl ActiveModelBehavior for ActiveModel {}
