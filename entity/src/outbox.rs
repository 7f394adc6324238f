//! 送信箱: one message to one recipient by one way. Payload is ids; words are made when it leaves.

use sea_orm::entity::prelude::*;

use crate::id::{
    AccountId, ContactPointId, InvitationId, IssuedLetterId, MeetingId, OutboxId, PersonId, RegionId,
};

/// The way a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Channel {
    /// Stored as `mail`.
    #[sea_orm(string_value = "mail")]
    Mail,
    /// Stored as `fax`.
    #[sea_orm(string_value = "fax")]
    Fax,
    /// Stored as `post`.
    #[sea_orm(string_value = "post")]
    Post,
    /// Stored as `hand`.
    #[sea_orm(string_value = "hand")]
    Hand,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum OutboxState {
    /// Stored as `waiting`.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Stored as `printing`.
    #[sea_orm(string_value = "printing")]
    Printing,
    /// Stored as `sent`.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// Stored as `refused`.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// Stored as `given_up`.
    #[sea_orm(string_value = "given_up")]
    GivenUp,
    /// Stored as `stopped`.
    #[sea_orm(string_value = "stopped")]
    Stopped,
    /// Stored as `dropped`.
    #[sea_orm(string_value = "dropped")]
    Dropped,
}

/// One row of `outbox`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    /// Whose; empty for sign-in links.
    pub region_id: Option<RegionId>,
    /// The notice, e.g. meeting.cancelled: a stored word, a new meaning is a new kind.
    pub kind: String,
    /// JSON of ids.
    pub payload: String,
    /// The letter it carries.
    pub letter_id: Option<IssuedLetterId>,
    /// About which meeting, for lists.
    pub meeting_id: Option<MeetingId>,
    /// About whose invitation.
    pub invitation_id: Option<InvitationId>,
    /// About whom.
    pub person_id: Option<PersonId>,
    /// For a sign-in link: whose.
    pub account_id: Option<AccountId>,
    /// Where to; empty for an account's mail and for hand delivery.
    pub contact_point_id: Option<ContactPointId>,
    /// Mail, fax, post or by hand.
    pub channel: Channel,
    /// Whether this row carries the calendar object.
    pub carries_calendar: bool,
    /// RSVP of the calendar object: false for a shared address.
    pub wants_reply: bool,
    /// Message-ID, fixed when queued, the same on every attempt.
    pub message_id: String,
    /// Where it stands.
    pub state: OutboxState,
    /// When it was queued.
    pub queued_at: DateTimeUtc,
    /// Database time before which it waits.
    pub not_before_ms: i64,
    /// Tries so far.
    pub attempts: i32,
    /// The try that holds the lease.
    pub attempt_id: Option<Uuid>,
    /// Database time at which the lease ends.
    pub lease_until_ms: Option<i64>,
    /// Database time of the first try; 72 hours later it is given up.
    pub first_tried_ms: Option<i64>,
    /// What the server last said, for the operator.
    pub error: Option<String>,
    /// SMTP code of that, if there was one.
    pub error_code: Option<i32>,
    /// When it was sent, refused, stopped or dropped.
    pub settled_at: Option<DateTimeUtc>,
    /// Who stopped it or marked it as sent by hand.
    pub settled_by: Option<PersonId>,
    /// The delivery it repeats.
    pub resend_of_id: Option<OutboxId>,
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
    /// By `letter_id`.
    #[sea_orm(
        belongs_to = "super::issued_letter::Entity",
        from = "Column::LetterId",
        to = "super::issued_letter::Column::Id"
    )]
    Letter,
    /// By `meeting_id`.
    #[sea_orm(
        belongs_to = "super::meeting::Entity",
        from = "Column::MeetingId",
        to = "super::meeting::Column::Id"
    )]
    Meeting,
    /// By `invitation_id`.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
    /// By `contact_point_id`.
    #[sea_orm(
        belongs_to = "super::contact_point::Entity",
        from = "Column::ContactPointId",
        to = "super::contact_point::Column::Id"
    )]
    ContactPoint,
    /// By `settled_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::SettledBy",
        to = "super::person::Column::Id"
    )]
    SettledBy,
    /// By `resend_of_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::ResendOfId", to = "Column::Id")]
    ResendOf,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::issued_letter::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Letter.def()
    }
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl Related<super::contact_point::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ContactPoint.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
