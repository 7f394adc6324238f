//! Tables that leave the product as files, and come in as files: the same lines as CSV and as an Excel book. What a cell says is text and
//! stays text: in a book by its type, in CSV by a `'` before what a spreadsheet would take for a formula.

mod book;
mod cells;
mod csv;
mod intake;
mod xlsx;

pub use book::{BookError, COMMAND as BOOK_COMMAND, Sheet, read_book, read_confined};
pub use cells::{Line, ReadError, read_csv, rows};
pub use csv::{CsvError, Encoding, csv};
pub use intake::{Fault, Incoming, IntakeError};
pub use xlsx::{XlsxError, xlsx};

/// A table with its heads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// On the sheet's tab and above a printed sheet.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The lines: one cell a column; a line break inside a cell stays one.
    pub lines: Vec<Vec<String>>,
}

impl Table {
    /// A table of columns, each a head and a width, and lines.
    pub fn new(
        title: impl Into<String>,
        columns: &[(&str, u16)],
        lines: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        let columns = columns.iter().map(|(head, width)| Column::new(*head, *width)).collect();
        Self { title: title.into(), columns, lines: lines.into_iter().collect() }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How wide it is in a book, in half-width characters.
    pub width: u16,
}

impl Column {
    /// A column of a head and a width.
    pub fn new(head: impl Into<String>, width: u16) -> Self {
        Self { head: head.into(), width }
    }
}
