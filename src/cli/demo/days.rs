//! The days of the sample councils. They lie around the day on which the data are made, so that the first screen
//! always has something due; `examples/README.md` lists the words.

use chrono::{Datelike, Days as Count, Months, NaiveDate, Weekday};

use crate::platform::date::{
    Counting, FiscalYear, closed, holiday, latest_notice_day, next_open_day, previous_open_day,
};

/// Reads days such as `today-14<`, `fy-1:02-18>` or `2016-04-01`.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    today: NaiveDate,
}

impl Days {
    /// Around this day in Tokyo.
    pub fn around(today: NaiveDate) -> Self {
        Self { today }
    }

    /// The day it all lies around.
    pub fn today(self) -> NaiveDate {
        self.today
    }

    /// First day of the fiscal year so many years from this one.
    pub fn fiscal_year(self, years: i64) -> Option<NaiveDate> {
        let start = FiscalYear::of(self.today).start();
        start.with_year(start.year().checked_add(i32::try_from(years).ok()?)?)
    }

    /// The day a cell names; `None` when it names none.
    pub fn read(self, cell: &str) -> Option<NaiveDate> {
        if let Some(text) = cell.strip_suffix('>') {
            return self.read(text).map(next_open_day);
        }
        if let Some(text) = cell.strip_suffix('<') {
            return self.read(text).map(previous_open_day);
        }
        if cell.starts_with(|c: char| c.is_ascii_digit()) {
            return cell.parse().ok();
        }
        let (word, rest) = cell.split_at(cell.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(cell.len()));
        if word == "fy" {
            let (years, day) = rest.split_once(':')?;
            return self.in_fiscal_year(if years.is_empty() { 0 } else { years.parse().ok()? }, day);
        }
        let mut steps = steps(rest)?.into_iter();
        let base = match word {
            "today" => self.today,
            "deadline" => self.deadline(),
            "notice" => self.notice(),
            "holiday" => self.holiday_after(steps.next()?)?,
            "month" => self.month(steps.next()?)?,
            "year" => self.this_year(steps.next()?)?,
            _ => return None,
        };
        steps.try_fold(base, moved)
    }

    /// `MM-DD` of the fiscal year so many years from this one.
    fn in_fiscal_year(self, years: i64, day: &str) -> Option<NaiveDate> {
        let start = self.fiscal_year(years)?;
        let day: NaiveDate = format!("{}-{day}", start.year()).parse().ok()?;
        if day < start { day.checked_add_months(Months::new(12)) } else { Some(day) }
    }

    /// First day of the month so many months from this one.
    fn month(self, months: i64) -> Option<NaiveDate> {
        let first = self.today.with_day(1)?;
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        if months < 0 { first.checked_sub_months(count) } else { first.checked_add_months(count) }
    }

    /// A day of the past, taken into this fiscal year where that leaves it a month ago.
    fn this_year(self, days: i64) -> Option<NaiveDate> {
        let day = moved(self.today, days)?;
        let early = moved(self.fiscal_year(0)?, 14)?;
        let fits = day < early && early <= moved(self.today, -30)?;
        Some(if fits { early } else { day })
    }

    /// The first national holiday so many days from now, or later; New Year is nobody's meeting day.
    fn holiday_after(self, days: i64) -> Option<NaiveDate> {
        let coming = moved(self.today, days)?.iter_days().take(366);
        coming.filter(|day| day.ordinal() > 1).find(|day| holiday(*day).is_some())
    }

    /// A last day for answers in about two days, on which the office is open.
    fn deadline(self) -> NaiveDate {
        let mut near = [2, 1, 3, 4].into_iter().filter_map(|days| moved(self.today, days));
        near.find(|day| closed(*day).is_none()).unwrap_or(self.today)
    }

    /// A meeting's day whose notice, seven clear days before, the office owes this week: today if it is open.
    fn notice(self) -> NaiveDate {
        let monday = self.today.week(Weekday::Mon);
        let due = |day: &NaiveDate| previous_open_day(latest_notice_day(*day, 7, Counting::ClearDays));
        let coming = || self.today.iter_days().skip(8).take(14).filter(|day| closed(*day).is_none());
        let this_week = coming().find(|day| due(day) >= monday.first_day() && due(day) <= monday.last_day());
        this_week.or(coming().next()).unwrap_or(self.today)
    }
}

/// `-110-14` as two steps.
fn steps(text: &str) -> Option<Vec<i64>> {
    let mut found: Vec<String> = Vec::new();
    for c in text.chars() {
        match found.last_mut() {
            Some(last) if c.is_ascii_digit() => last.push(c),
            _ => found.push(c.to_string()),
        }
    }
    found.iter().map(|step| step.parse().ok()).collect()
}

fn moved(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Count::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}
