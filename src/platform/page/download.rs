//! A table as a file to be kept.

use std::fmt;

use actix_web::HttpResponse;
use serde::Deserialize;

use super::answer::{XLSX, file};
use crate::platform::error::AppError;
use crate::platform::state::AppState;
use crate::platform::table::{Encoding, Table, csv, xlsx};

/// The ending of an address that gives a file; any other is 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// UTF-8 with BOM.
    Csv,
    /// An Excel book.
    Xlsx,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        })
    }
}

/// The file, under a name of ASCII letters, digits and `-`, to which the ending is added. Invented data say so in the
/// name and on the sheet.
pub fn download(app: &AppState, table: &Table, name: &str, format: Format) -> Result<HttpResponse, AppError> {
    let name = format!("{}{name}.{format}", if app.sample() { "sample-" } else { "" });
    let failed = |error: &dyn fmt::Display| AppError::Internal(error.to_string());
    match format {
        Format::Csv => {
            let octets = csv(table, Encoding::Utf8).map_err(|error| failed(&error))?;
            Ok(file(&name, "text/csv; charset=utf-8", octets))
        }
        Format::Xlsx => {
            let title = format!("{}{}", if app.sample() { "見本データ（架空） " } else { "" }, table.title);
            let octets = xlsx(&Table { title, ..table.clone() }).map_err(|error| failed(&error))?;
            Ok(file(&name, XLSX, octets))
        }
    }
}
