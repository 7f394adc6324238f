//! Somebody who came to a meeting without being asked to it.

use sea_orm::entity::prelude::*;

use crate::id::{AttendanceGuestId, MeetingId, PersonId};

/// As what somebody came who was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum GuestRole {
    /// Stored as `member`: holds a counted seat on the meeting's day.
    #[sea_orm(string_value = "member")]
    Member,
    /// Stored as `expert`: 関係者.
    #[sea_orm(string_value = "expert")]
    Expert,
    /// Stored as `observer`: オブザーバー.
    #[sea_orm(string_value = "observer")]
    Observer,
    /// Stored as `staff`: 随行, 事務局.
    #[sea_orm(string_value = "staff")]
    Staff,
}

/// One row of `attendance_guest`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_guest")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceGuestId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Who, where the register knows the person.
    pub person_id: Option<PersonId>,
    /// Name as given.
    pub name: String,
    /// 所属 as given; may be empty.
    pub association: String,
    /// As what.
    pub role: GuestRole,
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
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
