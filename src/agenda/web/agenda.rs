//! `/meetings/{id}/agenda`: the whole agenda with its buttons, and a form that adds an item.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MeetingId;
use entity::{body, meeting};
use sea_orm::{ConnectionTrait, DbErr};

use super::item::{ItemForm, ItemOffers};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::commands::{self, AgendaError};
use crate::agenda::queries::{self, Item};
use crate::agenda::rules::{self, Time, kind_label};
use crate::meeting::queries as meetings;
use crate::meeting::rules::Refusal;
use crate::platform::clock::Instant;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Form};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "agenda/agenda.html")]
pub struct AgendaPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// The items in order.
    pub items: Vec<Item>,
    /// Minutes beside the meeting's length.
    pub time: Time,
    /// Why nothing can be changed, if so.
    pub may: Result<(), Refusal>,
    /// The item to be added, as typed.
    pub form: ItemForm,
    /// What can be chosen.
    pub offers: ItemOffers,
    /// All errors.
    pub errors: ErrorSummary,
    /// A refusal of a command.
    pub message: Option<String>,
}

impl AgendaPage {
    /// The agenda as it is now.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        shell: Shell,
        (meeting, body): (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, DbErr> {
        let items = queries::of_meeting(db, meeting.id).await?;
        let minutes: Vec<_> = items.iter().map(|item| item.row.minutes).collect();
        Ok(Self {
            shell,
            body,
            items,
            time: Time::of(&minutes, &meeting),
            may: rules::may_change(&meeting, now),
            meeting,
            form: ItemForm::blank(),
            offers: ItemOffers::all(),
            errors: ErrorSummary::default(),
            message: None,
        })
    }

    pub(super) fn saying(self, message: impl ToString) -> Self {
        Self { message: Some(message.to_string()), ..self }
    }

    fn typed(self, form: ItemForm) -> Self {
        Self { errors: form.errors(), form, ..self }
    }

    /// 「ア・イ」 and the scenes of an item.
    pub fn belongs(&self, item: &Item) -> String {
        let codes: Vec<_> = item.programme.iter().map(|one| one.code()).collect();
        let scenes: Vec<_> = item.scenes.iter().map(|one| one.name()).collect();
        [codes.join("・"), scenes.join("、")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("　")
    }

    /// The word for an item's kind.
    pub fn kind(&self, item: &Item) -> &'static str {
        kind_label(item.row.kind)
    }
}

/// `GET /meetings/{id}/agenda`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(AgendaPage::read(&app.db.read, shell, found, app.clock.now()).await?)
}

/// `POST /meetings/{id}/agenda`: adds an item.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<ItemForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let details = form.details();
    let page = AgendaPage::read(&app.db.read, shell, found, now).await?;
    let Some(details) = details else { return page::unprocessable(page.typed(form)) };
    match db::write(&app.db, async |tx| commands::add(tx, &by, *id, details, now).await).await {
        Ok(_) => page::see_other(format!("/meetings/{id}/agenda"), Flash::ok("議題を加えました")),
        Err(AgendaError::Db(error)) => Err(error.into()),
        Err(why) => page::unprocessable(page.typed(form).saying(why)),
    }
}
