//! What an entry was before a change, kept as JSON beside the change.

use chrono::NaiveDate;
use entity::board_entry::{ActiveModel, BoardEntryKind, Certainty, Model};
use entity::id::{BoardEntryId, BoardRowId, BodyId, MeetingId};
use sea_orm::{ActiveEnum, Set};
use serde::{Deserialize, Serialize};

use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;

/// Everything about an entry that a change can touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Snapshot {
    row: BoardRowId,
    kind: String,
    text: String,
    fiscal_year: Option<i32>,
    month_on: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
    standing: bool,
    tentative: bool,
    body: Option<BodyId>,
    meeting: Option<MeetingId>,
    after: Option<BoardEntryId>,
    note: String,
    time_certainty: String,
    row_certainty: String,
    done_on: Option<NaiveDate>,
    removed_at: Option<Instant>,
}

impl Snapshot {
    /// The entry as it is.
    pub(super) fn of(entry: &Model) -> Self {
        Self {
            row: entry.row_id,
            kind: entry.kind.to_value(),
            text: entry.text.clone(),
            fiscal_year: entry.fiscal_year,
            month_on: entry.month_on,
            until_on: entry.until_on,
            standing: entry.standing,
            tentative: entry.tentative,
            body: entry.body_id,
            meeting: entry.meeting_id,
            after: entry.after_id,
            note: entry.note.clone(),
            time_certainty: entry.time_certainty.to_value(),
            row_certainty: entry.row_certainty.to_value(),
            done_on: entry.done_on,
            removed_at: entry.removed_at,
        }
    }

    /// The line, the fiscal year and what comes before, which may have changed meanwhile.
    pub(super) fn place(&self) -> (BoardRowId, Option<FiscalYear>, Option<BoardEntryId>) {
        (self.row, self.fiscal_year.map(FiscalYear::new), self.after)
    }

    /// Every column as it was, onto a row to be written. Words that no version of ours wrote are left as they are.
    pub(super) fn onto(self, row: ActiveModel) -> ActiveModel {
        let kind = BoardEntryKind::try_from_value(&self.kind).map(Set);
        let time_certainty = Certainty::try_from_value(&self.time_certainty).map(Set);
        let row_certainty = Certainty::try_from_value(&self.row_certainty).map(Set);
        ActiveModel {
            row_id: Set(self.row),
            kind: kind.unwrap_or(row.kind),
            text: Set(self.text),
            fiscal_year: Set(self.fiscal_year),
            month_on: Set(self.month_on),
            until_on: Set(self.until_on),
            standing: Set(self.standing),
            tentative: Set(self.tentative),
            body_id: Set(self.body),
            meeting_id: Set(self.meeting),
            after_id: Set(self.after),
            note: Set(self.note),
            time_certainty: time_certainty.unwrap_or(row.time_certainty),
            row_certainty: row_certainty.unwrap_or(row.row_certainty),
            done_on: Set(self.done_on),
            removed_at: Set(self.removed_at),
            ..row
        }
    }
}
