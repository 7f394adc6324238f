//! `/meetings/{id}/postponement`: 延期. Everybody is told, their calendar entries go, and the meeting waits for a new
//! date.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MeetingId;
use entity::{body, meeting};
use sea_orm::DbErr;

use super::desk::{Desk, Outcome, Words, sent, step, usual_head};
use super::reason::ReasonForm;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::commands::{Change, ChangeOf, change};
use crate::invitation::queries::outlook::answered;
use crate::meeting::queries as meetings;
use crate::meeting::rules;
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page;
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/postponement.html")]
pub struct PostponementPage {
    /// The frame.
    pub shell: Shell,
    /// What all letters share.
    pub desk: Desk,
    /// As typed.
    pub draft: ReasonForm,
    /// People who have answered; they will be asked again with the new date.
    pub answered: usize,
}

impl PostponementPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        found: (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, DbErr> {
        let db = &app.db.read;
        let draft = ReasonForm::blank(&found.0, usual_head(db, &found.0, &found.1, now).await?);
        let answered = answered(db, found.0.id).await?;
        let words = Words {
            heading: "会議を延期する",
            lead: "新しい日時を決めずに取りやめ、招集した全員に知らせます。カレンダーの予定も消えます。",
            crumb: "延期",
            action: format!("/meetings/{}/postponement", found.0.id),
        };
        let desk = Desk::new(db, found, words, refused, now).await?;
        Ok(Self { shell, desk, draft, answered })
    }

    fn typed(self, mut form: ReasonForm) -> Self {
        Self { desk: self.desk.typed(&mut form), draft: form, ..self }
    }

    /// The words on the button that sends.
    pub fn button(&self) -> String {
        format!("会議を延期し、{}人に知らせる", self.desk.people())
    }
}

/// `GET /meetings/{id}/postponement`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(PostponementPage::new(&app, shell, found, app.clock.now()).await?)
}

/// `POST /meetings/{id}/postponement`: shows what would leave; with `confirm` puts the meeting off.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let read = form.parse(tokyo_day(now));
    let page = PostponementPage::new(&app, shell, found, now).await?;
    let Some((seen, reason, letter)) = read else { return page::unprocessable(page.typed(form)) };
    let input = Change { meeting: *id, seen, to: ChangeOf::Postponement, reason, letter };
    let work = async |tx: &Tx| change(tx, &by, input, now).await;
    match step(&app, page.desk.clone(), &mut form, now, work).await? {
        Outcome::Sent(issued) => {
            let title = format!("会議を延期し、{}人への通知を「送信待ち」にしました", issued.people);
            sent(&app, title, &issued, &page.desk.meeting)
        }
        Outcome::Shown(status, desk) => status.answer(PostponementPage { desk: *desk, draft: form, ..page }),
    }
}

fn refused(meeting: &meeting::Model, now: Instant) -> Option<String> {
    rules::may_postpone(rules::state(meeting, now)).err().map(|why| why.to_string())
}
