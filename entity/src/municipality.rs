//! 市町村, national: the code outlives mergers, so an ended one names its successor.

use sea_orm::entity::prelude::*;

use crate::id::MunicipalityId;

/// One row of `municipality`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MunicipalityId,
    /// 全国地方公共団体コード, six digits with check digit, as text.
    pub code: String,
    /// Name as written.
    pub name: String,
    /// Reading in hiragana.
    pub kana: String,
    /// First day; empty when before our records.
    pub valid_from: Option<Date>,
    /// Last day; empty while it exists.
    pub valid_to: Option<Date>,
    /// The municipality it became part of.
    pub successor_id: Option<MunicipalityId>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `successor_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::SuccessorId", to = "Column::Id")]
    Successor,
}

impl ActiveModelBehavior for ActiveModel {}
