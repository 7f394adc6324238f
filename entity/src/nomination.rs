//! Who is named for a seat in a round, and how far it has come.

use sea_orm::entity::prelude::*;

use crate::id::{PersonId, RenewalId, SeatId};

/// One row of `nomination`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination")]
pub struct Model {
    /// The round.
    #[sea_orm(primary_key, auto_increment = false)]
    pub renewal_id: RenewalId,
    /// The seat.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat_id: SeatId,
    /// Who is named; empty while nobody is.
    pub person_id: Option<PersonId>,
    /// Date of the 推薦書.
    pub nominated_on: Option<Date>,
    /// Date of the 就任承諾書.
    pub consented_on: Option<Date>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `renewal_id`.
    #[sea_orm(
        belongs_to = "super::renewal::Entity",
        from = "Column::RenewalId",
        to = "super::renewal::Column::Id"
    )]
    Renewal,
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::renewal::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Renewal.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
