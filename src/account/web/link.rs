//! The page a mailed link opens. Looking at it changes nothing, because mail filters look, too; only the button
//! uses the link up. Who has forgotten a password sets a new one here.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use entity::account;
use entity::id::AccountId;
use entity::link::LinkPurpose;
use serde::Deserialize;

use super::{before, enter};
use crate::account::{commands, queries};
use crate::directory::web::bare::bare;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, LinkForm};
use crate::platform::one_time;
use crate::platform::page::{self, Bare, filters};
use crate::platform::password::{self, Password, PasswordHash};
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// A new password, if one is wanted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LinkUseForm {
    new_password: Field,
}

#[derive(Template)]
#[template(path = "account/sign_in_link.html")]
struct LinkPage {
    bare: Bare,
    token: String,
    csrf: String,
    name: String,
    /// For the browser's store of passwords.
    email: String,
    /// Whether the account has a password that would be replaced.
    has_password: bool,
    error: Option<String>,
}

/// The same for every link that opens nothing.
#[derive(Template)]
#[template(path = "account/link_over.html")]
struct LinkOverPage {
    bare: Bare,
}

/// `GET /sign-in/{token}`
pub async fn form(
    app: Data<AppState>,
    request: HttpRequest,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    match holder(&app, &token).await? {
        Some(account) => page::ok(opened(&app, &request, &token, account, None).await?),
        None => over(&app, &request).await,
    }
}

/// `POST /sign-in/{token}`
pub async fn submit(
    app: Data<AppState>,
    request: HttpRequest,
    token: Path<String>,
    form: LinkForm<LinkUseForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner().verify(&csrf(&app, &token))?;
    let Some(account) = holder(&app, &token).await? else { return over(&app, &request).await };
    let Some(wanted) = form.new_password.parse(optional_password) else {
        let error = form.new_password.error;
        return page::unprocessable(opened(&app, &request, &token, account, error).await?);
    };
    let new = hashed(wanted).await?;
    let (before, now) = (before(&request), app.clock.now());
    let used = async |tx: &db::Tx| commands::use_link(tx, &token, new, before.as_ref(), now).await;
    match db::write(&app.db, used).await? {
        Some((account, session)) => {
            security_event(SecurityEvent::SignedIn, Some(account));
            enter(&app, session, "/")
        }
        None => over(&app, &request).await,
    }
}

fn optional_password(typed: &str) -> Result<Option<Password>, password::PasswordError> {
    if typed.is_empty() { Ok(None) } else { password::new_password(typed).map(Some) }
}

async fn hashed(wanted: Option<Password>) -> Result<Option<PasswordHash>, AppError> {
    match wanted {
        Some(wanted) => password::hash(wanted).await.map(Some),
        None => Ok(None),
    }
}

/// The account a link opens today; looking does not use it up.
async fn holder(app: &AppState, token: &str) -> Result<Option<account::Model>, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let Some(link) = one_time::find(db, LinkPurpose::SignIn, token, now).await? else { return Ok(None) };
    match queries::one(db, AccountId(link.subject_id)).await {
        Ok(account) => Ok(Some(account).filter(|account| account.disabled_at.is_none())),
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn opened(
    app: &AppState,
    request: &HttpRequest,
    token: &str,
    account: account::Model,
    error: Option<String>,
) -> Result<LinkPage, AppError> {
    let has_password = account.password_hash.is_some();
    let (bare, csrf) = (bare(app, request).await?, csrf(app, token));
    let (name, email) = (account.name, account.email);
    Ok(LinkPage { bare, token: token.to_owned(), csrf, name, email, has_password, error })
}

async fn over(app: &AppState, request: &HttpRequest) -> Result<HttpResponse, AppError> {
    security_event(SecurityEvent::LinkRefused, None);
    page::with_status(StatusCode::NOT_FOUND, LinkOverPage { bare: bare(app, request).await? })
}

fn csrf(app: &AppState, token: &str) -> String {
    app.db.terms().key.sign_text("sign-in link form", &[token.as_bytes()])
}
