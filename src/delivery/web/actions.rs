//! The buttons of 送信箱. Each carries the state it was drawn for, so that a press never does to a message what
//! nobody saw; a message that has moved on meanwhile is shown as it is now.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::OutboxId;
use serde::Deserialize;

use super::seen;
use crate::access::Actor;
use crate::delivery::commands::{self, DeliveryError};
use crate::delivery::queries;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What a button sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    seen: Field,
}

/// What 送信をやめる sends: one message, or a letter with all of its messages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopForm {
    seen: Field,
    message: Field,
    letter: Field,
}

/// `POST /outbox/stops`.
pub async fn stop(app: Data<AppState>, actor: Actor, form: Form<StopForm>) -> Result<HttpResponse, AppError> {
    let (by, form, now) = (actor.secretary()?, form.into_inner(), app.clock.now());
    seen(&form.seen.value)?;
    if let Ok(letter) = form.letter.value.parse() {
        let stopped = db::write(&app.db, async |tx| commands::stop_letter(tx, &by, letter, now).await).await;
        let stopped = stopped.map_err(refused)?;
        return page::see_other(
            format!("/outbox?letter={letter}"),
            Flash::ok(format!("{stopped}通の送信をやめました")).text("会議の招集や変更はそのままです。"),
        );
    }
    let message: OutboxId = form.message.value.parse().map_err(|_| AppError::Unprocessable)?;
    db::write(&app.db, async |tx| commands::stop(tx, &by, message, now).await).await.map_err(refused)?;
    page::see_other("/outbox", Flash::ok("送信をやめました"))
}

/// `POST /outbox/{id}/resending`.
pub async fn resend(
    app: Data<AppState>,
    actor: Actor,
    id: Path<OutboxId>,
    form: Form<Pressed>,
) -> Result<HttpResponse, AppError> {
    queries::one(&app.db.read, &actor, *id).await?;
    let (by, now) = (actor.secretary()?, app.clock.now());
    let seen = (*id, seen(&form.into_inner().seen.value)?);
    db::write(&app.db, async |tx| commands::resend(tx, &by, seen, now).await).await.map_err(refused)?;
    page::see_other("/outbox", Flash::ok("もう一度送ります").text("新しい行として、いちばん上に並びます。"))
}

/// `POST /outbox/{id}/handover`.
pub async fn hand_over(
    app: Data<AppState>,
    actor: Actor,
    id: Path<OutboxId>,
    form: Form<Pressed>,
) -> Result<HttpResponse, AppError> {
    queries::one(&app.db.read, &actor, *id).await?;
    let (by, now) = (actor.secretary()?, app.clock.now());
    seen(&form.into_inner().seen.value)?;
    db::write(&app.db, async |tx| commands::hand_over(tx, &by, *id, now).await).await.map_err(refused)?;
    page::see_other("/outbox?state=printing", Flash::ok("送ったと記録しました"))
}

/// `POST /outbox/{id}/acknowledgement`.
pub async fn acknowledge(
    app: Data<AppState>,
    actor: Actor,
    id: Path<OutboxId>,
    form: Form<Pressed>,
) -> Result<HttpResponse, AppError> {
    queries::one(&app.db.read, &actor, *id).await?;
    let (by, now) = (actor.secretary()?, app.clock.now());
    seen(&form.into_inner().seen.value)?;
    db::write(&app.db, async |tx| commands::acknowledge(tx, &by, *id, now).await).await.map_err(refused)?;
    page::see_other("/outbox", Flash::ok("電話などで伝えたと記録しました"))
}

fn refused(error: DeliveryError) -> AppError {
    match error {
        DeliveryError::Missing => AppError::NotFound,
        DeliveryError::Overtaken | DeliveryError::Stale(_) => AppError::Conflict,
        DeliveryError::Db(error) => error.into(),
    }
}
