//! Items of many agendas at once, all or none. Of a meeting that is over or called off nothing changes, and the items
//! of a meeting stay numbered without gaps.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::agenda_item::{self, Entity};
use entity::agenda_item_link::{self, Classification};
use entity::id::{AgendaItemId, MeetingId};
use entity::meeting;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::Details;
use crate::access::Importer;
use crate::agenda::{queries, rules};
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::{AT_ONCE, put};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// An item as a file describes it.
#[derive(Clone, Debug)]
pub struct ItemEntry {
    /// Of which meeting, found in the region.
    pub meeting: MeetingId,
    /// Its place; a new item without one comes last.
    pub position: Option<i32>,
    /// What it is.
    pub details: Details,
}

/// Adds and changes items.
pub async fn import_items(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<AgendaItemId, ItemEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let of_region = meeting::Column::RegionId.eq(by.region());
    let meetings = meeting::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    let meetings: HashMap<_, _> = meetings.into_iter().map(|row| (row.id, row)).collect();
    let known = queries::in_region(tx, by.region()).await?;
    let known: HashMap<_, _> = known.into_iter().map(|item| (item.row.id, item.row)).collect();
    let mut faults = Vec::new();
    for row in &rows {
        let Some(meeting) = meetings.get(&row.facts.meeting) else { continue };
        faults.extend(rules::may_change(meeting, now).err().map(|error| row.fault("会議ID", error)));
        if known.get(&row.id).is_some_and(|old| old.meeting_id != row.facts.meeting) {
            let why = "議題を別の会議に移すことはできません。IDを空にして、新しい議題として入れてください。";
            faults.push(row.fault("会議ID", why));
        }
    }
    IntakeError::unless_empty(faults)?;
    let written = placed(&known, &rows)?;
    let (mut links, mut acts) = (Vec::new(), Vec::new());
    for row in &rows {
        links.extend(linked(row.id, &row.facts.details));
        let old = known.get(&row.id);
        let verb = if old.is_some() { "agenda_item.edited" } else { "agenda_item.added" };
        let all = vec!["position", "kind", "title", "minutes", "presenter", "links"];
        let fields = old.map(|_| all).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("agenda_item", row.id.0), fields });
    }
    replace(tx, written, links).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

/// The rows as they will be. The places of each agenda run from 1 without gap or double.
fn placed(
    known: &HashMap<AgendaItemId, agenda_item::Model>,
    rows: &[Incoming<AgendaItemId, ItemEntry>],
) -> Result<Vec<agenda_item::Model>, IntakeError> {
    let replaced: HashSet<_> = rows.iter().map(|row| row.id).collect();
    let mut places: HashMap<MeetingId, Vec<i32>> = HashMap::new();
    let kept = known.values().filter(|item| !replaced.contains(&item.id));
    for (meeting, position) in kept
        .map(|item| (item.meeting_id, item.position))
        .chain(rows.iter().filter_map(|row| Some((row.facts.meeting, row.facts.position?))))
    {
        places.entry(meeting).or_default().push(position);
    }
    let mut written = Vec::new();
    for row in rows {
        let taken = places.entry(row.facts.meeting).or_default();
        let position = row.facts.position.unwrap_or_else(|| {
            let last = taken.iter().copied().max().unwrap_or(0).saturating_add(1);
            taken.push(last);
            last
        });
        let details = &row.facts.details;
        written.push(agenda_item::Model {
            id: row.id,
            meeting_id: row.facts.meeting,
            position,
            kind: details.kind,
            title: details.title.clone(),
            minutes: details.minutes,
            presenter: details.presenter.clone(),
            version: known.get(&row.id).map_or(1, |old| old.version + 1),
        });
    }
    let faults: Vec<Fault> = rows.iter().filter_map(|row| out_of_order(row, &places)).collect();
    IntakeError::unless_empty(faults)?;
    Ok(written)
}

fn out_of_order(
    row: &Incoming<AgendaItemId, ItemEntry>,
    places: &HashMap<MeetingId, Vec<i32>>,
) -> Option<Fault> {
    let taken = places.get(&row.facts.meeting)?;
    let whole: BTreeSet<i32> = (1..).take(taken.len()).collect();
    let in_order = taken.iter().copied().collect::<BTreeSet<_>>() == whole;
    let why = "この会議の議題の順番が、1から続く番号になっていません。番号の重なりと抜けを直してください。";
    (!in_order).then(|| row.fault("順番", why))
}

fn linked(item: AgendaItemId, details: &Details) -> Vec<agenda_item_link::Model> {
    let programme = details.programme.iter().map(|one| (Classification::ProgrammeItem, one.code()));
    let scenes = details.scenes.iter().map(|one| (Classification::CareScene, one.code()));
    programme
        .chain(scenes)
        .map(|(classification, code)| agenda_item_link::Model {
            agenda_item_id: item,
            classification,
            code: code.to_owned(),
        })
        .collect()
}

async fn replace(
    tx: &Tx,
    items: Vec<agenda_item::Model>,
    links: Vec<agenda_item_link::Model>,
) -> Result<(), DbErr> {
    let ids: Vec<_> = items.iter().map(|row| row.id).collect();
    put::<Entity>(tx, items).await?;
    refresh(tx, ids.iter().copied()).await?;
    for some in ids.chunks(AT_ONCE) {
        let of_items = agenda_item_link::Column::AgendaItemId.is_in(some.iter().copied());
        agenda_item_link::Entity::delete_many().filter(of_items).exec(tx).await?;
    }
    for some in links.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(agenda_item_link::ActiveModel::from);
        agenda_item_link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
