//! Signing in with a password.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{LIMITED, SignedOutForm, WRONG, before, compare, enter, place};
use crate::account::commands::{self, Outcome};
use crate::account::rules::sign_in_name;
use crate::directory::web::bare::bare;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::LinkForm;
use crate::platform::page::{self, Bare, own_path};
use crate::platform::session::SignedIn;
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// Where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Destination {
    next: String,
}

/// The form; the password is never written back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    email: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    bare: Bare,
    csrf: String,
    email: String,
    next: String,
    message: Option<&'static str>,
}

/// `GET /sign-in`
pub async fn form(
    app: Data<AppState>,
    request: HttpRequest,
    destination: Query<Destination>,
) -> Result<HttpResponse, AppError> {
    if request.extensions().contains::<SignedIn>() {
        return page::go_to("/");
    }
    let form = SignInForm { next: destination.into_inner().next, ..SignInForm::default() };
    draw(&app, &request, StatusCode::OK, form, None).await
}

/// `POST /sign-in`
pub async fn submit(
    app: Data<AppState>,
    request: HttpRequest,
    form: LinkForm<SignInForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner().verify(&SignedOutForm::expected(&app, &request)?)?;
    let (name, place, now) = (sign_in_name(&form.email), place(&request), app.clock.now());
    if commands::is_limited(&app.db.read, &name, place, now).await? {
        return limited(&app, &request, form).await;
    }
    let tried = compare(&app, name, place, std::mem::take(&mut form.password)).await?;
    let account = tried.account.as_ref().map(|account| account.id);
    let before = before(&request);
    match db::write(&app.db, async |tx| commands::sign_in(tx, &tried, before.as_ref(), now).await).await? {
        Outcome::Done(token) => {
            security_event(SecurityEvent::SignedIn, account);
            enter(&app, token, own_path(&form.next).unwrap_or("/"))
        }
        Outcome::Wrong => {
            security_event(SecurityEvent::SignInFailed, account);
            draw(&app, &request, StatusCode::UNPROCESSABLE_ENTITY, form, Some(WRONG)).await
        }
        Outcome::Limited => limited(&app, &request, form).await,
    }
}

async fn limited(app: &AppState, request: &HttpRequest, form: SignInForm) -> Result<HttpResponse, AppError> {
    security_event(SecurityEvent::Limited, None);
    draw(app, request, StatusCode::TOO_MANY_REQUESTS, form, Some(LIMITED)).await
}

async fn draw(
    app: &AppState,
    request: &HttpRequest,
    status: StatusCode,
    form: SignInForm,
    message: Option<&'static str>,
) -> Result<HttpResponse, AppError> {
    let signed_out = SignedOutForm::of(app, request);
    let page = SignInPage {
        bare: bare(app, request).await?,
        csrf: signed_out.csrf.clone(),
        email: form.email,
        next: own_path(&form.next).unwrap_or("/").to_owned(),
        message,
    };
    signed_out.put(page::with_status(status, page)?)
}
