//! Days as people type them.
//!
//! Both calendars, full-width or half-width, with an optional weekday in brackets. What is typed twice (era year
//! and western year, day and weekday) must agree, and a day that does not exist is refused with a sentence that
//! names it. The errors stand next to the field as they are.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;

use super::cursor::Cursor;
use super::day_writing::{wareki, weekday_mark};
use super::era::{Era, era_year, western_year};
use super::width::half_width;

/// Why a text is no day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayError {
    /// Nothing was typed.
    #[error("日付を入れてください。")]
    Empty,
    /// One of three fields is empty.
    #[error("{0}を入れてください。")]
    Missing(Part),
    /// Not a form in which a day is written.
    #[error("日付として読めません。令和8年11月26日のように入れてください。")]
    Unreadable,
    /// Neither four western digits nor a year of an era, such as `26/11/26`.
    #[error("年は「令和8年」か「2026年」のように入れてください。")]
    Year,
    /// A month outside 1 to 12.
    #[error("{0}月はありません。")]
    NoSuchMonth(u32),
    /// The month has no such day: the 29th of February in a common year.
    #[error("{year}{month}月に{day}日はありません。")]
    NoSuchDay {
        /// The year as typed: 「令和7年」 or 「2025年」.
        year: String,
        /// 1 to 12.
        month: u32,
        /// As typed.
        day: u32,
    },
    /// The day exists but belongs to another era: 平成31年5月1日.
    #[error("{}{}ではありませんか。", era.bound_seen_from(*day), wareki(*day))]
    OutsideEra {
        /// As typed.
        era: Era,
        /// The day that was probably meant.
        day: NaiveDate,
    },
    /// The year is given in both calendars and they differ.
    #[error("{era_year}は{western}年です。年を確かめてください。")]
    YearsDiffer {
        /// As typed: 「令和8年」.
        era_year: String,
        /// The western year it really is.
        western: i32,
    },
    /// The weekday typed in brackets is not that of the day.
    #[error("{}は{}曜日です。日付か曜日を直してください。", wareki(*.0), weekday_mark(.0.weekday()))]
    WrongWeekday(NaiveDate),
}

/// One of the three fields of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 年
    Year,
    /// 月
    Month,
    /// 日
    Day,
}

/// Reads a day: 令和8年11月26日, 令和8年（2026年）11月26日, R8.11.26, 令8. 11. 26, 2026/11/26, 2026-11-26,
/// 2026年11月26日, each with (木) or （木曜日） after it if so typed. The weekday is checked.
pub fn parse_day(text: &str) -> Result<NaiveDate, DayError> {
    let text = half_width(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(DayError::Empty);
    }
    let (text, weekday) = split_weekday(text)?;
    let mut cursor = Cursor::new(text);
    let year = read_year(&mut cursor)?;
    let (month, day) = read_month_day(&mut cursor, year)?;
    let day = year.day(month, day)?;
    if weekday.is_some_and(|weekday| weekday != day.weekday()) {
        return Err(DayError::WrongWeekday(day));
    }
    Ok(day)
}

/// A day that may be left out; empty is none.
pub fn parse_optional_day(text: &str) -> Result<Option<NaiveDate>, DayError> {
    match parse_day(text) {
        Err(DayError::Empty) => Ok(None),
        read => read.map(Some),
    }
}

/// A day from the fields of a form: `calendar` is an era (「令和」) or 「西暦」 (also empty); the year may be 元,
/// all may be full-width.
pub fn from_parts(calendar: &str, year: &str, month: &str, day: &str) -> Result<NaiveDate, DayError> {
    let [calendar, year, month, day] = [calendar, year, month, day].map(half_width);
    let parts = [(&year, Part::Year), (&month, Part::Month), (&day, Part::Day)];
    if parts.iter().all(|(text, _)| text.trim().is_empty()) {
        return Err(DayError::Empty);
    }
    if let Some((_, part)) = parts.iter().find(|(text, _)| text.trim().is_empty()) {
        return Err(DayError::Missing(*part));
    }
    let mut cursor = Cursor::new(&calendar);
    let era = Era::read(&mut cursor);
    cursor.eat("西暦");
    if !cursor.is_done() {
        return Err(DayError::Year);
    }
    let mut cursor = Cursor::new(&year);
    let year = Year::read(era, &mut cursor).filter(|_| cursor.is_done()).ok_or(DayError::Year)?;
    year.day(whole_number(&month)?, whole_number(&day)?)
}

/// A year as typed, with the calendar it was typed in.
#[derive(Clone, Copy)]
struct Year {
    era: Option<Era>,
    western: i32,
}

impl Year {
    fn read(era: Option<Era>, cursor: &mut Cursor<'_>) -> Option<Self> {
        let western = match era {
            Some(era) => era.western_year(era_year(cursor)?),
            None => western_year(cursor)?,
        };
        Some(Self { era, western })
    }

    /// The day of this year, if there is one and the era reaches it.
    fn day(self, month: u32, day: u32) -> Result<NaiveDate, DayError> {
        if !(1..=12).contains(&month) {
            return Err(DayError::NoSuchMonth(month));
        }
        let found = NaiveDate::from_ymd_opt(self.western, month, day).ok_or_else(|| DayError::NoSuchDay {
            year: self.to_string(),
            month,
            day,
        })?;
        match self.era {
            Some(era) if Era::of(found) != Some(era) => Err(DayError::OutsideEra { era, day: found }),
            _ => Ok(found),
        }
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.era {
            Some(era) => f.write_str(&era.write_year(self.western)),
            None => write!(f, "{}年", self.western),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "年",
            Self::Month => "月",
            Self::Day => "日",
        })
    }
}

/// Takes 「(木)」, 「(木曜)」 or 「(木曜日)」 off the end.
fn split_weekday(text: &str) -> Result<(&str, Option<Weekday>), DayError> {
    let Some((day, mark)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return Ok((text, None));
    };
    let mark = mark.trim();
    let mark = mark.strip_suffix("曜日").or_else(|| mark.strip_suffix('曜')).unwrap_or(mark);
    let week = Weekday::Mon;
    let weekday = std::iter::successors(Some(week), |day| Some(day.succ()).filter(|day| *day != week))
        .find(|weekday| weekday_mark(*weekday) == mark);
    weekday.map(|weekday| (day, Some(weekday))).ok_or(DayError::Unreadable)
}

/// 「令和8」 or 「2026」, and a second year in brackets after 年.
fn read_year(cursor: &mut Cursor<'_>) -> Result<Year, DayError> {
    let era = Era::read(cursor);
    if era.is_none() {
        cursor.eat("西暦");
    }
    let starts_with_digit = cursor.starts_with_digit();
    match Year::read(era, cursor) {
        Some(year) => Ok(year),
        None if era.is_some() || starts_with_digit => Err(DayError::Year),
        None => Err(DayError::Unreadable),
    }
}

/// 「年11月26日」, with the western year in brackets after 年 if so typed, or 「.11.26」, 「/11/26」, 「-11-26」.
fn read_month_day(cursor: &mut Cursor<'_>, year: Year) -> Result<(u32, u32), DayError> {
    let marks = [("年", ("月", "日")), (".", (".", "")), ("/", ("/", "")), ("-", ("-", ""))];
    let (after_month, after_day) = cursor.eat_any(&marks).ok_or(DayError::Unreadable)?;
    if after_day == "日" && cursor.eat("(") {
        read_second_year(cursor, year)?;
    }
    let month = cursor.small_number().ok_or(DayError::Unreadable)?;
    let marked = cursor.eat(after_month);
    let day = cursor.small_number().ok_or(DayError::Unreadable)?;
    let complete = marked && cursor.eat(after_day) && cursor.is_done();
    complete.then_some((month, day)).ok_or(DayError::Unreadable)
}

/// 「2026年)」: must be the year that was typed before it.
fn read_second_year(cursor: &mut Cursor<'_>, year: Year) -> Result<(), DayError> {
    let second = Year::read(Era::read(cursor), cursor).ok_or(DayError::Unreadable)?;
    cursor.eat("年");
    if !cursor.eat(")") {
        return Err(DayError::Unreadable);
    }
    if second.western == year.western {
        return Ok(());
    }
    let era_year = if year.era.is_some() { year } else { second };
    Err(DayError::YearsDiffer { era_year: era_year.to_string(), western: era_year.western })
}

/// A field that holds one number and nothing else.
fn whole_number(text: &str) -> Result<u32, DayError> {
    let mut cursor = Cursor::new(text);
    cursor.small_number().filter(|_| cursor.is_done()).ok_or(DayError::Unreadable)
}

#[cfg(test)]
#[path = "day_reading_tests.rs"]
mod tests;
