//! `POST /meetings/{id}/attendance`: one press. The same press sent again is answered alike and adds nothing.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::MeetingId;

use super::form::{EntryForm, Pressed};
use super::roll::RollPage;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::attendance::commands::{self, EnterError};
use crate::attendance::queries;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page;
use crate::platform::state::AppState;

/// `POST /meetings/{id}/attendance`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<EntryForm>,
) -> Result<HttpResponse, AppError> {
    let (day, body) = queries::day(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let Some(pressed) = form.parse(&day, now) else {
        return page::unprocessable(RollPage::new(shell, (day, body), &actor, now).typed(form, None));
    };
    let entered = db::write(&app.db, async |tx| match pressed {
        Pressed::Entry(entry) => commands::enter(tx, &by, entry, now).await,
        Pressed::Guest(guest) => commands::admit(tx, &by, guest, now).await,
    });
    match entered.await {
        Ok(()) => page::go_to(&format!("/meetings/{}/attendance#list", day.meeting.id)),
        Err(EnterError::Db(error)) => Err(error.into()),
        Err(why) => {
            let page = RollPage::new(shell, (day, body), &actor, now).typed(form, Some(why.to_string()));
            page::conflict(page)
        }
    }
}
