//! 段取りの日数: `/bodies/{id}/pace`.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::body;
use entity::id::BodyId;
use entity::pace::Step;
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries as bodies;
use crate::pace::commands::{self, SetPace, SetPaceError};
use crate::pace::queries;
use crate::pace::rules::{Counted, Pace, is_reminder, step_facts};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, Unseen};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The days as typed, by the stored word of their step; `seen` are those the page was drawn from.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PaceForm {
    seen: Field,
    #[serde(flatten)]
    days: BTreeMap<String, Field>,
}

impl PaceForm {
    fn of(pace: &Pace) -> Self {
        let typed = |days: Option<u32>| Field::new(days.map(|days| days.to_string()).unwrap_or_default());
        let days = Pace::steps().map(|step| (step.to_value(), typed(pace.days(step))));
        Self { seen: Field::new(written(pace)), days: days.collect() }
    }

    fn parse(&mut self) -> Option<(Pace, Pace)> {
        let seen = self.seen.parse(unwritten);
        let mut read = Vec::new();
        let mut all = true;
        for step in Pace::steps() {
            let field = self.days.entry(step.to_value()).or_default();
            let days = field.parse(Pace::read);
            all &= field.error.is_none();
            read.extend(days.flatten().map(|days| (step, days)));
        }
        Some((seen?, Pace::with(read))).filter(|_| all)
    }

    fn summary(&self) -> ErrorSummary {
        let lines = Pace::steps().filter_map(|step| {
            let (name, field) = self.days.get_key_value(&step.to_value())?;
            Some((name.as_str(), step_facts(step).words, &field.error))
        });
        ErrorSummary::of(lines.chain([("", "この画面", &self.seen.error)]))
    }

    fn field(&self, step: Step) -> Field {
        self.days.get(&step.to_value()).cloned().unwrap_or_default()
    }
}

/// The days in one line of text, in the order of the steps.
fn written(pace: &Pace) -> String {
    let days = Pace::steps().map(|step| pace.days(step).map(|days| days.to_string()).unwrap_or_default());
    days.collect::<Vec<_>>().join(",")
}

fn unwritten(text: &str) -> Result<Pace, Unseen> {
    let days: Result<Vec<_>, _> = text.split(',').map(Pace::read).collect();
    let days = days.map_err(|_| Unseen)?;
    if days.len() != Pace::steps().count() {
        return Err(Unseen);
    }
    Ok(Pace::with(Pace::steps().zip(days).filter_map(|(step, days)| Some((step, days?)))))
}

/// A field of the page.
struct Row {
    name: String,
    words: &'static str,
    unit: &'static str,
    field: Field,
}

#[derive(Template)]
#[template(path = "pace/form.html")]
struct PacePage {
    shell: Shell,
    body: body::Model,
    seen: String,
    before: Vec<Row>,
    after: Vec<Row>,
    reminders: Vec<Row>,
    summary: ErrorSummary,
    /// What somebody else saved meanwhile.
    theirs: Vec<(&'static str, String)>,
}

impl PacePage {
    fn new(shell: Shell, body: body::Model, form: &PaceForm) -> Self {
        let rows = |wanted: fn(Step) -> bool| {
            Pace::steps().filter(move |step| wanted(*step)).map(|step| row(form, step))
        };
        let before = |step| !is_reminder(step) && step_facts(step).counted == Counted::Before;
        let after = |step| step_facts(step).counted == Counted::After;
        Self {
            shell,
            body,
            seen: form.seen.value.clone(),
            before: rows(before).collect(),
            after: rows(after).collect(),
            reminders: rows(is_reminder).collect(),
            summary: form.summary(),
            theirs: Vec::new(),
        }
    }
}

fn row(form: &PaceForm, step: Step) -> Row {
    let facts = step_facts(step);
    let unit = match facts.counted {
        Counted::Before => "会議の何日前まで",
        Counted::After => "会議の何日後まで",
        Counted::BeforeDeadline => "回答期限の何営業日前（0は期限の日の朝）",
        Counted::Elsewhere => "",
    };
    let unit = match step {
        Step::Agenda => "会議の何日前まで。空けておくと、開催通知を出す日まで",
        Step::Notice => "会議の何日前まで。空けておくと、要綱の定めのとおり（定めがなければ30日前）",
        Step::Date => "会議の何日前まで。空けておくと、会議の日まで",
        Step::EveReminder => "会議の何日前",
        _ => unit,
    };
    Row { name: step.to_value(), words: facts.words, unit, field: form.field(step) }
}

/// `GET /bodies/{id}/pace`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = bodies::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let pace = queries::pace(&app.db.read, body.id).await?;
    page::ok(PacePage::new(shell, body, &PaceForm::of(&pace)))
}

/// `POST /bodies/{id}/pace`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<PaceForm>,
) -> Result<HttpResponse, AppError> {
    let body = bodies::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let mut form = form.into_inner();
    let Some((seen, pace)) = form.parse() else {
        return page::unprocessable(PacePage::new(shell, body, &form));
    };
    let input = SetPace { body: body.id, seen, pace };
    match db::write(&app.db, async |tx| commands::set_pace(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{id}"), Flash::ok("段取りの日数を保存しました")),
        Err(SetPaceError::Stale(stored)) => {
            form.seen = Field::new(written(&stored));
            let days = |step| stored.days(step).map_or("しない".to_owned(), |days| format!("{days}日"));
            let theirs = Pace::steps().map(|step| (step_facts(step).words, days(step))).collect();
            page::conflict(PacePage { theirs, ..PacePage::new(shell, body, &form) })
        }
        Err(SetPaceError::Db(error)) => Err(error.into()),
    }
}
