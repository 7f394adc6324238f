//! Days on which the office works, and the days before a meeting.
//!
//! What the office owes moves to the open day before ([`previous_open_day`]), what others owe it to the open day
//! after ([`next_open_day`]), as 地方自治法 第4条の2 第4項 has it for applications. Days of notice are counted without
//! the first day (民法 第140条).

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::holiday::{Holiday, holiday};

/// Why the office is closed (地方自治法 第4条の2 第2項).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// 土曜日
    Saturday,
    /// 日曜日
    Sunday,
    /// A national holiday or a day freed by one.
    Holiday(Holiday),
    /// 29 December to 3 January, as the ordinances on closed days set it.
    YearEnd,
}

/// How 「7日前まで」 is counted back from the day of a meeting; a setting of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// The meeting's day is not counted: 26 November → 19 November.
    Plain,
    /// Full days lie between notice and meeting: 26 November → 18 November.
    ClearDays,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Saturday => f.write_str("土曜日"),
            Self::Sunday => f.write_str("日曜日"),
            Self::Holiday(found) if found.is_named() => write!(f, "祝日（{}）{}", found.name, found.mark()),
            Self::Holiday(found) => found.fmt(f),
            Self::YearEnd => f.write_str("年末年始の閉庁"),
        }
    }
}

/// Why the office is closed on a day; none if it works. A holiday is named before the turn of the year, and both
/// before the weekend.
pub fn closed(day: NaiveDate) -> Option<Closed> {
    if let Some(found) = holiday(day) {
        return Some(Closed::Holiday(found));
    }
    match (day.month(), day.day(), day.weekday()) {
        (12, 29.., _) | (1, ..=3, _) => Some(Closed::YearEnd),
        (_, _, Weekday::Sat) => Some(Closed::Saturday),
        (_, _, Weekday::Sun) => Some(Closed::Sunday),
        _ => None,
    }
}

/// The day itself if the office works, or the first open day after it: for what others owe the office.
pub fn next_open_day(day: NaiveDate) -> NaiveDate {
    std::iter::successors(Some(day), NaiveDate::succ_opt).find(|day| closed(*day).is_none()).unwrap_or(day)
}

/// The day itself if the office works, or the last open day before it: for what the office owes.
pub fn previous_open_day(day: NaiveDate) -> NaiveDate {
    open_days_back(day).next().unwrap_or(day)
}

/// The `count`th open day before `day`, which is not counted itself; for 0 the same as [`previous_open_day`].
pub fn minus_business_days(day: NaiveDate, count: u32) -> NaiveDate {
    let found = match count.checked_sub(1) {
        None => return previous_open_day(day),
        Some(skipped) => day.pred_opt().map(open_days_back).zip(usize::try_from(skipped).ok()),
    };
    found.and_then(|(mut days, skipped)| days.nth(skipped)).unwrap_or(NaiveDate::MIN)
}

/// The last day on which a notice 「`days`日前まで」 before `meeting_day` is in time, open or not.
pub fn latest_notice_day(meeting_day: NaiveDate, days: u32, counting: Counting) -> NaiveDate {
    let extra = match counting {
        Counting::Plain => 0,
        Counting::ClearDays => 1,
    };
    meeting_day.checked_sub_days(Days::new(u64::from(days) + extra)).unwrap_or(NaiveDate::MIN)
}

fn open_days_back(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), NaiveDate::pred_opt).filter(|day| closed(*day).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn closed_days_say_why() {
        let cases = [
            ("2026-11-26", None),
            ("2026-11-28", Some("土曜日")),
            ("2026-11-29", Some("日曜日")),
            ("2026-11-03", Some("祝日（文化の日）")),
            ("2026-05-03", Some("祝日（憲法記念日）")),
            ("2026-05-06", Some("振替休日")),
            ("2026-09-22", Some("国民の休日")),
            ("2026-12-28", None),
            ("2026-12-29", Some("年末年始の閉庁")),
            ("2026-12-31", Some("年末年始の閉庁")),
            ("2027-01-01", Some("祝日（元日）")),
            ("2027-01-02", Some("年末年始の閉庁")),
            ("2027-01-03", Some("年末年始の閉庁")),
            ("2027-01-04", None),
            ("2029-03-20", Some("祝日（春分の日）（未確定）")),
            ("2028-01-02", Some("年末年始の閉庁")),
            ("2029-02-12", Some("振替休日（未確定）")),
        ];
        for (on, why) in cases {
            assert_eq!(closed(day(on)).map(|why| why.to_string()).as_deref(), why, "{on}");
        }
    }

    #[test]
    fn others_get_later_days_and_the_office_earlier_ones() {
        let cases = [
            ("2026-11-26", "2026-11-26", "2026-11-26"),
            ("2026-11-28", "2026-11-30", "2026-11-27"),
            ("2026-05-02", "2026-05-07", "2026-05-01"),
            ("2026-09-20", "2026-09-24", "2026-09-18"),
            ("2027-01-01", "2027-01-04", "2026-12-28"),
        ];
        for (on, next, previous) in cases {
            assert_eq!(next_open_day(day(on)), day(next), "{on}");
            assert_eq!(previous_open_day(day(on)), day(previous), "{on}");
        }
    }

    #[test]
    fn business_days_are_counted_back_without_the_day_itself() {
        let cases = [
            ("2026-11-26", 0, "2026-11-26"),
            ("2026-11-28", 0, "2026-11-27"),
            ("2026-11-26", 1, "2026-11-25"),
            ("2026-11-26", 3, "2026-11-20"),
            ("2026-05-07", 1, "2026-05-01"),
            ("2027-01-05", 3, "2026-12-25"),
        ];
        for (from, count, expected) in cases {
            assert_eq!(minus_business_days(day(from), count), day(expected), "{from} - {count}");
        }
    }

    #[test]
    fn notice_is_counted_in_two_ways() {
        let meeting = day("2026-11-26");
        assert_eq!(latest_notice_day(meeting, 7, Counting::Plain), day("2026-11-19"));
        assert_eq!(latest_notice_day(meeting, 7, Counting::ClearDays), day("2026-11-18"));
        assert_eq!(latest_notice_day(day("2027-03-01"), 14, Counting::Plain), day("2027-02-15"));
        assert_eq!(latest_notice_day(meeting, u32::MAX, Counting::Plain), NaiveDate::MIN);
    }

    proptest! {
        #[test]
        fn moved_days_are_open_and_near(days in 0..34_000i64, count in 0..30u32) {
            let from = day("2007-01-01") + chrono::TimeDelta::days(days);
            let (next, previous) = (next_open_day(from), previous_open_day(from));
            prop_assert!(closed(next).is_none() && closed(previous).is_none());
            prop_assert!(previous <= from && from <= next);
            // The longest closure is ten days: the spring of 2019.
            prop_assert!((next - previous).num_days() <= 11);
            let back = minus_business_days(from, count.max(1));
            let between = back.iter_days().take_while(|day| *day < from).filter(|day| closed(*day).is_none());
            prop_assert!(closed(back).is_none());
            prop_assert_eq!(between.count(), usize::try_from(count.max(1)).unwrap());
        }
    }
}
