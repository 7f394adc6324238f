//! `/board/rows/new` and `/board/rows/{id}/edit`: one line of the board.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::board_row;
use entity::id::BoardRowId;
use serde::Deserialize;

use super::row_form::{RowForm, RowOffers};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::board::commands::{self, RowError, RowSeen};
use crate::board::queries;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, Unseen, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// Where the lines are listed.
const LIST: &str = "/board/rows";

/// What the page shows: a line that is there, or a new one.
#[derive(Template)]
#[template(path = "board/row.html")]
pub struct RowPage {
    shell: Shell,
    row: Option<board_row::Model>,
    form: RowForm,
    offers: RowOffers,
    errors: ErrorSummary,
    message: Option<String>,
}

impl RowPage {
    async fn read(
        app: &AppState,
        by: &Secretary,
        shell: Shell,
        (row, form): (Option<board_row::Model>, RowForm),
    ) -> Result<Self, AppError> {
        let offers = RowOffers::read(&app.db.read, by.region()).await?;
        let (errors, message) = (form.errors(), form.version.error.clone());
        Ok(Self { shell, row, form, offers, errors, message })
    }

    fn title(&self) -> &'static str {
        if self.row.is_some() { "行を直す" } else { "行を加える" }
    }

    fn action(&self) -> String {
        self.row
            .as_ref()
            .map_or_else(|| "/board/rows/new".to_owned(), |row| format!("/board/rows/{}/edit", row.id))
    }
}

/// `GET /board/rows/new`.
pub async fn blank(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let form = RowForm::blank(FiscalYear::of(tokyo_day(app.clock.now())));
    page::ok(RowPage::read(&app, &by, shell, (None, form)).await?)
}

/// `POST /board/rows/new`.
pub async fn add(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<RowForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let Some(details) = form.details() else {
        return page::unprocessable(RowPage::read(&app, &by, shell, (None, form)).await?);
    };
    match db::write(&app.db, async |tx| commands::add_row(tx, &by, details, now).await).await {
        Ok(_) => page::see_other(LIST, Flash::ok("行を加えました")),
        Err(RowError::Db(error)) => Err(error.into()),
        Err(why) => {
            form.refuse(&why);
            page::unprocessable(RowPage::read(&app, &by, shell, (None, form)).await?)
        }
    }
}

/// `GET /board/rows/{id}/edit`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardRowId>,
) -> Result<HttpResponse, AppError> {
    let (row, _) = queries::one_row(&app.db.read, &actor, *id).await?;
    let (by, form) = (actor.secretary()?, RowForm::of(&row));
    page::ok(RowPage::read(&app, &by, shell, (Some(row), form)).await?)
}

/// `POST /board/rows/{id}/edit`.
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardRowId>,
    form: Form<RowForm>,
) -> Result<HttpResponse, AppError> {
    let (row, _) = queries::one_row(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let (version, details) = (form.version.parse(seen_version), form.details());
    let Some((version, details)) = version.zip(details) else {
        return page::unprocessable(RowPage::read(&app, &by, shell, (Some(row), form)).await?);
    };
    let seen = RowSeen { row: *id, version };
    match db::write(&app.db, async |tx| commands::edit_row(tx, &by, seen, details, now).await).await {
        Ok(()) => page::see_other(LIST, Flash::ok("行を直しました")),
        Err(RowError::Db(error)) => Err(error.into()),
        Err(why) => refused(&app, &by, shell, (row, form), why).await,
    }
}

/// What the button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    version: Field,
}

/// `POST /board/rows/{id}/removal`: a line without entries goes.
pub async fn remove(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardRowId>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse, AppError> {
    let (row, _) = queries::one_row(&app.db.read, &actor, *id).await?;
    let (by, now) = (actor.secretary()?, app.clock.now());
    let (version, stored) = (form.into_inner().version.parse(seen_version), RowForm::of(&row));
    let Some(version) = version else {
        let page = RowPage::read(&app, &by, shell, (Some(row), stored)).await?;
        return page::unprocessable(RowPage { message: Some(Unseen.to_string()), ..page });
    };
    let seen = RowSeen { row: *id, version };
    match db::write(&app.db, async |tx| commands::remove_row(tx, &by, seen, now).await).await {
        Ok(()) => page::see_other(LIST, Flash::ok("行を外しました")),
        Err(RowError::Db(error)) => Err(error.into()),
        Err(why) => refused(&app, &by, shell, (row, stored), why).await,
    }
}

/// The page with what was typed; after a lost race (409) the next press counts as having seen the line as it is.
async fn refused(
    app: &AppState,
    by: &Secretary,
    shell: Shell,
    (row, mut form): (board_row::Model, RowForm),
    why: RowError,
) -> Result<HttpResponse, AppError> {
    let beside = form.refuse(&why);
    if matches!(why, RowError::Stale) {
        form.version = Field::new(row.version.to_string());
    }
    let page = RowPage::read(app, by, shell, (Some(row), form)).await?;
    let page = RowPage { message: (!beside).then(|| why.to_string()), ..page };
    match why {
        RowError::Stale => page::conflict(page),
        _ => page::unprocessable(page),
    }
}
