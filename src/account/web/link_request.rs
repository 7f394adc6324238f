//! A link to sign in with is asked for. The answer is the same whether or not the address has an account.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::{SignedOutForm, place};
use crate::account::commands::{self, Asked};
use crate::account::rules::sign_in_name;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::LinkForm;
use crate::platform::page::{self, Flash, Kind};
use crate::platform::state::AppState;

/// Whose link.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LinkRequestForm {
    email: String,
}

/// `POST /sign-in/link`
pub async fn submit(
    app: Data<AppState>,
    request: HttpRequest,
    form: LinkForm<LinkRequestForm>,
) -> Result<HttpResponse, AppError> {
    let form = form.into_inner().verify(&SignedOutForm::expected(&app, &request)?)?;
    let asked = Asked { name: sign_in_name(&form.email), place: place(&request) };
    let now = app.clock.now();
    db::write(&app.db, async |tx| commands::ask_link(tx, &asked, now).await).await?;
    let said = "登録があれば、サインイン用のメールをお送りしました。30分で切れます。";
    page::see_other("/sign-in", Flash::new(Kind::Info, said))
}
