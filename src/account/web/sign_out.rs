//! Signing out: the session ends here, not only in the browser.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;

use crate::account::commands;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page::{self, Flash};
use crate::platform::session::{self, SignedIn};
use crate::platform::state::AppState;

/// Nothing but the `csrf` that was checked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignOutForm {}

/// `POST /sign-out`
pub async fn submit(
    app: Data<AppState>,
    signed_in: SignedIn,
    _form: Form<SignOutForm>,
) -> Result<HttpResponse, AppError> {
    db::write(&app.db, async |tx| commands::sign_out(tx, &signed_in.session).await).await?;
    let mut answer = page::see_other("/sign-in", Flash::ok("サインアウトしました"))?;
    super::set(&mut answer, &session::removal(app.settings.base_url.is_https()))?;
    Ok(answer)
}
