//! The steps, their words, and how many days before or after the meeting a body does them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::pace::{self, Step};
use sea_orm::Iterable;

use crate::platform::date::{next_open_day, previous_open_day};

/// From what the days of a step are counted, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Days before the meeting.
    Before,
    /// Days after the meeting.
    After,
    /// Office days before the last day for answers; 0 is that day.
    BeforeDeadline,
    /// Not a number of this table: the charter, the meeting itself, or the answers say it.
    Elsewhere,
}

/// What is always true of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepFacts {
    /// 「開催通知を出す」.
    pub words: &'static str,
    /// 「通知」, for ladders and boards.
    pub short: &'static str,
    /// How its days are counted.
    pub counted: Counted,
    /// The usual days; none where a body does it only if it says so, or where the day follows from the charter.
    pub usual: Option<u32>,
    /// Whether it is others who owe it: their day moves later when it is closed, ours earlier.
    pub theirs: bool,
}

/// What is always true of a step. The usual days are those of a council that meets on a working evening.
pub fn facts(step: Step) -> StepFacts {
    use Counted::{After, Before, BeforeDeadline, Elsewhere};
    let (words, short, counted, usual) = match step {
        Step::Date => ("日時と場所を決める", "日時", Before, Some(45)),
        Step::Agenda => ("議題を決める", "議題", Before, None),
        Step::Notice => ("開催通知を出す", "通知", Before, None),
        Step::Announcement => ("傍聴の案内を出す", "案内", Before, Some(14)),
        Step::FirstReminder => ("未回答の人に自動で催促する（1回目）", "催促", BeforeDeadline, None),
        Step::LastReminder => ("未回答の人に自動で催促する（2回目）", "催促", BeforeDeadline, None),
        Step::Answers => ("回答期限", "回答", Elsewhere, None),
        Step::Briefing => ("会長と打ち合わせる", "打合せ", Before, Some(10)),
        Step::Papers => ("資料を送る", "資料", Before, Some(7)),
        Step::Eve => ("前日の準備をする（名簿・座席表・配布資料）", "前日", Before, Some(1)),
        Step::EveReminder => ("出席する人に自動で知らせる", "お知らせ", Before, None),
        Step::Meeting => ("開催", "開催", Elsewhere, None),
        Step::Record => ("当日の出欠を記録する", "記録", After, Some(1)),
        Step::Thanks => ("お礼と決定事項を送る", "お礼", After, Some(1)),
        Step::Draft => ("会議録案を送る", "会議録案", After, Some(14)),
        Step::Review => ("会議録案の確認期限", "確認", After, Some(28)),
        Step::Publication => ("会議録を確定し公表する", "公表", After, Some(45)),
    };
    StepFacts { words, short, counted, usual, theirs: matches!(step, Step::Answers | Step::Review) }
}

/// Whether the program does it by itself.
pub fn is_reminder(step: Step) -> bool {
    matches!(step, Step::FirstReminder | Step::LastReminder | Step::EveReminder)
}

/// Whether the secretariat says that it is done, because the program cannot see it.
pub fn is_ticked(step: Step) -> bool {
    use Step::{Announcement, Briefing, Draft, Eve, Papers, Publication, Review, Thanks};
    matches!(step, Announcement | Briefing | Papers | Eve | Thanks | Draft | Review | Publication)
}

/// No number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("0から365までの数を入れるか、しないときは空にしてください。")]
pub struct PaceError;

/// How many days before or after its meetings a body does each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace(BTreeMap<Step, u32>);

impl Default for Pace {
    /// The usual days.
    fn default() -> Self {
        Self(Self::steps().filter_map(|step| Some((step, facts(step).usual?))).collect())
    }
}

impl Pace {
    /// The steps whose days a body chooses.
    pub fn steps() -> impl Iterator<Item = Step> {
        Step::iter().filter(|step| facts(*step).counted != Counted::Elsewhere)
    }

    /// As stored; a body without rows keeps the usual days.
    pub fn of(rows: &[pace::Model]) -> Self {
        if rows.is_empty() {
            return Self::default();
        }
        let days = |row: &pace::Model| Some((row.step, row.days.and_then(|days| days.try_into().ok())?));
        Self(rows.iter().filter_map(days).collect())
    }

    /// With these days; a step that is missing is not done.
    pub fn with(days: impl IntoIterator<Item = (Step, u32)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// The days of a step; none = not done.
    pub fn days(&self, step: Step) -> Option<u32> {
        self.0.get(&step).copied()
    }

    /// Days as typed; nothing = not done.
    pub fn read(text: &str) -> Result<Option<u32>, PaceError> {
        let text = crate::platform::date::half_width(text.trim());
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().ok().filter(|days| *days <= 365).map(Some).ok_or(PaceError)
    }

    /// By when a step counted from the meeting is due: what we owe on the open day before, what others owe on the
    /// next; what comes before the meeting stays before it, what comes after stays after; 0 days are its own day.
    pub(super) fn due(&self, step: Step, meeting_day: NaiveDate) -> Option<NaiveDate> {
        let (days, facts) = (Days::new(u64::from(self.days(step)?)), facts(step));
        Some(match facts.counted {
            Counted::Before => previous_open_day(meeting_day.checked_sub_days(days)?),
            Counted::After => {
                let day = meeting_day.checked_add_days(days)?;
                let open = if facts.theirs { next_open_day(day) } else { previous_open_day(day) };
                if open <= meeting_day { next_open_day(day) } else { open }
            }
            Counted::BeforeDeadline | Counted::Elsewhere => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_meeting_on_a_november_thursday() {
        let usual = Pace::default();
        for (step, due) in [
            (Step::Date, Some("2026-10-09")), // 10/12 is スポーツの日
            (Step::Notice, None),
            (Step::Announcement, Some("2026-11-12")),
            (Step::Briefing, Some("2026-11-16")),
            (Step::Papers, Some("2026-11-19")),
            (Step::Eve, Some("2026-11-25")),
            (Step::Record, Some("2026-11-27")),
            (Step::Draft, Some("2026-12-10")),
            (Step::Review, Some("2026-12-24")),
            (Step::Publication, Some("2027-01-08")), // 1/10 is a Sunday
            (Step::Meeting, None),
            (Step::FirstReminder, None),
        ] {
            assert_eq!(usual.due(step, day("2026-11-26")), due.map(day), "{step:?}");
        }
    }

    #[test]
    fn closed_days_move_ours_earlier_and_theirs_later() {
        let pace = Pace::with([(Step::Draft, 33), (Step::Review, 33), (Step::Record, 1), (Step::Eve, 1)]);
        // 26 November and 33 days are 29 December, closed until 3 January.
        assert_eq!(pace.due(Step::Draft, day("2026-11-26")), Some(day("2026-12-28")));
        assert_eq!(pace.due(Step::Review, day("2026-11-26")), Some(day("2027-01-04")));
        // The day after a Friday is a Saturday: not before the meeting is over.
        assert_eq!(pace.due(Step::Record, day("2026-11-27")), Some(day("2026-11-30")));
        assert_eq!(pace.due(Step::Eve, day("2026-11-30")), Some(day("2026-11-27")));
    }

    #[test]
    fn days_are_read_in_any_width() {
        assert_eq!(Pace::read("１４"), Ok(Some(14)));
        assert_eq!(Pace::read("  "), Ok(None));
        for wrong in ["-1", "366", "14日", "1.5", "99999999999999999999"] {
            assert_eq!(Pace::read(wrong), Err(PaceError), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_falls_on_a_closed_day_or_on_the_wrong_side(offset in 0u64..20_000, days in 0u32..=365) {
            let meeting = day("2000-01-01") + Days::new(offset);
            let pace = Pace::with(Pace::steps().map(|step| (step, days)));
            for step in Pace::steps() {
                let Some(due) = pace.due(step, meeting) else { continue };
                prop_assert!(crate::platform::date::closed(due).is_none(), "{step:?} {due}");
                match facts(step).counted {
                    Counted::Before => prop_assert!(due <= meeting),
                    _ => prop_assert!(due > meeting || (days == 0 && due == meeting)),
                }
            }
        }
    }
}
