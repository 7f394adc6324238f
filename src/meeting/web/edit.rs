//! `/meetings/{id}/edit`: everything of a plan; of a convened meeting what needs no letter. Two people at once
//! see both versions side by side.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::{body, meeting};

use super::comparison::Difference;
use super::details::MeetingForm;
use super::offers::{Offers, Subject, advice};
use super::plan::warned;
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::meeting::commands::{self, EditError, EditPlan, EditWording};
use crate::meeting::queries;
use crate::meeting::rules::{self, Edit, Refusal, Warning};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Form, seen_version};
use crate::platform::page;
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "meeting/edit.html")]
pub struct EditPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting as stored.
    pub meeting: meeting::Model,
    /// What may be edited, or why nothing.
    pub may: Result<Edit, Refusal>,
    /// As typed.
    pub form: MeetingForm,
    /// What can be chosen.
    pub offers: Offers,
    /// All errors.
    pub errors: ErrorSummary,
    /// A refusal of the command.
    pub message: Option<String>,
    /// What speaks against the day, once it was looked for.
    pub checked: Option<Vec<Warning>>,
    /// Where somebody else's version differs; `None` unless overtaken.
    pub theirs: Option<Vec<Difference>>,
}

impl EditPage {
    fn new(shell: Shell, (meeting, body): (meeting::Model, body::Model), now: Instant) -> Self {
        let may = rules::may_edit(rules::state(&meeting, now));
        let (form, offers) = (MeetingForm::of(&meeting), Offers::new(tokyo_day(now), meeting.month_on));
        let errors = ErrorSummary::default();
        Self { shell, body, meeting, may, form, offers, errors, message: None, checked: None, theirs: None }
    }

    fn typed(self, form: MeetingForm) -> Self {
        Self { errors: form.errors(), form, ..self }
    }

    fn saying(self, message: impl ToString) -> Self {
        Self { message: Some(message.to_string()), ..self }
    }

    /// The typed form beside what is stored now; sent again it counts as seen.
    fn against(self, mut form: MeetingForm) -> Self {
        let theirs = Some(form.against(&self.meeting));
        form.version.value = self.meeting.version.to_string();
        Self { theirs, ..self.typed(form) }
    }

    /// Whether everything can be edited.
    pub fn is_plan(&self) -> bool {
        self.may == Ok(Edit::Plan)
    }
}

/// `GET /meetings/{id}/edit`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = queries::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(EditPage::new(shell, found, app.clock.now()))
}

/// `POST /meetings/{id}/edit`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<MeetingForm>,
) -> Result<HttpResponse, AppError> {
    let (meeting, body) = queries::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let edit = edit_of(&mut form, meeting.id);
    let page = EditPage::new(shell, (meeting, body), now);
    let Some(mut edit) = edit else { return page::unprocessable(page.unread(form)) };
    let found = advise(&app, &by, &page, &mut edit, tokyo_day(now)).await?;
    if form.is_check() {
        return page::ok(EditPage { checked: Some(found), ..page.typed(form) });
    }
    match store(&app, &by, edit, now).await {
        Ok(()) => page::see_other(format!("/meetings/{id}"), warned("会議の内容を直しました", &found)),
        Err(error) => page.after(error, form, now),
    }
}

/// One of the two edits, typed.
enum Typed {
    Plan(EditPlan),
    Wording(EditWording),
}

/// What was drawn decides what is read; whether it is still allowed is the command's matter.
fn edit_of(form: &mut MeetingForm, meeting: MeetingId) -> Option<Typed> {
    let seen = form.version.parse(seen_version);
    if form.scope.value == "plan" {
        let details = form.details();
        return Some(Typed::Plan(EditPlan { meeting, seen: seen?, details: details? }));
    }
    let wording = form.wording();
    Some(Typed::Wording(EditWording { meeting, seen: seen?, wording: wording? }))
}

/// What speaks against the new day; an empty reply deadline becomes the one the charter proposes.
async fn advise(
    app: &AppState,
    by: &Secretary,
    page: &EditPage,
    edit: &mut Typed,
    today: NaiveDate,
) -> Result<Vec<Warning>, AppError> {
    let Typed::Plan(plan) = edit else { return Ok(Vec::new()) };
    let of = Subject { region: by.region(), body: page.body.id, except: Some(page.meeting.id) };
    let (found, due) = advice(&app.db.read, of, plan.details.date, today).await?;
    let wording = &mut plan.details.wording;
    wording.reply_due_on = wording.reply_due_on.or(due);
    Ok(found)
}

async fn store(app: &AppState, by: &Secretary, edit: Typed, now: Instant) -> Result<(), EditError> {
    db::write(&app.db, async |tx| match edit {
        Typed::Plan(input) => commands::edit_plan(tx, by, input, now).await,
        Typed::Wording(input) => commands::edit_wording(tx, by, input, now).await,
    })
    .await
}

impl EditPage {
    fn unread(self, form: MeetingForm) -> Self {
        match form.version.error.clone() {
            Some(message) => self.typed(form).saying(message),
            None => self.typed(form),
        }
    }

    fn after(self, error: EditError, mut form: MeetingForm, now: Instant) -> Result<HttpResponse, AppError> {
        match error {
            EditError::Stale(theirs) => {
                let may = rules::may_edit(rules::state(&theirs, now));
                page::conflict(Self { meeting: *theirs, may, ..self }.against(form))
            }
            EditError::Refused(why) => page::unprocessable(self.typed(form).saying(why)),
            EditError::Body(why) => {
                form.day.refuse(why);
                page::unprocessable(self.typed(form))
            }
            EditError::ReplyDue(why) => {
                form.reply_due.refuse(why);
                page::unprocessable(self.typed(form))
            }
            EditError::Db(error) => Err(error.into()),
        }
    }
}
