//! The one step into the next fiscal year.

use std::collections::HashMap;

use entity::board_entry::Certainty;
use entity::id::{BoardEntryId, BoardRowId, MeetingId, RegionId};
use entity::region;
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::queries::{Preview, preview};
use super::rules::{Again, Copied, waits_for};
use crate::access::{Importer, Secretary};
use crate::board::commands::{Details as EntryDetails, EntryLine, import_entries};
use crate::meeting::commands::{Date, Details, MeetingEntry, Wording, import_meetings};
use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;
use crate::platform::db::Tx;
use crate::platform::table::{Incoming, IntakeError};

/// What shall come again.
#[derive(Clone, Debug)]
pub struct NewYear {
    /// The year that begins.
    pub year: FiscalYear,
    /// Meetings of the year before.
    pub meetings: Vec<MeetingId>,
    /// Lines of the board, with all their entries of the year before.
    pub rows: Vec<BoardRowId>,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Meetings planned.
    pub meetings: usize,
    /// Entries copied.
    pub entries: usize,
}

/// Plans the meetings and copies the entries that are not there yet.
pub async fn begin(tx: &Tx, by: &Secretary, input: NewYear, now: Instant) -> Result<Made, IntakeError> {
    hold(tx, by.region()).await?;
    let Preview { meetings, mut entries, .. } = preview(tx, by.region(), input.year).await?;
    let chosen = |again: &&Again| !again.there && input.meetings.contains(&again.meeting.id);
    let plans: Vec<_> =
        (1..).zip(meetings.iter().filter(chosen)).map(|(line, again)| plan(line, again, now)).collect();
    let copied = input.rows.iter().filter_map(|row| entries.remove(row)).flatten();
    let copied: Vec<_> =
        copied.filter(|copy| !copy.there).map(|copy| (BoardEntryId::at(now), copy)).collect();
    let copies: HashMap<_, _> = copied.iter().map(|(id, copy)| (copy.entry.id, *id)).collect();
    let lines: Vec<_> =
        (1..).zip(&copied).map(|(line, (id, copied))| entry(line, *id, copied, &copies)).collect();
    let made = Made { meetings: plans.len(), entries: lines.len() };
    let by = Importer::from(by);
    import_meetings(tx, &by, plans, now).await?;
    import_entries(tx, &by, lines, now).await?;
    Ok(made)
}

/// One at a time in a region, so that two who press at once do not make everything twice.
async fn hold(tx: &Tx, region: RegionId) -> Result<(), DbErr> {
    region::Entity::find_by_id(region).lock_exclusive().one(tx).await.map(drop)
}

fn plan(line: usize, again: &Again, now: Instant) -> Incoming<MeetingId, MeetingEntry> {
    let meeting = &again.meeting;
    let date = Date::Month(again.month);
    let details = Details {
        date,
        place: meeting.place.clone(),
        online_url: String::new(),
        mode: meeting.mode,
        wording: Wording {
            title: meeting.title.clone(),
            openness: meeting.openness,
            closed_reason: meeting.closed_reason.clone(),
            observer_capacity: meeting.observer_capacity,
            observer_words: meeting.observer_words.clone(),
            ..Wording::default()
        },
    };
    let facts = MeetingEntry { body: again.body.id, date: Some(date), details };
    Incoming { line, id: MeetingId::at(now), known: false, facts }
}

fn entry(
    line: usize,
    id: BoardEntryId,
    copied: &Copied,
    copies: &HashMap<BoardEntryId, BoardEntryId>,
) -> Incoming<BoardEntryId, EntryLine> {
    let old = &copied.entry;
    let details = EntryDetails {
        row: old.row_id,
        kind: old.kind,
        text: old.text.clone(),
        when: copied.when,
        standing: old.standing,
        tentative: true,
        body: old.body_id,
        after: waits_for(old, copies),
        note: old.note.clone(),
        time_certainty: Certainty::Stated,
        row_certainty: Certainty::Stated,
    };
    Incoming { line, id, known: false, facts: EntryLine { line: None, details, done_on: None } }
}
