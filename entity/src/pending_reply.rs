//! An answer that a person must look at: late, tentative, in words, or from an address we did not write
//! to. Changes nothing until the clerk accepts it.

use sea_orm::entity::prelude::*;

use crate::id::{InboundMailId, InvitationId, PendingReplyId, PersonId, ReplyId};
use crate::reply::Answer;
use crate::reply::ReplyMode;

/// Why an answer waits for the clerk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum PendingSource {
    /// Stored as `late`.
    #[sea_orm(string_value = "late")]
    Late,
    /// Stored as `tentative`.
    #[sea_orm(string_value = "tentative")]
    Tentative,
    /// Stored as `counter`.
    #[sea_orm(string_value = "counter")]
    Counter,
    /// Stored as `delegation`.
    #[sea_orm(string_value = "delegation")]
    Delegation,
    /// Stored as `words`.
    #[sea_orm(string_value = "words")]
    Words,
    /// Stored as `foreign_sender`.
    #[sea_orm(string_value = "foreign_sender")]
    ForeignSender,
    /// Stored as `shared_address`.
    #[sea_orm(string_value = "shared_address")]
    SharedAddress,
}

/// One row of `pending_reply`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_reply")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PendingReplyId,
    /// Beside whom it is shown.
    pub invitation_id: InvitationId,
    /// Why it waits.
    pub source: PendingSource,
    /// The answer it proposes, if it has one.
    pub answer: Option<Answer>,
    /// Room or online, if said.
    pub mode: Option<ReplyMode>,
    /// Who would come instead.
    pub proxy_name: Option<String>,
    /// 所属・役職 of the proxy.
    pub proxy_title: Option<String>,
    /// Telephone or mail of the proxy.
    pub proxy_contact: Option<String>,
    /// The words.
    pub comment: String,
    /// SEQUENCE of the meeting it was given for.
    pub for_sequence: i32,
    /// The mail it came by.
    pub inbound_mail_id: Option<InboundMailId>,
    /// When.
    pub received_at: DateTimeUtc,
    /// When the clerk decided.
    pub settled_at: Option<DateTimeUtc>,
    /// Who decided.
    pub settled_by: Option<PersonId>,
    /// The answer it became; empty when set aside.
    pub reply_id: Option<ReplyId>,
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
    /// By `inbound_mail_id`.
    #[sea_orm(
        belongs_to = "super::inbound_mail::Entity",
        from = "Column::InboundMailId",
        to = "super::inbound_mail::Column::Id"
    )]
    InboundMail,
    /// By `settled_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::SettledBy",
        to = "super::person::Column::Id"
    )]
    SettledBy,
    /// By `reply_id`.
    #[sea_orm(belongs_to = "super::reply::Entity", from = "Column::ReplyId", to = "super::reply::Column::Id")]
    Reply,
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl Related<super::inbound_mail::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::InboundMail.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SettledBy.def()
    }
}

impl Related<super::reply::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Reply.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
