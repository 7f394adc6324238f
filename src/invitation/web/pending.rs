//! Two buttons beside an answer that waits for the clerk: take it as the answer, or set it aside. They stand on
//! the page of the meeting and lead back there.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::{MeetingId, PendingReplyId};
use serde::Deserialize;

use crate::access::{Actor, Secretary};
use crate::invitation::commands::{self, AnswerError, SettleError};
use crate::invitation::queries::{self, Asked};
use crate::meeting::queries as meetings;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, seen_version};
use crate::platform::page::{self, Flash, Kind};
use crate::platform::state::AppState;

/// What a button sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    /// SEQUENCE of the meeting as drawn.
    pub seen: Field,
}

/// `POST /pending-replies/{id}/acceptance`.
pub async fn accept(
    app: Data<AppState>,
    actor: Actor,
    id: Path<PendingReplyId>,
    form: Form<SettleForm>,
) -> Result<HttpResponse, AppError> {
    let (by, asked) = found(&app, &actor, *id).await?;
    let seen = form.into_inner().seen.parse(seen_version).ok_or(AppError::Unprocessable)?;
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::accept(tx, &by, *id, seen, now).await).await {
        Ok(_) => back(asked.meeting.id, Flash::ok(format!("{}さんの回答にしました", asked.invitation.name))),
        Err(error) => refused(&asked, error),
    }
}

/// `POST /pending-replies/{id}/dismissal`.
pub async fn dismiss(
    app: Data<AppState>,
    actor: Actor,
    id: Path<PendingReplyId>,
    form: Form<SettleForm>,
) -> Result<HttpResponse, AppError> {
    let (by, asked) = found(&app, &actor, *id).await?;
    form.into_inner().seen.parse(seen_version).ok_or(AppError::Unprocessable)?;
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::set_aside(tx, &by, *id, now).await).await {
        Ok(()) => back(asked.meeting.id, Flash::ok("連絡を処理済みにしました。回答は変わりません")),
        Err(error) => refused(&asked, error),
    }
}

/// Beside whose name it waits, or 404.
async fn found(app: &AppState, actor: &Actor, id: PendingReplyId) -> Result<(Secretary, Asked), AppError> {
    let asked = queries::asked_of_pending(&app.db.read, id).await?.ok_or(AppError::NotFound)?;
    meetings::one(&app.db.read, actor, asked.meeting.id).await?;
    Ok((actor.secretary()?, asked))
}

fn back(meeting: MeetingId, flash: Flash) -> Result<HttpResponse, AppError> {
    page::see_other(format!("/meetings/{meeting}#replies"), flash)
}

/// What the clerk can do about it stands in the message; what somebody else did first is 409.
fn refused(asked: &Asked, error: SettleError) -> Result<HttpResponse, AppError> {
    let words = error.to_string();
    match error {
        SettleError::Missing => Err(AppError::NotFound),
        SettleError::Db(error) | SettleError::Answer(AnswerError::Db(error)) => Err(error.into()),
        SettleError::Settled | SettleError::Answer(_) => Err(AppError::Conflict),
        SettleError::NoAnswer => {
            let form = format!("/invitations/{}/replies/new", asked.invitation.id);
            back(asked.meeting.id, Flash::new(Kind::Warn, words).link(form, "回答を入力する"))
        }
    }
}
