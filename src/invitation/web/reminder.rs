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
use crate::invitation::queries::outlook::askings;
use crate::meeting::queries as meetings;
use crate::platform::clock::Instant;
use crate::platform::date::wareki_weekday;
use crate::platform::db;
use crate::platform::error::{AppError, is_passing};
use crate::platform::form::{Field, Form};
use crate::platform::outbox::{Notice, Pushed};
use crate::platform::page::{self, Flash, Pager, page_of};
use crate::platform::state::AppState;

/// What the button sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReminderForm {
    /// People without an answer when the button was drawn.
    pub expected: Field,
}

/// People in the list of telephone numbers on one page.
const PER_PAGE: usize = 30;

/// `?page=` of the list of telephone numbers, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CallsQuery {
    page: String,
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
    /// How many have not answered.
    pub silent: usize,
    /// Who has not answered, in roster order, a page of them.
    pub calls: Vec<Call>,
    /// The pages of the list of telephone numbers.
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
        (page, now): (usize, Instant),
    ) -> Result<Self, AppError> {
        let silent = silent(app, meeting.id).await?;
        let total = silent.len();
        let href = |page| format!("/meetings/{}/reminder?page={page}#calls", meeting.id);
        let (named, pager) = page_of(silent, PER_PAGE, page, href);
        let calls = calls(app, named).await?;
        let (preview, message) = match rehearsed(app, by, meeting.id, total, now).await {
            Ok(preview) => (Some(preview), None),
            Err(RemindError::Db(error)) if !is_passing(&error) => return Err(error.into()),
            Err(RemindError::Db(_)) => (None, Some(NotNow.to_string())),
            Err(why) => (None, Some(why.to_string())),
        };
        Ok(Self { shell, meeting, body, silent: total, calls, pager, preview, message })
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
    let page = query.page.parse().unwrap_or(1);
    page::ok(ReminderPage::new(&app, &by, shell, found, (page, app.clock.now())).await?)
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
            let page = ReminderPage::new(&app, &by, shell, found, (1, now)).await?;
            return page::unprocessable(ReminderPage { message: Some(NoNumber.to_string()), ..page });
        }
    };
    let (status, why) = match done {
        Ok(pushed) => return page::see_other(format!("/meetings/{id}"), reminded(*id, pushed)),
        Err(RemindError::Db(error)) => return Err(error.into()),
        Err(why @ RemindError::Overtaken(_)) => (Status::Conflict, why),
        Err(why) => (Status::Unprocessable, why),
    };
    let page = ReminderPage::new(&app, &by, shell, found, (1, now)).await?;
    status.answer(ReminderPage { message: Some(why.to_string()), ..page })
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

/// Who has not answered, in roster order.
async fn silent(app: &AppState, meeting: MeetingId) -> Result<Vec<invitation::Model>, AppError> {
    let mut askings = askings(&app.db.read, &[meeting]).await?.remove(&meeting).unwrap_or_default();
    askings.retain(|one| one.stands() && one.reply.is_none());
    Ok(askings.into_iter().map(|one| one.invitation).collect())
}

async fn calls(app: &AppState, silent: Vec<invitation::Model>) -> Result<Vec<Call>, AppError> {
    let mut numbers = queries::telephones(&app.db.read, &silent).await?;
    let call = |invitation: invitation::Model| {
        let own = numbers.remove(&invitation.id).unwrap_or_default();
        let whose = |association: bool| if association { "団体の事務局" } else { "本人" };
        let numbers = own.into_iter().map(|one| (one.number, whose(one.of_association)));
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
