//! The grid: columns of months and one for what has none, lines of bodies and themes, and the marks in their cells.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use entity::board_entry::{BoardEntryKind, Model};
use entity::board_row;
use entity::id::{BoardEntryId, BoardRowId, BodyId};

use super::filter::{Filter, Which};
use super::sittings::Sittings;
use crate::board::queries::{Entry, Row};
use crate::board::rules::{Standing, Time, comes_too_early, covers, first_of, kind_words, standing, time};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, iso_day, tokyo_day};
use crate::programme::CareScene;

/// One thing in a cell.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// Where it leads; nothing for whoever may not open it.
    pub href: Option<String>,
    /// Its id and version, for moving; empty for a meeting.
    pub handle: Option<(BoardEntryId, i32)>,
    /// Whether it is the first of the months it stands in, to which its address leads.
    pub first: bool,
    /// Whether it is a meeting's label.
    pub meets: bool,
    /// ● or ○, hidden from those who hear the page.
    pub sign: &'static str,
    /// 協議事項, 実施事項; read aloud instead of the sign.
    pub word: &'static str,
    /// The words.
    pub text: String,
    /// 済, 遅, 中止 … with its look.
    pub tags: Vec<(&'static str, &'static str)>,
    /// A second line: what is missing, last year's day.
    pub small: Vec<String>,
    /// Whether its time is over and it is not done.
    pub late: bool,
    /// Whether it is still ahead or under way.
    pub ahead: bool,
}

impl Mark {
    /// As one line of text: 「● 改定案の協議（済）」.
    pub fn plain(&self) -> String {
        let sign = if self.sign.is_empty() { String::new() } else { format!("{} ", self.sign) };
        let tags: String = self.tags.iter().map(|(word, _)| format!("（{word}）")).collect();
        format!("{sign}{}{tags}", self.text)
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The first day of its month; none for 時期未定・随時.
    pub month: Option<NaiveDate>,
    /// 「4月」, with the year where several are shown.
    pub label: String,
    /// For the form: the month's first day.
    pub value: String,
    /// Whether it is this month.
    pub now: bool,
}

/// A line with its cells, one a column.
#[derive(Clone, Debug)]
pub struct Line {
    /// The theme; none for a body.
    pub row: Option<BoardRowId>,
    /// The body, where a meeting can be planned by whoever looks.
    pub body: Option<BodyId>,
    /// 「ア 医療・介護の資源をつかむ」.
    pub name: String,
    /// 事業項目 or 場面, where the line has one.
    pub sorted_by: String,
    /// Where its name leads.
    pub href: Option<String>,
    /// Below another body.
    pub below: bool,
    /// One a column.
    pub cells: Vec<Vec<Mark>>,
}

/// Lines under one heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// 会議, or the group as printed; テーマ for lines without one.
    pub name: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A month of the list that phones show.
pub struct Month<'a> {
    /// 「11月」.
    pub label: String,
    /// Whether it is this month.
    pub now: bool,
    /// Line and mark.
    pub marks: Vec<(&'a str, &'a Mark)>,
}

/// Everything between the head and the foot of the page.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The fiscal years, each with how many columns it takes; only where there are several.
    pub years: Vec<(String, usize)>,
    /// The months, 時期未定・随時 last.
    pub columns: Vec<Column>,
    /// 会議 first, then the groups of themes.
    pub groups: Vec<Group>,
    /// Entries that stand before what they wait for.
    pub early: usize,
}

/// What a grid is made of.
pub struct Material<'a> {
    /// The lines.
    pub rows: &'a [Row],
    /// Their entries.
    pub entries: &'a [Entry],
    /// The bodies' meetings.
    pub sittings: &'a Sittings,
    /// Whether marks lead to their forms.
    pub may_edit: bool,
}

impl Grid {
    /// Draws the years of the filter.
    pub fn new(filter: &Filter, material: &Material<'_>, now: Instant) -> Self {
        let columns = columns(filter, now);
        let mut grid = Self { years: year_heads(filter), columns, groups: Vec::new(), early: 0 };
        let meetings = material.sittings.lines(&grid.columns, filter);
        if !meetings.is_empty() {
            grid.groups.push(Group { name: "会議".to_owned(), lines: meetings });
        }
        let known: HashMap<_, _> = material.entries.iter().map(|entry| (entry.0.id, entry)).collect();
        for (row, group) in material.rows {
            let name = group.as_ref().map_or_else(|| "テーマ".to_owned(), |group| group.name.clone());
            let entries = material.entries.iter().filter(|(entry, _)| entry.row_id == row.id);
            let history = !covers(row, FiscalYear::of(tokyo_day(now)));
            let made = entries.filter(|entry| in_filter(entry, filter)).map(|(entry, meeting)| {
                let standing = standing(entry, meeting.as_ref(), history, now);
                let before = entry.after_id.and_then(|before| known.get(&before));
                let early = before.is_some_and(|(before, its)| {
                    comes_too_early((entry, meeting.as_ref()), (before, its.as_ref()), now)
                });
                let time = time(entry, meeting.as_ref());
                let of_year = match time {
                    Time::Year(year) if grid.years.len() > 1 => Some(year),
                    _ => None,
                };
                (time, mark(entry, standing, early, of_year, material.may_edit), early)
            });
            let made: Vec<_> = made.filter(|(_, mark, _)| fits(mark, filter.which)).collect();
            if made.is_empty() && (filter.which != Which::All || filter.body.is_some()) {
                continue;
            }
            grid.early += made.iter().filter(|(.., early)| *early).count();
            let marks = made.into_iter().map(|(time, mark, _)| (time, mark));
            let line = theme(row, cells(&grid.columns, marks), material.may_edit);
            match grid.groups.last_mut() {
                Some(last) if last.name == name && last.lines.iter().all(|line| line.row.is_some()) => {
                    last.lines.push(line);
                }
                _ => grid.groups.push(Group { name, lines: vec![line] }),
            }
        }
        grid
    }

    /// Every mark that a test holds for.
    pub fn count(&self, holds: impl Fn(&Mark) -> bool) -> usize {
        self.groups
            .iter()
            .flat_map(|group| &group.lines)
            .flat_map(|line| &line.cells)
            .flatten()
            .filter(|mark| holds(mark))
            .count()
    }

    /// How many stand in this month, where it is among the months shown.
    pub fn this_month(&self) -> Option<usize> {
        let column = self.columns.iter().position(|column| column.now);
        column.map(|at| self.in_column(at).len())
    }

    /// How many have no month.
    pub fn undated(&self) -> usize {
        self.in_column(self.columns.len().saturating_sub(1)).len()
    }

    fn in_column(&self, at: usize) -> Vec<(&str, &Mark)> {
        let lines = self.groups.iter().flat_map(|group| &group.lines);
        lines
            .flat_map(|line| {
                let cell = line.cells.get(at).map_or(&[][..], Vec::as_slice);
                cell.iter().map(|mark| (line.name.as_str(), mark))
            })
            .collect()
    }

    /// The columns that a test holds for as a list, without those that are empty.
    pub fn months(&self, holds: impl Fn(&Column) -> bool) -> Vec<Month<'_>> {
        let columns = self.columns.iter().enumerate().filter(|(_, column)| holds(column));
        let month = |(at, column): (usize, &Column)| Month {
            label: column.label.clone(),
            now: column.now,
            marks: self.in_column(at),
        };
        columns.map(month).filter(|month| !month.marks.is_empty()).collect()
    }

    /// The late ones, the earliest first.
    pub fn late(&self) -> Vec<Month<'_>> {
        let mut months = self.months(|_| true);
        for month in &mut months {
            month.marks.retain(|(_, mark)| mark.late);
        }
        months.retain(|month| !month.marks.is_empty());
        months
    }
}

fn year_heads(filter: &Filter) -> Vec<(String, usize)> {
    filter.each_year().map(|year| (year.label(), 12)).collect()
}

fn columns(filter: &Filter, now: Instant) -> Vec<Column> {
    let this_month = first_of(tokyo_day(now));
    let months =
        filter.each_year().flat_map(|year| year.months().map(move |(_, month)| year.month_start(month)));
    let column = |first: NaiveDate| Column {
        month: Some(first),
        label: format!("{}月", first.month()),
        value: iso_day(first),
        now: first == this_month,
    };
    let undated =
        Column { month: None, label: "時期未定・随時".to_owned(), value: String::new(), now: false };
    months.flatten().map(column).chain([undated]).collect()
}

/// Which column each mark stands in; what lies outside the months stands in none.
pub(super) fn cells(columns: &[Column], marks: impl Iterator<Item = (Time, Mark)>) -> Vec<Vec<Mark>> {
    let mut cells = vec![Vec::new(); columns.len()];
    for (time, mark) in marks {
        let its = cells.iter_mut().zip(columns).filter(|(_, column)| stands_in(time, column.month));
        for (at, (cell, _)) in its.enumerate() {
            cell.push(Mark { first: at == 0, ..mark.clone() });
        }
    }
    cells
}

fn stands_in(time: Time, column: Option<NaiveDate>) -> bool {
    match (time, column) {
        (Time::Months(first, last), Some(month)) => first <= month && month <= last,
        (Time::Year(_) | Time::Unknown, None) => true,
        _ => false,
    }
}

fn in_filter((entry, meeting): &Entry, filter: &Filter) -> bool {
    let body = entry.body_id.or(meeting.as_ref().map(|meeting| meeting.body_id));
    let in_years = |year: FiscalYear| filter.years.0 <= year && year <= filter.years.1;
    let of_years = match time(entry, meeting.as_ref()) {
        Time::Months(first, last) => {
            FiscalYear::of(first) <= filter.years.1 && filter.years.0 <= FiscalYear::of(last)
        }
        Time::Year(year) => in_years(year),
        Time::Unknown => true,
    };
    of_years && filter.body.is_none_or(|wanted| body == Some(wanted))
}

pub(super) fn fits(mark: &Mark, which: Which) -> bool {
    match which {
        Which::All => true,
        Which::Late => mark.late,
        Which::Ahead => mark.ahead,
    }
}

fn mark(entry: &Model, standing: Standing, early: bool, of_year: Option<FiscalYear>, may_edit: bool) -> Mark {
    let (sign, word) = kind_words(entry.kind);
    let (sign, text) = match entry.kind {
        BoardEntryKind::Remark => ("", format!("【{}】", entry.text)),
        _ => (sign, entry.text.clone()),
    };
    let year = of_year.map(|year| format!("（{}）", year.label()));
    let tentative = if entry.tentative { "（仮）" } else { "" };
    let mut tags = Vec::new();
    match standing {
        Standing::Done => tags.push(("済", "tag tag--done")),
        Standing::Late => tags.push(("遅", "tag tag--late")),
        Standing::CalledOff => tags.push(("会議中止", "tag tag--late")),
        Standing::Now | Standing::Ahead | Standing::Open => {}
    }
    if early {
        tags.push(("順番が逆", "tag tag--late"));
    }
    Mark {
        href: may_edit.then(|| format!("/board/entries/{}/edit", entry.id)),
        handle: (may_edit && entry.meeting_id.is_none()).then_some((entry.id, entry.version)),
        first: false,
        meets: entry.kind == BoardEntryKind::Meeting,
        sign,
        word,
        text: format!("{text}{}{tentative}", year.unwrap_or_default()),
        tags,
        small: Vec::new(),
        late: standing == Standing::Late,
        ahead: matches!(standing, Standing::Now | Standing::Ahead | Standing::Open),
    }
}

fn theme(row: &board_row::Model, cells: Vec<Vec<Mark>>, may_edit: bool) -> Line {
    Line {
        row: Some(row.id),
        body: None,
        name: line_name(row),
        sorted_by: sorted_by(row),
        href: may_edit.then(|| format!("/board/rows/{}/edit", row.id)),
        below: false,
        cells,
    }
}

/// 「ウ 関係市町との連携」: the printed letter before the theme.
pub fn line_name(row: &board_row::Model) -> String {
    let letter = if row.letter.is_empty() { String::new() } else { format!("{} ", row.letter) };
    format!("{letter}{}", row.name)
}

/// 「事業項目ア・入退院支援」: what a line belongs to; empty for one that belongs to neither.
pub fn sorted_by(row: &board_row::Model) -> String {
    let item = row.programme_item.as_ref().map(|code| format!("事業項目{code}"));
    let scene = row.care_scene.as_deref().and_then(CareScene::from_code).map(|scene| scene.name().to_owned());
    item.into_iter().chain(scene).collect::<Vec<_>>().join("・")
}
