//! 会議: one sitting of a body, from the plan to the day. Cancelled ones stay on record.

use sea_orm::entity::prelude::*;

use crate::id::{BodyId, MeetingId, RegionId};

/// How a meeting is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MeetingMode {
    /// Stored as `room`.
    #[sea_orm(string_value = "room")]
    Room,
    /// Stored as `online`.
    #[sea_orm(string_value = "online")]
    Online,
    /// Stored as `hybrid`.
    #[sea_orm(string_value = "hybrid")]
    Hybrid,
}

/// Whether residents may listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Openness {
    /// Stored as `open`.
    #[sea_orm(string_value = "open")]
    Open,
    /// Stored as `closed`.
    #[sea_orm(string_value = "closed")]
    Closed,
}

/// One row of `meeting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingId,
    /// Its region.
    pub region_id: RegionId,
    /// Whose meeting.
    pub body_id: BodyId,
    /// Year of the April its fiscal year begins with.
    pub fiscal_year: i32,
    /// First day of the month while only that is known.
    pub month_on: Option<Date>,
    /// Start; empty while only a month is planned or after a postponement.
    pub starts_at: Option<DateTimeUtc>,
    /// Planned end.
    pub ends_at: Option<DateTimeUtc>,
    /// Further words after the number, mostly empty.
    pub title: String,
    /// Room as printed.
    pub place: String,
    /// Where to join online; only for those invited.
    pub online_url: String,
    /// Room, online or both.
    pub mode: MeetingMode,
    /// Open to observers or closed.
    pub openness: Openness,
    /// Why it is closed; empty when open.
    pub closed_reason: String,
    /// その他 of the notice: parking, papers.
    pub remarks: String,
    /// 回答期限: the last day for an answer.
    pub reply_due_on: Option<Date>,
    /// 第n回, given when convened.
    pub number: Option<i32>,
    /// UID of its calendar object, fixed for ever.
    pub uid: String,
    /// SEQUENCE of RFC 5545: raised by date, time, place, online address, status, and by taking off or
    /// inviting again.
    pub sequence: i32,
    /// When this sequence came about: DTSTAMP.
    pub changed_at: DateTimeUtc,
    /// Copy of the convocation's instant.
    pub convened_at: Option<DateTimeUtc>,
    /// Since when it waits for a new date.
    pub postponed_at: Option<DateTimeUtc>,
    /// Copy of the cancellation's instant.
    pub cancelled_at: Option<DateTimeUtc>,
    /// When it was found not quorate and closed: copy of the sitting's record.
    pub fell_through_at: Option<DateTimeUtc>,
    /// 傍聴定員: how many residents may listen; none where it is not limited.
    pub observer_capacity: Option<i32>,
    /// How to ask to listen, as announced; may be empty.
    pub observer_words: String,
    /// When it was planned.
    pub created_at: DateTimeUtc,
    /// Raised by every change; a form carries the one it saw.
    pub version: i32,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `region_id`.
    #[sea_orm(
        belongs_to = "super::region::Entity",
        from = "Column::RegionId",
        to = "super::region::Column::Id"
    )]
    Region,
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::body::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Body.def()
    }
}

impl Related<super::agenda_item::Entity> for Entity {
    fn to() -> RelationDef {
        super::agenda_item::Relation::Meeting.def().rev()
    }
}

impl Related<super::meeting_ruling::Entity> for Entity {
    fn to() -> RelationDef {
        super::meeting_ruling::Relation::Meeting.def().rev()
    }
}

impl Related<super::meeting_cancellation::Entity> for Entity {
    fn to() -> RelationDef {
        super::meeting_cancellation::Relation::Meeting.def().rev()
    }
}

impl Related<super::issued_letter::Entity> for Entity {
    fn to() -> RelationDef {
        super::issued_letter::Relation::Meeting.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
