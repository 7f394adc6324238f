//! 段取り: the steps of a meeting as lines of its page, for the secretariat.

use chrono::NaiveDate;
use entity::pace::Step;
use sea_orm::ActiveEnum;

use crate::meeting::rules::urgency;
use crate::pace::rules::{Line, Stands, is_reminder, is_ticked, step_facts};
use crate::platform::date::{iso_day, month_day_weekday};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// The stored word of the step, for the buttons.
    pub step: String,
    /// 「資料を送る」.
    pub words: &'static str,
    /// 「11月19日(木)」.
    pub when: String,
    /// For `<time datetime>`.
    pub datetime: String,
    /// 済, しない, あと2日 …; its tag's look. None where nothing is to be said.
    pub tag: Option<(String, &'static str)>,
    /// Whether 済み may be pressed.
    pub ticks: bool,
    /// Whether しない may be pressed.
    pub skips: bool,
    /// Whether what was said may be taken back.
    pub reopens: bool,
    /// Whether the program does it, so that there is something to look at before.
    pub reminds: bool,
}

/// The lines in the order of their days; what is done stands at the day on which it was done. While a meeting has
/// no day of its own, only that it needs one has a day.
pub fn step_lines(lines: &[Line], has_day: bool, today: NaiveDate) -> Vec<StepLine> {
    let shown = |line: &Line| match line.stands {
        Stands::Done(Some(done)) => Line { on: done, ..*line },
        _ => *line,
    };
    let mut sorted: Vec<_> =
        lines.iter().filter(|line| has_day || line.step == Step::Date).map(shown).collect();
    sorted.sort_by_key(|line| (line.on, line.step));
    sorted.into_iter().map(|line| step_line(line, today)).collect()
}

fn step_line(line: Line, today: NaiveDate) -> StepLine {
    let Line { step, on, stands } = line;
    let open = matches!(stands, Stands::Asked | Stands::Ahead);
    let tag = match stands {
        Stands::Done(_) => Some(("済".to_owned(), "tag tag--done")),
        Stands::Skipped => Some(("しない".to_owned(), "tag")),
        Stands::Over => Some(("しないまま終わり".to_owned(), "tag")),
        Stands::Asked => Some(urgency(on, today)),
        Stands::Ahead => is_reminder(step).then(|| ("自動".to_owned(), "tag tag--now")),
    };
    StepLine {
        step: step.to_value(),
        words: step_facts(step).words,
        when: month_day_weekday(on),
        datetime: iso_day(on),
        tag,
        ticks: open && is_ticked(step),
        skips: open && (is_ticked(step) || is_reminder(step)),
        reopens: !open && stands != Stands::Over && (is_ticked(step) || is_reminder(step)),
        reminds: open && is_reminder(step),
    }
}
