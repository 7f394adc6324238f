//! Signed-in browsers. The cookie holds a random token, the table its hash and the account, so that signing
//! out, a new password or a disabled account ends a session with the next request. What the person may do is
//! not kept here: `access` reads it from the database each time.

use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use entity::account;
use entity::id::AccountId;
use entity::session::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::clock::{Instant, random_bytes};
use super::db::Tx;
use super::secret::{SecretKey, sha256_hex};

/// How long a session lives without signing in again: one working day and a bit.
const LIFE: TimeDelta = TimeDelta::hours(14);

/// A session that was found for a request.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Its row.
    pub session: Model,
    /// Who signed in.
    pub account: account::Model,
}

/// Opens a session and returns the token for the cookie.
pub async fn open(tx: &Tx, account: AccountId, now: Instant) -> Result<String, DbErr> {
    let token = BASE64URL_NOPAD.encode(&random_bytes::<32>());
    let row = ActiveModel {
        token_sha256: Set(sha256_hex(token.as_bytes())),
        account_id: Set(account),
        chosen: Set(None),
        created_at: Set(now),
        expires_at: Set(now + LIFE),
    };
    row.insert(tx).await?;
    Ok(token)
}

/// The session a cookie's token belongs to: not expired, its account not disabled.
pub async fn find(db: &impl ConnectionTrait, token: &str, now: Instant) -> Result<Option<SignedIn>, DbErr> {
    let found = Entity::find_by_id(sha256_hex(token.as_bytes()))
        .find_also_related(account::Entity)
        .filter(Column::ExpiresAt.gt(now))
        .filter(account::Column::DisabledAt.is_null())
        .one(db)
        .await?;
    Ok(found.and_then(|(session, account)| Some(SignedIn { session, account: account? })))
}

/// Remembers the capacity a person chose to act in.
pub async fn choose(tx: &Tx, session: &Model, capacity: String) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Chosen, Expr::value(capacity))
        .filter(Column::TokenSha256.eq(&session.token_sha256))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends one session.
pub async fn close(tx: &Tx, session: &Model) -> Result<(), DbErr> {
    Entity::delete_by_id(session.token_sha256.clone()).exec(tx).await?;
    Ok(())
}

/// Ends every session of an account: a new password, a lost device, a disabled account.
pub async fn close_all(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}

/// Deletes what has expired.
pub async fn sweep(tx: &Tx, now: Instant) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(now)).exec(tx).await?.rows_affected)
}

/// The value every form of this session carries.
pub fn csrf(key: &SecretKey, session: &Model) -> String {
    key.sign_text("form", &[session.token_sha256.as_bytes()])
}

/// The cookie's name: with https the browser itself refuses it from a neighbouring host.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-renkei" } else { "renkei" }
}

/// The cookie that carries a token.
pub fn cookie(https: bool, token: String) -> Cookie<'static> {
    Cookie::build(cookie_name(https), token)
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(CookieAge::seconds(LIFE.num_seconds()))
        .finish()
}

/// The cookie that takes the token away.
pub fn removal(https: bool) -> Cookie<'static> {
    let mut cookie = cookie(https, String::new());
    cookie.make_removal();
    cookie
}
