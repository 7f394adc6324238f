//! What a file brings to a table: lines with the key each one means, and what is wrong with a line.

use std::borrow::Cow;

use sea_orm::DbErr;

/// One line on its way in. Its cells have been read; what it says together with all others is for the command.
#[derive(Clone, Debug)]
pub struct Incoming<I, F> {
    /// In the file, from 1.
    pub line: usize,
    /// What it is of: the key there is, else the one it will have.
    pub id: I,
    /// Whether that is there already.
    pub known: bool,
    /// All it says.
    pub facts: F,
}

impl<I, F> Incoming<I, F> {
    /// The line refused because of one of its columns.
    pub fn fault(&self, column: impl Into<Cow<'static, str>>, reason: impl std::fmt::Display) -> Fault {
        Fault { line: self.line, column: column.into(), reason: reason.to_string() }
    }
}

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In the file, from 1.
    pub line: usize,
    /// The head of the column.
    pub column: Cow<'static, str>,
    /// What to do about it.
    pub reason: String,
}

/// Why nothing is taken.
#[derive(Debug)]
pub enum IntakeError {
    /// Lines that cannot be taken.
    Refused(Vec<Fault>),
    /// The database.
    Db(DbErr),
}

impl From<DbErr> for IntakeError {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

impl IntakeError {
    /// Goes on while nothing is wrong.
    pub fn unless_empty(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::Refused(faults)) }
    }
}
