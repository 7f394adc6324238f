//! Passwords: changed by their owner, who says the old one, or set by the program at the command line.

use entity::account;
use entity::id::AccountId;
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::link::put_password;
use super::tries::{Outcome, Try, judge};
use crate::access::{Actor, System};
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::password::PasswordHash;
use crate::platform::session;

/// Changes one's own password. `tried` is the old one as compared; an account that has none needs none. All
/// sessions end; the answer is the token of a new one.
pub async fn change_own_password(
    tx: &Tx,
    by: &Actor,
    tried: &Try,
    new: PasswordHash,
    now: Instant,
) -> Result<Outcome<String>, DbErr> {
    let found = account::Entity::find_by_id(by.account()).lock_exclusive().one(tx).await?;
    let Some(account) = found.filter(|account| account.disabled_at.is_none()) else {
        return Ok(Outcome::Wrong);
    };
    let account = if account.password_hash.is_none() {
        account
    } else {
        match judge(tx, tried, now).await? {
            Outcome::Done(account) => account,
            Outcome::Wrong => return Ok(Outcome::Wrong),
            Outcome::Limited => return Ok(Outcome::Limited),
        }
    };
    let id = account.id;
    put_password(tx, account, Some(new), now).await?;
    let who = By { region: by.region(), account: Some(id), person: by.person(), capacity: "owner" };
    record(tx, who, id, now).await?;
    Ok(Outcome::Done(session::open(tx, id, now).await?))
}

/// Sets a password without the old one. For the sample data and the command line only.
pub async fn set_password(
    tx: &Tx,
    by: &System,
    account: AccountId,
    hash: PasswordHash,
    now: Instant,
) -> Result<(), DbErr> {
    let found = account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    let found = found.ok_or_else(|| DbErr::RecordNotFound(format!("account {account}")))?;
    put_password(tx, found, Some(hash), now).await?;
    record(tx, by.by(None), account, now).await
}

async fn record(tx: &Tx, by: By, id: AccountId, now: Instant) -> Result<(), DbErr> {
    let subject = Subject("account", id.0);
    audit::record(tx, by, "account.password_set", subject, &["password"], None, now).await
}
