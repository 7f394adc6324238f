//! The schedule board of a region: its lines, and their entries in the order of the table.

use std::collections::HashMap;

use entity::id::{BoardEntryId, BoardRowId};

use super::SampleError;
use super::fill::refused;
use super::region::Filling;
use super::tables::{BoardEntryRow, BoardLineRow, missing, word};
use crate::access::Secretary;
use crate::board::commands::{self, Details, GroupChoice, RowDetails, Seen, When};
use crate::board::rules::first_of;
use crate::platform::date::FiscalYear;
use crate::programme::{CareScene, ProgrammeItem};

impl Filling<'_> {
    /// Lines and entries.
    pub(super) async fn draw_board(&self, by: &Secretary) -> Result<(), SampleError> {
        let (tables, slug) = (self.tables, self.slug());
        let mut rows = HashMap::new();
        for row in tables.board_rows.iter().filter(|row| row.region == slug) {
            let details = self.line(row)?;
            let id =
                commands::add_row(self.tx, by, details, self.begun_at()).await.map_err(refused(&row.name))?;
            rows.insert(row.name.as_str(), id);
        }
        let mut entries = HashMap::new();
        for row in tables.board_entries.iter().filter(|row| row.region == slug) {
            let line = *rows.get(row.row.as_str()).ok_or_else(|| missing("行", &row.row))?;
            let id = self.put(by, (line, row), &entries).await?;
            entries.insert(row.text.as_str(), id);
        }
        Ok(())
    }

    fn line(&self, row: &BoardLineRow) -> Result<RowDetails, SampleError> {
        let scene = CareScene::ALL.into_iter().find(|scene| scene.name() == row.scene);
        Ok(RowDetails {
            group: if row.group.is_empty() {
                GroupChoice::None
            } else {
                GroupChoice::Named(row.group.clone())
            },
            letter: row.letter.clone(),
            name: row.name.clone(),
            programme: ProgrammeItem::from_code(&row.item),
            scene,
            first: FiscalYear::of(self.day(&row.first)?),
            last: self.some_day(&row.last)?.map(FiscalYear::of),
        })
    }

    async fn put(
        &self,
        by: &Secretary,
        (line, row): (BoardRowId, &BoardEntryRow),
        entries: &HashMap<&str, BoardEntryId>,
    ) -> Result<BoardEntryId, SampleError> {
        let month = self.some_day(&row.month)?.map(first_of);
        let until = self.some_day(&row.until)?.map(first_of);
        let when = match (row.meeting.as_str(), month, self.some_day(&row.year)?) {
            ("", Some(month), _) => When::Month(month, until),
            ("", None, Some(year)) => When::Year(FiscalYear::of(year)),
            ("", None, None) => When::Unknown,
            (key, ..) => When::With(self.meetings.get(key).copied().ok_or_else(|| missing("会議", key))?),
        };
        let after = match row.after.as_str() {
            "" => None,
            text => Some(entries.get(text).copied().ok_or_else(|| missing("予定", text))?),
        };
        let details = Details {
            row: line,
            kind: word(&row.kind)?,
            text: row.text.clone(),
            when,
            standing: row.standing == "yes",
            tentative: row.tentative == "yes",
            body: if row.body.is_empty() { None } else { Some(self.body(&row.body)?) },
            after,
            note: row.note.clone(),
            time_certainty: word(&row.time_certainty)?,
            row_certainty: word(&row.row_certainty)?,
        };
        let at = self.begun_at();
        let entry = commands::add(self.tx, by, details, at).await.map_err(refused(&row.text))?;
        if !row.done.is_empty() {
            let done_at = super::region::morning(self.day(&row.done)?);
            let seen = Seen { entry, version: 1 };
            commands::complete(self.tx, by, seen, true, done_at).await.map_err(refused(&row.text))?;
        }
        Ok(entry)
    }
}
