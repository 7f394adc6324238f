//! The process of its own in which an Excel book is read. It knows no settings, database or files, only its pipes.

use std::io::{Read, Write, stdin, stdout};

use super::Failure;
use crate::platform::form::FILE_LIMIT;
use crate::platform::table::read_confined;

/// Reads a book from standard input and answers with JSON.
pub fn run() -> Result<(), Failure> {
    let mut octets = Vec::new();
    let most = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX);
    stdin().lock().take(most).read_to_end(&mut octets)?;
    let answer = read_confined(&octets).map_err(Failure::failed)?;
    Ok(stdout().lock().write_all(&answer)?)
}
