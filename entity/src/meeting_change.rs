//! A change of date, time or place after the notice, or a postponement, on record.

use sea_orm::entity::prelude::*;

use crate::id::{IssuedLetterId, MeetingChangeId, MeetingId, PersonId};

/// What a change did to a convened meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ChangeKind {
    /// Stored as `rescheduled`.
    #[sea_orm(string_value = "rescheduled")]
    Rescheduled,
    /// Stored as `relocated`.
    #[sea_orm(string_value = "relocated")]
    Relocated,
    /// Stored as `postponed`.
    #[sea_orm(string_value = "postponed")]
    Postponed,
}

/// One row of `meeting_change`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_change")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingChangeId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The letter; none while nobody had been told.
    pub letter_id: Option<IssuedLetterId>,
    /// What changed.
    pub kind: ChangeKind,
    /// JSON of date, time, place before.
    pub was: String,
    /// JSON of date, time, place after.
    pub became: String,
    /// Why, as printed in the letter.
    pub reason: String,
    /// Who.
    pub changed_by: PersonId,
    /// When.
    pub changed_at: DateTimeUtc,
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
    /// By `changed_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::ChangedBy",
        to = "super::person::Column::Id"
    )]
    ChangedBy,
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
        Relation::ChangedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
