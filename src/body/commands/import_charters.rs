//! Many versions of charters at once, all or none. The settings of a version are replaced as a whole.

use std::collections::HashMap;

use entity::id::{BodyId, CharterId};
use entity::{charter, charter_setting};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::enact::{Enact, EnactError, changes, check, row as setting};
use super::lock;
use crate::access::Importer;
use crate::body::rules::setting_name;
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::{AT_ONCE, put};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// Puts versions on record and corrects them.
pub async fn import_charters(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<CharterId, Enact>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let bodies = lock::bodies(tx, by.region()).await?;
    let bodies: HashMap<_, _> = bodies.into_iter().map(|body| (body.id, body)).collect();
    let of_bodies = charter::Column::BodyId.is_in(bodies.keys().copied());
    let known = charter::Entity::find().filter(of_bodies).lock_exclusive().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let mut faults = days_taken(&known, &rows);
    for row in &rows {
        let Some(body) = bodies.get(&row.facts.body) else { continue };
        match check(body, &row.facts.text) {
            Err(error @ EnactError::NothingToInherit(setting)) => {
                faults.push(row.fault(setting_name(setting), error));
            }
            Err(error) => faults.push(row.fault("適用日", error)),
            Ok(()) => {}
        }
    }
    IntakeError::unless_empty(faults)?;
    let mut said = said(tx, &known).await?;
    let (mut written, mut settings, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    for Incoming { id, facts: Enact { body, text }, .. } in rows {
        let old = known.get(&id);
        let before = said.remove(&id).unwrap_or_default();
        let verb = if old.is_some() { "charter.amended" } else { "charter.enacted" };
        let fields = old.map(|old| changes(old, &text, &before)).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("charter", id.0), fields });
        settings.extend(text.settings.into_iter().map(|(name, said)| setting(id, name, said)));
        written.push(charter::Model {
            id,
            body_id: body,
            title: text.title,
            number: text.number,
            enacted_on: text.enacted_on,
            effective_on: text.effective_on,
            applies_from: text.applies_from,
            presider_title: text.presider_title,
            vice_title: text.vice_title,
            general_affairs: text.general_affairs,
            version: old.map_or(1, |old| old.version + 1),
        });
    }
    replace(tx, written, settings).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

/// What the versions there are say.
async fn said(
    tx: &Tx,
    known: &HashMap<CharterId, charter::Model>,
) -> Result<HashMap<CharterId, Vec<charter_setting::Model>>, DbErr> {
    let of_known = charter_setting::Column::CharterId.is_in(known.keys().copied());
    let mut said: HashMap<_, Vec<_>> = HashMap::new();
    for row in charter_setting::Entity::find().filter(of_known).all(tx).await? {
        said.entry(row.charter_id).or_default().push(row);
    }
    Ok(said)
}

async fn replace(
    tx: &Tx,
    charters: Vec<charter::Model>,
    settings: Vec<charter_setting::Model>,
) -> Result<(), IntakeError> {
    let ids: Vec<_> = charters.iter().map(|row| row.id).collect();
    put::<charter::Entity>(tx, charters).await?;
    for some in ids.chunks(AT_ONCE) {
        let of_charters = charter_setting::Column::CharterId.is_in(some.iter().copied());
        charter_setting::Entity::delete_many().filter(of_charters).exec(tx).await?;
    }
    Ok(put::<charter_setting::Entity>(tx, settings).await?)
}

/// One version a day and body; a version never goes over to another body.
fn days_taken(known: &HashMap<CharterId, charter::Model>, rows: &[Incoming<CharterId, Enact>]) -> Vec<Fault> {
    let replaced: HashMap<_, _> = rows.iter().map(|row| (row.id, ())).collect();
    let kept = known.values().filter(|row| !replaced.contains_key(&row.id));
    let mut days: HashMap<(BodyId, chrono::NaiveDate), ()> =
        kept.map(|row| ((row.body_id, row.effective_on), ())).collect();
    let mut faults = Vec::new();
    for row in rows {
        if days.insert((row.facts.body, row.facts.text.effective_on), ()).is_some() {
            faults.push(row.fault("施行日", EnactError::DayTaken));
        }
        if known.get(&row.id).is_some_and(|old| old.body_id != row.facts.body) {
            faults.push(
                row.fault("会議体", "版を別の会議体に移すことはできません。新しい版として入れてください。"),
            );
        }
    }
    faults
}
