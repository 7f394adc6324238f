//! `/board/entries/{id}/edit`: one entry. Two people at once see both versions.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::BoardEntryId;

use super::add::back;
use super::entry_form::{EntryForm, EntryOffers};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::board::commands::{self, BoardError, Seen};
use crate::board::queries::{self, Entry};
use crate::board::rules::time;
use crate::platform::date::{FiscalYear, tokyo_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Form, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "board/edit.html")]
pub struct EditPage {
    shell: Shell,
    entry: entity::board_entry::Model,
    form: EntryForm,
    offers: EntryOffers,
    errors: ErrorSummary,
    message: Option<String>,
    /// What somebody else saved meanwhile.
    theirs: Option<EntryForm>,
    back: FiscalYear,
}

impl EditPage {
    /// The entry as it is stored.
    pub(super) async fn read(
        app: &AppState,
        by: &Secretary,
        shell: Shell,
        (entry, meeting): Entry,
    ) -> Result<Self, AppError> {
        let this_year = FiscalYear::of(tokyo_day(app.clock.now()));
        let back = time(&entry, meeting.as_ref()).fiscal_year().unwrap_or(this_year);
        let offers = EntryOffers::read(&app.db.read, by.region(), back, Some(entry.id)).await?;
        let form = EntryForm::of(&entry);
        let (errors, message, theirs) = (ErrorSummary::default(), None, None);
        Ok(Self { shell, entry, form, offers, errors, message, theirs, back })
    }

    pub(super) fn saying(self, why: impl ToString) -> Self {
        Self { message: Some(why.to_string()), ..self }
    }

    fn typed(self, form: EntryForm) -> Self {
        Self { errors: form.errors(), message: form.version.error.clone(), form, ..self }
    }

    /// The typed form beside what is stored now; sent again it counts as seen.
    fn against(self, mut form: EntryForm) -> Self {
        let theirs = EntryForm::of(&self.entry);
        form.version.clone_from(&theirs.version);
        Self { theirs: Some(theirs), ..self.typed(form) }
    }

    fn done(&self) -> Option<String> {
        self.entry.done_on.map(wareki)
    }

    /// Field by field: label, theirs, what was typed here; only where they differ.
    fn differences(&self, theirs: &EntryForm) -> Vec<[String; 3]> {
        let (a, b) = (self.labelled(theirs), self.labelled(&self.form));
        let pairs = a.into_iter().zip(b).filter(|((_, theirs), (_, yours))| theirs != yours);
        pairs.map(|((label, theirs), (_, yours))| [label.to_owned(), theirs, yours]).collect()
    }

    fn labelled(&self, form: &EntryForm) -> [(&'static str, String); 11] {
        let of = &self.offers;
        let said = |choices: &[Choice], value: &str| {
            let found = choices.iter().find(|choice| choice.value == value);
            found.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
        };
        [
            ("行", said(&of.rows, &form.row.value)),
            ("種類", said(&of.kinds, &form.kind.value)),
            ("予定の言葉", form.text.value.clone()),
            ("月", said(&of.months, &form.month.value)),
            ("終わりの月", said(&of.untils, &form.until.value)),
            ("年度だけ分かるとき", said(&of.years, &form.year.value)),
            ("会議に合わせる", said(&of.meetings, &form.meeting.value)),
            (
                "時期の決まりかた",
                form.marks.values.iter().map(|mark| said(&of.marks, mark)).collect::<Vec<_>>().join("、"),
            ),
            ("担当する会議体", said(&of.bodies, &form.body.value)),
            ("先に済ませる予定", said(&of.entries, &form.after.value)),
            ("備考", form.note.value.clone()),
        ]
    }
}

/// `GET /board/entries/{id}/edit`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardEntryId>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    page::ok(EditPage::read(&app, &actor.secretary()?, shell, found).await?)
}

/// `POST /board/entries/{id}/edit`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardEntryId>,
    form: Form<EntryForm>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let (version, details) = (form.version.parse(seen_version), form.details());
    let page = EditPage::read(&app, &by, shell, found).await?;
    let Some((version, details)) = version.zip(details) else { return page::unprocessable(page.typed(form)) };
    let (seen, year) = (Seen { entry: *id, version }, details.when.year().unwrap_or(page.back));
    match db::write(&app.db, async |tx| commands::edit(tx, &by, seen, details, now).await).await {
        Ok(()) => page::see_other(back(year, Some(*id)), Flash::ok("予定を直しました")),
        Err(BoardError::Db(error)) => Err(error.into()),
        Err(BoardError::Gone) => Err(AppError::Gone),
        Err(BoardError::Stale) => {
            let found = queries::one(&app.db.read, &actor, *id).await?;
            page::conflict(EditPage::read(&app, &by, page.shell, found).await?.against(form))
        }
        Err(why) => {
            let message = (!form.refuse(&why)).then(|| why.to_string());
            page::unprocessable(EditPage { message, ..page.typed(form) })
        }
    }
}
