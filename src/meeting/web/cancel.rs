//! `/meetings/{id}/cancellation`: a meeting is called off. Before it is stored the page says who will be told
//! and what the mail will say.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::outbox::Channel;
use entity::{body, meeting, outbox};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;

use super::letter_head::LetterHeadForm;
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::meeting::commands::{self, Cancel, CancelError};
use crate::meeting::queries::{self, Told};
use crate::meeting::rules::{self, Refusal, State};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::{self, Tx};
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::outbox::{Composing, Pushed, compose};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    /// Why.
    pub reason: Field,
    /// The version seen.
    pub version: Field,
    /// Pressed: show what would be sent, store nothing.
    pub check: Field,
    /// The head of the letter; not looked at while nobody was told.
    #[serde(flatten)]
    pub head: LetterHeadForm,
}

impl CancelForm {
    fn blank(meeting: &meeting::Model, today: NaiveDate, sender: &str) -> Self {
        let head = LetterHeadForm::blank(today, sender);
        Self { version: Field::new(meeting.version.to_string()), head, ..Self::default() }
    }

    /// Every field is parsed before the first `?`, so all errors show at once.
    fn parse(&mut self, meeting: &meeting::Model, today: NaiveDate) -> Option<Cancel> {
        let (reason, seen) = (self.reason.parse(required_one_line(200)), self.version.parse(seen_version));
        let told = meeting.convened_at.is_some();
        let letter = if told { self.head.head_on(today).map(Some) } else { Some(None) };
        Some(Cancel { meeting: meeting.id, seen: seen?, reason: reason?, letter: letter? })
    }

    fn errors(&self) -> ErrorSummary {
        let reason = ("reason", "中止の理由", &self.reason.error);
        ErrorSummary::of(std::iter::once(reason).chain(self.head.fields()))
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "meeting/cancel.html")]
pub struct CancelPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// Why it cannot be called off, if so.
    pub may: Result<(), Refusal>,
    /// As typed.
    pub form: CancelForm,
    /// All errors.
    pub errors: ErrorSummary,
    /// A refusal of the command.
    pub message: Option<String>,
    /// Whether somebody else changed the meeting meanwhile.
    pub overtaken: bool,
    /// Who will be told by which way; nobody while it is only planned.
    pub told: Vec<Told>,
    /// The first mail as it would leave, once it was asked for.
    pub preview: Option<Preview>,
}

/// People named one by one.
const NAMED: usize = 80;

/// A mail as it would leave.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl CancelPage {
    fn typed(self, form: CancelForm) -> Self {
        let message = form.version.error.clone();
        Self { errors: form.errors(), form, message, ..self }
    }

    /// How many mails leave.
    pub fn mails(&self) -> usize {
        self.told.iter().filter(|way| way.channel == Channel::Mail).count()
    }

    /// Those named one by one; of more only the count is shown, because a page stays small.
    pub fn named(&self) -> &[Told] {
        self.told.get(..NAMED).unwrap_or(&self.told)
    }

    /// How many are not named.
    pub fn unnamed(&self) -> usize {
        self.told.len().saturating_sub(NAMED)
    }

    /// Who gets a sheet by fax, post or hand.
    pub fn sheets(&self) -> Vec<&str> {
        let on_paper = self.told.iter().filter(|way| way.channel != Channel::Mail);
        on_paper.map(|way| way.invitation.name.as_str()).collect()
    }
}

/// `GET /meetings/{id}/cancellation`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let found = queries::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(cancel_page(&app, shell, found).await?)
}

/// `POST /meetings/{id}/cancellation`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<CancelForm>,
) -> Result<HttpResponse, AppError> {
    let found = queries::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let input = form.parse(&found.0, tokyo_day(now));
    let page = cancel_page(&app, shell, found).await?;
    let Some(input) = input else { return page::unprocessable(page.typed(form)) };
    if !form.check.value.is_empty() {
        return previewed(&app, &by, page, form, input, now).await;
    }
    match db::write(&app.db, async |tx| commands::cancel(tx, &by, input, now).await).await {
        Ok((_, pushed)) => page::see_other(format!("/meetings/{id}"), cancelled(pushed)),
        Err(error) => page.after(error, form, now),
    }
}

/// The command in earnest, taken back: what the page shows is what would leave.
async fn previewed(
    app: &AppState,
    by: &Secretary,
    page: CancelPage,
    form: CancelForm,
    input: Cancel,
    now: Instant,
) -> Result<HttpResponse, AppError> {
    let preview = db::rehearse(&app.db, async |tx| {
        commands::cancel(tx, by, input, now).await?;
        Ok::<_, CancelError>(first_mail(app, tx, page.meeting.id, now).await?)
    });
    match preview.await {
        Ok(preview) => page::ok(CancelPage { preview, ..page.typed(form) }),
        Err(error) => page.after(error, form, now),
    }
}

async fn first_mail(app: &AppState, tx: &Tx, id: MeetingId, now: Instant) -> Result<Option<Preview>, DbErr> {
    let row = outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(id))
        .filter(outbox::Column::QueuedAt.eq(now))
        .order_by_desc(outbox::Column::CarriesCalendar)
        .order_by_asc(outbox::Column::Id)
        .one(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let cx = Composing::new(tx, &app.mail, now);
    let mut composed = compose(&app.notices, &cx, &[row]).await?;
    let draft = composed.pop().transpose()?.flatten().map(|mail| mail.draft);
    Ok(draft.map(|draft| Preview { subject: draft.subject, text: draft.text }))
}

impl CancelPage {
    fn after(self, error: CancelError, mut form: CancelForm, now: Instant) -> Result<HttpResponse, AppError> {
        match error {
            CancelError::Stale(theirs) => {
                form.version.value = theirs.version.to_string();
                let may = rules::may_cancel(rules::state(&theirs, now));
                let page = Self { meeting: *theirs, may, overtaken: true, ..self };
                page::conflict(page.typed(form))
            }
            CancelError::NumberTaken => {
                form.head.number.refuse(CancelError::NumberTaken);
                page::unprocessable(self.typed(form))
            }
            CancelError::Refused(_) | CancelError::NoLetter => {
                let message = Some(error.to_string());
                page::unprocessable(Self { message, ..self.typed(form) })
            }
            CancelError::Db(error) => Err(error.into()),
        }
    }
}

fn cancelled(pushed: Pushed) -> Flash {
    if pushed == Pushed::default() {
        return Flash::ok("会議を中止しました。まだ招集していないので、通知は送りません");
    }
    let sheets = match pushed.sheets {
        0 => String::new(),
        sheets => format!("印刷して送るものが{sheets}通あります。"),
    };
    Flash::ok("会議を中止しました。招集した全員に通知します")
        .text(format!("メール{}通を送信待ちにしました。{sheets}", pushed.mails))
        .link("/outbox", "送信箱で確かめる")
}

async fn cancel_page(
    app: &AppState,
    shell: Shell,
    (meeting, body): (meeting::Model, body::Model),
) -> Result<CancelPage, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let state = rules::state(&meeting, now);
    let sender = queries::latest_letter(db, meeting.id).await?.map(|letter| letter.sender);
    let told = if state == State::Planned { Vec::new() } else { queries::told(db, &meeting).await? };
    let form = CancelForm::blank(&meeting, tokyo_day(now), &sender.unwrap_or_default());
    Ok(CancelPage {
        shell,
        body,
        may: rules::may_cancel(state),
        meeting,
        form,
        errors: ErrorSummary::default(),
        message: None,
        overtaken: false,
        told,
        preview: None,
    })
}
