//! Entries: added, edited, moved, marked as done, taken off. Each change keeps the entry as it was.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::board_change::{self, BoardVerb};
use entity::board_entry::{self, ActiveModel, BoardEntryKind, Certainty, Entity};
use entity::id::{BoardChangeId, BoardEntryId, BoardRowId, BodyId, MeetingId};
use entity::{board_row, body, meeting};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::snapshot::Snapshot;
use super::{BoardError, stored};
use crate::access::Secretary;
use crate::board::queries;
use crate::board::rules::{covers, years_words};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db::Tx;

/// When an entry shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// 時期未定.
    Unknown,
    /// Only the fiscal year is known.
    Year(FiscalYear),
    /// A month, for a period with the last one: their first days.
    Month(NaiveDate, Option<NaiveDate>),
    /// Whenever this meeting is.
    With(MeetingId),
}

impl When {
    /// The fiscal year it falls into, as far as it is known without the meeting.
    pub fn year(self) -> Option<FiscalYear> {
        match self {
            Self::Year(year) => Some(year),
            Self::Month(month, _) => Some(FiscalYear::of(month)),
            Self::Unknown | Self::With(_) => None,
        }
    }
}

/// An entry as it shall be.
#[derive(Clone, Debug)]
pub struct Details {
    /// The line.
    pub row: BoardRowId,
    /// ●, ○, period, meeting, remark or none of these.
    pub kind: BoardEntryKind,
    /// The words as printed.
    pub text: String,
    /// When it is.
    pub when: When,
    /// 随時・適時.
    pub standing: bool,
    /// （仮）.
    pub tentative: bool,
    /// Who deals with it.
    pub body: Option<BodyId>,
    /// What has to come before.
    pub after: Option<BoardEntryId>,
    /// 備考.
    pub note: String,
    /// Whether the time is what a source says.
    pub time_certainty: Certainty,
    /// Whether the line is what a source says.
    pub row_certainty: Certainty,
}

impl Details {
    fn onto(&self, meeting: Option<&meeting::Model>, row: ActiveModel) -> ActiveModel {
        let (year, month, until) = match self.when {
            When::Unknown => (None, None, None),
            When::Year(year) => (Some(year), None, None),
            When::Month(month, until) => (Some(FiscalYear::of(month)), Some(month), until),
            When::With(_) => (meeting.map(|meeting| FiscalYear::new(meeting.fiscal_year)), None, None),
        };
        ActiveModel {
            row_id: Set(self.row),
            kind: Set(self.kind),
            text: Set(self.text.clone()),
            fiscal_year: Set(stored(year)),
            month_on: Set(month),
            until_on: Set(until),
            standing: Set(self.standing),
            tentative: Set(self.tentative),
            body_id: Set(self.body),
            meeting_id: Set(meeting.map(|meeting| meeting.id)),
            after_id: Set(self.after),
            note: Set(self.note.clone()),
            time_certainty: Set(self.time_certainty),
            row_certainty: Set(self.row_certainty),
            ..row
        }
    }
}

/// An entry as somebody saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Which one.
    pub entry: BoardEntryId,
    /// Its version then.
    pub version: i32,
}

/// Puts an entry on the board.
pub async fn add(
    tx: &Tx,
    by: &Secretary,
    details: Details,
    now: Instant,
) -> Result<BoardEntryId, BoardError> {
    let meeting = fits(tx, by, None, &details).await?;
    let id = BoardEntryId::at(now);
    let row = ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        done_on: Set(None),
        removed_at: Set(None),
        version: Set(1),
        ..Default::default()
    };
    details.onto(meeting.as_ref(), row).insert(tx).await?;
    record(tx, by, (id, BoardVerb::Added, 1), None, now).await?;
    Ok(id)
}

/// Changes what an entry says, when it is and where it stands.
pub async fn edit(
    tx: &Tx,
    by: &Secretary,
    seen: Seen,
    details: Details,
    now: Instant,
) -> Result<(), BoardError> {
    let entry = current(tx, by, seen).await?;
    let meeting = fits(tx, by, Some(seen.entry), &details).await?;
    let changed = details.onto(meeting.as_ref(), advance(&entry));
    change(tx, by, &entry, changed, BoardVerb::Edited, now).await
}

/// Moves an entry to a month of a line; without a month it waits under 時期未定. A period keeps its length.
pub async fn place(
    tx: &Tx,
    by: &Secretary,
    seen: Seen,
    (row, month): (BoardRowId, Option<NaiveDate>),
    now: Instant,
) -> Result<(), BoardError> {
    let entry = current(tx, by, seen).await?;
    if entry.meeting_id.is_some() {
        return Err(BoardError::FollowsMeeting);
    }
    let year = month.map(FiscalYear::of).or(entry.fiscal_year.map(FiscalYear::new));
    on_row(tx, by, row, year).await?;
    let changed = ActiveModel {
        row_id: Set(row),
        fiscal_year: Set(stored(year)),
        month_on: Set(month),
        until_on: Set(month.and_then(|month| shifted(&entry, month))),
        standing: Set(entry.standing && month.is_none()),
        ..advance(&entry)
    };
    change(tx, by, &entry, changed, BoardVerb::Moved, now).await
}

/// The last month of a period that begins in another month.
fn shifted(entry: &board_entry::Model, month: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    let (was, until) = entry.month_on.zip(entry.until_on)?;
    let months = (until.year() - was.year()) * 12 + i32::try_from(until.month()).ok()?
        - i32::try_from(was.month()).ok()?;
    month.checked_add_months(chrono::Months::new(u32::try_from(months).ok()?))
}

/// Marks an entry as done today, or takes the mark off.
pub async fn complete(
    tx: &Tx,
    by: &Secretary,
    seen: Seen,
    done: bool,
    now: Instant,
) -> Result<(), BoardError> {
    let entry = current(tx, by, seen).await?;
    let changed = ActiveModel { done_on: Set(done.then(|| tokyo_day(now))), ..advance(&entry) };
    let verb = if done { BoardVerb::Done } else { BoardVerb::Reopened };
    change(tx, by, &entry, changed, verb, now).await
}

/// Takes an entry off the board.
pub async fn remove(tx: &Tx, by: &Secretary, seen: Seen, now: Instant) -> Result<(), BoardError> {
    let entry = current(tx, by, seen).await?;
    let changed = ActiveModel { removed_at: Set(Some(now)), ..advance(&entry) };
    change(tx, by, &entry, changed, BoardVerb::Removed, now).await
}

/// What an entry names exists in the region, its line is shown then, and it waits for nothing that waits for it.
async fn fits(
    tx: &Tx,
    by: &Secretary,
    entry: Option<BoardEntryId>,
    details: &Details,
) -> Result<Option<meeting::Model>, BoardError> {
    let region = by.region();
    let meeting = match details.when {
        When::With(id) => {
            let of_region = meeting::Column::RegionId.eq(region);
            let found = meeting::Entity::find_by_id(id).filter(of_region).one(tx).await?;
            Some(found.ok_or(BoardError::UnknownMeeting)?)
        }
        _ => None,
    };
    let year = details.when.year().or(meeting.as_ref().map(|meeting| FiscalYear::new(meeting.fiscal_year)));
    may_stand(tx, by, entry, (details.row, year, details.after)).await?;
    if let Some(id) = details.body {
        let found = body::Entity::find_by_id(id).filter(body::Column::RegionId.eq(region)).one(tx).await?;
        found.ok_or(BoardError::UnknownBody)?;
    }
    Ok(meeting)
}

/// The line is there and shown in that year, and what has to come before is there and waits for nothing of this.
pub(super) async fn may_stand(
    tx: &Tx,
    by: &Secretary,
    entry: Option<BoardEntryId>,
    (row, year, after): (BoardRowId, Option<FiscalYear>, Option<BoardEntryId>),
) -> Result<(), BoardError> {
    on_row(tx, by, row, year).await?;
    if let Some(before) = after {
        let found = queries::lock(tx, by.region(), before).await?.filter(|found| found.removed_at.is_none());
        found.ok_or(BoardError::UnknownBefore)?;
        no_circle(tx, by, entry, before).await?;
    }
    Ok(())
}

async fn on_row(
    tx: &Tx,
    by: &Secretary,
    row: BoardRowId,
    year: Option<FiscalYear>,
) -> Result<(), BoardError> {
    let of_region = board_row::Column::RegionId.eq(by.region());
    let found = board_row::Entity::find_by_id(row).filter(of_region).one(tx).await?;
    let row = found.ok_or(BoardError::UnknownRow)?;
    match year {
        Some(year) if !covers(&row, year) => Err(BoardError::OutsideRow(years_words(&row))),
        _ => Ok(()),
    }
}

async fn no_circle(
    tx: &Tx,
    by: &Secretary,
    entry: Option<BoardEntryId>,
    before: BoardEntryId,
) -> Result<(), BoardError> {
    let Some(entry) = entry else { return Ok(()) };
    let waits: HashMap<_, _> = queries::order(tx, by.region()).await?.into_iter().collect();
    let chain = std::iter::successors(Some(before), |one| waits.get(one).copied().flatten());
    if chain.take(waits.len() + 1).any(|one| one == entry) { Err(BoardError::Circle) } else { Ok(()) }
}

async fn current(tx: &Tx, by: &Secretary, seen: Seen) -> Result<board_entry::Model, BoardError> {
    let entry = queries::lock(tx, by.region(), seen.entry).await?;
    let entry = entry.filter(|entry| entry.removed_at.is_none()).ok_or(BoardError::Gone)?;
    if entry.version == seen.version { Ok(entry) } else { Err(BoardError::Stale) }
}

/// The key and the next version, nothing else.
pub(super) fn advance(entry: &board_entry::Model) -> ActiveModel {
    ActiveModel { id: Set(entry.id), version: Set(entry.version.saturating_add(1)), ..Default::default() }
}

async fn change(
    tx: &Tx,
    by: &Secretary,
    was: &board_entry::Model,
    changed: ActiveModel,
    verb: BoardVerb,
    now: Instant,
) -> Result<(), BoardError> {
    let entry = Entity::update(changed).exec(tx).await?;
    record(tx, by, (entry.id, verb, entry.version), Some(was), now).await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    (entry, verb, made_version): (BoardEntryId, BoardVerb, i32),
    was: Option<&board_entry::Model>,
    now: Instant,
) -> Result<(), DbErr> {
    let Some(account) = by.by().account else { return Ok(()) };
    let before = was.map(|was| serde_json::to_string(&Snapshot::of(was))).transpose();
    let row = board_change::ActiveModel {
        id: Set(BoardChangeId::at(now)),
        region_id: Set(by.region()),
        entry_id: Set(entry),
        account_id: Set(account),
        changed_at: Set(now),
        verb: Set(verb),
        before: Set(before.map_err(|error| DbErr::Custom(error.to_string()))?),
        made_version: Set(made_version),
        undone_at: Set(None),
    };
    row.insert(tx).await?;
    let verb = match verb {
        BoardVerb::Added => "board_entry.added",
        BoardVerb::Edited => "board_entry.edited",
        BoardVerb::Moved => "board_entry.moved",
        BoardVerb::Done => "board_entry.done",
        BoardVerb::Reopened => "board_entry.reopened",
        BoardVerb::Removed => "board_entry.removed",
    };
    audit::record(tx, by.by(), verb, Subject("board_entry", entry.0), &[], None, now).await
}
