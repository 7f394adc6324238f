//! Putting a charter version on record and correcting one: `/bodies/{id}/charters/new` and `/charters/{id}/edit`,
//! one form.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::{BodyId, CharterId};
use entity::{body, charter};

use super::charter_form::CharterForm;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, EnactError};
use crate::body::queries;
use crate::platform::date::wareki;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "body/charter.html")]
struct CharterPage {
    shell: Shell,
    head: FormHead,
    form: CharterForm,
    /// Whether the form corrects what is on record.
    amends: bool,
}

impl CharterPage {
    fn enacting(shell: Shell, body: &body::Model, form: CharterForm) -> Self {
        let head = FormHead::of(
            body,
            "設置要綱の版を加える",
            "この版を加える",
            format!("/bodies/{}/charters/new", body.id),
        );
        Self { shell, head: head.around(&form.version, form.summary()), form, amends: false }
    }

    fn amending(shell: Shell, body: &body::Model, id: CharterId, form: CharterForm) -> Self {
        let head =
            FormHead::of(body, "設置要綱の記録を直す", "変更を保存する", format!("/charters/{id}/edit"));
        Self { shell, head: head.around(&form.version, form.summary()), form, amends: true }
    }
}

/// `GET /bodies/{id}/charters/new`
pub async fn new(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = match queries::versions(&app.db.read, body.id).await?.first() {
        Some(last) => CharterForm::after(last, &queries::settings(&app.db.read, last.id).await?),
        None => CharterForm::first(&body),
    };
    page::ok(CharterPage::enacting(shell, &body, form))
}

/// `POST /bodies/{id}/charters/new`
pub async fn enact(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<CharterForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse_new(&body) else {
        return page::unprocessable(CharterPage::enacting(shell, &body, form));
    };
    let from = wareki(input.text.applies_from.unwrap_or(input.text.effective_on));
    match db::write(&app.db, async |tx| commands::enact(tx, &by, input, app.clock.now()).await).await {
        Ok(_) => page::see_other(
            format!("/bodies/{id}"),
            Flash::ok("設置要綱の版を加えました").text(format!("{from}からの会議に使います。")),
        ),
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(CharterPage::enacting(shell, &body, form))
        }
    }
}

/// `GET /charters/{id}/edit`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<CharterId>,
) -> Result<HttpResponse, AppError> {
    let (body, charter) = queries::one_charter(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = stored(&app, &charter).await?;
    page::ok(CharterPage::amending(shell, &body, *id, form))
}

/// `POST /charters/{id}/edit`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<CharterId>,
    form: Form<CharterForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, _) = queries::one_charter(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse_amend(*id) else {
        return page::unprocessable(CharterPage::amending(shell, &body, *id, form));
    };
    match db::write(&app.db, async |tx| commands::amend(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{}", body.id), Flash::ok("設置要綱の記録を直しました")),
        Err(EnactError::Stale(theirs)) => overtaken(&app, shell, &body, &theirs, form).await,
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(CharterPage::amending(shell, &body, *id, form))
        }
    }
}

/// The form as typed, beside what somebody else saved meanwhile.
async fn overtaken(
    app: &AppState,
    shell: Shell,
    body: &body::Model,
    theirs: &charter::Model,
    mut form: CharterForm,
) -> Result<HttpResponse, AppError> {
    form.version = Field::new(theirs.version.to_string());
    let mut page = CharterPage::amending(shell, body, theirs.id, form);
    page.head = page.head.against(stored(app, theirs).await?.lines());
    page::conflict(page)
}

async fn stored(app: &AppState, charter: &charter::Model) -> Result<CharterForm, AppError> {
    let settings = queries::settings(&app.db.read, charter.id).await?;
    Ok(CharterForm::of(charter, &settings))
}
