//! 前身: the body that another one grew out of, mostly a 準備会; its meetings stay within reach.

use sea_orm::entity::prelude::*;

use crate::id::BodyId;

/// One row of `body_succession`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "body_succession")]
pub struct Model {
    /// The later body.
    #[sea_orm(primary_key, auto_increment = false)]
    pub body_id: BodyId,
    /// The one before it.
    pub predecessor_id: BodyId,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
    /// By `predecessor_id`.
    #[sea_orm(
        belongs_to = "super::body::Entity",
        from = "Column::PredecessorId",
        to = "super::body::Column::Id"
    )]
    Predecessor,
}

impl ActiveModelBehavior for ActiveModel {}
