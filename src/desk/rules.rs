//! What belongs on the first screen today.

use chrono::{Days, NaiveDate, TimeDelta};

use crate::platform::clock::Instant;

/// How far 今週やること looks ahead, in days.
const WEEK: u64 = 7;

/// How far ahead terms that end are told of, in days.
const TERMS: u64 = 60;

/// How long somebody is new in the secretariat, in days.
const NEW: TimeDelta = TimeDelta::days(60);

/// Whether somebody was given a part only lately.
pub fn is_new(since: Option<Instant>, now: Instant) -> bool {
    since.is_some_and(|since| now - since < NEW)
}

/// Whether it belongs to this week: overdue, or due within seven days.
pub fn is_this_week(on: NaiveDate, today: NaiveDate) -> bool {
    on <= today.checked_add_days(Days::new(WEEK)).unwrap_or(today)
}

/// Whether a term that ends on a day is to be told of: it lasts today and ends within sixty days.
pub fn ends_soon(to_on: NaiveDate, today: NaiveDate) -> bool {
    ends_within(to_on, today, TERMS)
}

/// Whether a term lasts today and ends within so many days.
pub fn ends_within(to_on: NaiveDate, today: NaiveDate, days: u64) -> bool {
    today <= to_on && to_on <= today.checked_add_days(Days::new(days)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_seven_days_and_everything_overdue() {
        let today = day("2026-11-10");
        assert!(is_this_week(day("2026-11-17"), today) && !is_this_week(day("2026-11-18"), today));
        assert!(is_this_week(day("2026-10-01"), today));
    }

    #[test]
    fn terms_are_told_of_sixty_days_ahead() {
        let today = day("2026-11-10");
        for (to_on, told) in
            [("2026-11-09", false), ("2026-11-10", true), ("2027-01-09", true), ("2027-01-10", false)]
        {
            assert_eq!(ends_soon(day(to_on), today), told, "{to_on}");
        }
    }
}
