//! `/meetings/{id}/convocation`: 開催通知. The page says what is missing before a meeting can be called, and shows
//! who would get what.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::meeting::{self, MeetingMode};
use entity::{agenda_item, body};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Deserialize;

use super::desk::{Desk, Outcome, Step, Typed, Words, sent, step, usual_head};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::commands::{Convene, convene};
use crate::meeting::commands::Date;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{self, Refusal, Span};
use crate::meeting::web::letter_head::LetterHeadForm;
use crate::meeting::web::offers::{Subject, advice};
use crate::platform::clock::Instant;
use crate::platform::date::{month_day_weekday, tokyo_day};
use crate::platform::db::Tx;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page;
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConvocationForm {
    /// The version seen.
    pub version: Field,
    /// Pressed on the preview: send.
    pub confirm: Field,
    /// Pressed on the preview: back to the form.
    pub again: Field,
    /// The head of the letter.
    #[serde(flatten)]
    pub head: LetterHeadForm,
}

impl ConvocationForm {
    /// Every field is parsed before the first `?`, so all errors show at once.
    fn parse(&mut self, meeting: MeetingId, today: NaiveDate) -> Option<Convene> {
        let (seen, letter) = (self.version.parse(seen_version), self.head.head_on(today));
        Some(Convene { meeting, seen: seen?, letter: letter? })
    }
}

impl Typed for ConvocationForm {
    fn version(&mut self) -> &mut Field {
        &mut self.version
    }

    fn head(&mut self) -> &mut LetterHeadForm {
        &mut self.head
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of(self.head.fields())
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        let version = ("version", self.version.value.clone());
        std::iter::once(version).chain(self.head.kept()).collect()
    }

    fn step(&self) -> Step {
        Step::of(&self.confirm, &self.again)
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/convocation.html")]
pub struct ConvocationPage {
    /// The frame.
    pub shell: Shell,
    /// What all letters share.
    pub desk: Desk,
    /// As typed.
    pub draft: ConvocationForm,
    /// What has to be settled first: sentence, address, words of the link.
    pub missing: Vec<(String, String, &'static str)>,
    /// What speaks against sending it as it is.
    pub warnings: Vec<String>,
    /// Titles on the agenda.
    pub agenda: u64,
}

impl ConvocationPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        found: (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, DbErr> {
        let db = &app.db.read;
        let (missing, warnings) = (missing(&found.0, now), warnings(app, &found.0, now).await?);
        let head = usual_head(db, &found.0, &found.1, now).await?;
        let draft =
            ConvocationForm { version: Field::new(found.0.version.to_string()), head, ..Default::default() };
        let agenda = agenda_item::Entity::find().filter(agenda_item::Column::MeetingId.eq(found.0.id));
        let agenda = agenda.count(db).await?;
        let words = Words {
            heading: "開催通知を送る",
            lead: "送ると会議が招集され、回数が決まります。",
            crumb: "開催通知",
            action: format!("/meetings/{}/convocation", found.0.id),
        };
        let mut desk = Desk::new(db, found, words, refused, now).await?;
        desk.can_write = missing.is_empty();
        Ok(Self { shell, desk, draft, missing, warnings, agenda })
    }

    fn typed(self, mut form: ConvocationForm) -> Self {
        Self { desk: self.desk.typed(&mut form), draft: form, ..self }
    }

    /// The words on the button that sends.
    pub fn button(&self) -> String {
        format!("開催通知を{}人に送る", self.desk.people())
    }
}

/// `GET /meetings/{id}/convocation`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(ConvocationPage::new(&app, shell, found, app.clock.now()).await?)
}

/// `POST /meetings/{id}/convocation`: shows what would leave; with `confirm` convenes.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<ConvocationForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let input = form.parse(found.0.id, tokyo_day(now));
    let page = ConvocationPage::new(&app, shell, found, now).await?;
    let Some(input) = input else { return page::unprocessable(page.typed(form)) };
    if !page.missing.is_empty() {
        return page::unprocessable(page.typed(form));
    }
    let work = async |tx: &Tx| convene(tx, &by, input, now).await;
    match step(&app, page.desk.clone(), &mut form, now, work).await? {
        Outcome::Sent(issued) => {
            let title = format!("開催通知を{}人に「送信待ち」にしました", issued.people);
            sent(&app, title, &issued, &page.desk.meeting)
        }
        Outcome::Shown(status, desk) => {
            let missing = missing(&desk.meeting, now);
            status.answer(ConvocationPage { desk: *desk, draft: form, missing, ..page })
        }
    }
}

/// A state in which no notice can go out; what can be settled on other pages is `missing`.
fn refused(meeting: &meeting::Model, now: Instant) -> Option<String> {
    match rules::may_convene(meeting, now) {
        Ok(_) | Err(Refusal::NoDate | Refusal::NoPlace | Refusal::Past) => None,
        Err(why) => Some(why.to_string()),
    }
}

fn missing(meeting: &meeting::Model, now: Instant) -> Vec<(String, String, &'static str)> {
    let edit = || format!("/meetings/{}/edit", meeting.id);
    let mut missing = Vec::new();
    match meeting.starts_at.zip(meeting.ends_at) {
        None => missing.push(("開催日と時刻が決まっていません。".to_owned(), edit(), "開催日を決める")),
        Some((start, _)) if start <= now => {
            missing.push(("開始時刻を過ぎています。".to_owned(), edit(), "開催日を直す"));
        }
        Some(_) => {}
    }
    if meeting.mode != MeetingMode::Online && meeting.place.trim().is_empty() {
        missing.push(("場所が決まっていません。".to_owned(), edit(), "場所を決める"));
    }
    match meeting.reply_due_on {
        None => missing.push(("回答期限が決まっていません。".to_owned(), edit(), "回答期限を決める")),
        Some(due) if due < tokyo_day(now) => {
            let words = format!("回答期限（{}）を過ぎています。", month_day_weekday(due));
            missing.push((words, edit(), "回答期限を直す"));
        }
        Some(_) => {}
    }
    missing
}

/// What the day, the charter and other meetings say against it, and what is still empty.
async fn warnings(app: &AppState, meeting: &meeting::Model, now: Instant) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    if let Some((starts_at, ends_at)) = meeting.starts_at.zip(meeting.ends_at) {
        let of = Subject { region: meeting.region_id, body: meeting.body_id, except: Some(meeting.id) };
        let date = Date::Hours(Span { starts_at, ends_at });
        let (warnings, _) = advice(&app.db.read, of, date, tokyo_day(now)).await?;
        let ahead = warnings.iter().filter(|warning| !matches!(warning, rules::Warning::Past));
        found.extend(ahead.map(ToString::to_string));
    }
    if meeting.mode != MeetingMode::Room && meeting.online_url.is_empty() {
        found.push(
            "オンラインのアドレスがまだありません。あとで入れるときは、変更の通知が要ります。".to_owned(),
        );
    }
    Ok(found)
}
