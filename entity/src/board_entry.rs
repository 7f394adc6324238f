//! What stands in a cell of the schedule board.

use sea_orm::entity::prelude::*;

use crate::id::{BoardEntryId, BoardRowId, BodyId, MeetingId, RegionId};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum BoardEntryKind {
    /// ● 協議事項. Stored as `discuss`.
    #[sea_orm(string_value = "discuss")]
    Discuss,
    /// ○ 実施事項. Stored as `carry_out`.
    #[sea_orm(string_value = "carry_out")]
    CarryOut,
    /// Work that lasts from one month to another. Stored as `period`.
    #[sea_orm(string_value = "period")]
    Period,
    /// A meeting's label. Stored as `meeting`.
    #[sea_orm(string_value = "meeting")]
    Meeting,
    /// 【…】: words about the whole line. Stored as `remark`.
    #[sea_orm(string_value = "remark")]
    Remark,
    /// Without a mark. Stored as `other`.
    #[sea_orm(string_value = "other")]
    Other,
}

/// How sure it is that something was read from an old board as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Certainty {
    /// Stored as `stated`.
    #[sea_orm(string_value = "stated")]
    Stated,
    /// Stored as `inferred`.
    #[sea_orm(string_value = "inferred")]
    Inferred,
    /// Stored as `unknown`.
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

/// One row of `board_entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_entry")]
pub struct Model {
    /// Key; entries of one cell stand in its order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardEntryId,
    /// Its region.
    pub region_id: RegionId,
    /// The line it stands in.
    pub row_id: BoardRowId,
    /// ●, ○, period, meeting, remark or none of these.
    pub kind: BoardEntryKind,
    /// The words as printed.
    pub text: String,
    /// Year of the April; none when not even that is known. That of a meeting's entry follows the meeting.
    pub fiscal_year: Option<i32>,
    /// First day of its month; none when unknown, and for an entry that follows a meeting.
    pub month_on: Option<Date>,
    /// First day of the last month of a period.
    pub until_on: Option<Date>,
    /// 随時・適時: without a time by nature.
    pub standing: bool,
    /// （仮）.
    pub tentative: bool,
    /// The body that deals with it.
    pub body_id: Option<BodyId>,
    /// The meeting at which it is dealt with; the entry follows its day.
    pub meeting_id: Option<MeetingId>,
    /// The entry that has to come before this one.
    pub after_id: Option<BoardEntryId>,
    /// 備考.
    pub note: String,
    /// Whether year and month are what the source says.
    pub time_certainty: Certainty,
    /// Whether the line is what the source says.
    pub row_certainty: Certainty,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Taken off; kept so that it can come back.
    pub removed_at: Option<DateTimeUtc>,
    /// Raised by every change.
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
    /// By `row_id`.
    #[sea_orm(
        belongs_to = "super::board_row::Entity",
        from = "Column::RowId",
        to = "super::board_row::Column::Id"
    )]
    Row,
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
    /// By `meeting_id`.
    #[sea_orm(
        belongs_to = "super::meeting::Entity",
        from = "Column::MeetingId",
        to = "super::meeting::Column::Id"
    )]
    Meeting,
}

impl Related<super::board_row::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Row.def()
    }
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
