//! Whom the program reminded by a body's rules, of what, and for which due day: nobody is reminded twice for one.

use sea_orm::entity::prelude::*;

use crate::id::{InvitationId, MeetingId, ReminderId};
use crate::pace::Step;

/// One row of `reminder`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReminderId,
    /// Rows that leave in one go share it.
    pub run_id: Uuid,
    /// The person in this meeting.
    pub invitation_id: InvitationId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// By which rule.
    pub step: Step,
    /// The day on which the rule falls.
    pub due_on: Date,
    /// Whether the mail stands in 送信箱 under this invitation; the others of the person are in the same mail.
    pub leads: bool,
    /// When.
    pub recorded_at: DateTimeUtc,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `invitation_id`.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
    /// By `meeting_id`.
    #[sea_orm(
        belongs_to = "super::meeting::Entity",
        from = "Column::MeetingId",
        to = "super::meeting::Column::Id"
    )]
    Meeting,
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
