//! 案内: one person asked to one meeting, as printed on that day. Survives every later change of
//! membership.

use sea_orm::entity::prelude::*;

use crate::id::{InvitationId, MeetingId, PersonId, RegionId};
use crate::membership::MemberRole;

/// One row of `invitation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Its region.
    pub region_id: RegionId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Who is asked.
    pub person_id: PersonId,
    /// Name as printed.
    pub name: String,
    /// Association or seat label as printed.
    pub association: String,
    /// Workplace and post as printed; may be empty.
    pub post: String,
    /// Role on that day.
    pub role: MemberRole,
    /// Whether the person counts for the quorum.
    pub counted: bool,
    /// Order in the roster of that day.
    pub position: i32,
    /// SEQUENCE the person was last asked for; answers below it no longer count.
    pub asked_sequence: i32,
    /// Generation of the reply link; raised by withdrawing.
    pub generation: i32,
    /// 回答番号: four characters by which a telephone or fax answer is found.
    pub reply_number: String,
    /// When first invited.
    pub invited_at: DateTimeUtc,
    /// When last asked to answer.
    pub asked_at: DateTimeUtc,
    /// When taken off the list; empty while invited.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Who took the person off.
    pub withdrawn_by: Option<PersonId>,
    /// Why.
    pub withdrawn_reason: Option<String>,
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
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// By `withdrawn_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::WithdrawnBy",
        to = "super::person::Column::Id"
    )]
    WithdrawnBy,
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

impl Related<super::reply::Entity> for Entity {
    fn to() -> RelationDef {
        super::reply::Relation::Invitation.def().rev()
    }
}

impl Related<super::pending_reply::Entity> for Entity {
    fn to() -> RelationDef {
        super::pending_reply::Relation::Invitation.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
