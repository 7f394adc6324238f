//! A kind as a table to be written out.

use super::kind::Kind;
use super::sorting::Known;
use crate::platform::table::{Column, Table};

/// The table of what there is.
pub fn written(kind: Kind, known: Vec<Known>) -> Table {
    let columns = kind.heads().iter().map(|head| Column::new(head.name, 18)).collect();
    let lines = known.into_iter().map(|one| one.cells).collect();
    Table { title: kind.label().to_owned(), columns, lines }
}
