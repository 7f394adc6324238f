//! 出欠: one thing that happened on the meeting's day. Rows are only added; one that was wrong is taken back by
//! another.

use sea_orm::entity::prelude::*;

use crate::id::{AgendaItemId, AttendanceEntryId, AttendanceGuestId, InvitationId, MeetingId, PersonId};
use crate::reply::ReplyMode;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum AttendanceVerb {
    /// Stored as `arrived`.
    #[sea_orm(string_value = "arrived")]
    Arrived,
    /// Stored as `left`: also a lost connection.
    #[sea_orm(string_value = "left")]
    Left,
    /// Stored as `excluded`: 除斥 from one item.
    #[sea_orm(string_value = "excluded")]
    Excluded,
    /// Stored as `item_begun`.
    #[sea_orm(string_value = "item_begun")]
    ItemBegun,
    /// Stored as `observers_counted`: 傍聴人.
    #[sea_orm(string_value = "observers_counted")]
    ObserversCounted,
    /// Stored as `taken_back`.
    #[sea_orm(string_value = "taken_back")]
    TakenBack,
}

/// One row of `attendance_entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_entry")]
pub struct Model {
    /// Key, made where the entry was typed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceEntryId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// What happened.
    pub verb: AttendanceVerb,
    /// To whom, of those asked.
    pub invitation_id: Option<InvitationId>,
    /// To whom, of those who came unasked.
    pub guest_id: Option<AttendanceGuestId>,
    /// For which item. Points to no row: an item may leave the agenda, what happened stays.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Room or online, of an arrival.
    pub mode: Option<ReplyMode>,
    /// Who came in the member's place.
    pub proxy_name: Option<String>,
    /// 所属・役職 of the proxy.
    pub proxy_title: Option<String>,
    /// How many residents listen.
    pub count: Option<i32>,
    /// Which entry no longer counts.
    pub takes_back_id: Option<AttendanceEntryId>,
    /// When it happened.
    pub happened_at: DateTimeUtc,
    /// Who entered it.
    pub recorded_by: PersonId,
    /// When it arrived here.
    pub recorded_at: DateTimeUtc,
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
    /// By `invitation_id`.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
    /// By `guest_id`.
    #[sea_orm(
        belongs_to = "super::attendance_guest::Entity",
        from = "Column::GuestId",
        to = "super::attendance_guest::Column::Id"
    )]
    Guest,
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
