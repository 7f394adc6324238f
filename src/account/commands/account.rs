//! Accounts as the administrator keeps them. The last administrator can be neither disabled nor ended, or nobody
//! could let anybody in again.

use entity::account::{ActiveModel, Entity, Model};
use entity::capacity::{self, CapacityKind};
use entity::id::AccountId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set, SqlErr,
};

use super::link::{mail_link, put_password};
use crate::account::queries;
use crate::account::rules::PRINTED_LINK_LIVES;
use crate::directory::commands::{ChangeError, Keeper};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::session;

/// What is written down about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// Sign-in name: a mail address in the form of `rules::sign_in_name`.
    pub email: String,
    /// Name shown.
    pub name: String,
}

/// How a write to an account can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Another account has the address.
    #[error("このメールアドレスの利用者はもう登録されています。")]
    EmailTaken,
    /// Nobody else could administer.
    #[error("最後の管理者は止められません。先に別の管理者を登録してください。")]
    LastAdministrator,
    /// A role does not end in the past.
    #[error("きょうより前の日です。いますぐ終えるときは、空のままにしてください。")]
    EndsBeforeToday,
    /// A disabled account signs in with no link.
    #[error("この利用者は停止中です。先に再開してください。")]
    Disabled,
    /// Somebody was faster, it is not there, or the database.
    #[error(transparent)]
    Change(#[from] ChangeError<Model>),
}

impl From<DbErr> for AccountError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::EmailTaken,
            _ => Self::Change(error.into()),
        }
    }
}

/// Adds an account. It has no password: its owner signs in with a link first.
pub async fn add_account(
    tx: &Tx,
    by: &Keeper,
    facts: AccountFacts,
    now: Instant,
) -> Result<AccountId, AccountError> {
    let id = AccountId::at(now);
    let row = ActiveModel {
        id: Set(id),
        email: Set(facts.email),
        name: Set(facts.name),
        password_hash: Set(None),
        disabled_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(tx).await?;
    record(tx, by, "account.added", id, &[], now).await?;
    Ok(id)
}

/// Changes name and sign-in address. A new address ends what the old one could open: sessions and links.
pub async fn change_account(
    tx: &Tx,
    by: &Keeper,
    seen: (AccountId, i32),
    facts: AccountFacts,
    now: Instant,
) -> Result<(), AccountError> {
    let old = lock(tx, seen).await?;
    if old.email != facts.email {
        end_entries(tx, old.id, now).await?;
    }
    let mut row = old.into_active_model();
    row.email = Set(facts.email);
    row.name = Set(facts.name);
    update(tx, row, seen).await?;
    record(tx, by, "account.changed", seen.0, &["name", "email"], now).await?;
    Ok(())
}

/// Lets nobody sign in with an account any more; its sessions end with the next request.
pub async fn disable_account(
    tx: &Tx,
    by: &Keeper,
    seen: (AccountId, i32),
    now: Instant,
) -> Result<(), AccountError> {
    refuse_last_administrator(tx, seen.0, now).await?;
    let mut row = lock(tx, seen).await?.into_active_model();
    row.disabled_at = Set(Some(now));
    update(tx, row, seen).await?;
    end_entries(tx, seen.0, now).await?;
    record(tx, by, "account.disabled", seen.0, &["disabled_at"], now).await?;
    Ok(())
}

/// Lets an account be used again.
pub async fn enable_account(
    tx: &Tx,
    by: &Keeper,
    seen: (AccountId, i32),
    now: Instant,
) -> Result<(), AccountError> {
    let mut row = lock(tx, seen).await?.into_active_model();
    row.disabled_at = Set(None);
    update(tx, row, seen).await?;
    record(tx, by, "account.enabled", seen.0, &["disabled_at"], now).await?;
    Ok(())
}

/// Takes the password away and mails the owner a link that works for a day. All sessions end.
pub async fn reset_password(
    tx: &Tx,
    by: &Keeper,
    seen: (AccountId, i32),
    now: Instant,
) -> Result<(), AccountError> {
    let account = lock(tx, seen).await?;
    if account.disabled_at.is_some() {
        return Err(AccountError::Disabled);
    }
    put_password(tx, account, None, now).await?;
    mail_link(tx, seen.0, PRINTED_LINK_LIVES, now).await?;
    record(tx, by, "account.password_reset", seen.0, &["password"], now).await?;
    Ok(())
}

/// Refuses when no other account could administer today. Locks what makes administrators.
pub(super) async fn refuse_last_administrator(
    tx: &Tx,
    account: AccountId,
    now: Instant,
) -> Result<(), AccountError> {
    let all = capacity::Entity::find().filter(capacity::Column::Kind.eq(CapacityKind::Administrator));
    all.lock_exclusive().all(tx).await?;
    let administrators = queries::administrators(tx, tokyo_day(now)).await?;
    let among = administrators.contains(&account);
    if among && administrators.iter().all(|one| *one == account) {
        return Err(AccountError::LastAdministrator);
    }
    Ok(())
}

async fn lock(tx: &Tx, (id, seen): (AccountId, i32)) -> Result<Model, AccountError> {
    let found = Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(ChangeError::NotFound)?;
    if found.version != seen {
        return Err(ChangeError::Stale(Box::new(found)).into());
    }
    Ok(found)
}

async fn update(tx: &Tx, mut row: ActiveModel, (_, seen): (AccountId, i32)) -> Result<(), DbErr> {
    row.version = Set(seen + 1);
    Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Ends sessions and links.
async fn end_entries(tx: &Tx, id: AccountId, now: Instant) -> Result<(), DbErr> {
    session::close_all(tx, id).await?;
    crate::platform::link::revoke(tx, entity::link::LinkPurpose::SignIn, id.0, now).await
}

async fn record(
    tx: &Tx,
    by: &Keeper,
    verb: &'static str,
    id: AccountId,
    fields: &[&str],
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by(), verb, Subject("account", id.0), fields, None, now).await
}
