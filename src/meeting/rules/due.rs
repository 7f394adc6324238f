//! What a meeting asks of the secretariat, by when, and how urgent that is in a word.

use chrono::{Days, NaiveDate};
use entity::meeting;

use super::{Refusal, State, may_convene, state};
use crate::body::rules::NoticePeriod;
use crate::platform::clock::Instant;
use crate::platform::date::{previous_open_day, tokyo_day};

/// Before which day of the meeting a notice is due where no charter says it, in days.
const USUAL_NOTICE: u64 = 30;

/// Something that a meeting asks of the secretariat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// 日時を決める.
    Date,
    /// 開催通知を出す.
    Notice,
    /// 回答期限.
    Answers,
    /// 開催.
    Meeting,
}

/// The day by which the notice of a planned meeting has to leave.
pub fn notice_due(meeting_day: NaiveDate, period: Option<NoticePeriod>) -> NaiveDate {
    let stated = period.and_then(|period| period.due_day(meeting_day));
    stated.unwrap_or_else(|| {
        previous_open_day(meeting_day.checked_sub_days(Days::new(USUAL_NOTICE)).unwrap_or(meeting_day))
    })
}

/// What a meeting asks for and by when. `unanswered` people have not answered.
pub fn duties(
    meeting: &meeting::Model,
    period: Option<NoticePeriod>,
    unanswered: usize,
    now: Instant,
) -> Vec<(NaiveDate, Duty)> {
    let starts_on = meeting.starts_at.map(tokyo_day);
    match (state(meeting, now), starts_on) {
        (State::Planned, None) => meeting.month_on.map(|month| (month, Duty::Date)).into_iter().collect(),
        (State::Planned, Some(_)) if may_convene(meeting, now) == Err(Refusal::Past) => Vec::new(),
        (State::Planned, Some(day)) => vec![(notice_due(day, period), Duty::Notice)],
        (State::Postponed, _) => vec![(tokyo_day(now), Duty::Date)],
        (State::Convened, Some(day)) => {
            let answers = meeting.reply_due_on.filter(|_| unanswered > 0).map(|due| (due, Duty::Answers));
            answers.into_iter().chain([(day, Duty::Meeting)]).collect()
        }
        _ => Vec::new(),
    }
}

/// How urgent a day is, in a word, and the look of its tag.
pub fn urgency(on: NaiveDate, today: NaiveDate) -> (String, &'static str) {
    match (on - today).num_days() {
        0 => ("今日".to_owned(), "tag tag--now"),
        ahead @ 1.. => (format!("あと{ahead}日"), "tag"),
        past => (format!("{}日遅れ", -past), "tag tag--late"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_told_by_their_distance() {
        let today = day("2026-11-10");
        for (on, words, look) in [
            ("2026-11-09", "1日遅れ", "tag tag--late"),
            ("2026-11-10", "今日", "tag tag--now"),
            ("2026-11-12", "あと2日", "tag"),
        ] {
            assert_eq!(urgency(day(on), today), (words.to_owned(), look));
        }
    }

    #[test]
    fn a_notice_leaves_on_an_open_day_before_its_period() {
        let seven = NoticePeriod::Days { days: 7, counting: crate::platform::date::Counting::Plain };
        assert_eq!(notice_due(day("2026-11-26"), Some(seven)), day("2026-11-19"));
        // 30 days before Thursday 26 November is Tuesday 27 October.
        assert_eq!(notice_due(day("2026-11-26"), None), day("2026-10-27"));
        // 30 days before 3 November is Sunday 4 October: what we owe moves to the Friday before.
        assert_eq!(notice_due(day("2026-11-03"), Some(NoticePeriod::None)), day("2026-10-02"));
    }
}
