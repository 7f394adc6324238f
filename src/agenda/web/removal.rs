//! `/agenda-items/{id}/removal`: an item is taken off, after showing what will be lost.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::AgendaItemId;
use entity::{body, meeting};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::commands::{self, AgendaError, Seen};
use crate::agenda::queries::{self, Item};
use crate::agenda::rules::{self, kind_label};
use crate::meeting::rules::Refusal;
use crate::platform::clock::Instant;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, Unseen, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What the button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    /// The version as drawn.
    pub version: Field,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "agenda/removal.html")]
pub struct RemovalPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// What will be lost.
    pub item: Item,
    /// The word for its kind.
    pub kind: &'static str,
    /// Why it cannot be taken off, if so.
    pub may: Result<(), Refusal>,
    /// A refusal of the command.
    pub message: Option<String>,
}

impl RemovalPage {
    fn new(shell: Shell, (item, meeting, body): (Item, meeting::Model, body::Model), now: Instant) -> Self {
        let (may, kind) = (rules::may_change(&meeting, now), kind_label(item.row.kind));
        Self { shell, body, meeting, item, kind, may, message: None }
    }

    fn saying(self, message: impl ToString) -> Self {
        Self { message: Some(message.to_string()), ..self }
    }
}

/// `GET /agenda-items/{id}/removal`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AgendaItemId>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(RemovalPage::new(shell, found, app.clock.now()))
}

/// `POST /agenda-items/{id}/removal`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AgendaItemId>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse, AppError> {
    let found = queries::one(&app.db.read, &actor, *id).await?;
    let (by, now, meeting) = (actor.secretary()?, app.clock.now(), found.1.id);
    let version = form.into_inner().version.parse(seen_version);
    let page = RemovalPage::new(shell, found, now);
    let Some(version) = version else { return page::unprocessable(page.saying(Unseen)) };
    let seen = Seen { item: *id, meeting, version };
    match db::write(&app.db, async |tx| commands::remove(tx, &by, seen, now).await).await {
        Ok(()) => page::see_other(format!("/meetings/{meeting}/agenda"), Flash::ok("議題を取り下げました")),
        Err(AgendaError::Stale(None)) => Err(AppError::Gone),
        Err(why @ AgendaError::Stale(Some(_))) => {
            let found = queries::one(&app.db.read, &actor, *id).await?;
            page::conflict(RemovalPage::new(page.shell, found, now).saying(why))
        }
        Err(why @ AgendaError::Refused(_)) => page::unprocessable(page.saying(why)),
        Err(AgendaError::Db(error)) => Err(error.into()),
    }
}
