//! What one press does to an entry: move it to another cell, mark it as done or not, take it off, and take back
//! one's own last change. Each says what it did; a lost race shows the entry as it is now.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use entity::board_change::BoardVerb;
use entity::id::{BoardChangeId, BoardEntryId, BoardRowId};
use serde::Deserialize;

use super::add::back;
use super::edit::EditPage;
use super::entry_form::month;
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::board::commands::{self, BoardError, Seen};
use crate::board::queries;
use crate::board::rules::time;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, Unseen, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What was done, as the past of a sentence.
pub(super) fn verb_words(verb: BoardVerb) -> &'static str {
    match verb {
        BoardVerb::Added => "加えました",
        BoardVerb::Edited => "直しました",
        BoardVerb::Moved => "動かしました",
        BoardVerb::Done => "済みにしました",
        BoardVerb::Reopened => "済みから戻しました",
        BoardVerb::Removed => "外しました",
    }
}

/// What a press sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionForm {
    version: Field,
    row: Field,
    month: Field,
    done: Field,
}

/// What a press asks for, once it is read.
enum Wish {
    Place(BoardRowId, Option<NaiveDate>),
    Complete(bool),
    Remove,
}

/// `POST /board/entries/{id}/place`: into another month, another line or both.
pub async fn place(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardEntryId>,
    form: Form<ActionForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let row = form.row.parse(|text| text.parse::<BoardRowId>().map_err(|_| Unseen));
    let month = match form.month.value.as_str() {
        "" => Some(None),
        _ => form.month.parse(month).map(Some),
    };
    let wish = row.zip(month).map(|(row, month)| Wish::Place(row, month));
    done(&app, &actor, shell, (*id, form.version.parse(seen_version), wish)).await
}

/// `POST /board/entries/{id}/completion`: 済, or not yet.
pub async fn complete(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardEntryId>,
    form: Form<ActionForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let wish = match form.done.value.as_str() {
        "yes" => Some(Wish::Complete(true)),
        "no" => Some(Wish::Complete(false)),
        _ => None,
    };
    done(&app, &actor, shell, (*id, form.version.parse(seen_version), wish)).await
}

/// `POST /board/entries/{id}/removal`.
pub async fn remove(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardEntryId>,
    form: Form<ActionForm>,
) -> Result<HttpResponse, AppError> {
    let version = form.into_inner().version.parse(seen_version);
    done(&app, &actor, shell, (*id, version, Some(Wish::Remove))).await
}

async fn done(
    app: &AppState,
    actor: &Actor,
    shell: Shell,
    (id, version, wish): (BoardEntryId, Option<i32>, Option<Wish>),
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, actor, id).await?;
    let by = actor.secretary()?;
    let Some((version, wish)) = version.zip(wish) else {
        return page::unprocessable(EditPage::read(app, &by, shell, found).await?.saying(Unseen));
    };
    let this_year = FiscalYear::of(tokyo_day(app.clock.now()));
    let year = match &wish {
        Wish::Place(_, Some(month)) => Some(FiscalYear::of(*month)),
        _ => time(&found.0, found.1.as_ref()).fiscal_year(),
    };
    let (back, flash) = (back(year.unwrap_or(this_year), Some(id)), words(&wish, &found.0.text));
    let why = match carry_out(app, &by, Seen { entry: id, version }, wish).await {
        Ok(()) => return page::see_other(back, flash),
        Err(BoardError::Db(error)) => return Err(error.into()),
        Err(BoardError::Gone) => return Err(AppError::Gone),
        Err(why) => why,
    };
    let found = queries::one(&app.db.read, actor, id).await?;
    let page = EditPage::read(app, &by, shell, found).await?.saying(&why);
    match why {
        BoardError::Stale => page::conflict(page),
        _ => page::unprocessable(page),
    }
}

async fn carry_out(app: &AppState, by: &Secretary, seen: Seen, wish: Wish) -> Result<(), BoardError> {
    let now = app.clock.now();
    db::write(&app.db, async |tx| match wish {
        Wish::Place(row, month) => commands::place(tx, by, seen, (row, month), now).await,
        Wish::Complete(done) => commands::complete(tx, by, seen, done, now).await,
        Wish::Remove => commands::remove(tx, by, seen, now).await,
    })
    .await
}

fn words(wish: &Wish, text: &str) -> Flash {
    let verb = match wish {
        Wish::Place(..) => BoardVerb::Moved,
        Wish::Complete(true) => BoardVerb::Done,
        Wish::Complete(false) => BoardVerb::Reopened,
        Wish::Remove => BoardVerb::Removed,
    };
    Flash::ok(format!("「{text}」を{}", verb_words(verb)))
}

/// `POST /board/changes/{id}/undoing`: takes one's own change back.
pub async fn undo(
    app: Data<AppState>,
    actor: Actor,
    id: Path<BoardChangeId>,
    form: Form<ActionForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now) = (actor.secretary()?, app.clock.now());
    queries::own_change(&app.db.read, &by, *id).await?.ok_or(AppError::NotFound)?;
    form.into_inner().version.parse(seen_version).ok_or(AppError::Unprocessable)?;
    match db::write(&app.db, async |tx| commands::undo(tx, &by, *id, now).await).await {
        Ok(entry) => {
            let year = entry.fiscal_year.map_or_else(|| FiscalYear::of(tokyo_day(now)), FiscalYear::new);
            page::see_other(back(year, Some(entry.id)), Flash::ok("元に戻しました"))
        }
        Err(BoardError::Db(error)) => Err(error.into()),
        Err(_) => Err(AppError::Conflict),
    }
}
