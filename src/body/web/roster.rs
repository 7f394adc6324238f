//! 委員名簿 as a sheet to print: `/bodies/{id}/roster?on=`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::BodyId;

use super::rows::{RosterRow, roster_rows};
use super::show::OnQuery;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries;
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, Pager, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "body/roster.html")]
struct RosterSheet {
    shell: Shell,
    name: String,
    back: String,
    day: String,
    error: Option<String>,
    rows: Vec<RosterRow>,
    pager: Pager,
}

/// Lines on one page of the browser; a longer roster is printed in parts.
const PER_PAGE: usize = 150;

/// `GET /bodies/{id}/roster`
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<OnQuery>,
) -> Result<HttpResponse, AppError> {
    let (db, mut query) = (&app.db.read, query.into_inner());
    let body = queries::one(db, &actor, *id).await?;
    let day = query.day(tokyo_day(app.clock.now()));
    let titles = queries::rules_on(db, body.id, day).await?.titles;
    let rows = roster_rows(&queries::roster_on(db, *id, day).await?, &titles);
    let (rows, pager) = query.page(rows, PER_PAGE, &format!("/bodies/{id}/roster"));
    page::ok(RosterSheet {
        shell,
        back: format!("/bodies/{}", body.id),
        name: body.name,
        day: wareki(day),
        error: query.on.error,
        rows,
        pager,
    })
}
