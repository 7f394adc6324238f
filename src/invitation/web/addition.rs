//! `/meetings/{id}/invitations/new`: members in office on the day who are not on the list are asked also: newcomers,
//! and people who had been taken off.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::{MeetingId, PersonId};
use entity::{body, invitation, meeting};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::desk::{Desk, Outcome, Step, Typed, Words, sent, step, usual_head};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries as bodies;
use crate::invitation::commands::{AskAlso, ask_also};
use crate::meeting::queries as meetings;
use crate::meeting::rules;
use crate::meeting::web::letter_head::LetterHeadForm;
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, Form, seen_version};
use crate::platform::page;
use crate::platform::state::AppState;

/// People offered at once.
const OFFERED: usize = 100;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AdditionForm {
    /// The version seen.
    pub version: Field,
    /// Who is asked also.
    pub people: Choices,
    /// Pressed on the preview: send.
    pub confirm: Field,
    /// Pressed on the preview: back to the form.
    pub again: Field,
    /// The head of the letter.
    #[serde(flatten)]
    pub head: LetterHeadForm,
}

/// Nobody was chosen, or a value no box has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("送る人を選んでください。")]
pub struct NobodyChosen;

impl AdditionForm {
    /// Every field is parsed before the first `?`, so all errors show at once.
    fn parse(&mut self, meeting: MeetingId, today: NaiveDate) -> Option<AskAlso> {
        let (seen, letter) = (self.version.parse(seen_version), self.head.head_on(today));
        let people = self.people.parse(|text| text.parse().map(PersonId).map_err(|_| NobodyChosen));
        if people.as_ref().is_some_and(Vec::is_empty) {
            self.people.refuse(NobodyChosen);
            return None;
        }
        Some(AskAlso { meeting, seen: seen?, people: people?, letter: letter? })
    }
}

impl Typed for AdditionForm {
    fn version(&mut self) -> &mut Field {
        &mut self.version
    }

    fn head(&mut self) -> &mut LetterHeadForm {
        &mut self.head
    }

    fn errors(&self) -> ErrorSummary {
        let people = ("people", "送る人", &self.people.error);
        ErrorSummary::of(std::iter::once(people).chain(self.head.fields()))
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        let people = self.people.values.iter().map(|person| ("people", person.clone()));
        let version = ("version", self.version.value.clone());
        std::iter::once(version).chain(people).chain(self.head.kept()).collect()
    }

    fn step(&self) -> Step {
        Step::of(&self.confirm, &self.again)
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/addition.html")]
pub struct AdditionPage {
    /// The frame.
    pub shell: Shell,
    /// What all letters share.
    pub desk: Desk,
    /// As typed.
    pub draft: AdditionForm,
    /// Members of the day who are not on the list, the first of them.
    pub offers: Vec<Choice>,
    /// How many more there are.
    pub more: usize,
}

impl AdditionPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        found: (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, DbErr> {
        let db = &app.db.read;
        let head = usual_head(db, &found.0, &found.1, now).await?;
        let version = Field::new(found.0.version.to_string());
        let draft = AdditionForm { version, head, ..AdditionForm::default() };
        let mut offers = offers(app, &found.0).await?;
        let more = offers.len().saturating_sub(OFFERED);
        offers.truncate(OFFERED);
        let words = Words {
            heading: "案内する人を加える",
            lead: "会議の日に在任し、まだ案内していない委員に、開催通知を送ります。ほかの人には送りません。",
            crumb: "案内の追加",
            action: format!("/meetings/{}/invitations/new", found.0.id),
        };
        let mut desk = Desk::new(db, found, words, refused, now).await?;
        desk.can_write = !offers.is_empty();
        Ok(Self { shell, desk, draft, offers, more })
    }

    fn typed(self, mut form: AdditionForm) -> Self {
        Self { desk: self.desk.typed(&mut form), draft: form, ..self }
    }

    /// The words on the button that sends.
    pub fn button(&self) -> String {
        format!("開催通知を{}人に送る", self.desk.people())
    }
}

/// `GET /meetings/{id}/invitations/new`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(AdditionPage::new(&app, shell, found, app.clock.now()).await?)
}

/// `POST /meetings/{id}/invitations/new`: shows what would leave; with `confirm` asks these people also.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<AdditionForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let input = form.parse(found.0.id, tokyo_day(now));
    let page = AdditionPage::new(&app, shell, found, now).await?;
    let Some(input) = input else { return page::unprocessable(page.typed(form)) };
    let work = async |tx: &Tx| ask_also(tx, &by, input, now).await;
    match step(&app, page.desk.clone(), &mut form, now, work).await? {
        Outcome::Sent(issued) => {
            let title = format!("開催通知を{}人に「送信待ち」にしました", issued.people);
            sent(&app, title, &issued, &page.desk.meeting)
        }
        Outcome::Shown(status, desk) => status.answer(AdditionPage { desk: *desk, draft: form, ..page }),
    }
}

fn refused(meeting: &meeting::Model, now: Instant) -> Option<String> {
    rules::may_reschedule(rules::state(meeting, now)).err().map(|why| why.to_string())
}

/// Members of the meeting's day who are not on the list, in roster order.
async fn offers(app: &AppState, meeting: &meeting::Model) -> Result<Vec<Choice>, DbErr> {
    let db = &app.db.read;
    let heads = bodies::people_on(db, meeting.body_id, meetings::charter_day(meeting)).await?;
    let known =
        invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id)).all(db).await?;
    let row = |person: PersonId| known.iter().find(|row| row.person_id == person);
    let missing =
        heads.iter().filter(|head| row(head.person.id).is_none_or(|row| row.withdrawn_at.is_some()));
    let offer = |head: &crate::body::rules::Head| {
        let under = head.seats.first().and_then(|held| held.association.as_ref());
        let under = under.map(|found| format!("（{}）", found.short_name)).unwrap_or_default();
        let before = if row(head.person.id).is_some() { "　前に案内を取り消した人" } else { "" };
        Choice::new(head.person.id.to_string(), format!("{}{under}{before}", head.person.name))
    };
    Ok(missing.map(offer).collect())
}
