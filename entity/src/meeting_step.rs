//! What the secretariat says about a step of one meeting that the program cannot see. Rows are only added; the last
//! word on a step counts.

use sea_orm::entity::prelude::*;

use crate::id::{MeetingId, MeetingStepId, PersonId};
use crate::pace::Step;

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum StepVerb {
    /// Stored as `done`: 済み.
    #[sea_orm(string_value = "done")]
    Done,
    /// Stored as `skipped`: not for this meeting.
    #[sea_orm(string_value = "skipped")]
    Skipped,
    /// Stored as `reopened`: neither, after all.
    #[sea_orm(string_value = "reopened")]
    Reopened,
}

/// One row of `meeting_step`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_step")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingStepId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The step.
    pub step: Step,
    /// What is said of it.
    pub verb: StepVerb,
    /// Who said so.
    pub recorded_by: PersonId,
    /// When.
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
