//! 設置要綱 in one version. The one in force on the meeting's day counts; results already reached never
//! change.

use sea_orm::entity::prelude::*;

use crate::id::{BodyId, CharterId};

/// One row of `charter`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charter")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CharterId,
    /// Whose rules.
    pub body_id: BodyId,
    /// Title, e.g. 南信州在宅医療・介護連携推進協議会設置要綱.
    pub title: String,
    /// 告示番号 or 訓令番号.
    pub number: Option<String>,
    /// 制定日 or 改正日.
    pub enacted_on: Option<Date>,
    /// 施行日.
    pub effective_on: Date,
    /// 「○年○月○日から適用する」, which may lie before the day it was issued.
    pub applies_from: Option<Date>,
    /// What the presider is called: 会長, 部会長, 座長.
    pub presider_title: String,
    /// What the vice-chair is called; empty = 副 and the presider's title.
    pub vice_title: Option<String>,
    /// 庶務: the office that does the clerical work.
    pub general_affairs: Option<String>,
    /// Raised by every change.
    pub version: i32,
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

impl Related<super::charter_setting::Entity> for Entity {
    fn to() -> RelationDef {
        super::charter_setting::Relation::Charter.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
