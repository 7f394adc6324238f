//! Files as arithmetic: which column is which, which line is of what, what a cell means, and what comes of it all.
//! Values in, values out. One file a kind holds its columns, how it is written out and how it is read; what lines mean
//! together is for the command of the feature that owns the table.

pub mod agenda;
pub mod associations;
pub mod board;
pub mod bodies;
pub mod charters;
mod columns;
mod contacts;
mod guess;
mod kind;
mod lookup;
pub mod meetings;
pub mod people;
mod reader;
mod report;
pub mod seats;
mod sorting;
pub mod terms;
pub mod towns;
mod written;

pub use columns::{HeadProblem, is_called, matched, missing};
pub use guess::{Guess, guess, head_line};
pub use kind::{Head, Kind};
pub use lookup::{Lookup, LookupError};
pub use reader::Reader;
pub use report::{Change, Counts, LineReport, Report, Verdict};
pub use sorting::{Known, Sorting, Source};
pub use written::written;
