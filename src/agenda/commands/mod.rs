//! What is written about an agenda. Every command locks the meeting, so that positions stay without gaps, and
//! asks whether it may still change. Nobody is mailed and no calendar is touched.

mod import;

pub use import::{ItemEntry, import_items};

use entity::agenda_item::{self, ActiveModel, AgendaItemKind, Entity};
use entity::agenda_item_link::{self, Classification};
use entity::id::{AgendaItemId, MeetingId};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use crate::access::Secretary;
use crate::agenda::queries;
use crate::agenda::rules::{self, Step};
use crate::meeting::queries as meetings;
use crate::meeting::rules::Refusal;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;
use crate::programme::{CareScene, ProgrammeItem};

/// An item as it shall be.
#[derive(Clone, Debug)]
pub struct Details {
    /// 協議, 承認, 報告 or その他.
    pub kind: AgendaItemKind,
    /// Title as printed.
    pub title: String,
    /// Planned minutes.
    pub minutes: Option<i32>,
    /// Who explains; may be empty.
    pub presenter: String,
    /// Of the eight items ア–ク.
    pub programme: Vec<ProgrammeItem>,
    /// Of the four scenes.
    pub scenes: Vec<CareScene>,
}

/// An item as somebody saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Which item.
    pub item: AgendaItemId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Its version then.
    pub version: i32,
}

/// Why an agenda is not changed.
#[derive(Debug, thiserror::Error)]
pub enum AgendaError {
    /// Overtaken: the item as somebody else left it, `None` when it was removed.
    #[error("ほかの人が先に変更しました。")]
    Stale(Option<Box<agenda_item::Model>>),
    /// The meeting is over or called off.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Adds an item at the end.
pub async fn add(
    tx: &Tx,
    by: &Secretary,
    meeting: MeetingId,
    details: Details,
    now: Instant,
) -> Result<AgendaItemId, AgendaError> {
    let before = opened(tx, by, meeting, now).await?;
    let id = AgendaItemId::at(now);
    let last = before.iter().map(|row| row.position).max().unwrap_or(0);
    let row = ActiveModel {
        id: Set(id),
        meeting_id: Set(meeting),
        position: Set(last.saturating_add(1)),
        kind: Set(details.kind),
        title: Set(details.title.clone()),
        minutes: Set(details.minutes),
        presenter: Set(details.presenter.clone()),
        version: Set(1),
    };
    row.insert(tx).await?;
    refresh(tx, [id]).await?;
    link(tx, id, &details).await?;
    record(tx, by, "agenda_item.added", id, &[], now).await?;
    Ok(id)
}

/// Changes an item; its place stays.
pub async fn edit(
    tx: &Tx,
    by: &Secretary,
    seen: Seen,
    details: Details,
    now: Instant,
) -> Result<(), AgendaError> {
    let rows = opened(tx, by, seen.meeting, now).await?;
    let row = current(&rows, seen)?;
    let changed = ActiveModel {
        kind: Set(details.kind),
        title: Set(details.title.clone()),
        minutes: Set(details.minutes),
        presenter: Set(details.presenter.clone()),
        ..advance(row)
    };
    changed.update(tx).await?;
    refresh(tx, [seen.item]).await?;
    unlink(tx, seen.item).await?;
    link(tx, seen.item, &details).await?;
    let fields = ["kind", "title", "minutes", "presenter", "links"];
    record(tx, by, "agenda_item.edited", seen.item, &fields, now).await?;
    Ok(())
}

/// Takes an item off the agenda; those after it move up.
pub async fn remove(tx: &Tx, by: &Secretary, seen: Seen, now: Instant) -> Result<(), AgendaError> {
    let rows = opened(tx, by, seen.meeting, now).await?;
    let gone = current(&rows, seen)?;
    unlink(tx, seen.item).await?;
    Entity::delete_by_id(seen.item).exec(tx).await?;
    refresh(tx, [seen.item]).await?;
    for row in rows.iter().filter(|row| row.position > gone.position) {
        place(tx, row, row.position.saturating_sub(1)).await?;
    }
    record(tx, by, "agenda_item.removed", seen.item, &[], now).await?;
    Ok(())
}

/// Moves an item by one place; at the end of the list nothing happens.
pub async fn reorder(
    tx: &Tx,
    by: &Secretary,
    seen: Seen,
    step: Step,
    now: Instant,
) -> Result<(), AgendaError> {
    let rows = opened(tx, by, seen.meeting, now).await?;
    let row = current(&rows, seen)?;
    let index = rows.iter().position(|one| one.id == row.id);
    let other = index.and_then(|index| rules::neighbour(index, rows.len(), step));
    let Some(other) = other.and_then(|other| rows.get(other)) else { return Ok(()) };
    place(tx, row, other.position).await?;
    place(tx, other, row.position).await?;
    record(tx, by, "agenda_item.moved", seen.item, &["position"], now).await?;
    Ok(())
}

/// The agenda of the locked meeting, if it may change.
async fn opened(
    tx: &Tx,
    by: &Secretary,
    meeting: MeetingId,
    now: Instant,
) -> Result<Vec<agenda_item::Model>, AgendaError> {
    let meeting = meetings::lock(tx, by.region(), meeting).await?;
    rules::may_change(&meeting, now)?;
    Ok(queries::rows(tx, meeting.id).await?)
}

fn current(rows: &[agenda_item::Model], seen: Seen) -> Result<&agenda_item::Model, AgendaError> {
    let row = rows.iter().find(|row| row.id == seen.item).ok_or(AgendaError::Stale(None))?;
    if row.version == seen.version {
        return Ok(row);
    }
    Err(AgendaError::Stale(Some(Box::new(row.clone()))))
}

fn advance(row: &agenda_item::Model) -> ActiveModel {
    ActiveModel { id: Set(row.id), version: Set(row.version.saturating_add(1)), ..Default::default() }
}

async fn place(tx: &Tx, row: &agenda_item::Model, position: i32) -> Result<(), DbErr> {
    ActiveModel { position: Set(position), ..advance(row) }.update(tx).await?;
    Ok(())
}

async fn link(tx: &Tx, item: AgendaItemId, details: &Details) -> Result<(), DbErr> {
    let programme = details.programme.iter().map(|one| (Classification::ProgrammeItem, one.code()));
    let scenes = details.scenes.iter().map(|one| (Classification::CareScene, one.code()));
    let rows: Vec<_> = programme
        .chain(scenes)
        .map(|(classification, code)| agenda_item_link::ActiveModel {
            agenda_item_id: Set(item),
            classification: Set(classification),
            code: Set(code.to_owned()),
        })
        .collect();
    if !rows.is_empty() {
        agenda_item_link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn unlink(tx: &Tx, item: AgendaItemId) -> Result<(), DbErr> {
    let of_item = agenda_item_link::Column::AgendaItemId.eq(item);
    agenda_item_link::Entity::delete_many().filter(of_item).exec(tx).await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    verb: &'static str,
    item: AgendaItemId,
    fields: &[&str],
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by(), verb, Subject("agenda_item", item.0), fields, None, now).await
}
