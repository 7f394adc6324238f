//! 中止 on record.

use sea_orm::entity::prelude::*;

use crate::id::{CancellationId, IssuedLetterId, MeetingId, PersonId};

/// One row of `meeting_cancellation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_cancellation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CancellationId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The letter; none while nobody had been told.
    pub letter_id: Option<IssuedLetterId>,
    /// Why, as printed in the letter.
    pub reason: String,
    /// Who.
    pub cancelled_by: PersonId,
    /// When.
    pub cancelled_at: DateTimeUtc,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `meeting_id`.
    #[sea_orm(
        belongs_to = "super::meeting::Entity",
        from = "Column::MeetingId",
        to = "super::meeting::Column::Id"
    )]
    Meeting,
    /// By `letter_id`.
    #[sea_orm(
        belongs_to = "super::issued_letter::Entity",
        from = "Column::LetterId",
        to = "super::issued_letter::Column::Id"
    )]
    Letter,
    /// By `cancelled_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::CancelledBy",
        to = "super::person::Column::Id"
    )]
    CancelledBy,
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl Related<super::issued_letter::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Letter.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CancelledBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
