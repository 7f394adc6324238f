//! A round in which the seats of a body that are empty from a day on are filled: 推薦依頼, 推薦, 就任承諾, 委嘱.

use sea_orm::entity::prelude::*;

use crate::id::{BodyId, RenewalId};

/// One row of `renewal`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "renewal")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RenewalId,
    /// The body.
    pub body_id: BodyId,
    /// The day of 委嘱, the first of the new terms; one round a day.
    pub from_on: Date,
    /// Last day of the new terms; empty when open.
    pub to_on: Option<Date>,
    /// When the associations were asked to name somebody.
    pub requested_on: Option<Date>,
    /// By when they are asked to.
    pub due_on: Option<Date>,
    /// Raised by every change.
    pub version: i32,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
}

impl Related<super::body::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Body.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
