//! A signed address that was handed out: one purpose, one matter. The token is computed again when a
//! mail is written; the row keeps its hash.

use sea_orm::entity::prelude::*;

use crate::id::LinkId;

/// What a link opens. The stored words are part of the token's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum LinkPurpose {
    /// Stored as `reply`.
    #[sea_orm(string_value = "reply")]
    Reply,
    /// Stored as `sign_in`.
    #[sea_orm(string_value = "sign_in")]
    SignIn,
    /// Stored as `feed`.
    #[sea_orm(string_value = "feed")]
    Feed,
}

/// One row of `link`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    /// What it opens.
    pub purpose: LinkPurpose,
    /// The invitation, account or person it is about.
    pub subject_id: Uuid,
    /// Raised when earlier tokens are withdrawn.
    pub generation: i32,
    /// SHA-256 of the token, hex.
    pub token_sha256: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it ends; empty when the matter itself says so.
    pub expires_at: Option<DateTimeUtc>,
    /// When a one-time link was used.
    pub used_at: Option<DateTimeUtc>,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTimeUtc>,
}

/// It points to no other table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
