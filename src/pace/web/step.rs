//! `POST /meetings/{id}/steps`: 済み, しない, and taking either back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::MeetingId;
use entity::meeting_step::StepVerb;
use entity::pace::Step;
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::access::Actor;
use crate::meeting::queries as meetings;
use crate::pace::commands::{self, SayError, StepSaid};
use crate::pace::rules::step_facts;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form};
use crate::platform::page::{self, Flash, Kind};
use crate::platform::state::AppState;

/// A button beside a step.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The stored word of the step.
    step: Field,
    /// The stored word of what is said.
    verb: Field,
    /// `desk` where the button stands on the first screen.
    from: Field,
}

/// `POST /meetings/{id}/steps`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    id: Path<MeetingId>,
    form: Form<StepForm>,
) -> Result<HttpResponse, AppError> {
    meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, form) = (actor.secretary()?, form.into_inner());
    let back = if form.from.value == "desk" { "/".to_owned() } else { format!("/meetings/{id}#steps") };
    let step = Step::try_from_value(&form.step.value).map_err(|_| AppError::Unprocessable)?;
    let verb = StepVerb::try_from_value(&form.verb.value).map_err(|_| AppError::Unprocessable)?;
    let said = StepSaid { meeting: *id, step, verb };
    let words = step_facts(step).words;
    let flash = match verb {
        StepVerb::Done => Flash::ok(format!("「{words}」を済みにしました")),
        StepVerb::Skipped => Flash::ok(format!("「{words}」をこの会議ではしないことにしました")),
        StepVerb::Reopened => Flash::ok(format!("「{words}」を元に戻しました")),
    };
    match db::write(&app.db, async |tx| commands::say(tx, &by, said, app.clock.now()).await).await {
        Ok(()) => page::see_other(back, flash),
        Err(SayError::Db(error)) => Err(error.into()),
        Err(why) => page::see_other(back, Flash::new(Kind::Late, "記録していません").text(why.to_string())),
    }
}
