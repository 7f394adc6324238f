//! 段取り: how many days before or after its meetings a body does each step. A body without rows keeps the usual days.

use sea_orm::entity::prelude::*;

use crate::id::BodyId;

/// A step on the way of a meeting, in the order in which they are usually due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Step {
    /// Stored as `date`: 日時を決める.
    #[sea_orm(string_value = "date")]
    Date,
    /// Stored as `agenda`: 議題を決める.
    #[sea_orm(string_value = "agenda")]
    Agenda,
    /// Stored as `notice`: 開催通知を出す.
    #[sea_orm(string_value = "notice")]
    Notice,
    /// Stored as `announcement`: 傍聴の案内を出す.
    #[sea_orm(string_value = "announcement")]
    Announcement,
    /// Stored as `first_reminder`: the program reminds the silent.
    #[sea_orm(string_value = "first_reminder")]
    FirstReminder,
    /// Stored as `last_reminder`: it does so once more.
    #[sea_orm(string_value = "last_reminder")]
    LastReminder,
    /// Stored as `answers`: 回答期限.
    #[sea_orm(string_value = "answers")]
    Answers,
    /// Stored as `briefing`: 会長と打ち合わせる.
    #[sea_orm(string_value = "briefing")]
    Briefing,
    /// Stored as `papers`: 資料を送る.
    #[sea_orm(string_value = "papers")]
    Papers,
    /// Stored as `eve`: 前日の準備.
    #[sea_orm(string_value = "eve")]
    Eve,
    /// Stored as `eve_reminder`: the program tells those who attend.
    #[sea_orm(string_value = "eve_reminder")]
    EveReminder,
    /// Stored as `meeting`: 開催.
    #[sea_orm(string_value = "meeting")]
    Meeting,
    /// Stored as `record`: 当日の出欠を記録する.
    #[sea_orm(string_value = "record")]
    Record,
    /// Stored as `thanks`: お礼と決定事項を送る.
    #[sea_orm(string_value = "thanks")]
    Thanks,
    /// Stored as `draft`: 会議録案を送る.
    #[sea_orm(string_value = "draft")]
    Draft,
    /// Stored as `review`: 会議録案の確認期限.
    #[sea_orm(string_value = "review")]
    Review,
    /// Stored as `publication`: 会議録を確定し公表する.
    #[sea_orm(string_value = "publication")]
    Publication,
}

/// One row of `pace`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pace")]
pub struct Model {
    /// Whose meetings.
    #[sea_orm(primary_key, auto_increment = false)]
    pub body_id: BodyId,
    /// Which step.
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: Step,
    /// Days between the step and what it is counted from; none = the body does not do it.
    pub days: Option<i32>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `body_id`.
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
}

impl Related<super::body::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Body.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
