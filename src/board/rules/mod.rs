//! When an entry is, where it stands, and whether it comes before what it waits for. Values in, values out.

mod place;
mod years;

pub use place::{Standing, Time, comes_too_early, first_of, standing, time};
pub use years::{MOST_YEARS, Years, read_years};

use entity::board_entry::{BoardEntryKind, Certainty};
use entity::board_row;

use crate::platform::date::FiscalYear;

/// The kinds with their sign and word, in the order in which they are offered.
pub const KINDS: [(BoardEntryKind, &str, &str); 6] = [
    (BoardEntryKind::Discuss, "●", "協議事項"),
    (BoardEntryKind::CarryOut, "○", "実施事項"),
    (BoardEntryKind::Period, "↔", "期間"),
    (BoardEntryKind::Meeting, "", "会議"),
    (BoardEntryKind::Remark, "【】", "添え書き"),
    (BoardEntryKind::Other, "", "その他"),
];

/// The sign and the word of a kind.
pub fn kind_words(kind: BoardEntryKind) -> (&'static str, &'static str) {
    let found = KINDS.iter().find(|(one, ..)| *one == kind);
    found.map_or(("", ""), |(_, sign, word)| (*sign, *word))
}

/// 明記, 推定, 不明: how sure it is that an old board was read as it was meant.
pub fn certainty_word(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Stated => "明記",
        Certainty::Inferred => "推定",
        Certainty::Unknown => "不明",
    }
}

/// Whether a line is shown in a fiscal year.
pub fn covers(row: &board_row::Model, year: FiscalYear) -> bool {
    row.first_year <= year.year() && row.last_year.is_none_or(|last| year.year() <= last)
}

/// 「令和8年度から」, 「平成28年度～平成30年度」.
pub fn years_words(row: &board_row::Model) -> String {
    let first = FiscalYear::new(row.first_year).label();
    row.last_year.map_or_else(
        || format!("{first}から"),
        |last| {
            if last == row.first_year {
                first.clone()
            } else {
                format!("{first}～{}", FiscalYear::new(last).label())
            }
        },
    )
}

/// Up or down in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}
