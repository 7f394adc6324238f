//! What a list shows and in which order, as it stands in its address. What cannot be read is as if it were not
//! there: an old or mistyped address shows the list of this year.

use entity::id::BodyId;
use serde::Deserialize;

use crate::dossier::rules::Phase;
use crate::platform::date::FiscalYear;

/// The address as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    body: String,
    fy: String,
    state: String,
    sort: String,
    page: String,
}

/// A column the list is sorted by; `Descending` ones begin with the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// 開催日.
    Day(Direction),
    /// 会議.
    Body(Direction),
    /// 状態.
    Phase(Direction),
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The first day, the first body.
    Ascending,
    /// The last.
    Descending,
}

impl Sort {
    const WORDS: [(&'static str, Self); 6] = [
        ("day", Self::Day(Direction::Ascending)),
        ("-day", Self::Day(Direction::Descending)),
        ("body", Self::Body(Direction::Ascending)),
        ("-body", Self::Body(Direction::Descending)),
        ("state", Self::Phase(Direction::Ascending)),
        ("-state", Self::Phase(Direction::Descending)),
    ];

    fn read(word: &str) -> Self {
        let known = Self::WORDS.iter().find(|(known, _)| *known == word);
        known.map_or(Self::Day(Direction::Descending), |(_, sort)| *sort)
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, sort)| *sort == self).map_or("-day", |(word, _)| word)
    }
}

/// The filter, read.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only of this body.
    pub body: Option<BodyId>,
    /// Only of this fiscal year; none = all.
    pub year: Option<FiscalYear>,
    /// Only where they stand so.
    pub phase: Option<Phase>,
    /// The order.
    pub sort: Sort,
    /// From 1.
    pub page: u64,
}

impl Filter {
    /// Reads an address; without a year it is the present one.
    pub fn read(asked: &Asked, this_year: FiscalYear) -> Self {
        let year = match asked.fy.as_str() {
            "all" => None,
            text => Some(FiscalYear::parse(text).unwrap_or(this_year)),
        };
        Self {
            body: asked.body.parse().ok(),
            year,
            phase: Phase::ALL.into_iter().find(|phase| phase.key() == asked.state),
            sort: Sort::read(&asked.sort),
            page: asked.page.parse().unwrap_or(1).max(1),
        }
    }

    /// The same with a page that exists, among `pages`.
    pub fn within(self, pages: u64) -> Self {
        Self { page: self.page.min(pages.max(1)), ..self }
    }

    /// The value of the year's field.
    pub fn year_word(&self) -> String {
        self.year.map_or_else(|| "all".to_owned(), |year| year.year().to_string())
    }

    /// The same list from a page on.
    pub fn href(&self, page: u64) -> String {
        let body = self.body.map(|body| body.to_string()).unwrap_or_default();
        let state = self.phase.map(Phase::key).unwrap_or_default();
        let (year, sort) = (self.year_word(), self.sort.word());
        format!("/meetings?body={body}&fy={year}&state={state}&sort={sort}&page={page}")
    }

    /// The head of a column: where it leads, its arrow, and what it says to those who hear the page.
    pub fn column(&self, made: fn(Direction) -> Sort) -> SortLink {
        let (up, down) = (made(Direction::Ascending), made(Direction::Descending));
        let (next, arrow, said) = match self.sort {
            now if now == up => (down, "▲", "ascending"),
            now if now == down => (up, "▼", "descending"),
            _ => (up, "△▽", ""),
        };
        SortLink { href: Self { sort: next, ..self.clone() }.href(1), arrow, said }
    }
}

/// The head of a sortable column.
#[derive(Clone, Debug)]
pub struct SortLink {
    /// Sorts by it, or the other way round.
    pub href: String,
    /// Drawn after the word.
    pub arrow: &'static str,
    /// `aria-sort`; empty where another column is the one.
    pub said: &'static str,
}
