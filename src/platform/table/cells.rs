//! The cells of a file as its lines, and how CSV is read: UTF-8 with or without BOM, else CP932, with line breaks
//! inside quotation marks. Every line keeps the number it has in the file.

use encoding_rs::SHIFT_JIS;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::csv::LEADS;

/// One line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// In the file, from 1; of a line with breaks inside its cells, the first.
    pub number: usize,
    /// From the left.
    pub cells: Vec<String>,
}

impl Line {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Neither UTF-8 nor CP932.
    #[error("{0}行目の文字を読めません。文字コードをUTF-8かシフトJIS（CP932）にして保存しなおしてください。")]
    Undecodable(usize),
    /// UTF-16, as Excel writes 「Unicode テキスト」.
    #[error("文字コードがUTF-16です。Excelで「CSV UTF-8（コンマ区切り）」を選んで保存しなおしてください。")]
    Utf16,
    /// A quotation mark that is never closed.
    #[error("{0}行目で始まる「\"」が閉じていません。")]
    Open(usize),
    /// Nothing in it.
    #[error("ファイルに何も書かれていません。")]
    Empty,
}

/// Reads CSV. Empty lines are passed over; before what a spreadsheet would take for a formula one `'` is taken off.
pub fn read_csv(octets: &[u8]) -> Result<Vec<Line>, ReadError> {
    let text = decoded(octets)?;
    let head = text.lines().next().unwrap_or_default();
    let separator = if head.contains('\t') && !head.contains(',') { '\t' } else { ',' };
    let mut lines = Splitter::new(separator).split(&text)?;
    for cell in lines.iter_mut().flat_map(|line| line.cells.iter_mut()) {
        if cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(LEADS)) {
            cell.remove(0);
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() { Err(ReadError::Empty) } else { Ok(lines) }
}

/// Reads CSV of our own, such as the sample data, straight into rows.
pub fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

fn decoded(octets: &[u8]) -> Result<String, ReadError> {
    if octets.starts_with(&[0xff, 0xfe]) || octets.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::Utf16);
    }
    let octets = octets.strip_prefix("\u{feff}".as_bytes()).unwrap_or(octets);
    if let Ok(text) = std::str::from_utf8(octets) {
        return Ok(text.to_owned());
    }
    if let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(octets) {
        return Ok(text.into_owned());
    }
    // No character of CP932 ends in the octet of a line feed.
    let is_bad = |line: &[u8]| SHIFT_JIS.decode_without_bom_handling_and_without_replacement(line).is_none();
    let bad = octets.split(|octet| *octet == b'\n').position(is_bad);
    Err(ReadError::Undecodable(bad.map_or(1, |at| at + 1)))
}

/// RFC 4180, and line ends of every kind.
struct Splitter {
    separator: char,
    lines: Vec<Line>,
    line: Line,
    cell: String,
    /// The line of the file that is being read.
    number: usize,
}

impl Splitter {
    fn new(separator: char) -> Self {
        let line = Line { number: 1, cells: Vec::new() };
        Self { separator, lines: Vec::new(), line, cell: String::new(), number: 1 }
    }

    fn split(mut self, text: &str) -> Result<Vec<Line>, ReadError> {
        let mut rest = text.chars().peekable();
        let mut opened = None;
        while let Some(c) = rest.next() {
            match (c, opened) {
                ('"', Some(_)) if rest.peek() == Some(&'"') => {
                    rest.next();
                    self.cell.push('"');
                }
                ('"', Some(_)) => opened = None,
                ('"', None) if self.cell.is_empty() => opened = Some(self.number),
                (c, None) if c == self.separator => self.line.cells.push(std::mem::take(&mut self.cell)),
                ('\r' | '\n', None) => {
                    if c == '\r' && rest.peek() == Some(&'\n') {
                        rest.next();
                    }
                    self.end();
                }
                ('\r', Some(_)) if rest.peek() == Some(&'\n') => {}
                (c, _) => {
                    self.number += usize::from(matches!(c, '\n' | '\r'));
                    self.cell.push(if c == '\r' { '\n' } else { c });
                }
            }
        }
        if let Some(number) = opened {
            return Err(ReadError::Open(number));
        }
        if !self.cell.is_empty() || !self.line.cells.is_empty() {
            self.end();
        }
        Ok(self.lines)
    }

    fn end(&mut self) {
        self.line.cells.push(std::mem::take(&mut self.cell));
        self.number += 1;
        let next = Line { number: self.number, cells: Vec::new() };
        self.lines.push(std::mem::replace(&mut self.line, next));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::table::{Column, Encoding, Table, csv};

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        read_csv(text.as_bytes()).unwrap().into_iter().map(|line| (line.number, line.cells)).collect()
    }

    #[test]
    fn lines_keep_their_numbers() {
        let read = cells("氏名,備考\r\n\r\n原,\"a\r\nb, \"\"c\"\"\"\r\n岡,'=1+1\n'x,''y");
        let expected: [(usize, [&str; 2]); 4] =
            [(1, ["氏名", "備考"]), (3, ["原", "a\nb, \"c\""]), (5, ["岡", "=1+1"]), (6, ["'x", "'y"])];
        assert_eq!(read, expected.map(|(at, cells)| (at, cells.map(str::to_owned).to_vec())));
        assert_eq!(cells("a\tb\nc\td"), cells("a,b\nc,d"));
    }

    #[test]
    fn encodings_are_told_apart() {
        let (cp932, ..) = SHIFT_JIS.encode("氏名\r\n髙﨑\r\n");
        for octets in [&cp932[..], "氏名\r\n髙﨑\r\n".as_bytes(), "\u{feff}氏名\n髙﨑".as_bytes()] {
            assert_eq!(read_csv(octets).unwrap()[1].cells, ["髙﨑"]);
        }
        for (octets, error) in [
            (&b"\xff\xfea\0"[..], ReadError::Utf16),
            (b"a\n\x81\x20\n", ReadError::Undecodable(2)),
            (b"a\n\"b\nc", ReadError::Open(2)),
            (b"\r\n , \r\n", ReadError::Empty),
            (b"'\t,\r\n", ReadError::Empty),
        ] {
            assert_eq!(read_csv(octets).unwrap_err(), error);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(lines in proptest::collection::vec(
            proptest::collection::vec("[a-z髙𠮷,\"'=＋@ \n\t-]{0,6}", 3), 1..6))
        {
            let columns = ["a", "b", "c"].map(|head| Column::new(head, 10)).to_vec();
            let table = Table { title: String::new(), columns, lines: lines.clone() };
            let read = read_csv(&csv(&table, Encoding::Utf8).unwrap()).unwrap();
            let kept: Vec<_> = lines.into_iter().filter(|line| line.iter().any(|cell| !cell.trim().is_empty())).collect();
            prop_assert_eq!(read.into_iter().skip(1).map(|line| line.cells).collect::<Vec<_>>(), kept);
        }

        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_csv(&octets);
        }
    }
}
