//! Reads an Excel book. The reader of such files asks for whatever memory they name and ends the process when there is
//! none, so it runs in a process of its own that has given up nearly everything first (security rule 16): memory, time,
//! new files. Whoever serves starts that process, hands the octets in and waits not long.

use std::io::Cursor;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use calamine::{Data, Reader, Xlsx};
use chrono::{Days, NaiveDate, NaiveTime};
use rlimit::{Resource, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::cells::Line;

/// The hidden command that reads a book from standard input.
pub const COMMAND: &str = "read-book";

/// What the process may use: octets of memory, octets of addresses, seconds.
const MEMORY: u64 = 256 * 1024 * 1024;
const ADDRESSES: u64 = 1024 * 1024 * 1024;
const SECONDS: u64 = 10;

/// What the parts of a book may come to when unpacked.
const UNPACKED: u64 = 64 * 1024 * 1024;
const PARTS: usize = 1_000;

/// What is taken of a sheet.
const LINES: usize = 20_000;
const COLUMNS: usize = 200;

/// How long whoever serves waits, and how much of an answer it reads.
const PATIENCE: Duration = Duration::from_secs(4);
const ANSWER: u64 = 64 * 1024 * 1024;

/// A sheet as its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The lines that say anything.
    pub lines: Vec<Line>,
    /// How many areas of it were merged; each cell of one has the value of the first.
    pub merged: usize,
}

/// Why a book cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// The reader gave up, was stopped, or was not started.
    #[error("このExcelファイルは読めません。Excelで開いてCSVで保存しなおすと、取り込めることがあります。")]
    Unreadable,
    /// Nothing in it.
    #[error("このExcelファイルの1枚目のシートには、何も書かれていません。")]
    Empty,
    /// More than is taken.
    #[error("シートが大きすぎます。{LINES}行、{COLUMNS}列までにしてください。")]
    TooLarge,
}

/// Reads the first sheet that says anything, in a process of its own.
pub async fn read_book(program: &Path, octets: &[u8]) -> Result<Sheet, BookError> {
    let mut command = Command::new(program);
    command.arg(COMMAND).env_clear().kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| BookError::Unreadable)?;
    let (mut stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let feed = async {
        if let Some(pipe) = stdin.as_mut() {
            // A reader that has ended says so by its answer.
            let _ = pipe.write_all(octets).await;
        }
        drop(stdin);
    };
    let listen = async {
        let mut answer = Vec::new();
        if let Some(pipe) = stdout {
            let _ = pipe.take(ANSWER).read_to_end(&mut answer).await;
        }
        answer
    };
    let both = tokio::time::timeout(PATIENCE, futures_util::future::join(feed, listen)).await;
    let (_, answer) = both.map_err(|_| BookError::Unreadable)?;
    let sheet: Sheet = serde_json::from_slice(&answer).map_err(|_| BookError::Unreadable)?;
    match sheet.lines.len() {
        0 => Err(BookError::Empty),
        lines if lines > LINES => Err(BookError::TooLarge),
        _ => Ok(sheet),
    }
}

/// What the process of its own does: gives up what it does not need, reads, answers with JSON.
pub fn read_confined(octets: &[u8]) -> Result<Vec<u8>, String> {
    confine().map_err(|error| error.to_string())?;
    let sheet = sheet(octets)?;
    serde_json::to_vec(&sheet).map_err(|error| error.to_string())
}

fn confine() -> std::io::Result<()> {
    for (resource, limit) in [
        (Resource::CORE, 0),
        (Resource::CPU, SECONDS),
        (Resource::DATA, MEMORY),
        (Resource::AS, ADDRESSES),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 0),
    ] {
        setrlimit(resource, limit, limit)?;
    }
    Ok(())
}

fn sheet(octets: &[u8]) -> Result<Sheet, String> {
    weigh(octets)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(octets)).map_err(|error| error.to_string())?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
        let Some((first_line, first_column)) = range.start() else { continue };
        let (first_line, first_column) = (place(first_line), place(first_column));
        let mut lines = Vec::new();
        for (at, row) in range.rows().enumerate().take(LINES + 1) {
            let before = std::iter::repeat_n(String::new(), first_column.min(COLUMNS));
            let cells = before.chain(row.iter().map(words)).take(COLUMNS).collect();
            lines.push(Line { number: first_line + at + 1, cells });
        }
        let areas = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for area in &areas {
            spread(&mut lines, (first_line, area.start, area.end));
        }
        lines.retain(|line| !line.is_empty());
        if !lines.is_empty() {
            return Ok(Sheet { lines, merged: areas.len() });
        }
    }
    Ok(Sheet::default())
}

/// Looks into the directory of the archive before anything is unpacked.
fn weigh(octets: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(octets)).map_err(|error| error.to_string())?;
    if archive.len() > PARTS {
        return Err("too many parts".to_owned());
    }
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|error| error.to_string())?;
        unpacked = unpacked.saturating_add(part.size());
    }
    if unpacked > UNPACKED { Err("too large when unpacked".to_owned()) } else { Ok(()) }
}

/// Gives every cell of a merged area the value of its first.
fn spread(lines: &mut [Line], (first, start, end): (usize, (u32, u32), (u32, u32))) {
    let index = |line: u32| place(line).checked_sub(first);
    let (top, left, right) = (index(start.0), place(start.1), place(end.1).min(COLUMNS));
    let value = top.and_then(|top| lines.get(top)).and_then(|line| line.cells.get(left)).cloned();
    let (Some(top), Some(value)) = (top, value.filter(|value| !value.is_empty())) else { return };
    let bottom = index(end.0).unwrap_or(top);
    for line in lines.iter_mut().skip(top).take(bottom.saturating_sub(top) + 1) {
        for cell in line.cells.iter_mut().skip(left).take(right.saturating_sub(left) + 1) {
            cell.clone_from(&value);
        }
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A cell as a person would have typed it.
fn words(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Data::Bool(yes) => if *yes { "○" } else { "" }.to_owned(),
        Data::DateTime(moment) => moment_words(moment.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace('T', " "),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Excel counts days from the end of 1899; what is behind the point is the time of the day.
fn moment_words(number: f64) -> String {
    let minutes = (number * 1_440.0).round();
    if !(0.0..=4_000_000_000.0).contains(&minutes) {
        return number.to_string();
    }
    let minutes: u64 = format!("{minutes:.0}").parse().unwrap_or(0);
    let (days, minutes) = (minutes / 1_440, minutes % 1_440);
    let day = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|first| first.checked_add_days(Days::new(days)));
    let seconds = u32::try_from(minutes * 60).unwrap_or(0);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
    match (days, minutes, day) {
        (0, ..) => time.format("%H:%M").to_string(),
        (_, 0, Some(day)) => day.to_string(),
        (_, _, Some(day)) => format!("{day} {}", time.format("%H:%M")),
        (.., None) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    #[test]
    fn a_merged_cell_counts_for_each_of_its_lines() {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (line, cells) in [(2, ["団体", "氏名"]), (3, ["", "原 重彦"]), (4, ["", "'=1+1"])] {
            for (column, cell) in (1..).zip(cells) {
                page.write_string(line, column, cell).unwrap();
            }
        }
        page.merge_range(3, 1, 4, 1, "医師会", &Format::new()).unwrap();
        page.write_number(3, 3, 202_053.0).unwrap();
        let day = Format::new().set_num_format("yyyy/mm/dd");
        page.write_number_with_format(4, 3, 46_352.0, &day).unwrap();
        let read = sheet(&book.save_to_buffer().unwrap()).unwrap();
        let cells: Vec<_> = read.lines.iter().map(|line| (line.number, line.cells.join("|"))).collect();
        let expected = [(3, "|団体|氏名|"), (4, "|医師会|原 重彦|202053"), (5, "|医師会|'=1+1|2026-11-26")];
        assert_eq!(cells, expected.map(|(at, cells)| (at, cells.to_owned())));
        assert_eq!(read.merged, 1);
    }

    #[test]
    fn moments_are_days_and_times() {
        for (number, words) in
            [(0.770_833_333, "18:30"), (46_352.0, "2026-11-26"), (46_352.75, "2026-11-26 18:00")]
        {
            assert_eq!(moment_words(number), words);
        }
        assert!(sheet(b"PK\x03\x04 nothing").is_err());
    }
}
