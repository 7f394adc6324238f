//! 第n回: which number a meeting gets, which it will probably get, and how it is printed.

use entity::{meeting, meeting_ruling};

use super::applied;
use crate::body::rules::{CancelledNumber, Numbering, Rules};
use crate::platform::date::{FiscalYear, month_day_weekday, tokyo_day, wareki_month};

/// A meeting of the body that was convened before, as far as numbering goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its fiscal year, by the year of the April.
    pub fiscal_year: i32,
    /// The number it was given.
    pub number: i32,
    /// Whether it was called off, or fell through for want of a quorum.
    pub cancelled: bool,
}

/// How a meeting is numbered, and what becomes of a cancelled number, by the charter of its day or a ruling; anew
/// every April and 欠番 where nothing is said.
pub fn numbering(rules: &Rules, rulings: &[meeting_ruling::Model]) -> (Numbering, CancelledNumber) {
    let numbering = applied(&rules.numbering, rulings).unwrap_or(Numbering::FiscalYear);
    (numbering, applied(&rules.cancelled_number, rulings).unwrap_or(CancelledNumber::Used))
}

/// The number a meeting of this fiscal year gets when it is convened now.
///
/// Gaps are never filled, because a number names one meeting in letters and minutes; only the last number of a
/// cancelled meeting is given again, where the charter leaves it free.
pub fn next_number(
    numbering: Numbering,
    of_cancelled: CancelledNumber,
    fiscal_year: i32,
    earlier: &[Earlier],
) -> i32 {
    let in_count = |one: &&Earlier| numbering == Numbering::Running || one.fiscal_year == fiscal_year;
    let keeps = |one: &&Earlier| of_cancelled == CancelledNumber::Used || !one.cancelled;
    let last = earlier.iter().filter(in_count).filter(keeps).map(|one| one.number).max();
    last.unwrap_or(0).saturating_add(1)
}

/// The number a planned meeting will get if those planned before it are convened first.
pub fn expected_number(next: i32, planned_before: usize) -> i32 {
    next.saturating_add(i32::try_from(planned_before).unwrap_or(i32::MAX))
}

/// 「令和8年度第2回」 or 「第14回」.
pub fn numbered(numbering: Numbering, fiscal_year: i32, number: i32) -> String {
    match numbering {
        Numbering::FiscalYear => format!("{}第{number}回", FiscalYear::new(fiscal_year).label()),
        Numbering::Running => format!("第{number}回"),
    }
}

/// The meeting as it is called before the body's name: its number, else the expected one with （仮）, else its
/// fiscal year. The further words of its title stand apart.
pub fn name(numbering: Numbering, meeting: &meeting::Model, expected: Option<i32>) -> String {
    match (meeting.number, expected) {
        (Some(number), _) => numbered(numbering, meeting.fiscal_year, number),
        (None, Some(expected)) => format!("{}（仮）", numbered(numbering, meeting.fiscal_year, expected)),
        (None, None) => FiscalYear::new(meeting.fiscal_year).label(),
    }
}

/// The meeting as lists call it, after the short name of its body: 「協議会 第2回」, 「協議会 12月1日の会議」 before it has a number.
pub fn called(meeting: &meeting::Model, body: &str) -> String {
    let which = match (meeting.number, meeting.starts_at, meeting.month_on) {
        (Some(number), _, _) => format!("第{number}回"),
        (None, Some(start), _) => format!("{}の会議", month_day_weekday(tokyo_day(start))),
        (None, None, Some(month)) => format!("{}の会議", wareki_month(month)),
        (None, None, None) => "の会議".to_owned(),
    };
    format!("{body} {which}")
}

#[cfg(test)]
mod tests {
    use super::super::change::tests::meeting;
    use super::*;

    fn earlier(fiscal_year: i32, number: i32) -> Earlier {
        Earlier { fiscal_year, number, cancelled: false }
    }

    fn cancelled(fiscal_year: i32, number: i32) -> Earlier {
        Earlier { cancelled: true, ..earlier(fiscal_year, number) }
    }

    #[test]
    fn numbers_count_per_year_or_run_on() {
        use CancelledNumber::{Free, Used};
        use Numbering::{FiscalYear, Running};
        let year = [earlier(2025, 3), earlier(2026, 1), earlier(2026, 2)];
        let run = [earlier(2025, 12), earlier(2026, 13)];
        let last_off = [earlier(2026, 1), cancelled(2026, 2)];
        let middle_off = [cancelled(2026, 1), earlier(2026, 2)];
        for (numbering, of_cancelled, before, expected) in [
            (FiscalYear, Used, &[][..], 1),
            (FiscalYear, Used, &year, 3),
            (FiscalYear, Used, &[earlier(2025, 3)], 1),
            (Running, Used, &run, 14),
            (Running, Used, &year, 4),
            (FiscalYear, Used, &last_off, 3),
            (FiscalYear, Free, &last_off, 2),
            (FiscalYear, Free, &middle_off, 3),
            (FiscalYear, Free, &[cancelled(2026, 1)], 1),
        ] {
            let next = next_number(numbering, of_cancelled, 2026, before);
            assert_eq!(next, expected, "{numbering:?} {of_cancelled:?} {before:?}");
        }
        assert_eq!(expected_number(3, 2), 5);
    }

    #[test]
    fn names_say_whether_the_number_is_fixed() {
        let given = meeting::Model { number: Some(2), ..meeting() };
        for (numbering, meeting, expected, name_of_it) in [
            (Numbering::FiscalYear, &given, None, "令和8年度第2回"),
            (Numbering::Running, &given, Some(9), "第2回"),
            (Numbering::FiscalYear, &meeting(), Some(3), "令和8年度第3回（仮）"),
            (Numbering::Running, &meeting(), Some(15), "第15回（仮）"),
            (Numbering::Running, &meeting(), None, "令和8年度"),
        ] {
            assert_eq!(name(numbering, meeting, expected), name_of_it);
        }
    }
}
