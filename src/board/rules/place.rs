//! Months, and what follows from them.

use chrono::{Datelike, NaiveDate};
use entity::board_entry::{self, BoardEntryKind};
use entity::meeting;

use crate::meeting::queries::day;
use crate::meeting::rules::{State, state};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};

/// When an entry is, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// From one month to another, mostly the same: their first days.
    Months(NaiveDate, NaiveDate),
    /// Only the fiscal year.
    Year(FiscalYear),
    /// Not even that.
    Unknown,
}

impl Time {
    /// The first day on which nothing of it is ahead any more.
    fn over_on(self) -> Option<NaiveDate> {
        match self {
            Self::Months(_, last) => next_month(last),
            Self::Year(year) => year.end().succ_opt(),
            Self::Unknown => None,
        }
    }

    /// The fiscal year it falls into first.
    pub fn fiscal_year(self) -> Option<FiscalYear> {
        match self {
            Self::Months(first, _) => Some(FiscalYear::of(first)),
            Self::Year(year) => Some(year),
            Self::Unknown => None,
        }
    }
}

/// When an entry is: its meeting's month where it follows one, else what is stored.
pub fn time(entry: &board_entry::Model, meeting: Option<&meeting::Model>) -> Time {
    if let Some(meeting) = meeting {
        let year = Time::Year(FiscalYear::new(meeting.fiscal_year));
        return day(meeting).map_or(year, |day| Time::Months(first_of(day), first_of(day)));
    }
    match (entry.month_on, entry.fiscal_year) {
        (Some(month), _) => Time::Months(month, entry.until_on.unwrap_or(month)),
        (None, Some(year)) => Time::Year(FiscalYear::new(year)),
        (None, None) => Time::Unknown,
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 済: marked so, or its meeting was held.
    Done,
    /// 遅: its time is over.
    Late,
    /// In this month, or under way.
    Now,
    /// Later.
    Ahead,
    /// 時期未定・随時, or a line of years gone by: nothing follows from a date.
    Open,
    /// 中止: its meeting was called off.
    CalledOff,
}

/// Where an entry stands now. Of a line that has ended (`history`) nothing is late any more.
pub fn standing(
    entry: &board_entry::Model,
    meeting: Option<&meeting::Model>,
    history: bool,
    now: Instant,
) -> Standing {
    if entry.done_on.is_some() {
        return Standing::Done;
    }
    match meeting.map(|meeting| state(meeting, now)) {
        Some(State::Held) => return Standing::Done,
        Some(State::Cancelled) => return Standing::CalledOff,
        _ => {}
    }
    let today = tokyo_day(now);
    let time = time(entry, meeting);
    if entry.standing || history || entry.kind == BoardEntryKind::Remark {
        return Standing::Open;
    }
    match time {
        _ if time.over_on().is_some_and(|over| over <= today) => Standing::Late,
        Time::Months(first, _) if first <= today => Standing::Now,
        Time::Months(..) => Standing::Ahead,
        Time::Year(_) | Time::Unknown => Standing::Open,
    }
}

/// Whether an entry stands before the one it waits for, or was done without it. Without two months nobody can say;
/// two meetings in one month are compared by their days.
pub fn comes_too_early(
    (entry, meeting): (&board_entry::Model, Option<&meeting::Model>),
    (before, its_meeting): (&board_entry::Model, Option<&meeting::Model>),
    now: Instant,
) -> bool {
    let is_done = |entry, meeting| standing(entry, meeting, false, now) == Standing::Done;
    if is_done(before, its_meeting) {
        return false;
    }
    if is_done(entry, meeting) {
        return true;
    }
    if let (Some(day), Some(other)) = (meeting.and_then(day), its_meeting.and_then(day)) {
        return day < other;
    }
    match (time(entry, meeting), time(before, its_meeting)) {
        (Time::Months(first, _), Time::Months(_, last)) => first < last,
        (Time::Months(first, _), Time::Year(year)) => FiscalYear::of(first) < year,
        (Time::Year(year), Time::Months(_, last)) => year < FiscalYear::of(last),
        (Time::Year(year), Time::Year(other)) => year < other,
        (Time::Unknown, _) | (_, Time::Unknown) => false,
    }
}

/// The first day of a day's month.
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn next_month(month: NaiveDate) -> Option<NaiveDate> {
    month.checked_add_months(chrono::Months::new(1))
}

#[cfg(test)]
mod tests {
    use entity::board_entry::Certainty;
    use entity::id::{BoardEntryId, BoardRowId, RegionId};
    use uuid::Uuid;

    use super::*;
    use crate::meeting::rules::sample;

    fn entry(month: &str) -> board_entry::Model {
        board_entry::Model {
            id: BoardEntryId(Uuid::nil()),
            region_id: RegionId(Uuid::nil()),
            row_id: BoardRowId(Uuid::nil()),
            kind: BoardEntryKind::Discuss,
            text: "改定案の決定".to_owned(),
            fiscal_year: None,
            month_on: month.parse().ok(),
            until_on: None,
            standing: false,
            tentative: false,
            body_id: None,
            meeting_id: None,
            after_id: None,
            note: String::new(),
            time_certainty: Certainty::Stated,
            row_certainty: Certainty::Stated,
            done_on: None,
            removed_at: None,
            version: 1,
        }
    }

    fn now() -> Instant {
        "2026-11-10T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_state_follows_from_month_and_meeting() {
        let held = meeting::Model { convened_at: Some(now()), ..sample() };
        let held = meeting::Model { ends_at: "2026-11-09T00:00:00Z".parse().ok(), ..held };
        let off = meeting::Model { cancelled_at: Some(now()), ..sample() };
        let done = board_entry::Model { done_on: "2026-11-01".parse().ok(), ..entry("2026-12-01") };
        let period = board_entry::Model { until_on: "2026-12-01".parse().ok(), ..entry("2026-09-01") };
        let of_year = |year| board_entry::Model { fiscal_year: Some(year), ..entry("") };
        let standing_one = board_entry::Model { standing: true, ..of_year(2025) };
        for (entry, meeting, history, expected) in [
            (entry("2026-10-01"), None, false, Standing::Late),
            (entry("2026-10-01"), None, true, Standing::Open),
            (entry("2026-11-01"), None, false, Standing::Now),
            (entry("2026-12-01"), None, false, Standing::Ahead),
            (done, None, false, Standing::Done),
            (period, None, false, Standing::Now),
            (of_year(2025), None, false, Standing::Late),
            (of_year(2026), None, false, Standing::Open),
            (standing_one, None, false, Standing::Open),
            (entry(""), None, false, Standing::Open),
            // The meeting's day counts, whatever month is stored.
            (entry("2026-04-01"), Some(sample()), false, Standing::Now),
            (entry("2026-04-01"), Some(held), false, Standing::Done),
            (entry("2026-12-01"), Some(off), false, Standing::CalledOff),
        ] {
            assert_eq!(standing(&entry, meeting.as_ref(), history, now()), expected, "{entry:?}");
        }
    }

    #[test]
    fn what_waits_comes_after() {
        let done = |month| board_entry::Model { done_on: "2026-10-20".parse().ok(), ..entry(month) };
        let of_year = board_entry::Model { fiscal_year: Some(2027), ..entry("") };
        for (one, before, early) in [
            (entry("2026-10-01"), entry("2026-11-01"), true),
            (entry("2026-11-01"), entry("2026-11-01"), false),
            (entry("2026-12-01"), entry("2026-11-01"), false),
            (entry("2026-10-01"), done("2026-11-01"), false),
            (done("2026-12-01"), entry("2026-11-01"), true),
            (entry("2026-12-01"), of_year, true),
            (entry("2026-12-01"), entry(""), false),
        ] {
            assert_eq!(comes_too_early((&one, None), (&before, None), now()), early, "{one:?} {before:?}");
        }
        // Both in November: the council sits on the 26th, the section only on the 30th.
        let later = meeting::Model { starts_at: "2026-11-30T09:30:00Z".parse().ok(), ..sample() };
        let (council, section) = (entry(""), entry(""));
        assert!(comes_too_early((&council, Some(&sample())), (&section, Some(&later)), now()));
        assert!(!comes_too_early((&section, Some(&later)), (&council, Some(&sample())), now()));
    }
}
