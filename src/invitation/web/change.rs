//! `/meetings/{id}/change`: 日時・場所の変更, and the new date of a meeting that was put off. Before it counts the
//! page shows what changes, whether answers are asked again, who is told and what the mail says.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::{body, meeting};
use sea_orm::DbErr;
use serde::Deserialize;

use super::desk::{Desk, Outcome, Step, Typed, Words, sent, step, usual_head, when};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::commands::{Change, ChangeOf, LetterError, change};
use crate::invitation::queries::outlook::answered;
use crate::meeting::commands::{Date, NewFacts};
use crate::meeting::notices::place_line;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{self, Facts, Span};
use crate::meeting::web::comparison::Difference;
use crate::meeting::web::details::MeetingForm;
use crate::meeting::web::letter_head::LetterHeadForm;
use crate::meeting::web::offers::{Offers, Subject, advice};
use crate::platform::clock::Instant;
use crate::platform::date::{tokyo_day, wareki_weekday};
use crate::platform::db::Tx;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::page;
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    /// The version seen.
    pub version: Field,
    /// Why, as printed in the letter.
    pub reason: Field,
    /// Pressed on the preview: send.
    pub confirm: Field,
    /// Pressed on the preview: back to the form.
    pub again: Field,
    /// Date, place, way to join and reply deadline.
    #[serde(flatten)]
    pub meeting: MeetingForm,
    /// The head of the letter.
    #[serde(flatten)]
    pub head: LetterHeadForm,
}

/// The fields that are drawn: name, and label on screen.
const DRAWN: [(&str, &str); 7] = [
    ("day", "開催日"),
    ("starts", "開始"),
    ("ends", "終了"),
    ("mode", "開き方"),
    ("place", "場所"),
    ("online_url", "オンラインのアドレス"),
    ("reply_due", "回答期限"),
];

impl ChangeForm {
    fn drawn(&self) -> [(&'static str, &'static str, &Field); 7] {
        let form = &self.meeting;
        let fields =
            [&form.day, &form.starts, &form.ends, &form.mode, &form.place, &form.online_url, &form.reply_due];
        let mut fields = fields.into_iter();
        DRAWN.map(|(name, label)| (name, label, fields.next().unwrap_or(&self.reason)))
    }

    /// Every field is parsed before the first `?`, so all errors show at once.
    fn parse(&mut self, meeting: MeetingId, today: NaiveDate) -> Option<Change> {
        let (seen, reason) = (self.version.parse(seen_version), self.reason.parse(required_one_line(200)));
        let (new, letter) = (self.meeting.facts(), self.head.head_on(today));
        let NewFacts { facts, reply_due_on } = new?;
        let to = ChangeOf::Facts { facts, reply_due_on };
        Some(Change { meeting, seen: seen?, to, reason: reason?, letter: letter? })
    }
}

impl Typed for ChangeForm {
    fn version(&mut self) -> &mut Field {
        &mut self.version
    }

    fn head(&mut self) -> &mut LetterHeadForm {
        &mut self.head
    }

    fn errors(&self) -> ErrorSummary {
        let drawn = self.drawn().map(|(name, label, field)| (name, label, &field.error));
        let reason = ("reason", "変更の理由", &self.reason.error);
        ErrorSummary::of(drawn.into_iter().chain(std::iter::once(reason)).chain(self.head.fields()))
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        let own = [("version", self.version.value.clone()), ("reason", self.reason.value.clone())];
        let drawn = self.drawn().map(|(name, _, field)| (name, field.value.clone()));
        own.into_iter().chain(drawn).chain(self.head.kept()).collect()
    }

    fn step(&self) -> Step {
        Step::of(&self.confirm, &self.again)
    }

    fn against(&self, theirs: &meeting::Model) -> Vec<Difference> {
        let mut found = self.meeting.against(theirs);
        found.retain(|difference| DRAWN.iter().any(|(_, label)| *label == difference.label));
        found
    }

    fn beside(&mut self, error: &LetterError) -> bool {
        match error {
            LetterError::NumberTaken => self.head.number.refuse(error),
            LetterError::ReplyDue(why) => self.meeting.reply_due.refuse(why),
            _ => return false,
        }
        true
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/change.html")]
pub struct ChangePage {
    /// The frame.
    pub shell: Shell,
    /// What all letters share.
    pub desk: Desk,
    /// As typed.
    pub draft: ChangeForm,
    /// What can be chosen.
    pub offers: Offers,
    /// What changes: label, before, after.
    pub differences: Vec<(&'static str, String, String)>,
    /// Whether everybody is asked again.
    pub asks_again: bool,
    /// People who have answered.
    pub answered: usize,
    /// What speaks against the new day.
    pub warnings: Vec<String>,
}

impl ChangePage {
    async fn new(
        app: &AppState,
        shell: Shell,
        found: (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, DbErr> {
        let db = &app.db.read;
        let head = usual_head(db, &found.0, &found.1, now).await?;
        let version = Field::new(found.0.version.to_string());
        let meeting = MeetingForm::of(&found.0);
        let draft = ChangeForm { version, meeting, head, ..ChangeForm::default() };
        let answered = answered(db, found.0.id).await?;
        let desk = Desk::new(db, found.clone(), words(&found.0), refused, now).await?;
        let offers = Offers::new(tokyo_day(now), None);
        let (differences, warnings) = (Vec::new(), Vec::new());
        Ok(Self { shell, desk, draft, offers, differences, asks_again: false, answered, warnings })
    }

    fn typed(self, mut form: ChangeForm) -> Self {
        Self { desk: self.desk.typed(&mut form), draft: form, ..self }
    }

    /// With what the change does, and what speaks against the new day.
    async fn looked_at(self, app: &AppState, to: &ChangeOf, now: Instant) -> Result<Self, DbErr> {
        let ChangeOf::Facts { facts, reply_due_on } = to else { return Ok(self) };
        let was = &self.desk.meeting;
        let moved = (was.starts_at, was.ends_at) != (facts.starts_at, facts.ends_at);
        let warnings = if moved { warnings(app, was, facts, now).await? } else { Vec::new() };
        Ok(Self { differences: differences(was, facts, *reply_due_on), asks_again: moved, warnings, ..self })
    }

    /// The words on the button that sends.
    pub fn button(&self) -> String {
        format!("変更して{}人に知らせる", self.desk.people())
    }
}

/// `GET /meetings/{id}/change`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(ChangePage::new(&app, shell, found, app.clock.now()).await?)
}

/// `POST /meetings/{id}/change`: shows what would change and leave; with `confirm` changes the meeting.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<ChangeForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let input = form.parse(found.0.id, tokyo_day(now));
    let page = ChangePage::new(&app, shell, found, now).await?;
    let Some(input) = input else { return page::unprocessable(page.typed(form)) };
    let page = page.looked_at(&app, &input.to, now).await?;
    let work = async |tx: &Tx| change(tx, &by, input, now).await;
    match step(&app, page.desk.clone(), &mut form, now, work).await? {
        Outcome::Sent(issued) => {
            let title = format!("会議を変更し、{}人への通知を「送信待ち」にしました", issued.people);
            sent(&app, title, &issued, &page.desk.meeting)
        }
        Outcome::Shown(status, desk) => status.answer(ChangePage { desk: *desk, draft: form, ..page }),
    }
}

fn words(meeting: &meeting::Model) -> Words {
    let action = format!("/meetings/{}/change", meeting.id);
    if meeting.postponed_at.is_some() {
        return Words {
            heading: "新しい日時を決める",
            lead: "延期した会議の日時を決め、招集した全員に知らせて、出欠をもう一度聞きます。",
            crumb: "新しい日時",
            action,
        };
    }
    Words {
        heading: "日時・場所を変更する",
        lead: "招集した全員に変更を知らせます。日時を変えると、出欠をもう一度聞きます。",
        crumb: "変更",
        action,
    }
}

fn refused(meeting: &meeting::Model, now: Instant) -> Option<String> {
    rules::may_reschedule(rules::state(meeting, now)).err().map(|why| why.to_string())
}

fn differences(
    was: &meeting::Model,
    facts: &Facts,
    due: Option<NaiveDate>,
) -> Vec<(&'static str, String, String)> {
    let becomes = meeting::Model {
        starts_at: facts.starts_at,
        ends_at: facts.ends_at,
        mode: facts.mode,
        ..was.clone()
    };
    let due_words = |due: Option<NaiveDate>| due.map_or_else(|| "ありません".to_owned(), wareki_weekday);
    let url = |url: &str| if url.is_empty() { "ありません".to_owned() } else { url.to_owned() };
    let all = [
        ("日時", when(was), when(&becomes)),
        ("場所", place_line(was.mode, &was.place), place_line(facts.mode, &facts.place)),
        ("オンラインのアドレス", url(&was.online_url), url(&facts.online_url)),
        ("回答期限", due_words(was.reply_due_on), due_words(due)),
    ];
    all.into_iter().filter(|(_, before, after)| before != after).collect()
}

async fn warnings(
    app: &AppState,
    was: &meeting::Model,
    facts: &Facts,
    now: Instant,
) -> Result<Vec<String>, DbErr> {
    let Some((starts_at, ends_at)) = facts.starts_at.zip(facts.ends_at) else { return Ok(Vec::new()) };
    let of = Subject { region: was.region_id, body: was.body_id, except: Some(was.id) };
    let (found, _) =
        advice(&app.db.read, of, Date::Hours(Span { starts_at, ends_at }), tokyo_day(now)).await?;
    Ok(found.iter().map(ToString::to_string).collect())
}
