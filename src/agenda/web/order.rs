//! `/meetings/{id}/agenda/order`: the buttons ↑ and ↓.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::{AgendaItemId, MeetingId};
use serde::Deserialize;

use super::agenda::AgendaPage;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::commands::{self, AgendaError, Seen};
use crate::agenda::rules::Step;
use crate::meeting::queries as meetings;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, Unseen, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    /// Which item.
    pub item: Field,
    /// `up` or `down`.
    pub step: Field,
    /// Its version as drawn.
    pub version: Field,
}

impl OrderForm {
    fn parse(&mut self, meeting: MeetingId) -> Option<(Seen, Step)> {
        let item = self.item.parse(|text| text.parse::<AgendaItemId>().map_err(|_| Unseen));
        let step = self.step.parse(|text| match text {
            "up" => Ok(Step::Up),
            "down" => Ok(Step::Down),
            _ => Err(Unseen),
        });
        let version = self.version.parse(seen_version);
        Some((Seen { item: item?, meeting, version: version? }, step?))
    }
}

/// `POST /meetings/{id}/agenda/order`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<OrderForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let Some((seen, step)) = form.parse(*id) else {
        let page = AgendaPage::read(&app.db.read, shell, found, now).await?;
        return page::unprocessable(page.saying(Unseen));
    };
    let done = db::write(&app.db, async |tx| commands::reorder(tx, &by, seen, step, now).await).await;
    let why = match done {
        Ok(()) => {
            return page::see_other(format!("/meetings/{id}/agenda"), Flash::ok("議題を並べ替えました"));
        }
        Err(AgendaError::Db(error)) => return Err(error.into()),
        Err(why) => why,
    };
    let page = AgendaPage::read(&app.db.read, shell, found, now).await?.saying(&why);
    match why {
        AgendaError::Stale(_) => page::conflict(page),
        _ => page::unprocessable(page),
    }
}
