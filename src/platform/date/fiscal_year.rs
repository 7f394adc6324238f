//! The fiscal year (年度): 1 April to 31 March (地方自治法 第208条).
//!
//! It is named and stored by the year of its April, so January to March 2027 belong to 令和8年度. Fiscal 2019
//! began in 平成31年 and is written 令和元年度 here; both names are read.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::cursor::Cursor;
use super::era::{Era, era_year, western_year};
use super::width::half_width;

/// A fiscal year, known by the year of its April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i32);

/// Why a text is no fiscal year; shown next to the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FiscalYearError {
    /// Nothing was typed.
    #[error("年度を入れてください。")]
    Empty,
    /// Not a form in which a fiscal year is written.
    #[error("年度として読めません。令和8年度のように入れてください。")]
    Unreadable,
}

impl FiscalYear {
    /// The fiscal year that begins in April of this western year.
    pub const fn new(april: i32) -> Self {
        Self(april)
    }

    /// The fiscal year a day belongs to.
    pub fn of(day: NaiveDate) -> Self {
        if day.month() < 4 { Self(day.year() - 1) } else { Self(day.year()) }
    }

    /// The western year of its April, as stored.
    pub const fn year(self) -> i32 {
        self.0
    }

    /// 1 April.
    pub fn start(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or(NaiveDate::MAX)
    }

    /// 31 March of the year after, the last day.
    pub fn end(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0.saturating_add(1), 3, 31).unwrap_or(NaiveDate::MAX)
    }

    /// Its months from April to March, as western year and month.
    pub fn months(self) -> [(i32, u32); 12] {
        [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3].map(|month| (self.year_of_month(month), month))
    }

    /// The first day of one of its months, for a meeting of which only the month is known; none if `month` is
    /// not 1 to 12.
    pub fn month_start(self, month: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year_of_month(month), month, 1)
    }

    /// 「令和8年度」. The era is the one in which the year of its April ends: 2019 is 「令和元年度」.
    pub fn label(self) -> String {
        let era = NaiveDate::from_ymd_opt(self.0, 12, 31).and_then(Era::of);
        era.map_or_else(|| format!("{}年度", self.0), |era| format!("{}度", era.write_year(self.0)))
    }

    /// Reads 令和8年度, 令和元年度, 平成31年度, R8年度, H29, 2026年度, 2026, with full-width digits and spaces.
    ///
    /// A past era may run on: plans written before 2019 name 平成32年度, which is 令和2年度.
    pub fn parse(text: &str) -> Result<Self, FiscalYearError> {
        let text = half_width(text);
        let mut cursor = Cursor::new(&text);
        if cursor.is_done() {
            return Err(FiscalYearError::Empty);
        }
        let year = match Era::read(&mut cursor) {
            Some(era) => era_year(&mut cursor).map(|year| era.western_year(year)),
            None => western_year(&mut cursor),
        };
        cursor.eat("年度");
        year.filter(|_| cursor.is_done()).map(Self).ok_or(FiscalYearError::Unreadable)
    }

    fn year_of_month(self, month: u32) -> i32 {
        if month < 4 { self.0.saturating_add(1) } else { self.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn january_to_march_belong_to_the_year_before() {
        let cases = [("2026-03-31", 2025), ("2026-04-01", 2026), ("2027-01-15", 2026), ("2027-03-31", 2026)];
        for (day, year) in cases {
            assert_eq!(FiscalYear::of(day.parse().unwrap()).year(), year, "{day}");
        }
        let year = FiscalYear::new(2026);
        assert_eq!(
            (year.start().to_string(), year.end().to_string()),
            ("2026-04-01".into(), "2027-03-31".into())
        );
    }

    #[test]
    fn labels_name_the_era_of_the_year() {
        let cases = [
            (1925, "1925年度"),
            (1988, "昭和63年度"),
            (1989, "平成元年度"),
            (2018, "平成30年度"),
            (2019, "令和元年度"),
            (2020, "令和2年度"),
            (2026, "令和8年度"),
        ];
        for (year, label) in cases {
            assert_eq!(FiscalYear::new(year).label(), label);
        }
    }

    #[test]
    fn every_written_form_is_read() {
        let cases = [
            ("令和8年度", 2026),
            (" 令和 ８ 年度 ", 2026),
            ("R8年度", 2026),
            ("r8", 2026),
            ("令8", 2026),
            ("令和元年度", 2019),
            ("R元年度", 2019),
            ("平成31年度", 2019),
            ("平成３２年度", 2020),
            ("H29年度", 2017),
            ("昭和63年度", 1988),
            ("2026年度", 2026),
            ("２０２６", 2026),
        ];
        for (text, year) in cases {
            assert_eq!(FiscalYear::parse(text), Ok(FiscalYear::new(year)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(FiscalYear::parse(" 　"), Err(FiscalYearError::Empty));
        for text in [
            "令和",
            "令和0年度",
            "令和8年",
            "令和8年度分",
            "26年度",
            "20260",
            "元年度",
            "第2回",
            "1800",
            "R100",
        ] {
            assert_eq!(FiscalYear::parse(text), Err(FiscalYearError::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_year_beyond_the_calendar_breaks_nothing() {
        let year = FiscalYear::new(i32::MAX);
        assert_eq!((year.start(), year.end()), (NaiveDate::MAX, NaiveDate::MAX));
        assert_eq!(year.label(), format!("{}年度", i32::MAX));
        assert_eq!(year.month_start(1), None);
    }

    #[test]
    fn months_run_from_april_to_march() {
        let months = FiscalYear::new(2026).months();
        assert_eq!(months[0], (2026, 4));
        assert_eq!(months[8], (2026, 12));
        assert_eq!(months[9], (2027, 1));
        assert_eq!(months[11], (2027, 3));
        assert_eq!(FiscalYear::new(2026).month_start(2).unwrap().to_string(), "2027-02-01");
        assert_eq!(FiscalYear::new(2026).month_start(13), None);
    }

    proptest! {
        #[test]
        fn a_label_is_read_back(year in 1873..2100) {
            let year = FiscalYear::new(year);
            prop_assert_eq!(FiscalYear::parse(&year.label()), Ok(year));
        }

        #[test]
        fn every_day_lies_in_its_year(days in 0..60_000i32) {
            let day = NaiveDate::from_ymd_opt(1927, 1, 1).unwrap() + chrono::TimeDelta::days(days.into());
            let year = FiscalYear::of(day);
            prop_assert!(year.start() <= day && day <= year.end());
            prop_assert!(year.months().contains(&(day.year(), day.month())));
            prop_assert_eq!(year.month_start(day.month()), day.with_day(1));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC*") {
            let _ = FiscalYear::parse(&text);
        }
    }
}
