//! `/meetings/{id}/reminder`: 催促. The page shows who would be asked again by which way, and a list of telephone
//! numbers to print; the button, here and on other pages, carries the number of people it was drawn for.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::MeetingId;
use entity::invitation;
use entity::outbox;
use entity::{body, meeting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::desk::{Status, when};
use super::preview::{Preview, of_rows, parts};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::invitation::commands::{RemindError, remind};
use crate::invitation::notices::ReplyReminded;
use crate::invitation::queries;
use crate::meeting::queries as meetings;
use crate::platform::clock::Instant;
use crate::platform::date::wareki_weekday;
use crate::platform::db;
use crate::platform::error::{AppError, is_passing};
use crate::platform::form::{Field, Form};
use crate::platform::outbox::{Notice, Pushed};
use crate::platform::page::{self, Flash, Pager};
use crate::platform::state::AppState;

/// People a page names.
const PER_PAGE: usize = 50;

/// `?page=`, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CallsQuery {
    page: String,
}

/// What the button sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReminderForm {
    /// People without an answer when the button was drawn.
    pub expected: Field,
}

/// The number on the button was not readable: the page was not drawn by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("催促する人数が分かりません。下の内容を確かめてから、もう一度押してください。")]
pub struct NoNumber;

/// What would leave cannot be shown, because nothing can be stored at the moment; the telephone numbers can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("いまはメールを送れません。保存する場所がいっぱいか、込み合っています。下の電話番号は使えます。")]
pub struct NotNow;

/// Somebody to call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who has not answered.
    pub invitation: invitation::Model,
    /// Own and associations' numbers, with whose they are.
    pub numbers: Vec<(String, &'static str)>,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/reminder.html")]
pub struct ReminderPage {
    /// The frame.
    pub shell: Shell,
    /// The meeting.
    pub meeting: meeting::Model,
    /// Whose meeting.
    pub body: body::Model,
    /// Who has not answered, in roster order: one page of them.
    pub calls: Vec<Call>,
    /// How many there are.
    pub silent: usize,
    /// The others.
    pub pager: Pager,
    /// What would leave; nothing while nobody can be reminded.
    pub preview: Option<Preview>,
    /// Why nobody is reminded.
    pub message: Option<String>,
}

impl ReminderPage {
    async fn new(
        app: &AppState,
        by: &Secretary,
        shell: Shell,
        (meeting, body): (meeting::Model, body::Model),
        now: Instant,
    ) -> Result<Self, AppError> {
        let (calls, pager) = (calls(app, meeting.id).await?, Pager::default());
        let silent = calls.len();
        let (preview, message) = match rehearsed(app, by, meeting.id, silent, now).await {
            Ok(preview) => (Some(preview), None),
            Err(RemindError::Db(error)) if !is_passing(&error) => return Err(error.into()),
            Err(RemindError::Db(_)) => (None, Some(NotNow.to_string())),
            Err(why) => (None, Some(why.to_string())),
        };
        Ok(Self { shell, meeting, body, calls, silent, pager, preview, message })
    }

    /// One page of the people.
    fn turned_to(mut self, page: usize) -> Self {
        let href = |page| format!("/meetings/{}/reminder?page={page}#calls", self.meeting.id);
        (self.calls, self.pager) = page::page_of(self.calls, PER_PAGE, page, href);
        self
    }

    /// The date as the page prints it.
    pub fn when(&self) -> String {
        when(&self.meeting)
    }

    /// The reply deadline.
    pub fn due(&self) -> String {
        self.meeting.reply_due_on.map_or_else(|| "ありません".to_owned(), wareki_weekday)
    }
}

/// `GET /meetings/{id}/reminder`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    query: Query<CallsQuery>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let page = ReminderPage::new(&app, &by, shell, found, app.clock.now()).await?;
    page::ok(page.turned_to(query.page.parse().unwrap_or(1)))
}

/// `POST /meetings/{id}/reminder`: reminds those the clerk saw.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<ReminderForm>,
) -> Result<HttpResponse, AppError> {
    let found = meetings::with_body(&app.db.read, &actor, *id).await?;
    let (by, now) = (actor.secretary()?, app.clock.now());
    let expected: Option<usize> = form.into_inner().expected.value.parse().ok();
    let done = match expected {
        Some(expected) => db::write(&app.db, async |tx| remind(tx, &by, *id, expected, now).await).await,
        None => {
            let page = ReminderPage::new(&app, &by, shell, found, now).await?;
            return page::unprocessable(ReminderPage {
                message: Some(NoNumber.to_string()),
                ..page.turned_to(1)
            });
        }
    };
    let (status, why) = match done {
        Ok(pushed) => return page::see_other(format!("/meetings/{id}"), reminded(*id, pushed)),
        Err(RemindError::Db(error)) => return Err(error.into()),
        Err(why @ RemindError::Overtaken(_)) => (Status::Conflict, why),
        Err(why) => (Status::Unprocessable, why),
    };
    let page = ReminderPage::new(&app, &by, shell, found, now).await?;
    status.answer(ReminderPage { message: Some(why.to_string()), ..page.turned_to(1) })
}

async fn rehearsed(
    app: &AppState,
    by: &Secretary,
    meeting: MeetingId,
    silent: usize,
    now: Instant,
) -> Result<Preview, RemindError> {
    db::rehearse(&app.db, async |tx| {
        let before: Vec<_> = reminders(meeting).all(tx).await?.into_iter().map(|row| row.id).collect();
        remind(tx, by, meeting, silent, now).await?;
        let rows = reminders(meeting).filter(outbox::Column::Id.is_not_in(before));
        Ok(of_rows(app, tx, rows, now).await?)
    })
    .await
}

fn reminders(meeting: MeetingId) -> sea_orm::Select<outbox::Entity> {
    outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(meeting))
        .filter(outbox::Column::Kind.eq(ReplyReminded::KIND))
}

async fn calls(app: &AppState, meeting: MeetingId) -> Result<Vec<Call>, AppError> {
    let lines = queries::lines(&app.db.read, meeting).await?;
    let silent = lines.into_iter().filter(|line| line.reply.is_none()).map(|line| line.invitation);
    let silent: Vec<_> = silent.collect();
    let mut numbers = queries::telephones(&app.db.read, &silent).await?;
    let call = |invitation: invitation::Model| {
        let own = numbers.remove(&invitation.id).unwrap_or_default();
        let whose = |association: bool| if association { "団体の事務局" } else { "本人" };
        let numbers = own.into_iter().map(|number| (number.value, whose(number.association_id.is_some())));
        Call { invitation, numbers: numbers.collect() }
    };
    Ok(silent.into_iter().map(call).collect())
}

fn reminded(meeting: MeetingId, pushed: Pushed) -> Flash {
    let flash = Flash::ok("回答のお願いを「送信待ち」にしました")
        .text(format!("{}。すぐに送り始めます。", parts(pushed.mails, pushed.sheets)))
        .link("/outbox", "送信箱で確認する");
    match pushed.sheets {
        0 => flash,
        sheets => flash.link(format!("/meetings/{meeting}/sheets"), format!("{sheets}通を印刷する")),
    }
}
