//! Times of day as screens, mails and letters write them.
//!
//! Seconds are never shown. Letters count twelve hours from 午前０時 and 午後０時 and say 正午 for 12:00 sharp.
//! The dash of a span is U+FF5E, which the character set of municipal mail (CP932) has, unlike U+301C.

use chrono::{NaiveTime, Timelike};

use super::width::full_width;

/// 18:30
pub fn clock(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// 18時30分; on the hour 18時.
pub fn kanji_clock(time: NaiveTime) -> String {
    format!("{}時{}", time.hour(), minutes(time))
}

/// 午後6時30分; on the hour 午後8時, at noon 正午.
pub fn half_day_clock(time: NaiveTime) -> String {
    if (time.hour(), time.minute()) == (12, 0) {
        return "正午".into();
    }
    let (afternoon, _) = time.hour12();
    let half = if afternoon { "午後" } else { "午前" };
    format!("{half}{}時{}", time.hour() % 12, minutes(time))
}

/// 午後６時３０分, for letters.
pub fn official_clock(time: NaiveTime) -> String {
    full_width(&half_day_clock(time))
}

/// 18:30～20:00
pub fn clock_span(from: NaiveTime, to: NaiveTime) -> String {
    format!("{}\u{FF5E}{}", clock(from), clock(to))
}

/// 午後６時３０分～午後８時, for letters.
pub fn official_span(from: NaiveTime, to: NaiveTime) -> String {
    format!("{}\u{FF5E}{}", official_clock(from), official_clock(to))
}

fn minutes(time: NaiveTime) -> String {
    match time.minute() {
        0 => String::new(),
        minute => format!("{minute}分"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    #[test]
    fn one_time_in_every_form() {
        let cases = [
            ("18:30", "18:30", "18時30分", "午後6時30分", "午後６時３０分"),
            ("20:00", "20:00", "20時", "午後8時", "午後８時"),
            ("09:05", "9:05", "9時5分", "午前9時5分", "午前９時５分"),
            ("00:00", "0:00", "0時", "午前0時", "午前０時"),
            ("00:30", "0:30", "0時30分", "午前0時30分", "午前０時３０分"),
            ("12:00", "12:00", "12時", "正午", "正午"),
            ("12:30", "12:30", "12時30分", "午後0時30分", "午後０時３０分"),
        ];
        for (at, screen, kanji, half_day, official) in cases {
            let at = time(at);
            assert_eq!(clock(at), screen);
            assert_eq!(kanji_clock(at), kanji);
            assert_eq!(half_day_clock(at), half_day);
            assert_eq!(official_clock(at), official);
        }
    }

    #[test]
    fn spans_are_joined_by_a_dash_that_mail_can_carry() {
        let span = clock_span(time("18:30"), time("20:00"));
        assert_eq!(span, "18:30～20:00");
        assert_eq!(official_span(time("18:30"), time("20:00")), "午後６時３０分～午後８時");
        assert_eq!(official_span(time("10:30"), time("12:00")), "午前１０時３０分～正午");
        let (_, _, lossy) = encoding_rs::SHIFT_JIS.encode(&span);
        assert!(!lossy);
    }
}
