//! Winding a body up: `/bodies/{id}/closure`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::BodyId;
use entity::{body, meeting};
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, WindUp, WindUpError};
use crate::body::queries;
use crate::platform::date::{month_day_weekday, parse_day, tokyo_day, wareki, wareki_month};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// A body's last day, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ClosureForm {
    on: Field,
    reason: Field,
    version: Field,
}

impl ClosureForm {
    fn of(body: &body::Model) -> Self {
        Self {
            on: Field::new(fields::shown_day(body.wound_up_on)),
            version: Field::new(body.version.to_string()),
            ..Self::default()
        }
    }

    fn parse(&mut self, body: BodyId) -> Option<WindUp> {
        let on = self.on.parse(parse_day);
        let (reason, seen) = (self.reason.parse(fields::name), self.version.parse(seen_version));
        Some(WindUp { body, seen: seen?, on: on?, reason: reason? })
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("on", "最後の日", &self.on.error),
            ("reason", "理由", &self.reason.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/closure.html")]
struct ClosurePage {
    shell: Shell,
    head: FormHead,
    form: ClosureForm,
    in_office: u32,
    /// Meetings or bodies in the way: address and words.
    in_the_way: Vec<(String, String)>,
}

impl ClosurePage {
    async fn new(
        app: &AppState,
        shell: Shell,
        body: &body::Model,
        form: ClosureForm,
    ) -> Result<Self, AppError> {
        let today = tokyo_day(app.clock.now());
        let terms = queries::terms_after(&app.db.read, body.id, today).await?;
        let head = FormHead::of(
            body,
            "会議体を終了する",
            "会議体を終了する",
            format!("/bodies/{}/closure", body.id),
        );
        let head = head.around(&form.version, form.summary());
        let in_office = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        Ok(Self { shell, head, form, in_office, in_the_way: Vec::new() })
    }

    /// The refusal, beside the day or on top with what is in the way.
    fn refused(mut self, error: WindUpError) -> Result<Self, AppError> {
        match &error {
            WindUpError::Db(_) => {}
            WindUpError::MeetingsPlanned(meetings) => {
                self.in_the_way = meetings.iter().map(meeting_link).collect();
            }
            WindUpError::BodiesBelow(bodies) => {
                self.in_the_way =
                    bodies.iter().map(|body| (format!("/bodies/{}", body.id), body.name.clone())).collect();
            }
            WindUpError::BeforeItsStart | WindUpError::TermsToCome(_) | WindUpError::Stale(_) => {}
        }
        if let WindUpError::Db(error) = error {
            return Err(error.into());
        }
        self.form.on.refuse(error);
        self.head.summary = self.form.summary();
        Ok(self)
    }
}

/// `GET /bodies/{id}/closure`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(ClosurePage::new(&app, shell, &body, ClosureForm::of(&body)).await?)
}

/// `POST /bodies/{id}/closure`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<ClosureForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse(body.id) else {
        return page::unprocessable(ClosurePage::new(&app, shell, &body, form).await?);
    };
    let words = format!("{}の最後の日を{}にしました", body.short_name, wareki(input.on));
    match db::write(&app.db, async |tx| commands::wind_up(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{id}"), Flash::ok(words)),
        Err(WindUpError::Stale(theirs)) => overtaken(&app, shell, &theirs, form).await,
        Err(error) => page::unprocessable(ClosurePage::new(&app, shell, &body, form).await?.refused(error)?),
    }
}

/// The form as typed, beside what somebody else saved meanwhile.
async fn overtaken(
    app: &AppState,
    shell: Shell,
    theirs: &body::Model,
    mut form: ClosureForm,
) -> Result<HttpResponse, AppError> {
    form.version = Field::new(theirs.version.to_string());
    let mut page = ClosurePage::new(app, shell, theirs, form).await?;
    page.head = page.head.against(vec![
        ("名称", theirs.name.clone()),
        ("最後の日", theirs.wound_up_on.map_or_else(|| "なし".to_owned(), wareki)),
    ]);
    page::conflict(page)
}

fn meeting_link(meeting: &meeting::Model) -> (String, String) {
    let when = match (meeting.starts_at, meeting.month_on) {
        (Some(start), _) => month_day_weekday(tokyo_day(start)),
        (None, Some(month)) => wareki_month(month),
        (None, None) => "日時未定".to_owned(),
    };
    (format!("/meetings/{}", meeting.id), format!("{when}の会議"))
}
