//! Reads the cells of one line by their heads. All errors of a line are kept, each with its column; what was read is
//! written back in the form in which it is written out, so that a line can be compared with what there is.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

use super::kind::{Cells, Head};
use super::lookup::Lookup;
use crate::platform::date::{DayError, half_width, iso_day, parse_day};
use crate::platform::form::{many_lines, one_line, required_one_line};

/// One line being read.
pub struct Reader<'a> {
    pub(super) heads: &'static [Head],
    pub(super) cells: &'a mut Vec<String>,
    pub(super) before: Option<&'a [String]>,
    pub(super) faults: &'a mut Vec<(&'static str, String)>,
}

impl Reader<'_> {
    /// The cell below a head.
    pub fn cell(&self, name: &str) -> String {
        Cells { heads: self.heads, cells: self.cells }.get(name).to_owned()
    }

    /// Puts the cell as it is written out.
    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        let at = self.heads.iter().position(|head| head.name == name);
        if let Some(cell) = at.and_then(|at| self.cells.get_mut(at)) {
            *cell = text.into();
        }
    }

    /// Puts an error beside a column.
    pub fn refuse<T>(&mut self, name: &'static str, why: impl Display) -> Option<T> {
        self.faults.push((name, why.to_string()));
        None
    }

    /// Reads a cell, and puts it as `show` writes it.
    pub fn read<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
        show: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match parse(&self.cell(name)) {
            Ok(value) => {
                let shown = show(&value);
                self.set(name, shown);
                Some(value)
            }
            Err(error) => self.refuse(name, error),
        }
    }

    /// One line that says something; kept as typed but for spaces at its ends.
    pub fn name(&mut self, name: &'static str, max: usize) -> Option<String> {
        self.read(name, |cell| required_one_line(max)(cell.trim()), Clone::clone)
    }

    /// One line that may be empty.
    pub fn line(&mut self, name: &'static str, max: usize) -> Option<String> {
        self.read(name, |cell| one_line(max)(cell.trim()), Clone::clone)
    }

    /// Several lines.
    pub fn text(&mut self, name: &'static str, max: usize) -> Option<String> {
        self.read(name, many_lines(max), Clone::clone)
    }

    /// A day.
    pub fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.read(name, parse_day, |day| iso_day(*day))
    }

    /// A day that may be empty.
    pub fn open_day(&mut self, name: &'static str) -> Option<Option<NaiveDate>> {
        let parse = |cell: &str| match parse_day(cell) {
            Err(DayError::Empty) => Ok(None),
            read => read.map(Some),
        };
        self.read(name, parse, |day| day.map(iso_day).unwrap_or_default())
    }

    /// A month that may be empty.
    pub fn open_month(&mut self, name: &'static str) -> Option<Option<NaiveDate>> {
        let parse = |cell: &str| if cell.trim().is_empty() { Ok(None) } else { month(cell).map(Some) };
        self.read(name, parse, |day| day.map(month_words).unwrap_or_default())
    }

    /// A number between two others, both included.
    pub fn number(&mut self, name: &'static str, (least, most): (i32, i32)) -> Option<i32> {
        let parse = |cell: &str| {
            let number =
                half_width(cell).trim().parse().ok().filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| format!("{least}から{most}までの数字を入れてください。"))
        };
        self.read(name, parse, i32::to_string)
    }

    /// One of a few words; an empty cell is the first where it may be left out.
    pub fn word<T: Copy + PartialEq>(
        &mut self,
        name: &'static str,
        words: &[(T, &'static str)],
    ) -> Option<T> {
        let needed = self.heads.iter().any(|head| head.name == name && head.needed);
        let parse = |cell: &str| {
            let tight: String = half_width(cell).split_whitespace().collect();
            let first = words.first().filter(|_| tight.is_empty() && !needed);
            let found = first.or_else(|| words.iter().find(|(_, word)| half_width(word) == tight));
            let all = || words.iter().map(|(_, word)| format!("「{word}」")).collect::<String>();
            found.map(|(value, _)| *value).ok_or_else(|| format!("{}のどれかを入れてください。", all()))
        };
        let show = |value: &T| {
            words.iter().find(|(one, _)| one == value).map(|(_, word)| (*word).to_owned()).unwrap_or_default()
        };
        self.read(name, parse, show)
    }

    /// Whether a cell holds a mark: ○, はい, 1.
    pub fn mark(&mut self, name: &'static str) -> Option<bool> {
        let parse = |cell: &str| match half_width(cell).trim() {
            "" | "×" | "いいえ" | "0" => Ok(false),
            "○" | "〇" | "◯" | "はい" | "1" => Ok(true),
            _ => Err("「○」か空にしてください。"),
        };
        self.read(name, parse, |on| if *on { "○".to_owned() } else { String::new() })
    }

    /// Something called by its name; none when empty.
    pub fn named<I: Copy + Eq + std::hash::Hash>(
        &mut self,
        name: &'static str,
        all: &Lookup<I>,
    ) -> Option<Option<I>> {
        let parse = |cell: &str| if cell.trim().is_empty() { Ok(None) } else { all.find(cell).map(Some) };
        self.read(name, parse, |id| id.map(|id| all.word(id)).unwrap_or_default())
    }

    /// Something called by its name.
    pub fn needed<I: Copy + Eq + std::hash::Hash>(
        &mut self,
        name: &'static str,
        all: &Lookup<I>,
    ) -> Option<I> {
        match self.named(name, all)? {
            Some(id) => Some(id),
            None => self.refuse(name, format!("{}を入れてください。", all.noun)),
        }
    }

    /// A cell that says what nobody changes by a file: as it was, and empty for a new line.
    pub fn fixed(&mut self, name: &'static str) -> Option<()> {
        let typed = self.cell(name);
        let cells = self.before.map(|cells| Cells { heads: self.heads, cells });
        let was = cells.map(|cells| cells.get(name).to_owned()).unwrap_or_default();
        let same = typed.trim().is_empty() || half_width(typed.trim()) == half_width(&was);
        self.set(name, was.clone());
        match (same, self.before) {
            (true, _) => Some(()),
            (false, Some(_)) => self.refuse(name, format!("取り込みでは変えられません（いまは「{was}」）。")),
            (false, None) => self.refuse(name, "新しい行では空にしてください。"),
        }
    }
}

/// Reads 令和8年11月, 2026年11月, 2026/11, 2026-11: the first day of the month.
pub(super) fn month(text: &str) -> Result<NaiveDate, &'static str> {
    let tight: String = half_width(text).split_whitespace().collect();
    let whole = match tight.chars().last() {
        Some('月') => format!("{tight}1日"),
        _ => format!("{}-1", tight.replace(['/', '.'], "-").trim_end_matches('-')),
    };
    let day = parse_day(&whole).or_else(|_| parse_day(&tight)).ok();
    day.and_then(|day| day.with_day(1)).ok_or("月として読めません。2026年11月のように入れてください。")
}

/// 2026年11月.
pub(super) fn month_words(day: NaiveDate) -> String {
    format!("{}年{}月", day.year(), day.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_offices_write_them() {
        for text in
            ["2026年11月", "令和８年11月", "R8.11", "2026/11", "2026-11", "2026-11-26", " 2026年 11月"]
        {
            assert_eq!(month(text).map(month_words), Ok("2026年11月".to_owned()), "{text}");
        }
        for text in ["", "11月", "2026年13月", "来月"] {
            assert!(month(text).is_err(), "{text}");
        }
    }
}
