//! 招集: that, when and by whom a meeting was called.

use sea_orm::entity::prelude::*;

use crate::id::{ConvocationId, IssuedLetterId, MeetingId, PersonId};

/// One row of `convocation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "convocation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConvocationId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The notice.
    pub letter_id: IssuedLetterId,
    /// Who sent it for the chair.
    pub convened_by: PersonId,
    /// When.
    pub convened_at: DateTimeUtc,
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
    /// By `convened_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::ConvenedBy",
        to = "super::person::Column::Id"
    )]
    ConvenedBy,
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
        Relation::ConvenedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
