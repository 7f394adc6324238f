//! One wrong try, kept for an hour: the limits on guessing count these.

use sea_orm::entity::prelude::*;

use crate::id::FailedSignInId;

/// One row of `failed_sign_in`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "failed_sign_in")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FailedSignInId,
    /// SHA-256 of the address tried, so that the table names nobody.
    pub email_sha256: String,
    /// Where the try came from.
    pub address: String,
    /// When.
    pub tried_at: DateTimeUtc,
}

/// It points to no other table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
