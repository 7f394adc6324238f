//! What an address asks of the board: which fiscal years, whose meetings, which entries.

use std::cmp::Reverse;

use entity::board_row;
use entity::id::BodyId;
use serde::Deserialize;

use crate::board::rules::{MOST_YEARS, Years, read_years};
use crate::platform::date::FiscalYear;
use crate::platform::form::Choice;

/// As asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2026`, or `2016-2018`.
    fy: String,
    /// A body's id.
    body: String,
    /// `late` or `ahead`.
    state: String,
    /// Anything: show last year's same meetings.
    last: String,
}

/// Which entries are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// 遅れだけ.
    Late,
    /// これから.
    Ahead,
}

impl Which {
    /// The choices with their words, as they stand in addresses.
    pub const ALL: [(Self, &str, &str); 3] =
        [(Self::All, "", "すべて"), (Self::Late, "late", "遅れだけ"), (Self::Ahead, "ahead", "これから")];
}

/// As understood.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The fiscal years.
    pub years: Years,
    /// Only this body's meetings and entries.
    pub body: Option<BodyId>,
    /// Which entries.
    pub which: Which,
    /// Whether last year's same meetings stand beside.
    pub last: bool,
}

impl Filter {
    /// Reads an address; without a year it is the present one.
    pub fn read(asked: &Asked, this_year: FiscalYear) -> Self {
        let which = Which::ALL.into_iter().find(|(_, word, _)| *word == asked.state);
        Self {
            years: read_years(&asked.fy).unwrap_or((this_year, this_year)),
            body: asked.body.parse().ok(),
            which: which.map_or(Which::All, |(which, ..)| which),
            last: !asked.last.is_empty(),
        }
    }

    /// The fiscal years one by one.
    pub fn each_year(&self) -> impl Iterator<Item = FiscalYear> + use<> {
        (self.years.0.year()..=self.years.1.year()).map(FiscalYear::new)
    }

    /// The value of the year's field.
    pub fn year_word(&self) -> String {
        word(self.years)
    }

    /// 「令和8年度」, 「平成28年度～平成30年度」.
    pub fn label(&self) -> String {
        label(self.years)
    }

    /// The same board under a path; `last` chooses whether last year stands beside.
    pub fn href(&self, path: &str, last: bool) -> String {
        let body = self.body.map(|body| format!("&body={body}")).unwrap_or_default();
        let state =
            Which::ALL.iter().find(|(which, ..)| *which == self.which).map_or("", |(_, word, _)| word);
        let state = if state.is_empty() { String::new() } else { format!("&state={state}") };
        let last = if last { "&last=1" } else { "" };
        format!("{path}?fy={}{body}{state}{last}", self.year_word())
    }
}

fn word((first, last): Years) -> String {
    if first == last { first.year().to_string() } else { format!("{}-{}", first.year(), last.year()) }
}

fn label((first, last): Years) -> String {
    if first == last { first.label() } else { format!("{}～{}", first.label(), last.label()) }
}

/// The years on offer: each with lines, this one and the next; three years together; and the years of a board that
/// has ended as a whole.
pub fn year_choices(rows: &[board_row::Model], this_year: FiscalYear, shown: Years) -> Vec<Choice> {
    let this = this_year.year();
    let first = rows.iter().map(|row| row.first_year).chain([this]).min().unwrap_or(this);
    let last = rows.iter().filter_map(|row| row.last_year).chain([this + 1]).max().unwrap_or(this);
    let mut all: Vec<Years> =
        (first.max(this - 30)..=last).map(|year| (FiscalYear::new(year), FiscalYear::new(year))).collect();
    all.push((FiscalYear::new(this - 1), FiscalYear::new(this + 1)));
    all.extend(
        rows.iter()
            .filter_map(|row| Some((FiscalYear::new(row.first_year), FiscalYear::new(row.last_year?)))),
    );
    all.push(shown);
    all.retain(|(first, last)| (0..MOST_YEARS).contains(&(last.year() - first.year())));
    all.sort_unstable_by_key(|(first, last)| (first != last, Reverse(*last), *first));
    all.dedup();
    all.into_iter().map(|years| Choice::new(word(years), label(years))).collect()
}
