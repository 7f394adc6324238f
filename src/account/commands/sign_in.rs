//! Opening and closing a session. A session's id is always new; the one the browser had before ends.

use entity::session::Model;
use sea_orm::DbErr;

use super::tries::{Outcome, Try, judge};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::session;

/// Signs in with a password that was compared already; answers with the token of the new session.
pub async fn sign_in(
    tx: &Tx,
    tried: &Try,
    before: Option<&Model>,
    now: Instant,
) -> Result<Outcome<String>, DbErr> {
    match judge(tx, tried, now).await? {
        Outcome::Done(account) => {
            if let Some(before) = before {
                session::close(tx, before).await?;
            }
            Ok(Outcome::Done(session::open(tx, account.id, now).await?))
        }
        Outcome::Wrong => Ok(Outcome::Wrong),
        Outcome::Limited => Ok(Outcome::Limited),
    }
}

/// Ends the session of this browser.
pub async fn sign_out(tx: &Tx, open: &Model) -> Result<(), DbErr> {
    session::close(tx, open).await
}
