//! What of one fiscal year comes again in the next.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use entity::board_entry::{self, BoardEntryKind};
use entity::id::{BoardEntryId, BoardRowId, BodyId};
use entity::{board_row, body, meeting};

use crate::board::commands::When;
use crate::board::rules::covers;
use crate::meeting::queries::day;
use crate::platform::date::FiscalYear;

/// A meeting of one year and the month in which it comes again.
#[derive(Clone, Debug)]
pub struct Again {
    /// The meeting.
    pub meeting: meeting::Model,
    /// Whose meeting.
    pub body: body::Model,
    /// First day of the month, a year later.
    pub month: NaiveDate,
    /// Whether the body has a meeting for it already.
    pub there: bool,
}

/// An entry of one year and when it comes again.
#[derive(Clone, Debug)]
pub struct Copied {
    /// The entry.
    pub entry: board_entry::Model,
    /// Its time, a year later.
    pub when: When,
    /// Whether its line has it already.
    pub there: bool,
}

fn next_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(12))
}

/// The meetings of a year in its order, each in the same month of the next. Those that wait for a date have no month,
/// and a body that has ended by then meets no more. Of several in a month as many are there as the next year has.
pub fn meetings(year: &[(meeting::Model, body::Model)], next: &[meeting::Model]) -> Vec<Again> {
    let mut there: HashMap<(BodyId, NaiveDate), usize> = HashMap::new();
    for planned in next {
        if let Some(first) = day(planned).and_then(|day| day.with_day(1)) {
            *there.entry((planned.body_id, first)).or_default() += 1;
        }
    }
    let mut again = Vec::new();
    for (meeting, body) in year {
        let Some(month) = day(meeting).and_then(next_month) else { continue };
        if body.wound_up_on.is_some_and(|last| last < month) {
            continue;
        }
        let left = there.get_mut(&(body.id, month)).filter(|left| **left > 0);
        let is_there = left.is_some();
        if let Some(left) = left {
            *left -= 1;
        }
        again.push(Again { meeting: meeting.clone(), body: body.clone(), month, there: is_there });
    }
    again
}

/// The entries of a year in lines that go on, each a year later: as a month, a period or only the year. What follows a
/// meeting comes in the meeting's month; a meeting's own label comes with the meeting.
pub fn entries(
    all: &[(board_entry::Model, Option<meeting::Model>)],
    rows: &[board_row::Model],
    year: FiscalYear,
) -> HashMap<BoardRowId, Vec<Copied>> {
    let next = FiscalYear::new(year.year() + 1);
    let of_year = |entry: &board_entry::Model, meeting: &Option<meeting::Model>| {
        meeting.as_ref().map(|meeting| meeting.fiscal_year).or(entry.fiscal_year)
    };
    let is_there = |entry: &board_entry::Model| {
        all.iter().any(|(other, meeting)| {
            of_year(other, meeting) == Some(next.year())
                && (other.row_id, other.kind, other.text.as_str())
                    == (entry.row_id, entry.kind, entry.text.as_str())
        })
    };
    let mut found: HashMap<BoardRowId, Vec<Copied>> = HashMap::new();
    for (entry, meeting) in all {
        let goes_on = rows.iter().any(|row| row.id == entry.row_id && covers(row, next));
        let is_of_year = of_year(entry, meeting) == Some(year.year());
        if !goes_on || !is_of_year || entry.kind == BoardEntryKind::Meeting {
            continue;
        }
        let month = meeting.as_ref().map_or(entry.month_on, day).and_then(next_month);
        let until = entry.until_on.filter(|_| meeting.is_none()).and_then(next_month);
        let when = month.map_or(When::Year(next), |month| When::Month(month, until));
        let copied = Copied { entry: entry.clone(), when, there: is_there(entry) };
        found.entry(entry.row_id).or_default().push(copied);
    }
    found
}

/// What an entry waits for in the next year: the copy of what it waited for, when that is copied too.
pub fn waits_for(
    entry: &board_entry::Model,
    copies: &HashMap<BoardEntryId, BoardEntryId>,
) -> Option<BoardEntryId> {
    entry.after_id.and_then(|before| copies.get(&before)).copied()
}
