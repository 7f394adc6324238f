//! `/meetings/new`: a meeting enters the year's plan, with a day or only a month.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use super::details::{MeetingForm, body_id};
use super::offers::{Offers, Subject, advice};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::meeting::commands::{self, Plan, PlanError};
use crate::meeting::queries;
use crate::meeting::rules::Warning;
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Form};
use crate::platform::page::{self, Flash, Kind};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "meeting/plan.html")]
pub struct PlanPage {
    /// The frame.
    pub shell: Shell,
    /// As typed.
    pub form: MeetingForm,
    /// What can be chosen.
    pub offers: Offers,
    /// All errors.
    pub errors: ErrorSummary,
    /// What speaks against the day, once it was looked for.
    pub checked: Option<Vec<Warning>>,
}

/// `?body=` and `?month=` choose beforehand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanQuery {
    body: String,
    month: String,
}

/// `GET /meetings/new`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    query: Query<PlanQuery>,
) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let form = MeetingForm::blank(&query.body, &query.month);
    page::ok(plan_page(&app.db.read, &by, shell, form, None, app.clock.now()).await?)
}

/// `POST /meetings/new`: stores the plan, or only looks what speaks against the day.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<MeetingForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now, db) = (actor.secretary()?, app.clock.now(), &app.db.read);
    let mut form = form.into_inner();
    let Some(mut input) = plan_of(&mut form) else {
        return page::unprocessable(plan_page(db, &by, shell, form, None, now).await?);
    };
    let of = Subject { region: by.region(), body: input.body, except: None };
    let (found, due) = advice(db, of, input.details.date, tokyo_day(now)).await?;
    if form.is_check() {
        return page::ok(plan_page(db, &by, shell, form, Some(found), now).await?);
    }
    let wording = &mut input.details.wording;
    wording.reply_due_on = wording.reply_due_on.or(due);
    match db::write(&app.db, async |tx| commands::plan(tx, &by, input, now).await).await {
        Ok(id) => page::see_other(format!("/meetings/{id}"), planned(&found)),
        Err(PlanError::Db(error)) => Err(error.into()),
        Err(why) => {
            form.body.refuse(why);
            page::unprocessable(plan_page(db, &by, shell, form, None, now).await?)
        }
    }
}

fn plan_of(form: &mut MeetingForm) -> Option<Plan> {
    let (body, details) = (form.body.parse(body_id), form.details());
    Some(Plan { body: body?, details: details? })
}

/// What happened, and what still speaks against the day.
pub(super) fn planned(found: &[Warning]) -> Flash {
    let title = "会議を計画に入れました。招集するまで、事務局のほかには見えません";
    warned(title, found)
}

/// A flash that passes the warnings on to the next page.
pub(super) fn warned(title: &str, found: &[Warning]) -> Flash {
    if found.is_empty() {
        return Flash::ok(title);
    }
    let words: Vec<_> = found.iter().map(ToString::to_string).collect();
    Flash::new(Kind::Warn, title).text(words.join(" "))
}

async fn plan_page(
    db: &impl ConnectionTrait,
    by: &Secretary,
    shell: Shell,
    form: MeetingForm,
    checked: Option<Vec<Warning>>,
    now: Instant,
) -> Result<PlanPage, AppError> {
    let today = tokyo_day(now);
    let bodies = queries::bodies_to_plan_for(db, by.region(), today).await?;
    let (offers, errors) = (Offers::new(today, None).with_bodies(&bodies), form.errors());
    Ok(PlanPage { shell, form, offers, errors, checked })
}
