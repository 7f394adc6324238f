//! Many entries at once, all or none, with the lines and groups that are not there yet. Each change of an entry can
//! be taken back as if it were made by hand.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::board_change::{self, BoardVerb};
use entity::board_entry::{self, Column, Entity};
use entity::id::{BoardChangeId, BoardEntryId, BoardRowId, MeetingId};
use entity::{board_row, meeting};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::entry::{Details, When};
use super::import_lines::{NewLine, make_lines};
use super::snapshot::Snapshot;
use super::{BoardError, stored};
use crate::access::Importer;
use crate::board::rules::{covers, years_words};
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;
use crate::platform::db::Tx;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// An entry as a file describes it. What it names was found in the region.
#[derive(Clone, Debug)]
pub struct EntryLine {
    /// The line to be made; none when that of `details` is there.
    pub line: Option<NewLine>,
    /// Everything else.
    pub details: Details,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

type Row = Incoming<BoardEntryId, EntryLine>;
type Known = HashMap<BoardEntryId, board_entry::Model>;

/// Puts entries on the board and changes them.
pub async fn import_entries(tx: &Tx, by: &Importer, rows: Vec<Row>, now: Instant) -> Result<(), IntakeError> {
    let of_region = meeting::Column::RegionId.eq(by.region());
    let meetings = meeting::Entity::find().filter(of_region).all(tx).await?;
    let years: HashMap<_, _> = meetings.into_iter().map(|row| (row.id, row.fiscal_year)).collect();
    let new = |row: &Row| row.facts.line.clone().map(|line| (line, year(row, &years)));
    let new: Vec<_> = rows.iter().filter_map(new).collect();
    let made = make_lines(tx, by, new.iter().map(|(line, year)| (line, *year)), now).await?;
    let of_region = board_row::Column::RegionId.eq(by.region());
    let lines = board_row::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    let lines: HashMap<_, _> = lines.into_iter().map(|row| (row.id, row)).collect();
    let known = Entity::find().filter(Column::RegionId.eq(by.region())).lock_exclusive().all(tx).await?;
    let known: Known = known.into_iter().map(|row| (row.id, row)).collect();
    let (mut written, mut faults) = (Vec::new(), Vec::new());
    for row in &rows {
        let line = row.facts.line.as_ref().and_then(|new| made.get(new)).copied();
        let line = line.unwrap_or(row.facts.details.row);
        let entry = entry(by, row, known.get(&row.id), line, &years);
        faults.extend(may_stand(row, &entry, lines.get(&line)));
        written.push(entry);
    }
    faults.extend(circles(&rows, &known));
    IntakeError::unless_empty(faults)?;
    let (acts, changes) = records(by, &written, &known, now)?;
    store(tx, written).await?;
    put::<board_change::Entity>(tx, changes).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

fn year(row: &Row, years: &HashMap<MeetingId, i32>) -> Option<FiscalYear> {
    match row.facts.details.when {
        When::With(meeting) => years.get(&meeting).copied().map(FiscalYear::new),
        when => when.year(),
    }
}

fn entry(
    by: &Importer,
    row: &Row,
    old: Option<&board_entry::Model>,
    line: BoardRowId,
    years: &HashMap<MeetingId, i32>,
) -> board_entry::Model {
    let details = &row.facts.details;
    let (month_on, until_on, meeting_id) = match details.when {
        When::Unknown | When::Year(_) => (None, None, None),
        When::Month(month, until) => (Some(month), until, None),
        When::With(meeting) => (None, None, Some(meeting)),
    };
    board_entry::Model {
        id: row.id,
        region_id: by.region(),
        row_id: line,
        kind: details.kind,
        text: details.text.clone(),
        fiscal_year: stored(year(row, years)),
        month_on,
        until_on,
        standing: details.standing,
        tentative: details.tentative,
        body_id: details.body,
        meeting_id,
        after_id: details.after,
        note: details.note.clone(),
        time_certainty: details.time_certainty,
        row_certainty: details.row_certainty,
        done_on: row.facts.done_on,
        removed_at: None,
        version: old.map_or(1, |old| old.version.saturating_add(1)),
    }
}

fn may_stand(row: &Row, entry: &board_entry::Model, line: Option<&board_row::Model>) -> Option<Fault> {
    let Some(line) = line else { return Some(row.fault("行", BoardError::UnknownRow)) };
    let year = entry.fiscal_year.map(FiscalYear::new)?;
    (!covers(line, year)).then(|| row.fault("行", BoardError::OutsideRow(years_words(line))))
}

/// Lines that would wait for themselves.
fn circles(rows: &[Row], known: &Known) -> Vec<Fault> {
    let stored = known.values().map(|entry| (entry.id, entry.after_id));
    let read = rows.iter().map(|row| (row.id, row.facts.details.after));
    let waits: HashMap<_, _> = stored.chain(read).collect();
    let is_circle = |row: &&Row| {
        let next = |one: &BoardEntryId| waits.get(one).copied().flatten();
        let chain = std::iter::successors(next(&row.id), next);
        chain.take(waits.len() + 1).any(|one| one == row.id)
    };
    let fault = |row: &Row| row.fault("先に済ませる予定ID", BoardError::Circle);
    rows.iter().filter(|row| row.facts.details.after.is_some()).filter(is_circle).map(fault).collect()
}

type Records = (Vec<Act<'static>>, Vec<board_change::Model>);

fn records(
    by: &Importer,
    written: &[board_entry::Model],
    known: &Known,
    now: Instant,
) -> Result<Records, DbErr> {
    let (mut acts, mut changes) = (Vec::new(), Vec::new());
    for entry in written {
        let old = known.get(&entry.id);
        let (verb, words) = match old {
            Some(_) => (BoardVerb::Edited, "board_entry.edited"),
            None => (BoardVerb::Added, "board_entry.added"),
        };
        acts.push(Act { verb: words, subject: Subject("board_entry", entry.id.0), fields: Vec::new() });
        // The program itself has no account, and nobody takes back what it did.
        let Some(account_id) = by.by().account else { continue };
        let before = old.map(|old| serde_json::to_string(&Snapshot::of(old))).transpose();
        changes.push(board_change::Model {
            id: BoardChangeId::at(now),
            region_id: by.region(),
            entry_id: entry.id,
            account_id,
            changed_at: now,
            verb,
            before: before.map_err(|error| DbErr::Custom(error.to_string()))?,
            made_version: entry.version,
            undone_at: None,
        });
    }
    Ok((acts, changes))
}

/// An entry may wait for one that stands further down.
async fn store(tx: &Tx, written: Vec<board_entry::Model>) -> Result<(), DbErr> {
    let waiting: Vec<_> = written.iter().filter(|entry| entry.after_id.is_some()).cloned().collect();
    let free = written.into_iter().map(|entry| board_entry::Model { after_id: None, ..entry });
    put::<Entity>(tx, free.collect()).await?;
    put::<Entity>(tx, waiting).await
}
