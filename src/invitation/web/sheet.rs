//! What a delivery says, to read or to print: one (`/outbox/{id}/sheet`), or all of a meeting that wait to be printed
//! (`/meetings/{id}/sheets`), one a page of A4. A notice on paper has the layout of an official letter with a slip
//! to reply on; a mail, and every other letter, is the text of its mail. A notice whose mail did not arrive is
//! shown on paper, because that is how it goes next.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::contact_point;
use entity::id::{MeetingId, OutboxId};
use entity::invitation;
use entity::outbox::{self, Channel, OutboxState};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::preview::way;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::notices::{ConvenedMail, Slip, convened_mail, slip};
use crate::invitation::queries::messages_visible_to;
use crate::meeting::queries as meetings;
use crate::platform::clock::Instant;
use crate::platform::db::{self, Tx};
use crate::platform::error::AppError;
use crate::platform::outbox::{Composing, compose};
use crate::platform::page::{self, Pager};
use crate::platform::state::AppState;

/// Sheets on one page of the browser, so that a page stays small.
const PER_PAGE: u64 = 10;

/// One sheet of paper.
pub struct Sheet {
    /// Where it goes: 「FAX（本人） 0000-00-0002」.
    pub way: String,
    /// What is on it.
    pub words: Words,
}

/// What a sheet says.
pub enum Words {
    /// 開催通知 with its reply slip.
    Notice(Box<ConvenedMail>),
    /// Any other letter: subject and text as mailed, and a slip where an answer is wanted.
    Text(String, String, Option<Box<Slip>>),
    /// The reason has gone: a later letter took its place, whoever should be reminded has answered, or is no longer
    /// asked.
    NoLonger,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/sheet.html")]
pub struct SheetPage {
    /// The frame.
    pub shell: Shell,
    /// Where one goes back to.
    pub back: String,
    /// Each begins a page of paper.
    pub sheets: Vec<Sheet>,
    /// The sheets of a meeting, ten at a time.
    pub pager: Pager,
}

/// `GET /outbox/{id}/sheet`.
pub async fn one(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<OutboxId>,
) -> Result<HttpResponse, AppError> {
    let rows = messages_visible_to(&actor)
        .filter(outbox::Column::Id.eq(*id))
        .filter(outbox::Column::InvitationId.is_not_null());
    let sheets = printed(&app, rows, app.clock.now()).await?;
    if sheets.is_empty() {
        return Err(AppError::NotFound);
    }
    page::ok(SheetPage { shell, back: "/outbox".to_owned(), sheets, pager: Pager::default() })
}

/// `?page=`, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SheetsQuery {
    page: u64,
}

/// `GET /meetings/{id}/sheets`: every sheet of the meeting that waits to be printed, in roster order.
pub async fn all(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    query: Query<SheetsQuery>,
) -> Result<HttpResponse, AppError> {
    let meeting = meetings::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let waiting = outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(meeting.id))
        .filter(outbox::Column::InvitationId.is_not_null())
        .filter(outbox::Column::State.eq(OutboxState::Printing));
    let (total, page) = (waiting.clone().count(&app.db.read).await?, query.page.max(1));
    let rows = waiting.limit(PER_PAGE).offset((page - 1).saturating_mul(PER_PAGE));
    let sheets = printed(&app, rows, app.clock.now()).await?;
    let pager = Pager::new(total, PER_PAGE, page, |page| format!("/meetings/{id}/sheets?page={page}"));
    page::ok(SheetPage { shell, back: format!("/meetings/{id}"), sheets, pager })
}

/// The words of some deliveries as they are now.
async fn printed(
    app: &AppState,
    rows: sea_orm::Select<outbox::Entity>,
    now: Instant,
) -> Result<Vec<Sheet>, DbErr> {
    db::snapshot(&app.db, async |tx| {
        let rows = rows
            .find_also_related(contact_point::Entity)
            .find_also(outbox::Entity, invitation::Entity)
            .order_by_asc(invitation::Column::Position)
            .order_by_asc(outbox::Column::Id)
            .all(tx)
            .await?;
        let mut sheets = Vec::new();
        for (row, contact, _) in rows {
            sheets.push(sheet(app, tx, row, contact.as_ref(), now).await?);
        }
        Ok(sheets)
    })
    .await
}

async fn sheet(
    app: &AppState,
    tx: &Tx,
    row: outbox::Model,
    contact: Option<&contact_point::Model>,
    now: Instant,
) -> Result<Sheet, DbErr> {
    let way = way(row.channel, contact);
    let way = if row.channel == Channel::Hand { way.label } else { format!("{} {}", way.label, way.value) };
    let cx = Composing::new(tx, &app.mail, now);
    let Some((subject, text)) = said(app, &cx, &row).await? else {
        return Ok(Sheet { way, words: Words::NoLonger });
    };
    let failed = matches!(row.state, OutboxState::Refused | OutboxState::GivenUp);
    let on_paper = row.channel != Channel::Mail || failed;
    let notice = if on_paper { convened_mail(&cx, &row).await? } else { None };
    let words = match notice {
        Some(notice) => Words::Notice(Box::new(notice)),
        None if on_paper => Words::Text(subject, text, slip(&cx, &row).await?.map(Box::new)),
        None => Words::Text(subject, text, None),
    };
    Ok(Sheet { way, words })
}

/// Subject and text of a message; none where its reason has gone. What was sent stays to be read, also after a later
/// letter has taken its place.
async fn said(
    app: &AppState,
    cx: &Composing<'_>,
    row: &outbox::Model,
) -> Result<Option<(String, String)>, DbErr> {
    let draft = if row.state == OutboxState::Sent {
        app.notices.draft(cx, row).await?
    } else {
        let composed = compose(&app.notices, cx, std::slice::from_ref(row)).await?.pop();
        composed.transpose()?.flatten().map(|composed| composed.draft)
    };
    Ok(draft.map(|draft| (draft.subject, draft.text)))
}
