//! `/board/entries/new`: an entry is put on the board. An address may choose line, month and year beforehand.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::entry_form::{EntryForm, EntryOffers, month};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::board::commands::{self, BoardError};
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Form};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "board/add.html")]
pub struct AddPage {
    shell: Shell,
    form: EntryForm,
    offers: EntryOffers,
    errors: ErrorSummary,
    message: Option<String>,
    back: FiscalYear,
}

/// What an address says beforehand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddQuery {
    row: String,
    month: String,
    fy: String,
}

/// The fiscal year around which months are offered: that of the month, the one asked for, else this one.
fn around(month_on: &str, asked: &str, this_year: FiscalYear) -> FiscalYear {
    let of_month = month(month_on).ok().map(FiscalYear::of);
    let asked = FiscalYear::parse(asked).ok().filter(|year| (1900..=2200).contains(&year.year()));
    of_month.or(asked).unwrap_or(this_year)
}

async fn add_page(
    app: &AppState,
    by: &Secretary,
    shell: Shell,
    (form, around): (EntryForm, FiscalYear),
) -> Result<AddPage, AppError> {
    let offers = EntryOffers::read(&app.db.read, by.region(), around, None).await?;
    Ok(AddPage { shell, offers, errors: form.errors(), form, message: None, back: around })
}

/// `GET /board/entries/new`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    query: Query<AddQuery>,
) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let this_year = FiscalYear::of(tokyo_day(app.clock.now()));
    let around = around(&query.month, &query.fy, this_year);
    let form = EntryForm::blank(&query.row, &query.month);
    page::ok(add_page(&app, &by, shell, (form, around)).await?)
}

/// `POST /board/entries/new`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<EntryForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let around = around("", &form.fy.value, FiscalYear::of(tokyo_day(now)));
    let Some(details) = form.details() else {
        return page::unprocessable(add_page(&app, &by, shell, (form, around)).await?);
    };
    let when = details.when;
    match db::write(&app.db, async |tx| commands::add(tx, &by, details, now).await).await {
        Ok(id) => {
            page::see_other(back(when.year().unwrap_or(around), Some(id)), Flash::ok("予定を加えました"))
        }
        Err(BoardError::Db(error)) => Err(error.into()),
        Err(why) => {
            let message = (!form.refuse(&why)).then(|| why.to_string());
            let page = add_page(&app, &by, shell, (form, around)).await?;
            page::unprocessable(AddPage { message, ..page })
        }
    }
}

/// The board of a fiscal year, at an entry.
pub(super) fn back(year: FiscalYear, entry: Option<entity::id::BoardEntryId>) -> String {
    let at = entry.map(|id| format!("#e-{id}")).unwrap_or_default();
    format!("/board?fy={}{at}", year.year())
}
