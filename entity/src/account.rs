//! Who may sign in. Accounts are global; what they may do hangs on capacities and memberships.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// One row of `account`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Sign-in name, lower case, unique.
    pub email: String,
    /// Name shown in lists of accounts.
    pub name: String,
    /// Argon2id in PHC form; empty while only mail links are used.
    pub password_hash: Option<String>,
    /// Since when nobody signs in with it.
    pub disabled_at: Option<DateTimeUtc>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// Raised by every change.
    pub version: i32,
}

/// It points to no other table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
