//! 議題: one item of a meeting's agenda.

use sea_orm::entity::prelude::*;

use crate::id::{AgendaItemId, MeetingId};

/// 議題の種別.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum AgendaItemKind {
    /// Stored as `discuss`.
    #[sea_orm(string_value = "discuss")]
    Discuss,
    /// Stored as `approve`.
    #[sea_orm(string_value = "approve")]
    Approve,
    /// Stored as `report`.
    #[sea_orm(string_value = "report")]
    Report,
    /// Stored as `other`.
    #[sea_orm(string_value = "other")]
    Other,
}

/// One row of `agenda_item`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agenda_item")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgendaItemId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Order and printed number, from 1.
    pub position: i32,
    /// 協議, 承認, 報告 or その他.
    pub kind: AgendaItemKind,
    /// Title as printed.
    pub title: String,
    /// Planned minutes.
    pub minutes: Option<i32>,
    /// Who explains; may be empty.
    pub presenter: String,
    /// Raised by every change.
    pub version: i32,
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
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl Related<super::agenda_item_link::Entity> for Entity {
    fn to() -> RelationDef {
        super::agenda_item_link::Relation::AgendaItem.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
