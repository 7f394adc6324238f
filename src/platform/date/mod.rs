//! Days, times and years as a Japanese office counts and writes them.
//!
//! Instants are kept in UTC; a day, a time of day and a fiscal year are always those of Tokyo. Everything here
//! is a pure function over `chrono` types: "today" is passed in, nothing asks a clock. What one function writes,
//! the matching reader reads back to the same value; what could mean two things is asked back, never guessed.

mod business_day;
mod cursor;
mod day_reading;
mod day_writing;
mod era;
mod fiscal_year;
mod holiday;
mod time_reading;
mod time_writing;
mod width;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

pub use super::clock::Instant;

pub use business_day::{
    Closed, Counting, closed, latest_notice_day, minus_business_days, next_open_day, previous_open_day,
};
pub use day_reading::{DayError, Part, from_parts, parse_day, parse_optional_day};
pub use day_writing::{
    iso_datetime_attr, iso_day, month_day_weekday, official, official_weekday, slash, slash_weekday, wareki,
    wareki_both, wareki_month, wareki_weekday, weekday_mark,
};
pub use era::Era;
pub use fiscal_year::{FiscalYear, FiscalYearError};
pub use holiday::{CONFIRMED_UNTIL, Holiday, holiday};
pub use time_reading::{TimeError, parse_time};
pub use time_writing::{clock, clock_span, half_day_clock, kanji_clock, official_clock, official_span};
pub use width::{full_width, half_width};

/// Japan Standard Time is nine hours ahead of UTC all year (明治28年勅令第167号); the last summer time ended
/// in 1951.
const AHEAD: TimeDelta = TimeDelta::hours(9);

/// The day on the wall calendar in Tokyo.
pub fn tokyo_day(instant: Instant) -> NaiveDate {
    tokyo(instant).date()
}

/// The time on the wall clock in Tokyo.
pub fn tokyo_time(instant: Instant) -> NaiveTime {
    tokyo(instant).time()
}

/// The instant at which the clocks of Tokyo show this day and time.
pub fn at_tokyo(day: NaiveDate, time: NaiveTime) -> Instant {
    day.and_time(time).checked_sub_signed(AHEAD).unwrap_or(NaiveDateTime::MIN).and_utc()
}

/// The first instant that no longer belongs to this day: 0:00 of the next one in Tokyo. A deadline "by 12
/// November" is kept by everything before `end_of_day` of the 12th.
pub fn end_of_day(day: NaiveDate) -> Instant {
    at_tokyo(day.succ_opt().unwrap_or(day), NaiveTime::MIN)
}

fn tokyo(instant: Instant) -> NaiveDateTime {
    instant.naive_utc().checked_add_signed(AHEAD).unwrap_or(NaiveDateTime::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_tokyo_day_begins_at_fifteen_hours_utc() {
        let before = instant("2026-11-25T14:59:59Z");
        let after = instant("2026-11-25T15:00:00Z");
        assert_eq!(tokyo_day(before).to_string(), "2026-11-25");
        assert_eq!(tokyo_day(after).to_string(), "2026-11-26");
        assert_eq!(tokyo_time(before).to_string(), "23:59:59");
        assert_eq!(tokyo_time(after), NaiveTime::MIN);
    }

    #[test]
    fn day_and_time_make_the_instant_they_came_from() {
        let meeting = instant("2026-11-26T09:30:00Z");
        assert_eq!(clock(tokyo_time(meeting)), "18:30");
        assert_eq!(at_tokyo(tokyo_day(meeting), tokyo_time(meeting)), meeting);
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let cases = [("2026-11-12", "2026-11-12T15:00:00Z"), ("2026-12-31", "2026-12-31T15:00:00Z")];
        for (day, end) in cases {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(end_of_day(day), instant(end));
            assert_eq!(tokyo_day(end_of_day(day) - TimeDelta::nanoseconds(1)), day);
            assert_eq!(tokyo_day(end_of_day(day)), day.succ_opt().unwrap());
        }
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_break_it() {
        assert_eq!(tokyo(Instant::MAX_UTC), NaiveDateTime::MAX);
        assert_eq!(at_tokyo(NaiveDate::MIN, NaiveTime::MIN), NaiveDateTime::MIN.and_utc());
    }
}
