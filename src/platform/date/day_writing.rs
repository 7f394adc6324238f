//! Days as screens, mails and letters write them.
//!
//! The weekday is always computed. Brackets are half-width on screens and full-width in letters; year 1 of an
//! era is 元年. A day before 昭和 is written in the western calendar.

use chrono::{Datelike, NaiveDate, Weekday};

use super::era::Era;
use super::width::full_width;
use super::{Instant, tokyo};

/// 令和8年11月26日
pub fn wareki(day: NaiveDate) -> String {
    format!("{}{}月{}日", year(day), day.month(), day.day())
}

/// 令和8年11月26日(木)
pub fn wareki_weekday(day: NaiveDate) -> String {
    format!("{}({})", wareki(day), weekday_mark(day.weekday()))
}

/// 令和8年（2026年）11月26日(木): where the year must be beyond doubt.
pub fn wareki_both(day: NaiveDate) -> String {
    let western = Era::of(day).map(|_| format!("（{}年）", day.year())).unwrap_or_default();
    format!("{}{western}{}", year(day), month_day_weekday(day))
}

/// 11月26日(木)
pub fn month_day_weekday(day: NaiveDate) -> String {
    format!("{}月{}日({})", day.month(), day.day(), weekday_mark(day.weekday()))
}

/// 11/26, for narrow table cells and subjects of mails.
pub fn slash(day: NaiveDate) -> String {
    format!("{}/{}", day.month(), day.day())
}

/// 11/26(木)
pub fn slash_weekday(day: NaiveDate) -> String {
    format!("{}({})", slash(day), weekday_mark(day.weekday()))
}

/// 令和８年１０月２７日, the date line of a letter.
pub fn official(day: NaiveDate) -> String {
    full_width(&wareki(day))
}

/// 令和８年１１月２６日（木）, the day of a meeting in a letter.
pub fn official_weekday(day: NaiveDate) -> String {
    full_width(&wareki_weekday(day))
}

/// 令和8年11月: the month a day lies in, when no more is known.
pub fn wareki_month(day: NaiveDate) -> String {
    format!("{}{}月", year(day), day.month())
}

/// 2026-11-26, for `<time datetime>` and files.
pub fn iso_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// 2026-11-26T18:30+09:00, for `<time datetime>`.
pub fn iso_datetime_attr(instant: Instant) -> String {
    tokyo(instant).format("%Y-%m-%dT%H:%M+09:00").to_string()
}

/// The weekday's one sign: 日月火水木金土.
pub fn weekday_mark(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Sun => "日",
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
    }
}

fn year(day: NaiveDate) -> String {
    Era::of(day).map_or_else(|| format!("{}年", day.year()), |era| era.write_year(day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::date::at_tokyo;
    use chrono::NaiveTime;

    type Writer = fn(NaiveDate) -> String;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn one_day_in_every_form() {
        let forms: [(Writer, &str); 10] = [
            (wareki, "令和8年11月26日"),
            (wareki_weekday, "令和8年11月26日(木)"),
            (wareki_both, "令和8年（2026年）11月26日(木)"),
            (month_day_weekday, "11月26日(木)"),
            (slash, "11/26"),
            (slash_weekday, "11/26(木)"),
            (official, "令和８年１１月２６日"),
            (official_weekday, "令和８年１１月２６日（木）"),
            (wareki_month, "令和8年11月"),
            (iso_day, "2026-11-26"),
        ];
        for (write, text) in forms {
            assert_eq!(write(day("2026-11-26")), text);
        }
    }

    #[test]
    fn year_one_is_gannen_and_eras_change_within_a_year() {
        let cases = [
            ("2019-05-01", "令和元年5月1日(水)"),
            ("2019-04-30", "平成31年4月30日(火)"),
            ("1989-01-08", "平成元年1月8日(日)"),
            ("1989-01-07", "昭和64年1月7日(土)"),
            ("1926-12-25", "昭和元年12月25日(土)"),
            ("1926-12-24", "1926年12月24日(金)"),
        ];
        for (when, text) in cases {
            assert_eq!(wareki_weekday(day(when)), text);
        }
        assert_eq!(official(day("2019-10-27")), "令和元年１０月２７日");
        assert_eq!(wareki_both(day("1926-12-24")), "1926年12月24日(金)");
    }

    #[test]
    fn the_attribute_shows_tokyo_time() {
        let start = at_tokyo(day("2026-11-26"), NaiveTime::from_hms_opt(18, 30, 0).unwrap());
        assert_eq!(iso_datetime_attr(start), "2026-11-26T18:30+09:00");
        let early = at_tokyo(day("2026-11-26"), NaiveTime::from_hms_opt(0, 5, 0).unwrap());
        assert_eq!(iso_datetime_attr(early), "2026-11-26T00:05+09:00");
    }
}
