//! Many meetings at once, all or none: plans are added and changed; of a convened meeting only what can be edited
//! without a letter. Nobody is told.

use std::collections::HashMap;

use entity::id::{BodyId, MeetingId};
use entity::{body, meeting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::plan::{Date, Details, PlanError, within_body};
use crate::access::Importer;
use crate::meeting::rules::{self, Edit, Facts, Refusal};
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;
use crate::platform::table::{Fault, Incoming, IntakeError};

/// A meeting as a file describes it.
#[derive(Clone, Debug)]
pub struct MeetingEntry {
    /// Whose meeting.
    pub body: BodyId,
    /// Month, or day and hours; none only of one that waits for a new date.
    pub date: Option<Date>,
    /// Everything else; its own date is not looked at.
    pub details: Details,
}

/// Plans meetings and edits them.
pub async fn import_meetings(
    tx: &Tx,
    by: &Importer,
    rows: Vec<Incoming<MeetingId, MeetingEntry>>,
    now: Instant,
) -> Result<(), IntakeError> {
    let of_region = body::Column::RegionId.eq(by.region());
    let bodies = body::Entity::find().filter(of_region).all(tx).await?;
    let bodies: HashMap<_, _> = bodies.into_iter().map(|row| (row.id, row)).collect();
    let of_region = meeting::Column::RegionId.eq(by.region());
    let known = meeting::Entity::find().filter(of_region).lock_exclusive().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.id, row)).collect();
    let (mut written, mut acts, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let old = known.get(&row.id);
        let is = match old {
            Some(old) => changed(row, old),
            None => planned(tx, by, row, now),
        };
        faults.extend(self::faults(row, old, &is, bodies.get(&row.facts.body), now));
        let verb = if old.is_some() { "meeting.edited" } else { "meeting.planned" };
        let fields = old.map(|old| rules::differences(old, &is)).unwrap_or_default();
        acts.push(Act { verb, subject: Subject("meeting", row.id.0), fields });
        written.push(is);
    }
    IntakeError::unless_empty(faults)?;
    put::<meeting::Entity>(tx, written).await?;
    refresh(tx, rows.iter().map(|row| row.id)).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

fn planned(tx: &Tx, by: &Importer, row: &Incoming<MeetingId, MeetingEntry>, now: Instant) -> meeting::Model {
    let blank = meeting::Model {
        id: row.id,
        region_id: by.region(),
        body_id: row.facts.body,
        fiscal_year: 0,
        month_on: None,
        starts_at: None,
        ends_at: None,
        title: String::new(),
        place: String::new(),
        online_url: String::new(),
        mode: row.facts.details.mode,
        openness: row.facts.details.wording.openness,
        closed_reason: String::new(),
        remarks: String::new(),
        reply_due_on: None,
        number: None,
        uid: format!("{}@{}", row.id.0.simple(), tx.terms().mail_domain),
        sequence: 0,
        changed_at: now,
        convened_at: None,
        postponed_at: None,
        cancelled_at: None,
        fell_through_at: None,
        observer_capacity: None,
        observer_words: String::new(),
        created_at: now,
        version: 0,
    };
    changed(row, &blank)
}

/// The meeting as the file says; without a date in the file it keeps its own.
fn changed(row: &Incoming<MeetingId, MeetingEntry>, old: &meeting::Model) -> meeting::Model {
    let MeetingEntry { date, details, .. } = row.facts.clone();
    let (month_on, starts_at, ends_at, fiscal_year) = match date {
        Some(Date::Month(first)) => (Some(first), None, None, FiscalYear::of(first).year()),
        Some(Date::Hours(span)) => {
            let year = FiscalYear::of(tokyo_day(span.starts_at)).year();
            (None, Some(span.starts_at), Some(span.ends_at), year)
        }
        None => (old.month_on, old.starts_at, old.ends_at, old.fiscal_year),
    };
    meeting::Model {
        fiscal_year,
        month_on,
        starts_at,
        ends_at,
        title: details.wording.title,
        place: details.place,
        online_url: details.online_url,
        mode: details.mode,
        openness: details.wording.openness,
        closed_reason: details.wording.closed_reason,
        remarks: details.wording.remarks,
        reply_due_on: details.wording.reply_due_on,
        observer_capacity: details.wording.observer_capacity,
        observer_words: details.wording.observer_words,
        version: old.version + 1,
        ..old.clone()
    }
}

fn faults(
    row: &Incoming<MeetingId, MeetingEntry>,
    old: Option<&meeting::Model>,
    is: &meeting::Model,
    body: Option<&body::Model>,
    now: Instant,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if old.is_some_and(|old| old.body_id != row.facts.body) {
        faults.push(
            row.fault("会議体", "会議を別の会議体に移すことはできません。新しい会議として入れてください。"),
        );
    }
    match old.map(|old| rules::may_edit(rules::state(old, now))) {
        Some(Err(refusal)) => faults.push(row.fault("状態", refusal)),
        Some(Ok(Edit::Wording)) => faults.extend(old.and_then(|was| of_convened(row, was, is))),
        Some(Ok(Edit::Plan)) | None => faults.extend(of_plan(row, is, body)),
    }
    faults
}

/// People were told: what stands in their calendars changes with a letter only.
fn of_convened(
    row: &Incoming<MeetingId, MeetingEntry>,
    was: &meeting::Model,
    is: &meeting::Model,
) -> Option<Fault> {
    if Facts::of(was) != Facts::of(is) || was.month_on != is.month_on {
        return Some(row.fault("開催日", Refusal::Convened));
    }
    let due = rules::later_reply_due(was, is.reply_due_on);
    due.err().map(|error| row.fault("回答期限", error))
}

fn of_plan(
    row: &Incoming<MeetingId, MeetingEntry>,
    is: &meeting::Model,
    body: Option<&body::Model>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(date) = row.facts.date else {
        return vec![row.fault("開催日", "開催日か開催月を入れてください。")];
    };
    let within = body.ok_or(PlanError::UnknownBody).and_then(|body| within_body(body, date));
    faults.extend(within.err().map(|error| row.fault("会議体", error)));
    if let (Some(due), Some(start)) = (is.reply_due_on, is.starts_at) {
        let fits = rules::reply_due_fits(due, tokyo_day(start));
        faults.extend(fits.err().map(|error| row.fault("回答期限", error)));
    }
    faults
}
