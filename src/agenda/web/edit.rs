//! `/agenda-items/{id}/edit`: one item. Two people at once see both versions.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::AgendaItemId;
use entity::{body, meeting};

use super::item::{ItemForm, ItemOffers};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::commands::{self, AgendaError, Seen};
use crate::agenda::queries::{self, Item};
use crate::agenda::rules;
use crate::meeting::rules::Refusal;
use crate::platform::clock::Instant;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Form, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "agenda/edit.html")]
pub struct EditPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// The item as stored.
    pub item: Item,
    /// Why it cannot be changed, if so.
    pub may: Result<(), Refusal>,
    /// As typed.
    pub form: ItemForm,
    /// What can be chosen.
    pub offers: ItemOffers,
    /// All errors.
    pub errors: ErrorSummary,
    /// A refusal of the command.
    pub message: Option<String>,
    /// What somebody else saved meanwhile.
    pub theirs: Option<ItemForm>,
}

impl EditPage {
    fn new(shell: Shell, (item, meeting, body): (Item, meeting::Model, body::Model), now: Instant) -> Self {
        Self {
            shell,
            body,
            may: rules::may_change(&meeting, now),
            meeting,
            form: ItemForm::of(&item),
            item,
            offers: ItemOffers::all(),
            errors: ErrorSummary::default(),
            message: None,
            theirs: None,
        }
    }

    fn typed(self, form: ItemForm) -> Self {
        Self { errors: form.errors(), message: form.version.error.clone(), form, ..self }
    }

    /// The typed form beside what is stored now; sent again it counts as seen.
    fn against(self, mut form: ItemForm) -> Self {
        let theirs = ItemForm::of(&self.item);
        form.version.clone_from(&theirs.version);
        Self { theirs: Some(theirs), ..self.typed(form) }
    }

    /// Field by field: label, theirs, what was typed here; only where they differ.
    pub fn differences(&self, theirs: &ItemForm) -> Vec<[String; 3]> {
        let (a, b) = (self.labelled(theirs), self.labelled(&self.form));
        let pairs = a.into_iter().zip(b).filter(|((_, theirs), (_, yours))| theirs != yours);
        pairs.map(|((label, theirs), (_, yours))| [label.to_owned(), theirs, yours]).collect()
    }

    fn labelled(&self, form: &ItemForm) -> [(&'static str, String); 6] {
        let kind = self.offers.kinds.iter().find(|kind| kind.value == form.kind.value);
        [
            ("種別", kind.map(|kind| kind.label.clone()).unwrap_or_default()),
            ("議題", form.title.value.clone()),
            ("時間（分）", form.minutes.value.clone()),
            ("説明する人", form.presenter.value.clone()),
            ("8つの事業項目", form.programme.values.join("・")),
            ("4つの場面", self.scenes(form)),
        ]
    }

    fn scenes(&self, form: &ItemForm) -> String {
        let chosen = self.offers.scenes.iter().filter(|scene| form.scenes.has(&scene.value));
        chosen.map(|scene| scene.label.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// `GET /agenda-items/{id}/edit`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AgendaItemId>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(EditPage::new(shell, found, app.clock.now()))
}

/// `POST /agenda-items/{id}/edit`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AgendaItemId>,
    form: Form<ItemForm>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let (version, details, meeting) = (form.version.parse(seen_version), form.details(), found.1.id);
    let page = EditPage::new(shell, found, now);
    let Some((version, details)) = version.zip(details) else { return page::unprocessable(page.typed(form)) };
    let seen = Seen { item: *id, meeting, version };
    match db::write(&app.db, async |tx| commands::edit(tx, &by, seen, details, now).await).await {
        Ok(()) => page::see_other(format!("/meetings/{meeting}/agenda"), Flash::ok("議題を直しました")),
        Err(AgendaError::Stale(None)) => Err(AppError::Gone),
        Err(AgendaError::Stale(Some(_))) => {
            let found = queries::one(&app.db.read, &actor, *id).await?;
            page::conflict(EditPage::new(page.shell, found, now).against(form))
        }
        Err(AgendaError::Refused(why)) => {
            page::unprocessable(EditPage { message: Some(why.to_string()), ..page.typed(form) })
        }
        Err(AgendaError::Db(error)) => Err(error.into()),
    }
}
