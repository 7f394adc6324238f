//! `/invitations/{id}/seat-reply`: the delegate of an association answers for one of its seats.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::InvitationId;

use super::answers::{AnswerForm, answer_name};
use super::own_reply::{OwnReplyPage, refused, thanks};
use crate::access::web::Shell;
use crate::access::{Actor, Delegate};
use crate::invitation::commands;
use crate::invitation::queries::{self, Asked};
use crate::meeting::queries as meetings;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page;
use crate::platform::state::AppState;

/// An invitation that stands for a seat of the delegate's association, or 404.
async fn of_seat(app: &AppState, actor: &Actor, id: InvitationId) -> Result<(Delegate, Asked), AppError> {
    let db = &app.db.read;
    let asked = queries::asked(db, id).await?.ok_or(AppError::NotFound)?;
    let meeting = meetings::one(db, actor, asked.meeting.id).await?;
    let by = actor.delegate()?;
    let own = queries::of_association(db, &[meeting.id], *by.association()).await?;
    if own.contains(&id) { Ok((by, asked)) } else { Err(AppError::NotFound) }
}

async fn page_of(app: &AppState, shell: Shell, asked: Asked) -> Result<OwnReplyPage, AppError> {
    let action = format!("/invitations/{}/seat-reply", asked.invitation.id);
    let whose = Some(asked.invitation.name.clone());
    OwnReplyPage::of(app, shell, asked, (action, whose)).await
}

/// `GET /invitations/{id}/seat-reply`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
) -> Result<HttpResponse, AppError> {
    let (_, asked) = of_seat(&app, &actor, *id).await?;
    page::ok(page_of(&app, shell, asked).await?)
}

/// `POST /invitations/{id}/seat-reply`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let ((by, asked), mut form) = (of_seat(&app, &actor, *id).await?, form.into_inner());
    let (name, held) = (asked.invitation.name.clone(), asked.meeting.mode);
    let page = page_of(&app, shell, asked).await?;
    if page.is_closed() {
        return page::conflict(page.typed(form));
    }
    let Some((given, seen)) = form.parse(held) else { return page::unprocessable(page.typed(form)) };
    let (now, word) = (app.clock.now(), answer_name(given.answer));
    let answer = async |tx: &db::Tx| commands::answer_for_seat(tx, &by, *id, given, seen, now).await;
    match db::write(&app.db, answer).await {
        Ok(received) => {
            page::see_other("/", thanks(received, format!("{name}さんの{word}の回答を承りました")))
        }
        Err(error) => refused(&app, page, form, error).await,
    }
}
