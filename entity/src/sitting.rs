//! How a meeting opened and closed, with the counts of that moment. Rows are only added; the last word on the
//! opening counts, and the last on the closing.

use sea_orm::entity::prelude::*;

use crate::id::{MeetingId, PersonId, SittingId};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SittingVerb {
    /// Stored as `opened`: 開会.
    #[sea_orm(string_value = "opened")]
    Opened,
    /// Stored as `talked`: not quorate, went on as 懇談会 that decides nothing.
    #[sea_orm(string_value = "talked")]
    Talked,
    /// Stored as `fell_through`: 流会.
    #[sea_orm(string_value = "fell_through")]
    FellThrough,
    /// Stored as `closed`: 閉会.
    #[sea_orm(string_value = "closed")]
    Closed,
}

/// One row of `sitting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sitting")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SittingId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// What became of it.
    pub verb: SittingVerb,
    /// When.
    pub happened_at: DateTimeUtc,
    /// Who presided, with the title: 会長 山田太郎; may be empty.
    pub presider: String,
    /// Heads present that counted.
    pub present: i32,
    /// The base of the quorum.
    pub base: i32,
    /// 定足数; none without one.
    pub needed: Option<i32>,
    /// The sentence for the minutes, as it was then.
    pub sentence: String,
    /// Who entered it.
    pub recorded_by: PersonId,
    /// When it was entered.
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
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
