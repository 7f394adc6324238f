//! CSV as Japanese offices open it: UTF-8 with BOM or CP932, CRLF (RFC 4180).

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};
use encoding_rs::SHIFT_JIS;

use super::Table;

/// The characters of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With a BOM, so that Excel does not guess.
    Utf8,
    /// Windows-31J; 髙 and 﨑 are in it, 𠮷 is not.
    Cp932,
}

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// A character that the encoding does not have. It is told, never replaced.
    #[error(
        "{line}行目「{column}」の「{character}」は、この文字コードでは書けません。UTF-8で書き出してください。"
    )]
    Unwritable {
        /// From 1, the head included.
        line: usize,
        /// The column's head.
        column: String,
        /// The first such character.
        character: char,
    },
    /// A line without as many cells as there are columns: a fault of ours.
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    /// Memory is all it is written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

const BOM: &[u8] = "\u{feff}".as_bytes();

/// What begins a formula in a spreadsheet (security rule 17), and the sign that guards it.
pub(super) const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\''];

/// The cell with a `'` before what looks like a formula; reading takes one off again.
fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(LEADS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The file.
pub fn csv(table: &Table, encoding: Encoding) -> Result<Vec<u8>, CsvError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let heads: Vec<_> = table.columns.iter().map(|column| column.head.clone()).collect();
    for (at, line) in std::iter::once(&heads).chain(&table.lines).enumerate() {
        let mut cells = Vec::with_capacity(line.len());
        for (cell, column) in line.iter().zip(&table.columns) {
            let guarded = guarded(cell);
            let octets = encoded(&guarded, encoding);
            cells.push(octets.map_err(|character| CsvError::Unwritable {
                line: at + 1,
                column: column.head.clone(),
                character,
            })?);
        }
        writer.write_byte_record(&cells.into())?;
    }
    let octets = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(match encoding {
        Encoding::Utf8 => [BOM, &octets].concat(),
        Encoding::Cp932 => octets,
    })
}

/// A cell in the file's encoding, or the first character that it does not have. No octet of a CP932 character is a
/// comma, a quotation mark or a line break, so it can be quoted afterwards.
fn encoded(text: &str, encoding: Encoding) -> Result<Vec<u8>, char> {
    if encoding == Encoding::Utf8 {
        return Ok(text.as_bytes().to_vec());
    }
    // The wave dash of other systems is the full-width tilde of CP932; no other character is changed.
    let text = text.replace('\u{301c}', "\u{ff5e}");
    let mut octets = Vec::with_capacity(text.len());
    for c in text.chars() {
        let mut buffer = [0; 4];
        let (found, _, had_errors) = SHIFT_JIS.encode(c.encode_utf8(&mut buffer));
        if had_errors {
            return Err(c);
        }
        octets.extend_from_slice(&found);
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::table::Column;

    fn table(cells: &[&str]) -> Table {
        let columns = vec![Column::new("氏名", 10), Column::new("備考", 20)];
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table { title: "名簿".to_owned(), columns, lines: vec![cells] }
    }

    fn utf8(cells: &[&str]) -> String {
        String::from_utf8(csv(&table(cells), Encoding::Utf8).unwrap()).unwrap()
    }

    #[test]
    fn cells_are_quoted_and_formulas_guarded() {
        let head = "\u{feff}氏名,備考\r\n";
        for (cells, line) in [
            (["髙橋", "a,b"], "髙橋,\"a,b\""),
            (["=1+1", "＝A1"], "'=1+1,'＝A1"),
            (["-", "'quoted"], "'-,''quoted"),
            (["a\nb", "say \"no\""], "\"a\nb\",\"say \"\"no\"\"\""),
        ] {
            assert_eq!(utf8(&cells), format!("{head}{line}\r\n"));
        }
    }

    #[test]
    fn what_cp932_does_not_have_is_told() {
        let octets = csv(&table(&["髙﨑", "4月〜6月"]), Encoding::Cp932).unwrap();
        let (text, _, errors) = SHIFT_JIS.decode(&octets);
        assert!(!errors && text.ends_with("髙﨑,4月～6月\r\n"), "{text}");
        let told = csv(&table(&["佐藤", "𠮷田"]), Encoding::Cp932).unwrap_err();
        let words = "2行目「備考」の「𠮷」は、この文字コードでは書けません。UTF-8で書き出してください。";
        assert_eq!(told.to_string(), words);
    }
}
