//! Links to sign in with, mailed to who asks for one or printed for the operator.

use std::net::IpAddr;

use chrono::TimeDelta;
use entity::account;
use entity::id::{AccountId, LinkId};
use entity::link::LinkPurpose;
use entity::session::Model as Session;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use super::tries::may_ask_link;
use crate::access::System;
use crate::account::notices::SignInLinkAsked;
use crate::account::rules::{MAILED_LINK_LIVES, PRINTED_LINK_LIVES};
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::password::PasswordHash;
use crate::platform::{one_time, outbox, session};

/// Somebody asks for a link.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The sign-in name, as `rules::sign_in_name` writes it.
    pub name: String,
    /// Where the wish came from.
    pub place: IpAddr,
}

/// Queues a link for an account of this name, if there is one and it is not disabled. Nothing that can be seen
/// from outside depends on that: one transaction is written in either case.
pub async fn ask_link(tx: &Tx, asked: &Asked, now: Instant) -> Result<(), DbErr> {
    let named = account::Entity::find().filter(account::Column::Email.eq(&asked.name));
    let account = named.lock_exclusive().one(tx).await?;
    if !may_ask_link(tx, &asked.name, asked.place, now).await? {
        return Ok(());
    }
    if let Some(account) = account.filter(|account| account.disabled_at.is_none()) {
        mail_link(tx, account.id, MAILED_LINK_LIVES, now).await?;
    }
    Ok(())
}

/// Makes a link and queues its mail. The caller has locked the account.
pub(super) async fn mail_link(
    tx: &Tx,
    account: AccountId,
    lives: TimeDelta,
    now: Instant,
) -> Result<(), DbErr> {
    let link = one_time::issue(tx, LinkPurpose::SignIn, account.0, lives, now).await?;
    outbox::push(tx, &SignInLinkAsked { link }, None, now).await?;
    Ok(())
}

/// Makes a link for the operator to hand over; it works for a day.
pub async fn print_link(tx: &Tx, by: &System, account: AccountId, now: Instant) -> Result<LinkId, DbErr> {
    account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    let link = one_time::issue(tx, LinkPurpose::SignIn, account.0, PRINTED_LINK_LIVES, now).await?;
    let subject = Subject("account", account.0);
    audit::record(tx, by.by(None), "account.link_printed", subject, &[], None, now).await?;
    Ok(link)
}

/// Uses a link up and opens a session, also for an account that has reached its limit of wrong tries. A new
/// password ends all other sessions and all other links. `None`: the link is unknown, used or over.
pub async fn use_link(
    tx: &Tx,
    token: &str,
    new_password: Option<PasswordHash>,
    before: Option<&Session>,
    now: Instant,
) -> Result<Option<(AccountId, String)>, DbErr> {
    let Some(link) = one_time::find(tx, LinkPurpose::SignIn, token, now).await? else {
        return Ok(None);
    };
    let found = account::Entity::find_by_id(AccountId(link.subject_id)).lock_exclusive().one(tx).await?;
    let Some(account) = found.filter(|account| account.disabled_at.is_none()) else {
        return Ok(None);
    };
    if !one_time::spend(tx, link.id, now).await? {
        return Ok(None);
    }
    let id = account.id;
    if let Some(before) = before {
        session::close(tx, before).await?;
    }
    if let Some(hash) = new_password {
        put_password(tx, account, Some(hash), now).await?;
        let by = By { region: None, account: Some(id), person: None, capacity: "link" };
        let fields = ["password"];
        audit::record(tx, by, "account.password_set", Subject("account", id.0), &fields, None, now).await?;
    }
    Ok(Some((id, session::open(tx, id, now).await?)))
}

/// Stores or clears a password; every session and every link of the account ends.
pub(super) async fn put_password(
    tx: &Tx,
    account: account::Model,
    hash: Option<PasswordHash>,
    now: Instant,
) -> Result<(), DbErr> {
    let (id, version) = (account.id, account.version);
    let mut row = account.into_active_model();
    row.password_hash = Set(hash.map(PasswordHash::into_phc));
    row.version = Set(version + 1);
    row.update(tx).await?;
    session::close_all(tx, id).await?;
    crate::platform::link::revoke(tx, LinkPurpose::SignIn, id.0, now).await
}
