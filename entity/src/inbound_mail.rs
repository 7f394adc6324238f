//! One mail that came in, stored raw before anything is read in it. The same mail again prints its
//! first outcome.

use sea_orm::entity::prelude::*;

use crate::id::{InboundMailId, InvitationId};

/// What became of a mail that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum IngestOutcome {
    /// Stored as `recorded`.
    #[sea_orm(string_value = "recorded")]
    Recorded,
    /// Stored as `stale`.
    #[sea_orm(string_value = "stale")]
    Stale,
    /// Stored as `queued`.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// Stored as `ignored`.
    #[sea_orm(string_value = "ignored")]
    Ignored,
    /// Stored as `rejected`.
    #[sea_orm(string_value = "rejected")]
    Rejected,
}

/// One row of `inbound_mail`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbound_mail")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InboundMailId,
    /// SHA-256 of the raw octets, hex.
    pub octets_sha256: String,
    /// Its Message-ID, if it has one.
    pub message_id: Option<String>,
    /// The mail as it came.
    pub octets: Vec<u8>,
    /// When.
    pub received_at: DateTimeUtc,
    /// What became of it; empty while it is being read.
    pub outcome: Option<IngestOutcome>,
    /// Why, for the operator.
    pub reason: Option<String>,
    /// Whose answer it was.
    pub invitation_id: Option<InvitationId>,
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
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
