//! Meetings, agendas and the board of a region.

use std::collections::HashMap;

use entity::id::{BodyId, RegionId};
use entity::{board_entry, meeting};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{Stock, body_names};
use crate::agenda::queries as agendas;
use crate::board::queries as boards;
use crate::exchange::rules::{
    Known, Lookup, agenda as item_cells, board as entry_cells, meetings as meeting_cells,
};
use crate::meeting::queries::day;
use crate::platform::clock::Instant;

/// The meetings of a region by their days.
pub async fn meetings(
    db: &impl ConnectionTrait,
    region: RegionId,
    now: Instant,
) -> Result<Stock<Lookup<BodyId>>, DbErr> {
    let names = body_names(db, region).await?;
    let rows = rows(db, region).await?;
    let known = rows.iter().map(|row| Known { id: row.id.0, cells: meeting_cells::cells(row, &names, now) });
    Ok(Stock { known: known.collect(), names })
}

async fn rows(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<meeting::Model>, DbErr> {
    let of_region = meeting::Column::RegionId.eq(region);
    let mut rows = meeting::Entity::find().filter(of_region).all(db).await?;
    rows.sort_by_key(|row| (row.fiscal_year, day(row), row.starts_at, row.id));
    Ok(rows)
}

/// The agendas of a region, meeting by meeting.
pub async fn agenda_items(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Stock<item_cells::Names>, DbErr> {
    let meetings = rows(db, region).await?;
    let place: HashMap<_, _> = meetings.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    let names = item_cells::Names::new(body_names(db, region).await?, meetings);
    let mut items = agendas::in_region(db, region).await?;
    items.sort_by_key(|item| (place.get(&item.row.meeting_id).copied(), item.row.position, item.row.id));
    let known = items.iter().map(|item| Known { id: item.row.id.0, cells: item_cells::cells(item, &names) });
    Ok(Stock { known: known.collect(), names })
}

/// The entries of a region's board, line by line.
pub async fn board_entries(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Stock<entry_cells::Names>, DbErr> {
    let lines = boards::rows(db, region, None).await?;
    let place: HashMap<_, _> = lines.iter().enumerate().map(|(at, (row, _))| (row.id, at)).collect();
    let mut entries = board_entry::Entity::find()
        .filter(board_entry::Column::RegionId.eq(region))
        .filter(board_entry::Column::RemovedAt.is_null())
        .all(db)
        .await?;
    entries.sort_by_key(|row| (place.get(&row.row_id).copied(), row.fiscal_year, row.month_on, row.id));
    let names = entry_cells::Names {
        bodies: body_names(db, region).await?,
        meetings: rows(db, region).await?.into_iter().map(|row| (row.id, row)).collect(),
        lines,
        entries: entries.iter().map(|row| row.id).collect(),
    };
    let known = entries.iter().map(|row| Known { id: row.id.0, cells: entry_cells::cells(row, &names) });
    Ok(Stock { known: known.collect(), names })
}
