//! Lines and their groups. A group is there as long as a line stands in it.

use entity::id::{BoardGroupId, BoardRowId, RegionId};
use entity::{board_change, board_entry, board_group, board_row};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use super::stored;
use crate::access::Secretary;
use crate::board::queries;
use crate::board::rules::Step;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;
use crate::platform::db::Tx;
use crate::programme::{CareScene, ProgrammeItem};

/// Where a line stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChoice {
    /// Above all groups.
    None,
    /// In one that is there.
    Existing(BoardGroupId),
    /// In one of this name, made if there is none.
    Named(String),
}

/// A line as it shall be.
#[derive(Clone, Debug)]
pub struct RowDetails {
    /// The group.
    pub group: GroupChoice,
    /// The letter before the name.
    pub letter: String,
    /// The theme as printed.
    pub name: String,
    /// Of the eight items.
    pub programme: Option<ProgrammeItem>,
    /// Of the four scenes.
    pub scene: Option<CareScene>,
    /// Shown from this fiscal year on.
    pub first: FiscalYear,
    /// Until this one.
    pub last: Option<FiscalYear>,
}

/// A line as somebody saw it.
#[derive(Clone, Copy, Debug)]
pub struct RowSeen {
    /// Which one.
    pub row: BoardRowId,
    /// Its version then.
    pub version: i32,
}

/// Why a line is not changed.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// Overtaken, or taken off meanwhile.
    #[error("ほかの人が先に変更しました。いまの内容を確かめてください。")]
    Stale,
    /// No such group in the region.
    #[error("グループを選びなおしてください。")]
    UnknownGroup,
    /// Entries would no longer be shown.
    #[error("この年度の外に予定が{0}件あります。先に予定を動かすか、外してください。")]
    EntriesOutside(u64),
    /// Entries stand in it.
    #[error("予定が{0}件あります。先に予定を外すか、行を「最後の年度」で終わらせてください。")]
    HasEntries(u64),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Adds a line at the end.
pub async fn add_row(
    tx: &Tx,
    by: &Secretary,
    details: RowDetails,
    now: Instant,
) -> Result<BoardRowId, RowError> {
    let last = queries::rows(tx, by.region(), None).await?.iter().map(|(row, _)| row.position).max();
    let group = group(tx, by, &details.group, now).await?;
    let id = BoardRowId::at(now);
    let row = board_row::ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        position: Set(last.unwrap_or(0).saturating_add(1)),
        version: Set(1),
        ..onto(&details, group)
    };
    row.insert(tx).await?;
    record(tx, by, "board_row.added", id, now).await?;
    Ok(id)
}

/// Changes a line.
pub async fn edit_row(
    tx: &Tx,
    by: &Secretary,
    seen: RowSeen,
    details: RowDetails,
    now: Instant,
) -> Result<(), RowError> {
    let row = current(tx, by, seen).await?;
    let outside = outside(tx, row.id, &details).await?;
    if outside > 0 {
        return Err(RowError::EntriesOutside(outside));
    }
    let group = group(tx, by, &details.group, now).await?;
    let changed =
        board_row::ActiveModel { version: Set(row.version.saturating_add(1)), ..onto(&details, group) };
    board_row::ActiveModel { id: Set(row.id), ..changed }.update(tx).await?;
    sweep(tx, by.region()).await?;
    record(tx, by, "board_row.edited", row.id, now).await?;
    Ok(())
}

/// Takes a line off that has no entry; what was once taken off it goes with it.
pub async fn remove_row(tx: &Tx, by: &Secretary, seen: RowSeen, now: Instant) -> Result<(), RowError> {
    let row = current(tx, by, seen).await?;
    let of_row = board_entry::Entity::find().filter(board_entry::Column::RowId.eq(row.id));
    let there = of_row.clone().filter(board_entry::Column::RemovedAt.is_null()).count(tx).await?;
    if there > 0 {
        return Err(RowError::HasEntries(there));
    }
    let gone: Vec<_> = of_row.all(tx).await?.into_iter().map(|entry| entry.id).collect();
    let changes = board_change::Column::EntryId.is_in(gone.iter().copied());
    board_change::Entity::delete_many().filter(changes).exec(tx).await?;
    // What waits for one of them no longer waits.
    let waiting = board_entry::Column::AfterId.is_in(gone.iter().copied());
    let free = board_entry::ActiveModel { after_id: Set(None), ..Default::default() };
    board_entry::Entity::update_many().set(free).filter(waiting).exec(tx).await?;
    board_entry::Entity::delete_many().filter(board_entry::Column::RowId.eq(row.id)).exec(tx).await?;
    board_row::Entity::delete_by_id(row.id).exec(tx).await?;
    sweep(tx, by.region()).await?;
    record(tx, by, "board_row.removed", row.id, now).await?;
    Ok(())
}

/// Moves a line by one place: past its neighbour in the group, at the group's end the whole group past the next.
pub async fn move_row(
    tx: &Tx,
    by: &Secretary,
    seen: RowSeen,
    step: Step,
    now: Instant,
) -> Result<(), RowError> {
    let row = current(tx, by, seen).await?;
    let rows = queries::rows(tx, by.region(), None).await?;
    let in_group: Vec<_> = rows.iter().filter(|(one, _)| one.group_id == row.group_id).collect();
    let at = in_group.iter().position(|(one, _)| one.id == row.id);
    let other = at.and_then(|at| match step {
        Step::Up => in_group.get(at.checked_sub(1)?),
        Step::Down => in_group.get(at + 1),
    });
    if let Some((other, _)) = other {
        swap(tx, &row, other).await?;
    } else if let Some(group) = row.group_id {
        move_group(tx, by, group, step).await?;
    }
    record(tx, by, "board_row.moved", row.id, now).await?;
    Ok(())
}

async fn swap(tx: &Tx, one: &board_row::Model, other: &board_row::Model) -> Result<(), DbErr> {
    for (row, position) in [(one, other.position), (other, one.position)] {
        let moved = board_row::ActiveModel {
            id: Set(row.id),
            position: Set(position),
            version: Set(row.version.saturating_add(1)),
            ..Default::default()
        };
        moved.update(tx).await?;
    }
    Ok(())
}

async fn move_group(tx: &Tx, by: &Secretary, id: BoardGroupId, step: Step) -> Result<(), DbErr> {
    let groups = queries::groups(tx, by.region()).await?;
    let at = groups.iter().position(|group| group.id == id);
    let other = at.and_then(|at| match step {
        Step::Up => groups.get(at.checked_sub(1)?),
        Step::Down => groups.get(at + 1),
    });
    let own = at.and_then(|at| groups.get(at));
    let Some((own, other)) = own.zip(other) else { return Ok(()) };
    for (group, position) in [(own, other.position), (other, own.position)] {
        let moved = board_group::ActiveModel {
            id: Set(group.id),
            position: Set(position),
            version: Set(group.version.saturating_add(1)),
            ..Default::default()
        };
        moved.update(tx).await?;
    }
    Ok(())
}

/// Gives a group another heading.
pub async fn rename_group(
    tx: &Tx,
    by: &Secretary,
    (id, version): (BoardGroupId, i32),
    name: String,
    now: Instant,
) -> Result<(), RowError> {
    let of_region = board_group::Column::RegionId.eq(by.region());
    let found = board_group::Entity::find_by_id(id).filter(of_region).lock_exclusive().one(tx).await?;
    let group = found.filter(|group| group.version == version).ok_or(RowError::Stale)?;
    let renamed = board_group::ActiveModel {
        id: Set(id),
        name: Set(name),
        version: Set(group.version.saturating_add(1)),
        ..Default::default()
    };
    renamed.update(tx).await?;
    audit::record(tx, by.by(), "board_group.edited", Subject("board_group", id.0), &["name"], None, now)
        .await?;
    Ok(())
}

async fn current(tx: &Tx, by: &Secretary, seen: RowSeen) -> Result<board_row::Model, RowError> {
    let of_region = board_row::Column::RegionId.eq(by.region());
    let found = board_row::Entity::find_by_id(seen.row).filter(of_region).lock_exclusive().one(tx).await?;
    found.filter(|row| row.version == seen.version).ok_or(RowError::Stale)
}

fn onto(details: &RowDetails, group: Option<BoardGroupId>) -> board_row::ActiveModel {
    board_row::ActiveModel {
        group_id: Set(group),
        letter: Set(details.letter.clone()),
        name: Set(details.name.clone()),
        programme_item: Set(details.programme.map(|item| item.code().to_owned())),
        care_scene: Set(details.scene.map(|scene| scene.code().to_owned())),
        first_year: Set(details.first.year()),
        last_year: Set(stored(details.last)),
        ..Default::default()
    }
}

async fn outside(tx: &Tx, row: BoardRowId, details: &RowDetails) -> Result<u64, DbErr> {
    use board_entry::Column::FiscalYear as Year;
    let mut outside = sea_orm::Condition::any().add(Year.lt(details.first.year()));
    outside = outside.add_option(details.last.map(|last| Year.gt(last.year())));
    board_entry::Entity::find()
        .filter(board_entry::Column::RowId.eq(row))
        .filter(board_entry::Column::RemovedAt.is_null())
        .filter(outside)
        .count(tx)
        .await
}

/// The group of a choice, made where it is new.
async fn group(
    tx: &Tx,
    by: &Secretary,
    choice: &GroupChoice,
    now: Instant,
) -> Result<Option<BoardGroupId>, RowError> {
    let groups = match choice {
        GroupChoice::None => return Ok(None),
        _ => queries::groups(tx, by.region()).await?,
    };
    let name = match choice {
        GroupChoice::Existing(id) => {
            let found = groups.iter().find(|group| group.id == *id);
            return found.map(|group| Some(group.id)).ok_or(RowError::UnknownGroup);
        }
        GroupChoice::Named(name) => name,
        GroupChoice::None => return Ok(None),
    };
    if let Some(found) = groups.iter().find(|group| group.name == *name) {
        return Ok(Some(found.id));
    }
    let (id, last) = (BoardGroupId::at(now), groups.iter().map(|group| group.position).max());
    let made = board_group::ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        position: Set(last.unwrap_or(0).saturating_add(1)),
        name: Set(name.clone()),
        version: Set(1),
    };
    made.insert(tx).await?;
    Ok(Some(id))
}

/// Groups without a line go.
async fn sweep(tx: &Tx, region: RegionId) -> Result<(), DbErr> {
    let used = Query::select()
        .column(board_row::Column::GroupId)
        .from(board_row::Entity)
        .and_where(board_row::Column::GroupId.is_not_null())
        .take();
    board_group::Entity::delete_many()
        .filter(board_group::Column::RegionId.eq(region))
        .filter(board_group::Column::Id.not_in_subquery(used))
        .exec(tx)
        .await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    verb: &'static str,
    row: BoardRowId,
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by(), verb, Subject("board_row", row.0), &[], None, now).await
}
