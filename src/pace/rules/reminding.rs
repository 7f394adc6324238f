//! When the program reminds people by itself: on the day a body's rule falls on, while the office works.

use entity::meeting;
use entity::pace::Step;

use super::due::{Line, Stands};
use super::step::is_reminder;
use crate::invitation::rules::Due;
use crate::platform::clock::Instant;
use crate::platform::date::{closed, tokyo_day, tokyo_time};

/// From this hour of a working day on; before it and from the other on it is quiet.
const FROM: u32 = 9;
/// Until this hour.
const UNTIL: u32 = 17;

/// Whether a reminder may leave now: on days and in hours in which the office answers the telephone.
pub fn may_leave(now: Instant) -> bool {
    use chrono::Timelike;
    closed(tokyo_day(now)).is_none() && (FROM..UNTIL).contains(&tokyo_time(now).hour())
}

/// The rules of a meeting that are due today, or were on the days since the program last could. Nobody is reminded on
/// the day of the notice, of a deadline that has passed, or of a meeting that has begun.
pub fn asks(meeting: &meeting::Model, lines: &[Line], now: Instant) -> Vec<Due> {
    let today = tokyo_day(now);
    let (Some(start), Some(convened)) = (meeting.starts_at, meeting.convened_at) else { return Vec::new() };
    let still = |step: Step| match step {
        Step::EveReminder => now < start,
        _ => meeting.reply_due_on.is_none_or(|due| today <= due) && now < start,
    };
    let due = |line: &&Line| {
        let told_before = tokyo_day(convened) < line.on;
        line.stands == Stands::Ahead && told_before && line.on <= today && still(line.step)
    };
    let rules = lines.iter().filter(|line| is_reminder(line.step));
    rules.filter(due).map(|line| Due { meeting: meeting.id, step: line.step, due_on: line.on }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::due::tests::convened;
    use super::super::{Calling, Facts, Pace, lines};
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().to_utc()
    }

    #[test]
    fn it_is_quiet_outside_office_hours() {
        for (now, may) in [
            ("2026-11-09T08:59:59+09:00", false),
            ("2026-11-09T09:00:00+09:00", true),
            ("2026-11-09T16:59:59+09:00", true),
            ("2026-11-09T17:00:00+09:00", false),
            ("2026-11-08T12:00:00+09:00", false), // Sunday
            ("2026-11-23T12:00:00+09:00", false), // 勤労感謝の日
            ("2027-01-03T12:00:00+09:00", false),
        ] {
            assert_eq!(may_leave(at(now)), may, "{now}");
        }
    }

    #[test]
    fn a_rule_is_due_from_its_day_until_there_is_no_point() {
        let pace = Pace::with([(Step::FirstReminder, 3), (Step::LastReminder, 0), (Step::EveReminder, 1)]);
        let meeting = convened();
        let due = |now: &str| {
            let lines = lines(&meeting, &pace, Calling::default(), &Facts::default(), at(now));
            asks(&meeting, &lines, at(now)).into_iter().map(|ask| ask.step).collect::<Vec<_>>()
        };
        for (now, steps) in [
            ("2026-11-08T12:00:00+09:00", vec![]),
            ("2026-11-09T12:00:00+09:00", vec![Step::FirstReminder]),
            ("2026-11-11T12:00:00+09:00", vec![Step::FirstReminder]),
            ("2026-11-12T12:00:00+09:00", vec![Step::FirstReminder, Step::LastReminder]),
            ("2026-11-13T12:00:00+09:00", vec![]),
            ("2026-11-25T12:00:00+09:00", vec![Step::EveReminder]),
            ("2026-11-26T18:29:00+09:00", vec![Step::EveReminder]),
            ("2026-11-26T18:30:00+09:00", vec![]),
        ] {
            assert_eq!(due(now), steps, "{now}");
        }
        // The notice left on the day the first rule falls on.
        let late = meeting::Model { convened_at: Some(at("2026-11-09T08:00:00+09:00")), ..convened() };
        let now = at("2026-11-10T12:00:00+09:00");
        let lines = lines(&late, &pace, Calling::default(), &Facts::default(), now);
        assert_eq!(asks(&late, &lines, now), []);
    }
}
