//! 設定 › 取り込み・書き出し: a file is sent, its columns are named, what comes of it is shown, and only then it is taken in.

pub mod columns;
pub mod download;
pub mod index;
pub mod preview;

use entity::import_draft;
use serde::de::DeserializeOwned;

use super::rules::{Kind, Source};
use crate::platform::error::AppError;
use crate::platform::table::Line;

/// A stored draft, taken apart.
struct Draft {
    row: import_draft::Model,
    kind: Kind,
    lines: Vec<Line>,
    head_at: usize,
    sources: Option<Vec<Source>>,
}

impl Draft {
    fn of(row: import_draft::Model) -> Result<Self, AppError> {
        let kind = Kind::from_word(&row.kind).ok_or(AppError::NotFound)?;
        let lines = json(&row.cells)?;
        let sources = row.sources.as_deref().map(json).transpose()?;
        let head_at = usize::try_from(row.head_at).unwrap_or(0);
        Ok(Self { kind, lines, head_at, sources, row })
    }

    /// The cells of the line with the heads.
    fn heads(&self) -> &[String] {
        self.lines.get(self.head_at).map_or(&[], |line| &line.cells)
    }

    /// The lines below the heads.
    fn body(&self) -> &[Line] {
        self.lines.get(self.head_at + 1..).unwrap_or_default()
    }
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::Internal(format!("import_draft: {error}")))
}
