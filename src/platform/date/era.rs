//! The eras in which official papers count years.
//!
//! 昭和, 平成 and 令和, each from the day after the last one's end (元号法; the bounds are those of the cabinet
//! orders 昭和64年政令第1号 and 平成31年政令第143号). Year 1 of an era is written 元年. Days before 昭和 have no era
//! here and are written in the western calendar.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::cursor::Cursor;

/// A day as year, month, day: comparable, and free of the calendar's "no such day".
type Ymd = (i32, u32, u32);

/// An era, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 昭和, 1926-12-25 to 1989-01-07.
    Showa,
    /// 平成, 1989-01-08 to 2019-04-30.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// All eras, the present one first, as a form offers them.
    pub const ALL: [Self; 3] = [Self::Reiwa, Self::Heisei, Self::Showa];

    /// The era of a day; none before 1926-12-25.
    pub fn of(day: NaiveDate) -> Option<Self> {
        let day = (day.year(), day.month(), day.day());
        Self::ALL.into_iter().find(|era| era.first() <= day)
    }

    /// 「令和」.
    pub fn name(self) -> &'static str {
        match self {
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The western year in which this era's `year` lies, whether or not the era lasted so long.
    pub fn western_year(self, year: i32) -> i32 {
        self.first().0 + year - 1
    }

    /// A western year counted in this era: `8` for 2026 in 令和.
    pub fn year_of(self, western_year: i32) -> i32 {
        western_year - self.first().0 + 1
    }

    /// 「令和8年」, and 「令和元年」 for year 1.
    pub fn write_year(self, western_year: i32) -> String {
        match self.year_of(western_year) {
            1 => format!("{self}元年"),
            year => format!("{self}{year}年"),
        }
    }

    /// Steps over the era's name or letter if one comes next: 令和, 令, R.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        cursor.eat_any(&[
            ("令和", Self::Reiwa),
            ("平成", Self::Heisei),
            ("昭和", Self::Showa),
            ("令", Self::Reiwa),
            ("平", Self::Heisei),
            ("昭", Self::Showa),
            ("R", Self::Reiwa),
            ("H", Self::Heisei),
            ("S", Self::Showa),
            ("r", Self::Reiwa),
            ("h", Self::Heisei),
            ("s", Self::Showa),
        ])
    }

    /// 「平成は31年4月30日までです。」 for a day after the era, 「令和は元年5月1日からです。」 for one before it.
    pub(super) fn bound_seen_from(self, day: NaiveDate) -> &'static str {
        match (self, (day.year(), day.month(), day.day()) < self.first()) {
            (Self::Showa, true) => "昭和は元年12月25日からです。",
            (Self::Showa, false) => "昭和は64年1月7日までです。",
            (Self::Heisei, true) => "平成は元年1月8日からです。",
            (Self::Heisei, false) => "平成は31年4月30日までです。",
            (Self::Reiwa, _) => "令和は元年5月1日からです。",
        }
    }

    fn first(self) -> Ymd {
        match self {
            Self::Showa => (1926, 12, 25),
            Self::Heisei => (1989, 1, 8),
            Self::Reiwa => (2019, 5, 1),
        }
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The year within an era that comes next: 元 or a number from 1 to 99.
pub(super) fn era_year(cursor: &mut Cursor<'_>) -> Option<i32> {
    if cursor.eat("元") {
        return Some(1);
    }
    cursor.small_number().and_then(|year| i32::try_from(year).ok()).filter(|year| *year > 0)
}

/// The western year that comes next: four digits, from 1873, when Japan took the western calendar
/// (明治5年太政官布告第337号).
pub(super) fn western_year(cursor: &mut Cursor<'_>) -> Option<i32> {
    let digits = cursor.digits();
    if digits.len() != 4 {
        return None;
    }
    digits.parse().ok().filter(|year| *year >= 1873)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_change_on_their_days() {
        let cases = [
            ("1926-12-24", None),
            ("1926-12-25", Some(Era::Showa)),
            ("1989-01-07", Some(Era::Showa)),
            ("1989-01-08", Some(Era::Heisei)),
            ("2019-04-30", Some(Era::Heisei)),
            ("2019-05-01", Some(Era::Reiwa)),
            ("2100-01-01", Some(Era::Reiwa)),
        ];
        for (day, era) in cases {
            assert_eq!(Era::of(day.parse().unwrap()), era, "{day}");
        }
    }

    #[test]
    fn years_are_counted_from_one() {
        let cases =
            [(Era::Showa, 64, 1989), (Era::Heisei, 1, 1989), (Era::Heisei, 31, 2019), (Era::Reiwa, 8, 2026)];
        for (era, year, western) in cases {
            assert_eq!(era.western_year(year), western);
            assert_eq!(era.year_of(western), year);
        }
        assert_eq!(Era::Reiwa.write_year(2019), "令和元年");
        assert_eq!(Era::Heisei.write_year(2019), "平成31年");
    }
}
