//! The holidays of whole years against the lists of the Cabinet Office (内閣府「国民の祝日」).

use super::*;
use std::fmt::Write as _;

/// One year as `1/1 1/12 …`.
fn days_of(year: i32) -> String {
    let mut days = String::new();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    for day in first.iter_days().take_while(|day| day.year() == year) {
        if holiday(day).is_some() {
            write!(days, " {}/{}", day.month(), day.day()).unwrap();
        }
    }
    days.trim_start().to_owned()
}

fn named_days_of(year: i32) -> Vec<(u32, u32, &'static str)> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let days = first.iter_days().take_while(|day| day.year() == year);
    days.filter_map(|day| holiday(day).map(|found| (day.month(), day.day(), found.name))).collect()
}

#[test]
fn the_days_of_each_year() {
    let years = [
        (2015, "1/1 1/12 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23"),
        (2016, "1/1 1/11 2/11 3/20 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/22 10/10 11/3 11/23 12/23"),
        (2017, "1/1 1/2 1/9 2/11 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23 12/23"),
        (
            2018,
            "1/1 1/8 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 7/16 8/11 9/17 9/23 9/24 10/8 11/3 11/23 12/23 12/24",
        ),
        (2022, "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23"),
        (2023, "1/1 1/2 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23"),
        (
            2024,
            "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
        ),
        (
            2025,
            "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
        ),
    ];
    for (year, days) in years {
        assert_eq!(days_of(year), days, "{year}");
    }
}

#[test]
fn the_year_of_the_accession() {
    let days = [
        (1, 1, "元日"),
        (1, 14, "成人の日"),
        (2, 11, "建国記念の日"),
        (3, 21, "春分の日"),
        (4, 29, "昭和の日"),
        (4, 30, "国民の休日"),
        (5, 1, "天皇の即位の日"),
        (5, 2, "国民の休日"),
        (5, 3, "憲法記念日"),
        (5, 4, "みどりの日"),
        (5, 5, "こどもの日"),
        (5, 6, "振替休日"),
        (7, 15, "海の日"),
        (8, 11, "山の日"),
        (8, 12, "振替休日"),
        (9, 16, "敬老の日"),
        (9, 23, "秋分の日"),
        (10, 14, "体育の日"),
        (10, 22, "即位礼正殿の儀の行われる日"),
        (11, 3, "文化の日"),
        (11, 4, "振替休日"),
        (11, 23, "勤労感謝の日"),
    ];
    assert_eq!(named_days_of(2019), days);
}

#[test]
fn the_years_of_the_games() {
    let first = [
        (1, 1, "元日"),
        (1, 13, "成人の日"),
        (2, 11, "建国記念の日"),
        (2, 23, "天皇誕生日"),
        (2, 24, "振替休日"),
        (3, 20, "春分の日"),
        (4, 29, "昭和の日"),
        (5, 3, "憲法記念日"),
        (5, 4, "みどりの日"),
        (5, 5, "こどもの日"),
        (5, 6, "振替休日"),
        (7, 23, "海の日"),
        (7, 24, "スポーツの日"),
        (8, 10, "山の日"),
        (9, 21, "敬老の日"),
        (9, 22, "秋分の日"),
        (11, 3, "文化の日"),
        (11, 23, "勤労感謝の日"),
    ];
    assert_eq!(named_days_of(2020), first);
    let second = [
        (1, 1, "元日"),
        (1, 11, "成人の日"),
        (2, 11, "建国記念の日"),
        (2, 23, "天皇誕生日"),
        (3, 20, "春分の日"),
        (4, 29, "昭和の日"),
        (5, 3, "憲法記念日"),
        (5, 4, "みどりの日"),
        (5, 5, "こどもの日"),
        (7, 22, "海の日"),
        (7, 23, "スポーツの日"),
        (8, 8, "山の日"),
        (8, 9, "振替休日"),
        (9, 20, "敬老の日"),
        (9, 23, "秋分の日"),
        (11, 3, "文化の日"),
        (11, 23, "勤労感謝の日"),
    ];
    assert_eq!(named_days_of(2021), second);
}

#[test]
fn the_years_being_planned() {
    let this = [
        (1, 1, "元日"),
        (1, 12, "成人の日"),
        (2, 11, "建国記念の日"),
        (2, 23, "天皇誕生日"),
        (3, 20, "春分の日"),
        (4, 29, "昭和の日"),
        (5, 3, "憲法記念日"),
        (5, 4, "みどりの日"),
        (5, 5, "こどもの日"),
        (5, 6, "振替休日"),
        (7, 20, "海の日"),
        (8, 11, "山の日"),
        (9, 21, "敬老の日"),
        (9, 22, "国民の休日"),
        (9, 23, "秋分の日"),
        (10, 12, "スポーツの日"),
        (11, 3, "文化の日"),
        (11, 23, "勤労感謝の日"),
    ];
    assert_eq!(named_days_of(2026), this);
    let next = [
        (1, 1, "元日"),
        (1, 11, "成人の日"),
        (2, 11, "建国記念の日"),
        (2, 23, "天皇誕生日"),
        (3, 21, "春分の日"),
        (3, 22, "振替休日"),
        (4, 29, "昭和の日"),
        (5, 3, "憲法記念日"),
        (5, 4, "みどりの日"),
        (5, 5, "こどもの日"),
        (7, 19, "海の日"),
        (8, 11, "山の日"),
        (9, 20, "敬老の日"),
        (9, 23, "秋分の日"),
        (10, 11, "スポーツの日"),
        (11, 3, "文化の日"),
        (11, 23, "勤労感謝の日"),
    ];
    assert_eq!(named_days_of(2027), next);
}

#[test]
fn days_after_the_announced_ones_are_marked() {
    let on = |text: &str| holiday(text.parse().unwrap()).unwrap();
    assert_eq!(CONFIRMED_UNTIL.to_string(), "2027-12-31");
    assert_eq!(on("2027-11-23").to_string(), "勤労感謝の日");
    assert_eq!(on("2028-01-01").to_string(), "元日（未確定）");
    assert_eq!(on("2031-03-21").to_string(), "春分の日（未確定）");
    assert!(on("2031-03-21").is_named() && !on("2026-05-06").is_named() && !on("2026-09-22").is_named());
}

#[test]
fn the_formula_agrees_with_the_table_and_reaches_beyond() {
    for year in 2015..=2030 {
        assert_eq!(equinox(year, 20_843_100, 21_851_000), spring_equinox(year), "spring {year}");
        assert_eq!(equinox(year, 23_248_800, 24_248_800), autumn_equinox(year), "autumn {year}");
    }
    let known =
        [(2007, 21, 23), (2009, 20, 23), (2012, 20, 22), (2014, 21, 23), (2031, 21, 23), (2100, 20, 23)];
    for (year, march, september) in known {
        assert_eq!((spring_equinox(year), autumn_equinox(year)), (Some(march), Some(september)), "{year}");
    }
    assert_eq!(spring_equinox(2151), None);
}

#[test]
fn years_before_the_present_rules_have_none() {
    assert_eq!(days_of(2006), "");
    assert_eq!(named_days_of(2009).iter().filter(|(_, _, name)| *name == BETWEEN).count(), 1);
}
