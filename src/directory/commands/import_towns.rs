//! Many towns at once, all or none. A town is one for the whole deployment, so only who keeps it takes them in; that
//! it belongs to the region is written with it.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{MunicipalityId, RegionId};
use entity::{municipality, region_municipality};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{Keeper, MunicipalityFacts};
use crate::platform::audit::{self, Act, By, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::table::{Incoming, IntakeError};

/// A town of the region.
#[derive(Clone, Debug)]
pub struct TownEntry {
    /// What is written down about it.
    pub facts: MunicipalityFacts,
    /// Its first and last day.
    pub valid: (Option<NaiveDate>, Option<NaiveDate>),
    /// The town it became part of.
    pub successor: Option<MunicipalityId>,
    /// From when to when it belongs to the region.
    pub member: (Option<NaiveDate>, Option<NaiveDate>),
}

/// Enters and changes towns, and makes each of them a member of the region.
pub async fn import_municipalities(
    tx: &Tx,
    by: &Keeper,
    region_id: RegionId,
    rows: Vec<Incoming<MunicipalityId, TownEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let known = municipality::Entity::find().lock_exclusive().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let of_region = region_municipality::Column::RegionId.eq(region_id);
    let members = region_municipality::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    let members: HashMap<_, _> = members.into_iter().map(|row| (row.municipality_id, row)).collect();
    let (mut towns, mut joined, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    for Incoming { id, facts: entry, .. } in rows {
        let town = town(id, &entry);
        let old = known.get(&id);
        if old != Some(&town) {
            let verb = if old.is_some() { "municipality.changed" } else { "municipality.entered" };
            acts.push(Act { verb, subject: Subject("municipality", id.0), fields: Vec::new() });
            towns.push(town);
        }
        let (from_on, to_on) = entry.member;
        let member = region_municipality::Model { region_id, municipality_id: id, from_on, to_on };
        if members.get(&id) != Some(&member) {
            let verb = "region.municipality_joined";
            acts.push(Act { verb, subject: Subject("region", region_id.0), fields: vec!["municipality"] });
            joined.push(member);
        }
    }
    // A successor may stand further down in the file.
    towns.sort_by_key(|town| town.successor_id.is_some());
    put::<municipality::Entity>(tx, towns).await?;
    put::<region_municipality::Entity>(tx, joined).await?;
    Ok(audit::record_all(tx, By { region: Some(region_id), ..by.by() }, &acts, now).await?)
}

fn town(id: MunicipalityId, entry: &TownEntry) -> municipality::Model {
    municipality::Model {
        id,
        code: entry.facts.code.to_string(),
        name: entry.facts.name.clone(),
        kana: entry.facts.kana.clone(),
        valid_from: entry.valid.0,
        valid_to: entry.valid.1,
        successor_id: entry.successor,
    }
}
