//! The sheets of a region: what its office would have in its files, one a kind, as `renkei import` takes them in.

use crate::exchange::commands::Table;
use crate::exchange::rules::{Kind, matched};
use crate::platform::table::Line;

/// A sheet: heads, and rows with as many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    kind: Kind,
    heads: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// An empty one.
    pub(super) fn new(kind: Kind, heads: &'static [&'static str]) -> Self {
        Self { kind, heads, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn push<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// As it is taken in; the reason where a head is none of its kind's.
    pub(super) fn table(self) -> Result<Table, String> {
        let heads: Vec<_> = self.heads.iter().map(|head| (*head).to_owned()).collect();
        let sources = matched(self.kind, &heads).map_err(|problem| problem.sentences().join(""))?;
        let lines = (2..).zip(self.rows).map(|(number, cells)| Line { number, cells });
        Ok(Table { kind: self.kind, lines: lines.collect(), sources })
    }
}
