//! What a fiscal year had and the next has already.

use std::collections::HashMap;

use entity::id::{BoardRowId, RegionId};
use entity::{board_row, body, meeting};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::rules::{Again, Copied, entries, meetings};
use crate::board::queries::{self as board, Row};
use crate::meeting::queries::day;
use crate::platform::date::FiscalYear;

/// What can be made for a fiscal year.
pub struct Preview {
    /// The year that begins.
    pub year: FiscalYear,
    /// Meetings of the year before, in the order of bodies and months.
    pub meetings: Vec<Again>,
    /// The lines of the board that go on.
    pub rows: Vec<Row>,
    /// Their entries of the year before.
    pub entries: HashMap<BoardRowId, Vec<Copied>>,
}

/// Reads it in three statements.
pub async fn preview(
    db: &impl ConnectionTrait,
    region: RegionId,
    year: FiscalYear,
) -> Result<Preview, DbErr> {
    let before = FiscalYear::new(year.year() - 1);
    let found = meeting::Entity::find()
        .find_also_related(body::Entity)
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::FiscalYear.between(before.year(), year.year()))
        .filter(meeting::Column::CancelledAt.is_null())
        .all(db)
        .await?;
    let found = found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?)));
    let (mut held, next): (Vec<_>, Vec<_>) =
        found.partition(|(meeting, _)| meeting.fiscal_year == before.year());
    held.sort_by_key(|(meeting, body)| (body.position, body.id, day(meeting), meeting.id));
    let next: Vec<_> = next.into_iter().map(|(meeting, _)| meeting).collect();
    let rows = board::rows(db, region, Some((year, year))).await?;
    let models: Vec<board_row::Model> = rows.iter().map(|(row, _)| row.clone()).collect();
    let all = board::entries(db, region, (before, year)).await?;
    Ok(Preview { year, meetings: meetings(&held, &next), rows, entries: entries(&all, &models, before) })
}
