//! A small schedule board: one group, one line, and entries as a clerk puts them there.

use entity::board_entry::{self, BoardEntryKind, Certainty};
use entity::id::{BoardChangeId, BoardEntryId, BoardGroupId, BoardRowId};
use entity::{board_change, board_row};
use renkei::board::commands::{self, Details, GroupChoice, RowDetails, When};
use renkei::platform::date::FiscalYear;
use renkei::platform::db;
use renkei::programme::{CareScene, ProgrammeItem};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::page::Page;
use super::world::World;

/// What stands on it.
pub struct Board {
    /// 2 切れ目のない提供体制.
    pub group: BoardGroupId,
    /// ウ 入退院支援ルール.
    pub row: BoardRowId,
    /// ● 改定案の協議, in November 2026.
    pub entry: BoardEntryId,
    /// How it came there.
    pub change: BoardChangeId,
}

impl Board {
    /// The board of the region, drawn by its clerk.
    pub async fn drawn(world: &World) -> Self {
        let row = line(world, "入退院支援ルール", 2026).await;
        let entry = entry(world, row, "改定案の協議", month("2026-11-01")).await;
        let stored = board_row::Entity::find_by_id(row).one(&world.db().read).await.unwrap().unwrap();
        let change = board_change::Entity::find().filter(board_change::Column::EntryId.eq(entry));
        let change = change.one(&world.db().read).await.unwrap().unwrap().id;
        Self { group: stored.group_id.unwrap(), row, entry, change }
    }
}

/// A line of the group 2 切れ目のない提供体制, from a fiscal year on.
pub async fn line(world: &World, name: &str, first: i32) -> BoardRowId {
    let details = RowDetails {
        group: GroupChoice::Named("2 切れ目のない提供体制".to_owned()),
        letter: "ウ".to_owned(),
        name: name.to_owned(),
        programme: Some(ProgrammeItem::Provision),
        scene: Some(CareScene::HospitalTransition),
        first: FiscalYear::new(first),
        last: None,
    };
    let (by, now) = (world.clerk().await, world.now());
    db::write(world.db(), async |tx| commands::add_row(tx, &by, details, now).await).await.unwrap()
}

/// ● with these words.
pub async fn entry(world: &World, row: BoardRowId, text: &str, when: When) -> BoardEntryId {
    put(world, Details { when, ..details(row, text) }).await
}

/// Any entry.
pub async fn put(world: &World, details: Details) -> BoardEntryId {
    let (by, now) = (world.clerk().await, world.now());
    db::write(world.db(), async |tx| commands::add(tx, &by, details, now).await).await.unwrap()
}

/// ● without a time.
pub fn details(row: BoardRowId, text: &str) -> Details {
    Details {
        row,
        kind: BoardEntryKind::Discuss,
        text: text.to_owned(),
        when: When::Unknown,
        standing: false,
        tentative: false,
        body: None,
        after: None,
        note: String::new(),
        time_certainty: Certainty::Stated,
        row_certainty: Certainty::Stated,
    }
}

/// A month by its first day.
pub fn month(first: &str) -> When {
    When::Month(first.parse().unwrap(), None)
}

/// The entry as it is now.
pub async fn stored(world: &World, id: BoardEntryId) -> board_entry::Model {
    board_entry::Entity::find_by_id(id).one(&world.db().read).await.unwrap().unwrap()
}

/// Drops an entry, as it is now, on another cell; without a month on 時期未定・随時.
pub async fn dragged(world: &World, id: BoardEntryId, (row, month): (BoardRowId, &str)) -> Page {
    let (row, version) = (row.to_string(), stored(world, id).await.version.to_string());
    let fields = [("row", row.as_str()), ("month", month), ("version", &version)];
    world.secretary().post(&format!("/board/entries/{id}/place"), &fields).await
}
