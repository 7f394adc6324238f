//! Which contact points serve a seat for a purpose. None said = the holder's mail, else fax, else post.

use sea_orm::entity::prelude::*;

use crate::id::{ContactPointId, SeatId};

/// What a contact point of a seat is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ContactPurpose {
    /// Stored as `notice`.
    #[sea_orm(string_value = "notice")]
    Notice,
    /// Stored as `reminder`.
    #[sea_orm(string_value = "reminder")]
    Reminder,
}

/// One row of `seat_contact`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_contact")]
pub struct Model {
    /// The seat.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat_id: SeatId,
    /// For what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub purpose: ContactPurpose,
    /// Where to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_point_id: ContactPointId,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `seat_id`.
    #[sea_orm(belongs_to = "super::seat::Entity", from = "Column::SeatId", to = "super::seat::Column::Id")]
    Seat,
    /// By `contact_point_id`.
    #[sea_orm(
        belongs_to = "super::contact_point::Entity",
        from = "Column::ContactPointId",
        to = "super::contact_point::Column::Id"
    )]
    ContactPoint,
}

impl Related<super::seat::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Seat.def()
    }
}

impl Related<super::contact_point::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ContactPoint.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
