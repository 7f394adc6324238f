//! 自分の設定: who one is here.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use entity::account;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::queries;
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "account/settings.html")]
struct SettingsPage {
    shell: Shell,
    account: account::Model,
    roles: Vec<String>,
}

/// `GET /account`
pub async fn show(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    let account = queries::one(&app.db.read, actor.account()).await?;
    let roles = actor.held().iter().map(|held| held.label.clone()).collect();
    page::ok(SettingsPage { shell, account, roles })
}
