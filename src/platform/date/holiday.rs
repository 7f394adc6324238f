//! National holidays.
//!
//! The days of 国民の祝日に関する法律 (昭和23年法律第178号) with the moves of single years, computed from 2007 on,
//! when today's rule for 振替休日 came into force; earlier years have no holidays here. The equinoxes are a table
//! for 2015 to 2030 and a formula outside it, good to 2150. What lies after [`CONFIRMED_UNTIL`] may still move and
//! is shown as 「（未確定）」.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// The last day whose holidays are settled. The observatory (国立天文台) announces the equinoxes of a year in its
/// 暦要項, printed in the official gazette in February of the year before: the one of February 2026 is for 2027.
pub const CONFIRMED_UNTIL: NaiveDate = match NaiveDate::from_ymd_opt(2027, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The first year whose holidays are known: 平成17年法律第43号 took effect on 2007-01-01.
const FIRST_YEAR: i32 = 2007;

/// 振替休日: article 3, paragraph 2.
const SUBSTITUTE: &str = "振替休日";

/// 国民の休日: article 3, paragraph 3.
const BETWEEN: &str = "国民の休日";

/// A day on which offices are closed by the holiday law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// 「文化の日」, or 「振替休日」 and 「国民の休日」 for the days that follow from others.
    pub name: &'static str,
    /// Whether the day can no longer move; false after [`CONFIRMED_UNTIL`].
    pub confirmed: bool,
}

impl Holiday {
    /// Whether the law names the day itself (祝日), rather than freeing it because of other holidays (休日).
    pub fn is_named(self) -> bool {
        self.name != SUBSTITUTE && self.name != BETWEEN
    }

    /// 「（未確定）」, or nothing once the day is confirmed; printed after the name.
    pub fn mark(self) -> &'static str {
        if self.confirmed { "" } else { "（未確定）" }
    }
}

impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.mark())
    }
}

/// The holiday on a day, if it is one.
pub fn holiday(day: NaiveDate) -> Option<Holiday> {
    let name = named(day)
        .or_else(|| is_substitute(day).then_some(SUBSTITUTE))
        .or_else(|| is_between(day).then_some(BETWEEN))?;
    Some(Holiday { name, confirmed: day <= CONFIRMED_UNTIL })
}

/// The days of article 2, and the two days of 2019 that 平成30年法律第99号 put beside them.
fn named(day: NaiveDate) -> Option<&'static str> {
    let year = day.year();
    if year < FIRST_YEAR {
        return None;
    }
    match (day.month(), day.day()) {
        (1, 1) => Some("元日"),
        (1, _) if is_monday(day, 2) => Some("成人の日"),
        (2, 11) => Some("建国記念の日"),
        (2, 23) if year >= 2020 => Some("天皇誕生日"),
        (3, date) if spring_equinox(year) == Some(date) => Some("春分の日"),
        (4, 29) => Some("昭和の日"),
        (5, 1) if year == 2019 => Some("天皇の即位の日"),
        (5, 3) => Some("憲法記念日"),
        (5, 4) => Some("みどりの日"),
        (5, 5) => Some("こどもの日"),
        (7 | 8 | 10, _) => named_in_months_of_the_games(day),
        (9, _) if is_monday(day, 3) => Some("敬老の日"),
        (9, date) if autumn_equinox(year) == Some(date) => Some("秋分の日"),
        (11, 3) => Some("文化の日"),
        (11, 23) => Some("勤労感謝の日"),
        (12, 23) if year <= 2018 => Some("天皇誕生日"),
        _ => None,
    }
}

/// July, August and October: the days that moved for the games of Tokyo in 2020 and 2021 (平成27年法律第33号 as
/// amended by 平成30年法律第55号 and 令和2年法律第68号). 体育の日 became スポーツの日 in 2020, 山の日 began in 2016.
fn named_in_months_of_the_games(day: NaiveDate) -> Option<&'static str> {
    match (day.year(), day.month(), day.day()) {
        (2020, 7, 23) | (2021, 7, 22) => Some("海の日"),
        (2020, 7, 24) | (2021, 7, 23) => Some("スポーツの日"),
        (2020, 8, 10) | (2021, 8, 8) => Some("山の日"),
        (2020 | 2021, _, _) => None,
        (_, 7, _) if is_monday(day, 3) => Some("海の日"),
        (2016.., 8, 11) => Some("山の日"),
        (2019, 10, 22) => Some("即位礼正殿の儀の行われる日"),
        (..2020, 10, _) if is_monday(day, 2) => Some("体育の日"),
        (_, 10, _) if is_monday(day, 2) => Some("スポーツの日"),
        _ => None,
    }
}

/// A holiday on Sunday frees the nearest later day that is none itself: the run of holidays that ends the day
/// before holds a Sunday.
fn is_substitute(day: NaiveDate) -> bool {
    let mut run =
        std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take_while(|day| named(*day).is_some());
    named(day).is_none() && run.any(|day| day.weekday() == Weekday::Sun)
}

/// A day that is no holiday, with one before and one after it.
fn is_between(day: NaiveDate) -> bool {
    let named_day = |day: Option<NaiveDate>| day.and_then(named).is_some();
    named(day).is_none() && named_day(day.pred_opt()) && named_day(day.succ_opt())
}

fn is_monday(day: NaiveDate, nth: u32) -> bool {
    day.weekday() == Weekday::Mon && day.day().div_ceil(7) == nth
}

/// The day of March, as announced up to 2027 and as computed up to 2030.
fn spring_equinox(year: i32) -> Option<u32> {
    match year {
        2015 | 2018 | 2019 | 2022 | 2023 | 2027 => Some(21),
        2016 | 2017 | 2020 | 2021 | 2024..=2026 | 2028..=2030 => Some(20),
        _ => equinox(year, 20_843_100, 21_851_000),
    }
}

/// The day of September, as announced up to 2027 and as computed up to 2030.
fn autumn_equinox(year: i32) -> Option<u32> {
    match year {
        2016 | 2020 | 2024 | 2028 => Some(22),
        2015 | 2017..=2019 | 2021..=2023 | 2025..=2027 | 2029 | 2030 => Some(23),
        _ => equinox(year, 23_248_800, 24_248_800),
    }
}

/// The usual approximation of the equinoxes (新こよみ便利帳, 海上保安庁水路部): the day of the month in millionths
/// for 1980, moved on by a solar year's 0.242194 days and back by the leap days. `until_2099` and `until_2150` are
/// the constants of the two spans for which it holds.
fn equinox(year: i32, until_2099: i32, until_2150: i32) -> Option<u32> {
    let base = match year {
        1980..=2099 => until_2099,
        2100..=2150 => until_2150,
        _ => return None,
    };
    let years = year - 1980;
    u32::try_from((base + 242_194 * years) / 1_000_000 - years / 4).ok()
}

#[cfg(test)]
#[path = "holiday_tests.rs"]
mod tests;
