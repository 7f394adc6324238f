//! Many bodies at once, all or none. What a form refuses is refused here, looked at when all lines are in place: a
//! body may stand under one that comes with it.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::body;
use entity::id::BodyId;

use super::lock;
use super::set_up::{BodyError, BodyFacts, changes};
use crate::access::Importer;
use crate::body::rules;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// A body as a file describes it.
#[derive(Clone, Debug)]
pub struct BodyEntry {
    /// What it is.
    pub facts: BodyFacts,
    /// Its last day, only of one that is new: ending a body is more than a date.
    pub wound_up_on: Option<NaiveDate>,
}

/// Sets up and changes bodies.
pub async fn import_bodies(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<BodyId, BodyEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let known = lock::bodies(tx, by.region()).await?;
    IntakeError::unless_empty(faults(&known, &rows))?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let (mut written, mut acts) = (Vec::new(), Vec::new());
    for Incoming { id, facts: BodyEntry { facts, wound_up_on }, .. } in rows {
        let old = known.get(&id);
        let verb = if old.is_some() { "body.edited" } else { "body.set_up" };
        let fields = old.map(|old| changes(old, &facts)).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("body", id.0), fields });
        written.push(body::Model {
            id,
            region_id: by.region(),
            parent_id: facts.parent,
            name: facts.name,
            short_name: facts.short_name,
            kind: facts.kind,
            position: facts.position,
            set_up_on: facts.set_up_on,
            wound_up_on: old.map_or(wound_up_on, |old| old.wound_up_on),
            version: old.map_or(1, |old| old.version + 1),
        });
    }
    let ids: Vec<_> = written.iter().map(|row| row.id).collect();
    put::<body::Entity>(tx, parents_first(written)).await?;
    refresh(tx, ids).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

fn faults(known: &[body::Model], rows: &[Incoming<BodyId, BodyEntry>]) -> Vec<Fault> {
    let mut parents: HashMap<BodyId, Option<BodyId>> =
        known.iter().map(|row| (row.id, row.parent_id)).collect();
    parents.extend(rows.iter().map(|row| (row.id, row.facts.facts.parent)));
    let parents = parents.into_iter().filter_map(|(body, parent)| Some((body, parent?))).collect();
    let replaced: HashMap<_, _> = rows.iter().map(|row| (row.id, ())).collect();
    let kept = known.iter().filter(|row| !replaced.contains_key(&row.id));
    let mut names: HashMap<&str, BodyId> = kept.map(|row| (row.name.as_str(), row.id)).collect();
    let mut faults = Vec::new();
    for row in rows {
        let BodyEntry { facts, wound_up_on } = &row.facts;
        if names.insert(&facts.name, row.id).is_some_and(|other| other != row.id) {
            faults.push(row.fault("名前", BodyError::NameTaken));
        }
        if let Some(error) =
            facts.parent.and_then(|parent| rules::may_stand_under(&parents, row.id, parent).err())
        {
            faults.push(row.fault("上の会議体", error));
        }
        let old = known.iter().find(|old| old.id == row.id);
        if old.is_some_and(|old| old.wound_up_on != *wound_up_on) {
            faults
                .push(row.fault("終了日", "会議体の終了は、会議体の画面の「終了する」から入れてください。"));
        }
        if !rules::term_is_valid(facts.set_up_on, *wound_up_on) {
            faults.push(row.fault("設置日", BodyError::AfterItsEnd));
        }
    }
    faults
}

/// A row can only point to one that is there.
fn parents_first(rows: Vec<body::Model>) -> Vec<body::Model> {
    let parents = rows.iter().filter_map(|row| Some((row.id, row.parent_id?))).collect();
    let mut rows: Vec<_> =
        rows.into_iter().map(|row| (rules::upwards(&parents, row.id).len(), row)).collect();
    rows.sort_by_key(|(depth, _)| *depth);
    rows.into_iter().map(|(_, row)| row).collect()
}
