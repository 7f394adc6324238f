//! A day and its hours: what makes them impossible, and what speaks against them. An impossible span is an
//! error; everything else is a warning that the clerk may know better than we do.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime};
use entity::meeting;

use crate::body::rules::{Citation, NoticePeriod, ReplyDeadline, Value};
use crate::platform::clock::Instant;
use crate::platform::date::{Closed, at_tokyo, closed, month_day_weekday, tokyo_day};

/// From when to when; the end is later than the start, on the same day in Tokyo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When the meeting opens.
    pub starts_at: Instant,
    /// When it is planned to close.
    pub ends_at: Instant,
}

/// Why hours or a reply deadline do not fit the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayProblem {
    /// The end is not after the start.
    #[error("終了時刻を、開始時刻より後にしてください。")]
    EndsBeforeStart,
    /// The deadline is the meeting's day or later.
    #[error("開催日（{}）より前の日にしてください。", month_day_weekday(*.0))]
    DueAfterMeeting(NaiveDate),
    /// Nobody could answer any more.
    #[error("きょう以後の日にしてください。")]
    DuePassed,
    /// Answers were promised until a later day.
    #[error("招集したあとは、回答期限（{}）を早められません。", month_day_weekday(*.0))]
    DueMovedForward(NaiveDate),
}

/// The hours of a meeting on a day.
pub fn span(day: NaiveDate, from: NaiveTime, to: NaiveTime) -> Result<Span, DayProblem> {
    if to <= from {
        return Err(DayProblem::EndsBeforeStart);
    }
    Ok(Span { starts_at: at_tokyo(day, from), ends_at: at_tokyo(day, to) })
}

/// The last day for answers that a form proposes: an open day, as many days before as the charter says, two
/// weeks where it says nothing (T−14 in the secretariat's calendar).
pub fn reply_due(meeting_day: NaiveDate, stated: Option<ReplyDeadline>) -> NaiveDate {
    stated.unwrap_or(ReplyDeadline(14)).day(meeting_day)
}

/// Whether a reply deadline fits its meeting's day: answers are asked for before it.
pub fn reply_due_fits(due: NaiveDate, meeting_day: NaiveDate) -> Result<(), DayProblem> {
    if due < meeting_day { Ok(()) } else { Err(DayProblem::DueAfterMeeting(meeting_day)) }
}

/// Whether the reply deadline of a convened meeting may become `due` without telling anybody: people rely on
/// the day they were given, so it only moves back.
pub fn later_reply_due(meeting: &meeting::Model, due: Option<NaiveDate>) -> Result<(), DayProblem> {
    if let (Some(due), Some(start)) = (due, meeting.starts_at) {
        reply_due_fits(due, tokyo_day(start))?;
    }
    match meeting.reply_due_on {
        Some(was) if due.is_none_or(|due| due < was) => Err(DayProblem::DueMovedForward(was)),
        _ => Ok(()),
    }
}

/// Something that speaks against a chosen day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The day has passed: right only when a meeting is entered afterwards.
    Past,
    /// The office is closed.
    Closed(Closed),
    /// 11 to 16 August.
    Obon,
    /// The notice cannot be out in time any more.
    NoticeMissed {
        /// The last day on which it would have been.
        latest: NaiveDate,
        /// How the charter counts.
        period: NoticePeriod,
        /// Where it says so.
        cite: Citation,
    },
    /// Another meeting at the same time asks some of the same people.
    SamePeople {
        /// The other meeting.
        meeting: String,
        /// Who would have to be in two places.
        people: Vec<String>,
    },
    /// Another meeting of the same body on that day.
    SameBody {
        /// The other meeting.
        meeting: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Past => f.write_str("過ぎた日です。終わった会議の記録としてなら、このまま保存できます。"),
            Self::Closed(why) => write!(f, "閉庁日です（{why}）。"),
            Self::Obon => f.write_str("お盆（8月11日～16日）のころです。出席しにくい人がいます。"),
            Self::NoticeMissed { latest, period, cite } => write!(
                f,
                "通知の期限（{}）を過ぎています。{cite}：{}。",
                month_day_weekday(*latest),
                period.label()
            ),
            Self::SamePeople { meeting, people } => {
                write!(f, "同じ時間に{meeting}があり、{}が両方の委員です。", people.join("、"))
            }
            Self::SameBody { meeting } => write!(f, "同じ日に、この会議体の{meeting}があります。"),
        }
    }
}

/// What the day itself and the charter say against it. The period is asked only with its article.
pub fn warnings(day: NaiveDate, today: NaiveDate, notice: Option<(NoticePeriod, &Citation)>) -> Vec<Warning> {
    let mut found = Vec::new();
    if day < today {
        found.push(Warning::Past);
    }
    found.extend(closed(day).map(Warning::Closed));
    if day.month() == 8 && (11..=16).contains(&day.day()) {
        found.push(Warning::Obon);
    }
    let missed = notice.and_then(|(period, cite)| Some((period.latest_day(day)?, period, cite)));
    if let Some((latest, period, cite)) = missed.filter(|(latest, ..)| *latest < today && today <= day) {
        found.push(Warning::NoticeMissed { latest, period, cite: cite.clone() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::change::tests::meeting;
    use super::*;
    use crate::platform::date::Counting;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_ends_after_it_starts() {
        let on = day("2026-11-26");
        let evening = span(on, time("18:30:00"), time("20:00:00")).unwrap();
        assert_eq!(evening.starts_at, "2026-11-26T09:30:00Z".parse::<Instant>().unwrap());
        assert_eq!(tokyo_day(evening.ends_at), on);
        for to in ["18:30:00", "18:00:00"] {
            assert_eq!(span(on, time("18:30:00"), time(to)), Err(DayProblem::EndsBeforeStart));
        }
    }

    #[test]
    fn answers_are_asked_for_by_an_open_day() {
        for (on, stated, expected) in [
            ("2026-11-26", None, "2026-11-12"),
            ("2026-11-26", Some(ReplyDeadline(7)), "2026-11-19"),
            // 23 November is 勤労感謝の日: what others owe moves to the next open day.
            ("2026-12-07", Some(ReplyDeadline(14)), "2026-11-24"),
            ("2027-01-12", Some(ReplyDeadline(10)), "2027-01-04"),
        ] {
            assert_eq!(reply_due(day(on), stated), day(expected), "{on} {stated:?}");
        }
    }

    #[test]
    fn a_deadline_lies_before_the_meeting_and_only_moves_back() {
        let convened = meeting::Model { reply_due_on: Some(day("2026-11-12")), ..meeting() };
        let moved = DayProblem::DueMovedForward(day("2026-11-12"));
        for (due, expected) in [
            (Some("2026-11-12"), Ok(())),
            (Some("2026-11-25"), Ok(())),
            (Some("2026-11-26"), Err(DayProblem::DueAfterMeeting(day("2026-11-26")))),
            (Some("2026-11-11"), Err(moved)),
            (None, Err(moved)),
        ] {
            assert_eq!(later_reply_due(&convened, due.map(day)), expected, "{due:?}");
        }
        assert_eq!(later_reply_due(&meeting(), None), Ok(()));
    }

    #[test]
    fn days_are_warned_of() {
        let today = day("2026-11-20");
        let cite =
            Citation { charter_title: "設置要綱".into(), article: "第5条".into(), inherited: false };
        let plain = NoticePeriod::Days { days: 7, counting: Counting::Plain };
        let clear = NoticePeriod::Days { days: 7, counting: Counting::ClearDays };
        for (on, period, expected) in [
            ("2026-11-27", plain, ""),
            (
                "2026-11-26",
                plain,
                "通知の期限（11月19日(木)）を過ぎています。設置要綱 第5条：7日前まで（当日を数えない）。",
            ),
            (
                "2026-11-27",
                clear,
                "通知の期限（11月19日(木)）を過ぎています。設置要綱 第5条：7日前まで（間に7日おく）。",
            ),
            ("2026-11-24", NoticePeriod::None, ""),
            ("2026-11-23", NoticePeriod::None, "閉庁日です（祝日（勤労感謝の日））。"),
            ("2029-03-20", plain, "閉庁日です（祝日（春分の日）（未確定））。"),
            ("2027-08-12", plain, "お盆（8月11日～16日）のころです。出席しにくい人がいます。"),
            ("2026-11-19", plain, "過ぎた日です。終わった会議の記録としてなら、このまま保存できます。"),
        ] {
            let found = warnings(day(on), today, Some((period, &cite)));
            let words: Vec<_> = found.iter().map(ToString::to_string).collect();
            assert_eq!(words.join("\n"), expected, "{on} {period:?}");
        }
        assert_eq!(warnings(day("2027-08-14"), today, None).len(), 2, "a Saturday in お盆");
    }

    #[test]
    fn clashes_name_the_people() {
        let meeting = "退院支援分科会（18:00～19:30）".to_owned();
        let people = vec!["髙橋 由紀子".to_owned(), "林 直人".to_owned()];
        assert_eq!(
            Warning::SamePeople { meeting: meeting.clone(), people }.to_string(),
            "同じ時間に退院支援分科会（18:00～19:30）があり、髙橋 由紀子、林 直人が両方の委員です。"
        );
        assert_eq!(
            Warning::SameBody { meeting }.to_string(),
            "同じ日に、この会議体の退院支援分科会（18:00～19:30）があります。"
        );
    }
}
