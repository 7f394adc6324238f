//! The lines and groups that entries from a file stand in and the board does not have yet: they are added at its end.

use std::collections::HashMap;

use entity::id::{BoardGroupId, BoardRowId};
use entity::{board_group, board_row};
use sea_orm::DbErr;

use super::stored;
use crate::access::Importer;
use crate::board::queries;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db::Tx;
use crate::programme::{CareScene, ProgrammeItem};

/// A line that the board does not have yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewLine {
    /// The heading of its group; empty for none.
    pub group: String,
    /// The letter before the name.
    pub letter: String,
    /// The theme.
    pub name: String,
    /// Of the eight items.
    pub programme: Option<ProgrammeItem>,
    /// Of the four scenes.
    pub scene: Option<CareScene>,
    /// Shown from this fiscal year on; without one from that of its first entry.
    pub first: Option<FiscalYear>,
    /// Until this one.
    pub last: Option<FiscalYear>,
}

/// Makes each line once, and its group where there is none of that name. Each comes with the years of its entries.
pub(super) async fn make_lines<'a>(
    tx: &Tx,
    by: &Importer,
    wanted: impl Iterator<Item = (&'a NewLine, Option<FiscalYear>)>,
    now: Instant,
) -> Result<HashMap<NewLine, BoardRowId>, DbErr> {
    let (mut lines, mut years): (Vec<&NewLine>, HashMap<&NewLine, Vec<FiscalYear>>) = Default::default();
    for (line, year) in wanted {
        years.entry(line).or_insert_with(|| {
            lines.push(line);
            Vec::new()
        });
        years.entry(line).or_default().extend(year);
    }
    if lines.is_empty() {
        return Ok(HashMap::new());
    }
    let groups = queries::groups(tx, by.region()).await?;
    let mut place = groups.iter().map(|group| group.position).max().unwrap_or(0);
    let mut named: HashMap<_, _> = groups.into_iter().map(|group| (group.name, group.id)).collect();
    let rows = queries::rows(tx, by.region(), None).await?;
    let mut position = rows.iter().map(|(row, _)| row.position).max().unwrap_or(0);
    let (mut made, mut new_groups, mut new_rows, mut acts) =
        (HashMap::new(), Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        if !line.group.is_empty() && !named.contains_key(&line.group) {
            let id = BoardGroupId::at(now);
            place = place.saturating_add(1);
            let (region_id, name) = (by.region(), line.group.clone());
            new_groups.push(board_group::Model { id, region_id, position: place, name, version: 1 });
            named.insert(line.group.clone(), id);
        }
        let id = BoardRowId::at(now);
        position = position.saturating_add(1);
        let earliest = years.get(line).and_then(|years| years.iter().min()).copied();
        let first = line.first.or(earliest).unwrap_or_else(|| FiscalYear::of(tokyo_day(now)));
        new_rows.push(row(by, (line, first), (id, position), named.get(&line.group).copied()));
        acts.push(Act { verb: "board_row.added", subject: Subject("board_row", id.0), fields: Vec::new() });
        made.insert(line.clone(), id);
    }
    put::<board_group::Entity>(tx, new_groups).await?;
    put::<board_row::Entity>(tx, new_rows).await?;
    audit::record_all(tx, by.by(), &acts, now).await?;
    Ok(made)
}

fn row(
    by: &Importer,
    (line, first): (&NewLine, FiscalYear),
    (id, position): (BoardRowId, i32),
    group_id: Option<BoardGroupId>,
) -> board_row::Model {
    board_row::Model {
        id,
        region_id: by.region(),
        group_id,
        position,
        letter: line.letter.clone(),
        name: line.name.clone(),
        programme_item: line.programme.map(|item| item.code().to_owned()),
        care_scene: line.scene.map(|scene| scene.code().to_owned()),
        first_year: first.year(),
        last_year: stored(line.last),
        version: 1,
    }
}
