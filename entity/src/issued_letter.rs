//! A letter that left the office: numbered, or 事務連絡. Its facts are frozen as issued; later letters name
//! what they supersede.

use sea_orm::entity::prelude::*;

use crate::id::{IssuedLetterId, MeetingId, PersonId, RegionId};

/// What a letter about a meeting does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum LetterKind {
    /// Stored as `notice`.
    #[sea_orm(string_value = "notice")]
    Notice,
    /// Stored as `change`.
    #[sea_orm(string_value = "change")]
    Change,
    /// Stored as `postponement`.
    #[sea_orm(string_value = "postponement")]
    Postponement,
    /// Stored as `cancellation`.
    #[sea_orm(string_value = "cancellation")]
    Cancellation,
    /// Stored as `withdrawal`.
    #[sea_orm(string_value = "withdrawal")]
    Withdrawal,
}

/// One row of `issued_letter`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issued_letter")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssuedLetterId,
    /// Whose register.
    pub region_id: RegionId,
    /// About which meeting.
    pub meeting_id: MeetingId,
    /// What the letter does.
    pub kind: LetterKind,
    /// 文書番号 as typed; empty = 事務連絡.
    pub number: Option<String>,
    /// 決裁日.
    pub approved_on: Date,
    /// 施行日.
    pub issued_on: Date,
    /// Sender as printed, e.g. 南信州…協議会　会長　原 重彦.
    pub sender: String,
    /// JSON of the facts as issued.
    pub facts: String,
    /// SEQUENCE of the meeting it speaks of.
    pub meeting_sequence: i32,
    /// The letter it changes or cancels.
    pub supersedes_id: Option<IssuedLetterId>,
    /// Who issued it.
    pub issued_by: PersonId,
    /// When.
    pub issued_at: DateTimeUtc,
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
    /// By `meeting_id`.
    #[sea_orm(
        belongs_to = "super::meeting::Entity",
        from = "Column::MeetingId",
        to = "super::meeting::Column::Id"
    )]
    Meeting,
    /// By `supersedes_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::SupersedesId", to = "Column::Id")]
    Supersedes,
    /// By `issued_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::IssuedBy",
        to = "super::person::Column::Id"
    )]
    IssuedBy,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::IssuedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
