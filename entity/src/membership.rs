//! A person in a seat for a term.

use sea_orm::entity::prelude::*;

use crate::id::{MembershipId, PersonId, SeatId};

/// What a member is in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MemberRole {
    /// Stored as `chair`.
    #[sea_orm(string_value = "chair")]
    Chair,
    /// Stored as `vice_chair`.
    #[sea_orm(string_value = "vice_chair")]
    ViceChair,
    /// Stored as `member`.
    #[sea_orm(string_value = "member")]
    Member,
    /// Stored as `adviser`.
    #[sea_orm(string_value = "adviser")]
    Adviser,
    /// Stored as `observer`.
    #[sea_orm(string_value = "observer")]
    Observer,
}

/// One row of `membership`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The seat.
    pub seat_id: SeatId,
    /// Who fills it.
    pub person_id: PersonId,
    /// Chair, vice-chair, member, adviser or observer.
    pub role: MemberRole,
    /// First day of the term.
    pub from_on: Date,
    /// Last day of the term; empty when open.
    pub to_on: Option<Date>,
    /// Whom a 補欠 replaces.
    pub predecessor_id: Option<MembershipId>,
    /// Place among the members the chair named to act for it, from 1; empty for the others.
    pub deputy_order: Option<i32>,
    /// Raised by every change.
    pub version: i32,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `seat_id`.
    #[sea_orm(belongs_to = "super::seat::Entity", from = "Column::SeatId", to = "super::seat::Column::Id")]
    Seat,
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// By `predecessor_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::PredecessorId", to = "Column::Id")]
    Predecessor,
}

impl Related<super::seat::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Seat.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
