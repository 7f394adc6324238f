//! The clerk's ruling for one meeting where the charter is silent, with its reason.

use sea_orm::entity::prelude::*;

use crate::charter_setting::Setting;
use crate::id::{MeetingId, MeetingRulingId, PersonId};

/// One row of `meeting_ruling`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_ruling")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingRulingId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Which rule was missing.
    pub setting: Setting,
    /// The value ruled, as body::rules reads it.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub ruled_by: PersonId,
    /// When; the latest for a setting counts.
    pub ruled_at: DateTimeUtc,
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
    /// By `ruled_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::RuledBy",
        to = "super::person::Column::Id"
    )]
    RuledBy,
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::RuledBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
