//! What is read as a day, what is refused, and with which words.

use super::*;
use crate::platform::date::{iso_day, official, official_weekday, wareki_both, wareki_weekday};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_written_form_is_read() {
    let cases = [
        ("令和8年11月26日", "2026-11-26"),
        ("令和8年11月26日(木)", "2026-11-26"),
        ("令和８年１１月２６日（木）", "2026-11-26"),
        ("令和8年11月26日 （木曜日）", "2026-11-26"),
        ("令和8年11月26日(木曜)", "2026-11-26"),
        ("令和8年（2026年）11月26日(木)", "2026-11-26"),
        ("2026年（令和8年）11月26日", "2026-11-26"),
        (" 令和 8年 11月 26日　", "2026-11-26"),
        ("R8.11.26", "2026-11-26"),
        ("r08.11.26", "2026-11-26"),
        ("Ｒ８．１１．２６", "2026-11-26"),
        ("令8. 11. 26", "2026-11-26"),
        ("R8/11/26", "2026-11-26"),
        ("令和元年5月1日", "2019-05-01"),
        ("R元.5.1", "2019-05-01"),
        ("R1.5.1", "2019-05-01"),
        ("H30.3.31", "2018-03-31"),
        ("平成31年4月30日", "2019-04-30"),
        ("S64.1.7", "1989-01-07"),
        ("昭和元年12月25日", "1926-12-25"),
        ("2026/11/26", "2026-11-26"),
        ("2026/1/6(火)", "2026-01-06"),
        ("2026-11-26", "2026-11-26"),
        ("２０２６－１１－２６", "2026-11-26"),
        ("2026年11月26日", "2026-11-26"),
        ("西暦2026年11月26日", "2026-11-26"),
        ("令和6年2月29日", "2024-02-29"),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_day(text), Ok(day(expected)), "{text}");
    }
}

#[test]
fn what_is_refused_is_told_plainly() {
    let cases = [
        ("", "日付を入れてください。"),
        (" 　", "日付を入れてください。"),
        ("令和7年2月29日", "令和7年2月に29日はありません。"),
        ("R7.2.29", "令和7年2月に29日はありません。"),
        ("2025/2/29", "2025年2月に29日はありません。"),
        ("令和8年11月31日(月)", "令和8年11月に31日はありません。"),
        ("令和元年6月0日", "令和元年6月に0日はありません。"),
        ("令和8年13月1日", "13月はありません。"),
        ("2026/0/1", "0月はありません。"),
        ("平成31年5月1日", "平成は31年4月30日までです。令和元年5月1日ではありませんか。"),
        ("平成32年4月1日", "平成は31年4月30日までです。令和2年4月1日ではありませんか。"),
        ("S64.1.8", "昭和は64年1月7日までです。平成元年1月8日ではありませんか。"),
        ("令和元年4月30日", "令和は元年5月1日からです。平成31年4月30日ではありませんか。"),
        ("平成元年1月7日", "平成は元年1月8日からです。昭和64年1月7日ではありませんか。"),
        ("昭和元年12月24日", "昭和は元年12月25日からです。1926年12月24日ではありませんか。"),
        ("令和8年11月26日(金)", "令和8年11月26日は木曜日です。日付か曜日を直してください。"),
        ("2026/11/26（水曜日）", "令和8年11月26日は木曜日です。日付か曜日を直してください。"),
        ("令和8年（2025年）11月26日", "令和8年は2026年です。年を確かめてください。"),
        ("2025年（令和8年）11月26日", "令和8年は2026年です。年を確かめてください。"),
        ("26/11/26", "年は「令和8年」か「2026年」のように入れてください。"),
        ("令和0年1月1日", "年は「令和8年」か「2026年」のように入れてください。"),
        ("令和年1月1日", "年は「令和8年」か「2026年」のように入れてください。"),
        ("0001-01-01", "年は「令和8年」か「2026年」のように入れてください。"),
    ];
    for (text, message) in cases {
        assert_eq!(parse_day(text).unwrap_err().to_string(), message, "{text}");
    }
}

#[test]
fn other_texts_are_unreadable() {
    let texts = [
        "未定",
        "11月26日",
        "元年5月1日",
        "2026/11",
        "2026/11-26",
        "2026/11/26/1",
        "令和8年11月2 6日",
        "令和8年11月26",
        "令和8年11月26日(祝)",
        "令和8年11月26日頃",
        "令和8年(2026年11月26日",
        "令和8年(2026年)",
        "2026.(令和8年)11.26",
        "(木)",
        ")",
        "慶応3年1月1日",
    ];
    for text in texts {
        let error = parse_day(text).unwrap_err();
        assert!(matches!(error, DayError::Unreadable | DayError::Year), "{text}: {error}");
    }
    assert_eq!(parse_day("未定"), Err(DayError::Unreadable));
}

#[test]
fn three_fields_make_a_day() {
    let cases = [
        (["令和", "8", "11", "27"], "2026-11-27"),
        (["令和", "元", "5", "1"], "2019-05-01"),
        (["R", "８", " １１", "０７"], "2026-11-07"),
        (["西暦", "2026", "11", "27"], "2026-11-27"),
        (["", "2026", "11", "27"], "2026-11-27"),
    ];
    for ([calendar, year, month, date], expected) in cases {
        assert_eq!(from_parts(calendar, year, month, date), Ok(day(expected)));
    }
}

#[test]
fn three_fields_are_refused_with_the_same_words() {
    let cases = [
        (["令和", "", " ", ""], "日付を入れてください。"),
        (["令和", "8", "", "27"], "月を入れてください。"),
        (["令和", "", "11", "27"], "年を入れてください。"),
        (["令和", "8", "11", "　"], "日を入れてください。"),
        (["令和", "7", "2", "29"], "令和7年2月に29日はありません。"),
        (["平成", "31", "5", "1"], "平成は31年4月30日までです。令和元年5月1日ではありませんか。"),
        (["令和", "8", "13", "1"], "13月はありません。"),
        (["令和", "2026", "1", "1"], "年は「令和8年」か「2026年」のように入れてください。"),
        (["西暦", "8", "1", "1"], "年は「令和8年」か「2026年」のように入れてください。"),
        (["西暦", "元", "1", "1"], "年は「令和8年」か「2026年」のように入れてください。"),
        (["慶応", "3", "1", "1"], "年は「令和8年」か「2026年」のように入れてください。"),
        (["令和", "8年", "1", "1"], "年は「令和8年」か「2026年」のように入れてください。"),
        (["令和", "8", "1月", "1"], "日付として読めません。令和8年11月26日のように入れてください。"),
    ];
    for ([calendar, year, month, date], message) in cases {
        assert_eq!(from_parts(calendar, year, month, date).unwrap_err().to_string(), message);
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..63_554i64).prop_map(|days| day("1927-01-01") + chrono::TimeDelta::days(days))
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(day in any_day()) {
        for write in [wareki, wareki_weekday, wareki_both, official, official_weekday, iso_day] {
            prop_assert_eq!(parse_day(&write(day)), Ok(day));
        }
        let era = Era::of(day).unwrap();
        let year = era.year_of(day.year()).to_string();
        let (month, date) = (day.month().to_string(), day.day().to_string());
        prop_assert_eq!(from_parts(era.name(), &year, &month, &date), Ok(day));
        prop_assert_eq!(from_parts("西暦", &day.year().to_string(), &month, &date), Ok(day));
    }

    #[test]
    fn only_the_right_weekday_is_taken(day in any_day(), mark in "[日月火水木金土]") {
        let read = parse_day(&format!("{}({mark})", wareki(day)));
        if weekday_mark(day.weekday()) == mark {
            prop_assert_eq!(read, Ok(day));
        } else {
            prop_assert_eq!(read, Err(DayError::WrongWeekday(day)));
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*", digits in "[令和昭R元0-9年月日./()（）-]{0,16}") {
        for text in [text, digits] {
            if let Err(error) = parse_day(&text) {
                prop_assert!(error.to_string().ends_with('。'));
            }
        }
    }
}
