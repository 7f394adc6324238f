//! `GET /`: each capacity begins where its work does.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::{council, member, secretary};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::platform::error::AppError;
use crate::platform::state::AppState;

/// `GET /`. The frame is made only for a page: it takes the flash message, which a redirect has to leave.
pub async fn first(
    app: Data<AppState>,
    actor: Actor,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    if let Ok(by) = actor.secretary() {
        let since = actor.acting().since;
        return secretary::desk(&app, Shell::extract(&request).await?, (by.region(), since)).await;
    }
    if actor.administrator().is_ok() {
        return on_to("/admin/accounts");
    }
    let shell = async || Ok(Shell::extract(&request).await?);
    if let Some(page) = council::desk(&app, &actor, &shell).await? {
        return Ok(page);
    }
    match actor.member() {
        Ok(by) => member::desk(&app, shell().await?, &by).await,
        Err(_) => on_to("/meetings"),
    }
}

/// 303 without a message, so that one that waits is shown on the next page.
fn on_to(path: &str) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish())
}
