//! What an old sheet probably means: which of its first lines holds the heads, and which column is which, by name or by
//! what was chosen the last time.

use std::collections::HashMap;

use super::columns::{is_called, missing};
use super::kind::Kind;
use super::sorting::Source;
use crate::platform::table::Line;

/// How many lines from the top heads are looked for in.
const TOP: usize = 10;

/// A guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Where each column comes from.
    pub sources: Vec<Source>,
    /// Whether nothing is left to ask: every head is known, and every needed column there.
    pub sure: bool,
}

/// The line that holds the heads, from 0: the one with the most known names, else the first with two cells.
pub fn head_line(kind: Kind, lines: &[Line], remembered: &HashMap<String, String>) -> usize {
    let known = |cell: &&String| {
        let cell = cell.trim();
        remembered.contains_key(cell) || kind.heads().iter().any(|head| is_called(head, cell))
    };
    let count = |line: &Line| line.cells.iter().filter(known).count();
    let top = || lines.iter().take(TOP).enumerate();
    let most = top().map(|(_, line)| count(line)).max().unwrap_or(0);
    let several = |line: &Line| line.cells.iter().filter(|cell| !cell.trim().is_empty()).count() > 1;
    let found = match most {
        0 => top().find(|(_, line)| several(line)),
        most => top().find(|(_, line)| count(line) == most),
    };
    found.map_or(0, |(at, _)| at)
}

/// Which column is which.
pub fn guess(kind: Kind, heads: &[String], remembered: &HashMap<String, String>) -> Guess {
    let mut sources = vec![Source::Absent; kind.heads().len()];
    let mut sure = true;
    for (at, head) in heads.iter().enumerate().filter(|(_, head)| !head.trim().is_empty()) {
        let chosen = remembered.get(head.trim());
        if chosen.is_some_and(String::is_empty) {
            continue;
        }
        let means = |known: &super::kind::Head| match chosen {
            Some(name) => known.name == name,
            None => is_called(known, head),
        };
        let place = kind.heads().iter().position(means).and_then(|at| sources.get_mut(at));
        match place {
            Some(source) if *source == Source::Absent => *source = Source::Cell(at),
            _ => sure = false,
        }
    }
    let sure = sure && missing(kind, &sources).is_empty();
    Guess { sources, sure }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(cells: &[&[&str]]) -> Vec<Line> {
        let line = |(at, cells): (usize, &&[&str])| Line {
            number: at + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        cells.iter().enumerate().map(line).collect()
    }

    #[test]
    fn old_sheets_are_understood() {
        let sheet = lines(&[
            &["委員名簿", "令和8年4月1日現在"],
            &["No.", "委員氏名", "よみ", "所属"],
            &["1", "原", "はら", "医院"],
        ]);
        let none = HashMap::new();
        assert_eq!(head_line(Kind::Persons, &sheet, &none), 1);
        let first = guess(Kind::Persons, &sheet[1].cells, &none);
        assert!(!first.sure, "nobody said what No. is");
        assert_eq!(first.sources[1..4], [Source::Cell(1), Source::Cell(2), Source::Cell(3)]);
        let remembered = HashMap::from([("No.".to_owned(), String::new())]);
        assert!(guess(Kind::Persons, &sheet[1].cells, &remembered).sure);
    }
}
