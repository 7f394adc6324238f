//! Whom an association proposes for one of its seats, and what became of it. The words are those of its delegate; who
//! is meant is said by the secretariat.

use sea_orm::entity::prelude::*;

use crate::id::{PersonId, ProposalId, SeatId};

/// How far a proposal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ProposalState {
    /// Waits for the secretariat. Stored as `open`.
    #[sea_orm(string_value = "open")]
    Open,
    /// Noted as the 推薦 of the seat. Stored as `accepted`.
    #[sea_orm(string_value = "accepted")]
    Accepted,
    /// Not taken, with a reason. Stored as `declined`.
    #[sea_orm(string_value = "declined")]
    Declined,
    /// Taken back by the association. Stored as `withdrawn`.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
}

/// One row of `proposal`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProposalId,
    /// The seat; at most one proposal of a seat is open.
    pub seat_id: SeatId,
    /// The first day the person would sit there.
    pub from_on: Date,
    /// Name as written.
    pub name: String,
    /// Reading in hiragana.
    pub kana: String,
    /// 勤務先; may be empty.
    pub workplace: String,
    /// 役職; may be empty.
    pub post: String,
    /// Mail address; may be empty.
    pub mail: String,
    /// Words to the secretariat; may be empty.
    pub remark: String,
    /// Its state.
    pub state: ProposalState,
    /// The delegate.
    pub proposed_by: PersonId,
    /// When it was last changed by the delegate.
    pub proposed_at: DateTimeUtc,
    /// When it was accepted, declined or withdrawn.
    pub settled_at: Option<DateTimeUtc>,
    /// By whom.
    pub settled_by: Option<PersonId>,
    /// Who was meant, once it is accepted.
    pub person_id: Option<PersonId>,
    /// Why it was declined; else empty.
    pub reason: String,
    /// Raised by every change.
    pub version: i32,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `seat_id`.
    #[sea_orm(belongs_to = "super::seat::Entity", from = "Column::SeatId", to = "super::seat::Column::Id")]
    Seat,
}

impl Related<super::seat::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Seat.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
