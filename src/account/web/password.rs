//! One's own password: set when there is none, changed by saying the old one. All other sessions end.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use entity::account;
use serde::Deserialize;

use super::{compare, place};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::commands::{self, Outcome};
use crate::account::queries;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash};
use crate::platform::password::{hash, new_password};
use crate::platform::session;
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// Old and new password; neither is written back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    current_password: Field,
    new_password: Field,
}

/// Said when too many were wrong before.
const LIMITED: &str = "まちがいが続いたため、しばらく受け付けません。15分ほど待ってください。";

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    shell: Shell,
    /// For the browser's store of passwords.
    email: String,
    has_password: bool,
    form: PasswordForm,
    errors: ErrorSummary,
}

impl PasswordPage {
    fn new(shell: Shell, account: &account::Model, form: PasswordForm) -> Self {
        let errors = ErrorSummary::of([
            ("current_password", "いまのパスワード", &form.current_password.error),
            ("new_password", "新しいパスワード", &form.new_password.error),
        ]);
        let (email, has_password) = (account.email.clone(), account.password_hash.is_some());
        Self { shell, email, has_password, form, errors }
    }
}

/// `GET /account/password`
pub async fn form(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    let account = queries::one(&app.db.read, actor.account()).await?;
    page::ok(PasswordPage::new(shell, &account, PasswordForm::default()))
}

/// `POST /account/password`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    request: HttpRequest,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let account = queries::one(&app.db.read, actor.account()).await?;
    let Some(new) = form.new_password.parse(new_password) else {
        return page::unprocessable(PasswordPage::new(shell, &account, form));
    };
    let (name, current) = (account.email.clone(), std::mem::take(&mut form.current_password.value));
    let tried = compare(&app, name, place(&request), current).await?;
    let new = hash(new).await?;
    let changed = async |tx: &db::Tx| commands::change_own_password(tx, &actor, &tried, new, now).await;
    match db::write(&app.db, changed).await? {
        Outcome::Done(token) => {
            let flash = Flash::ok("パスワードを変えました").text("ほかの端末ではサインアウトしました。");
            let mut answer = page::see_other("/account", flash)?;
            super::set(&mut answer, &session::cookie(app.settings.base_url.is_https(), token))?;
            Ok(answer)
        }
        Outcome::Wrong => {
            security_event(SecurityEvent::SignInFailed, Some(account.id));
            page::unprocessable(refused(shell, &account, form, "いまのパスワードがちがいます。"))
        }
        Outcome::Limited => {
            security_event(SecurityEvent::Limited, Some(account.id));
            page::with_status(StatusCode::TOO_MANY_REQUESTS, refused(shell, &account, form, LIMITED))
        }
    }
}

fn refused(shell: Shell, account: &account::Model, mut form: PasswordForm, why: &str) -> PasswordPage {
    form.current_password.refuse(why);
    PasswordPage::new(shell, account, form)
}
