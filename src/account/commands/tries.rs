//! Tries: who may try once more, and what is kept of a try that failed. Names and places are kept as hashes and
//! addresses for an hour; tries that succeed never count.

use std::net::IpAddr;

use entity::account;
use entity::failed_sign_in::ActiveModel;
use entity::id::FailedSignInId;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect, Set};

use crate::account::queries;
use crate::account::rules::{LINKS_PER_ACCOUNT, PASSWORDS_PER_ACCOUNT, TRIES_PER_PLACE};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::secret::sha256_hex;

/// A password that was compared with an account's.
#[derive(Clone, Debug)]
pub struct Try {
    /// The sign-in name tried, as `rules::sign_in_name` writes it.
    pub name: String,
    /// Where it came from.
    pub place: IpAddr,
    /// The account of that name as it was when the password was compared; none when there is none.
    pub account: Option<account::Model>,
    /// Whether the password fitted.
    pub right: bool,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was right.
    Done(T),
    /// It was wrong, or there is no such account; nobody is told which.
    Wrong,
    /// Too many were wrong before; whether this one was right is not told either.
    Limited,
}

/// Whether so many passwords were wrong that none is looked at now.
pub async fn is_limited(
    db: &impl ConnectionTrait,
    name: &str,
    place: IpAddr,
    now: Instant,
) -> Result<bool, DbErr> {
    let marks = Marks::of_password(name, place);
    let on_name = queries::tries_on_name(db, &marks.name, PASSWORDS_PER_ACCOUNT, now).await?;
    let from_place = queries::tries_from(db, &marks.place, TRIES_PER_PLACE, now).await?;
    Ok(!PASSWORDS_PER_ACCOUNT.allows(on_name) || !TRIES_PER_PLACE.allows(from_place))
}

/// Judges a try and writes a wrong one down. Locks the account, if there is one.
pub(super) async fn judge(tx: &Tx, tried: &Try, now: Instant) -> Result<Outcome<account::Model>, DbErr> {
    let account = match &tried.account {
        Some(seen) => account::Entity::find_by_id(seen.id).lock_exclusive().one(tx).await?,
        None => None,
    };
    if is_limited(tx, &tried.name, tried.place, now).await? {
        return Ok(Outcome::Limited);
    }
    let seen = tried.account.as_ref().and_then(|seen| seen.password_hash.as_ref());
    let valid = account.filter(|account| {
        tried.right && account.disabled_at.is_none() && account.password_hash.as_ref() == seen
    });
    match valid {
        Some(account) => Ok(Outcome::Done(account)),
        None => {
            Marks::of_password(&tried.name, tried.place).keep(tx, now).await?;
            Ok(Outcome::Wrong)
        }
    }
}

/// Whether one more link may be asked for; if so it is written down, for names with and without an account.
pub(super) async fn may_ask_link(tx: &Tx, name: &str, place: IpAddr, now: Instant) -> Result<bool, DbErr> {
    let marks = Marks::of_link(name, place);
    let on_name = queries::tries_on_name(tx, &marks.name, LINKS_PER_ACCOUNT, now).await?;
    let from_place = queries::tries_from(tx, &marks.place, TRIES_PER_PLACE, now).await?;
    if !LINKS_PER_ACCOUNT.allows(on_name) || !TRIES_PER_PLACE.allows(from_place) {
        return Ok(false);
    }
    marks.keep(tx, now).await?;
    Ok(true)
}

/// What is kept of a try. Passwords and links are counted apart: the words before them keep them so.
struct Marks {
    name: String,
    place: String,
}

impl Marks {
    fn of_password(name: &str, place: IpAddr) -> Self {
        Self { name: sha256_hex(name.as_bytes()), place: place.to_string() }
    }

    fn of_link(name: &str, place: IpAddr) -> Self {
        Self { name: sha256_hex(format!("link {name}").as_bytes()), place: format!("link {place}") }
    }

    async fn keep(self, tx: &Tx, now: Instant) -> Result<(), DbErr> {
        let row = ActiveModel {
            id: Set(FailedSignInId::at(now)),
            email_sha256: Set(self.name),
            address: Set(self.place),
            tried_at: Set(now),
        };
        row.insert(tx).await?;
        Ok(())
    }
}
