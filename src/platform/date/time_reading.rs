//! Times of day as people type them.
//!
//! 18:30, 18時30分 and 午後6時半 are one time. 午後12時30分 means 12:30 to some and 0:30 to others, and 24:00 is a
//! time of the next day: both are asked back with the words that settle it, never guessed.

use chrono::NaiveTime;
use thiserror::Error;

use super::cursor::Cursor;
use super::width::half_width;

/// Why a text is no time of day; shown next to the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Nothing was typed.
    #[error("時刻を入れてください。")]
    Empty,
    /// Not a form in which a time is written.
    #[error("時刻として読めません。18:30のように入れてください。")]
    Unreadable,
    /// 24:00 or later, up to 47:59: a time of the next day.
    #[error(
        "{hour}:{minute:02}は翌日の{next}:{minute:02}です。日付を翌日にして{next}:{minute:02}と入れてください。",
        next = hour - 24
    )]
    NextDay {
        /// As typed, 24 to 47.
        hour: u32,
        /// 0 to 59.
        minute: u32,
    },
    /// 午前12時 or 午後12時, with the minute.
    #[error("12:{0:02}ですか、0:{0:02}ですか。24時間の書き方で入れてください。")]
    TwelveOfHalfDay(u32),
    /// An hour above 12 after 午前 or 午後.
    #[error("{half}{hour}時という時刻はありません。18:30のように24時間の書き方で入れてください。")]
    HourOfHalfDay {
        /// 「午前」 or 「午後」.
        half: &'static str,
        /// As typed.
        hour: u32,
    },
    /// A minute above 59.
    #[error("{hour}時に{minute}分はありません。")]
    NoSuchMinute {
        /// As typed.
        hour: u32,
        /// As typed.
        minute: u32,
    },
}

/// Reads a time: 18:30, １８：３０, 18時30分, 18時, 18時半, 午後6時30分, 午後6:30, 正午.
pub fn parse_time(text: &str) -> Result<NaiveTime, TimeError> {
    let text = half_width(text);
    let mut cursor = Cursor::new(&text);
    if cursor.is_done() {
        return Err(TimeError::Empty);
    }
    let (half, (hour, minute)) = if cursor.eat("正午") {
        (None, (12, 0))
    } else {
        (cursor.eat_any(&[("午前", "午前"), ("午後", "午後")]), read_clock(&mut cursor)?)
    };
    if !cursor.is_done() {
        return Err(TimeError::Unreadable);
    }
    if minute > 59 {
        return Err(TimeError::NoSuchMinute { hour, minute });
    }
    let hour = match half {
        Some(half) => hour_of_half_day(half, hour, minute)?,
        None if (24..48).contains(&hour) => return Err(TimeError::NextDay { hour, minute }),
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeError::Unreadable)
}

/// 「18:30」, 「18時30分」, 「18時半」 or 「18時」 as hour and minute.
fn read_clock(cursor: &mut Cursor<'_>) -> Result<(u32, u32), TimeError> {
    let hour = cursor.small_number().ok_or(TimeError::Unreadable)?;
    if cursor.eat(":") {
        // One digit could be a slip for 18:05 or 18:50.
        let digits = cursor.digits();
        let minute = digits.parse().ok().filter(|_| digits.len() == 2);
        return minute.map(|minute| (hour, minute)).ok_or(TimeError::Unreadable);
    }
    if !cursor.eat("時") {
        return Err(TimeError::Unreadable);
    }
    if cursor.is_done() {
        return Ok((hour, 0));
    }
    if cursor.eat("半") {
        return Ok((hour, 30));
    }
    let minute = cursor.small_number().ok_or(TimeError::Unreadable)?;
    if cursor.eat("分") { Ok((hour, minute)) } else { Err(TimeError::Unreadable) }
}

fn hour_of_half_day(half: &'static str, hour: u32, minute: u32) -> Result<u32, TimeError> {
    match (half, hour) {
        ("午前", 0..12) => Ok(hour),
        (_, 0..12) => Ok(hour + 12),
        (_, 12) => Err(TimeError::TwelveOfHalfDay(minute)),
        _ => Err(TimeError::HourOfHalfDay { half, hour }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::date::{clock, half_day_clock, kanji_clock, official_clock};
    use proptest::prelude::*;

    #[test]
    fn every_written_form_is_read() {
        let cases = [
            ("18:30", "18:30"),
            ("18：30", "18:30"),
            ("１８：３０", "18:30"),
            (" 18 : 30 ", "18:30"),
            ("18時30分", "18:30"),
            ("18時", "18:00"),
            ("18時半", "18:30"),
            ("１８時０５分", "18:05"),
            ("午後6時30分", "18:30"),
            ("午後 ６時半", "18:30"),
            ("午後6:30", "18:30"),
            ("午前9時", "9:00"),
            ("午前0時5分", "0:05"),
            ("午後0時30分", "12:30"),
            ("正午", "12:00"),
            ("12時", "12:00"),
            ("0:00", "0:00"),
            ("09:00", "9:00"),
            ("23:59", "23:59"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_time(text).map(clock), Ok(expected.into()), "{text}");
        }
    }

    #[test]
    fn what_is_refused_is_told_plainly() {
        let cases = [
            ("", "時刻を入れてください。"),
            ("　", "時刻を入れてください。"),
            ("24:00", "24:00は翌日の0:00です。日付を翌日にして0:00と入れてください。"),
            ("25:00", "25:00は翌日の1:00です。日付を翌日にして1:00と入れてください。"),
            ("２４時", "24:00は翌日の0:00です。日付を翌日にして0:00と入れてください。"),
            ("25時半", "25:30は翌日の1:30です。日付を翌日にして1:30と入れてください。"),
            ("午後12時30分", "12:30ですか、0:30ですか。24時間の書き方で入れてください。"),
            ("午前12時", "12:00ですか、0:00ですか。24時間の書き方で入れてください。"),
            ("午後12:05", "12:05ですか、0:05ですか。24時間の書き方で入れてください。"),
            ("午後13時", "午後13時という時刻はありません。18:30のように24時間の書き方で入れてください。"),
            ("午前24時", "午前24時という時刻はありません。18:30のように24時間の書き方で入れてください。"),
            ("18:60", "18時に60分はありません。"),
            ("24時75分", "24時に75分はありません。"),
        ];
        for (text, message) in cases {
            assert_eq!(parse_time(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn other_texts_are_unreadable() {
        let texts = [
            "夕方",
            "18",
            "1830",
            "18:3",
            "18:",
            ":30",
            "18時30",
            "18時半分",
            "6:30pm",
            "午後",
            "正午半",
            "午後正午",
            "18:30～",
            "48:00",
            "99:00",
            "100:00",
            "1 8:30",
            "18:30:00",
            "午前午後6時",
        ];
        for text in texts {
            assert_eq!(parse_time(text), Err(TimeError::Unreadable), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(hour in 0..24u32, minute in 0..60u32) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
            for write in [clock, kanji_clock, half_day_clock, official_clock] {
                prop_assert_eq!(parse_time(&write(time)), Ok(time));
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC*", near in "[午前後正0-9:時分半 ]{0,10}") {
            for text in [text, near] {
                if let Err(error) = parse_time(&text) {
                    prop_assert!(error.to_string().ends_with('。'));
                }
            }
        }
    }
}
