//! The ladder over the page of a meeting.

use chrono::NaiveDate;
use entity::meeting;
use entity::pace::Step;

use super::due::{Line, Stands};
use super::step::facts;
use crate::meeting::rules::{State, may_convene, state};
use crate::platform::clock::Instant;
use crate::platform::date::{end_of_day, month_day_weekday};
use crate::platform::page::{self, Stage};

/// What everybody sees of a meeting.
const FOR_ALL: [Step; 4] = [Step::Date, Step::Notice, Step::Answers, Step::Meeting];

/// What the secretariat sees besides, where the body does it.
const FOR_OFFICE: [Step; 8] = [
    Step::Date,
    Step::Notice,
    Step::Answers,
    Step::Papers,
    Step::Meeting,
    Step::Draft,
    Step::Review,
    Step::Publication,
];

/// 計画 → 通知 → 回答 → 開催 with the days on which steps were done or are due, and for the office those between and
/// after them. The first step that is not done is the one where the meeting stands.
pub fn ladder(meeting: &meeting::Model, lines: &[Line], for_office: bool, now: Instant) -> Vec<page::Step> {
    let shown: &[Step] = if for_office { &FOR_OFFICE } else { &FOR_ALL };
    let line = |step: &Step| lines.iter().find(|line| line.step == *step);
    let shown: Vec<_> = shown.iter().filter_map(line).filter(|line| line.stands != Stands::Skipped).collect();
    let at = shown.iter().position(|line| !is_past(meeting, line, now)).unwrap_or(shown.len());
    let step = |(place, line): (usize, &&Line)| page::Step {
        name: name(meeting, line.step),
        when: when(meeting, line).map(month_day_weekday).unwrap_or_default(),
        stage: match place.cmp(&at) {
            std::cmp::Ordering::Less => Stage::Done,
            std::cmp::Ordering::Equal => Stage::Now,
            std::cmp::Ordering::Greater => Stage::Later,
        },
    };
    shown.iter().enumerate().map(step).collect()
}

/// Done, or nothing more can be done about it.
fn is_past(meeting: &meeting::Model, line: &Line, now: Instant) -> bool {
    match line.step {
        // A day without time, place or room cannot be called.
        Step::Date if state(meeting, now) == State::Planned => may_convene(meeting, now).is_ok(),
        Step::Answers if line.stands == Stands::Asked => {
            meeting.reply_due_on.is_none_or(|due| end_of_day(due) <= now)
        }
        _ => matches!(line.stands, Stands::Done(_) | Stands::Over),
    }
}

fn name(meeting: &meeting::Model, step: Step) -> String {
    let name = match step {
        Step::Date => "計画",
        Step::Meeting if meeting.fell_through_at.is_some() => "流会",
        step => facts(step).short,
    };
    name.to_owned()
}

/// A meeting without a day has none to count from; only what was done or is asked for has one.
fn when(meeting: &meeting::Model, line: &Line) -> Option<NaiveDate> {
    match line.stands {
        Stands::Done(Some(on)) => Some(on),
        _ => meeting.starts_at.map(|_| line.on),
    }
}

#[cfg(test)]
mod tests {
    use super::super::due::tests::{convened, planned};
    use super::super::{Calling, Facts, Pace, lines};
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn drawn(meeting: &meeting::Model, for_office: bool, now: &str) -> String {
        let facts = Facts { items: 1, unanswered: 2, ..Facts::default() };
        let lines = lines(meeting, &Pace::default(), Calling::default(), &facts, at(now));
        let sign = |step: &page::Step| {
            let sign = match step.stage {
                Stage::Done => "済",
                Stage::Now => "今",
                Stage::Later => "",
            };
            format!("{sign}{}{}", step.name, step.when)
        };
        ladder(meeting, &lines, for_office, at(now)).iter().map(sign).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_ladder_shows_days_done_and_due() {
        let early = "2026-10-28T00:00:00Z";
        let undated = meeting::Model {
            starts_at: None,
            ends_at: None,
            month_on: "2026-11-01".parse().ok(),
            reply_due_on: None,
            ..planned()
        };
        for (meeting, now, drawing) in [
            (undated, early, "今計画 通知 回答 開催"),
            (planned(), early, "済計画9月25日(金) 今通知10月27日(火) 回答11月12日(木) 開催11月26日(木)"),
            (convened(), early, "済計画9月25日(金) 済通知10月27日(火) 今回答11月12日(木) 開催11月26日(木)"),
            (
                convened(),
                "2026-11-13T00:00:00Z",
                "済計画9月25日(金) 済通知10月27日(火) 済回答11月12日(木) 今開催11月26日(木)",
            ),
            (
                convened(),
                "2026-11-27T00:00:00Z",
                "済計画9月25日(金) 済通知10月27日(火) 済回答11月12日(木) 済開催11月26日(木)",
            ),
        ] {
            assert_eq!(drawn(&meeting, false, now), drawing);
        }
        let cancelled = meeting::Model { cancelled_at: Some(at(early)), ..convened() };
        assert_eq!(drawn(&cancelled, true, early), "");
    }

    #[test]
    fn the_office_sees_papers_and_minutes_too() {
        let held = "済計画9月25日(金) 済通知10月27日(火) 済回答11月12日(木) 済資料11月19日(木) 済開催11月26日(木) \
                    今会議録案12月10日(木) 確認12月24日(木) 公表1月8日(金)";
        assert_eq!(drawn(&convened(), true, "2026-11-27T00:00:00Z"), held);
    }
}
