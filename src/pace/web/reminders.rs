//! `/meetings/{id}/reminders/{step}`: what a reminder by rule will say and to whom, as things stand now.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MeetingId;
use entity::pace::Step;
use entity::{body, meeting, outbox};
use sea_orm::{ActiveEnum, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::commands::remind_by_rule;
use crate::invitation::notices::ReplyPrompted;
use crate::invitation::rules::Due;
use crate::invitation::web::preview::{Preview, of_rows};
use crate::meeting::queries as meetings;
use crate::meeting::rules::{State, state};
use crate::pace::rules::{is_reminder, step_facts};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::{AppError, is_passing};
use crate::platform::outbox::Notice;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "pace/reminders.html")]
struct RemindersPage {
    shell: Shell,
    meeting: meeting::Model,
    body: body::Model,
    title: &'static str,
    /// None while it cannot be tried out.
    preview: Option<Preview>,
}

/// `GET /meetings/{id}/reminders/{step}`
pub async fn preview(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    path: Path<(MeetingId, String)>,
) -> Result<HttpResponse, AppError> {
    let (id, step) = path.into_inner();
    let (meeting, body) = meetings::with_body(&app.db.read, &actor, id).await?;
    actor.secretary()?;
    let step =
        Step::try_from_value(&step).ok().filter(|step| is_reminder(*step)).ok_or(AppError::NotFound)?;
    let now = app.clock.now();
    let preview = match state(&meeting, now) {
        State::Convened => match rehearsed(&app, id, step, now).await {
            Ok(preview) => Some(preview),
            Err(error) if is_passing(&error) => None,
            Err(error) => return Err(error.into()),
        },
        _ => Some(Preview::default()),
    };
    page::ok(RemindersPage { shell, meeting, body, title: step_facts(step).words, preview })
}

async fn rehearsed(app: &AppState, meeting: MeetingId, step: Step, now: Instant) -> Result<Preview, DbErr> {
    db::rehearse(&app.db, async |tx| {
        let prompts = || {
            let of_meeting = outbox::Entity::find().filter(outbox::Column::MeetingId.eq(meeting));
            of_meeting.filter(outbox::Column::Kind.eq(ReplyPrompted::KIND))
        };
        let before: Vec<_> = prompts().all(tx).await?.into_iter().map(|row| row.id).collect();
        remind_by_rule(tx, &[Due { meeting, step, due_on: tokyo_day(now) }], now).await?;
        of_rows(app, tx, prompts().filter(outbox::Column::Id.is_not_in(before)), now).await
    })
    .await
}
