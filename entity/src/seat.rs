//! 席: a place in a body, mostly of an association; may be vacant (欠員), which is not an absence.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, BodyId, SeatId};

/// One row of `seat`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatId,
    /// The body.
    pub body_id: BodyId,
    /// Who names its holder; empty for a seat by post or for residents.
    pub association_id: Option<AssociationId>,
    /// 選出区分, e.g. 医療, 介護, 行政.
    pub category: String,
    /// What the roster prints where no association stands, e.g. 住民代表; may be empty.
    pub label: String,
    /// Order in the roster.
    pub position: i32,
    /// First day; empty when from the body's start.
    pub from_on: Option<Date>,
    /// Last day; empty while it exists.
    pub to_on: Option<Date>,
    /// Raised by every change.
    pub version: i32,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
    /// By `association_id`.
    #[sea_orm(
        belongs_to = "super::association::Entity",
        from = "Column::AssociationId",
        to = "super::association::Column::Id"
    )]
    Association,
}

impl Related<super::body::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Body.def()
    }
}

impl Related<super::association::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Association.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
