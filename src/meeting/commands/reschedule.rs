//! The meeting's side of a change after the notice: new facts, the record of what they were, SEQUENCE. Who is
//! told and asked again is `invitation`'s, which calls these under the lock it holds.

use chrono::NaiveDate;
use entity::id::{IssuedLetterId, MeetingChangeId};
use entity::meeting::{self, ActiveModel};
use entity::meeting_change::{self, ChangeKind};
use sea_orm::{ActiveEnum, ActiveModelTrait, DbErr, Set};
use serde::Serialize;

use super::advance::advance;
use crate::access::Secretary;
use crate::meeting::rules::{self, Facts};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// What a convened meeting shall be from now on.
#[derive(Clone, Debug)]
pub struct NewFacts {
    /// Date, time, place, online address, mode.
    pub facts: Facts,
    /// Last day for an answer.
    pub reply_due_on: Option<NaiveDate>,
}

/// Why, and by which letter people are told.
#[derive(Clone, Debug)]
pub struct Why {
    /// As printed in the letter.
    pub reason: String,
    /// The letter.
    pub letter: Option<IssuedLetterId>,
}

/// Gives the locked meeting its new facts and records the change. A meeting that was put off has a date again.
/// A number keeps its fiscal year: 令和8年度第3回 stays that, also when it is moved into April.
pub async fn reschedule(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
    new: NewFacts,
    why: Why,
    now: Instant,
) -> Result<meeting::Model, DbErr> {
    let was = Facts::of(meeting);
    let Some(kind) = rules::change(&was, &new.facts) else { return Ok(meeting.clone()) };
    record(tx, by, meeting, Change { kind, was: &was, becomes: &new.facts, why: &why }, now).await?;
    let postponed = meeting.postponed_at.filter(|_| new.facts.starts_at.is_none());
    let year = new.facts.starts_at.map(|start| FiscalYear::of(tokyo_day(start)).year());
    let row = ActiveModel {
        fiscal_year: Set(year.filter(|_| meeting.number.is_none()).unwrap_or(meeting.fiscal_year)),
        starts_at: Set(new.facts.starts_at),
        ends_at: Set(new.facts.ends_at),
        place: Set(new.facts.place),
        online_url: Set(new.facts.online_url),
        mode: Set(new.facts.mode),
        reply_due_on: Set(new.reply_due_on),
        postponed_at: Set(postponed),
        ..advance(meeting, now)
    };
    let is = row.update(tx).await?;
    refresh(tx, [is.id]).await?;
    Ok(is)
}

/// Puts the locked meeting off: it has no date until it is rescheduled.
pub async fn postpone(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
    why: Why,
    now: Instant,
) -> Result<meeting::Model, DbErr> {
    let was = Facts::of(meeting);
    let becomes = Facts { starts_at: None, ends_at: None, ..was.clone() };
    let change = Change { kind: ChangeKind::Postponed, was: &was, becomes: &becomes, why: &why };
    record(tx, by, meeting, change, now).await?;
    let row = ActiveModel {
        starts_at: Set(None),
        ends_at: Set(None),
        reply_due_on: Set(None),
        postponed_at: Set(Some(now)),
        ..advance(meeting, now)
    };
    let is = row.update(tx).await?;
    refresh(tx, [is.id]).await?;
    Ok(is)
}

/// A new SEQUENCE because somebody is taken off or invited again; the facts stay.
pub async fn raise_sequence(
    tx: &Tx,
    meeting: &meeting::Model,
    now: Instant,
) -> Result<meeting::Model, DbErr> {
    advance(meeting, now).update(tx).await
}

struct Change<'a> {
    kind: ChangeKind,
    was: &'a Facts,
    becomes: &'a Facts,
    why: &'a Why,
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
    change: Change<'_>,
    now: Instant,
) -> Result<(), DbErr> {
    let row = meeting_change::ActiveModel {
        id: Set(MeetingChangeId::at(now)),
        meeting_id: Set(meeting.id),
        letter_id: Set(change.why.letter),
        kind: Set(change.kind),
        was: Set(json(change.was)?),
        became: Set(json(change.becomes)?),
        reason: Set(change.why.reason.clone()),
        changed_by: Set(by.person()),
        changed_at: Set(now),
    };
    row.insert(tx).await?;
    let (verb, fields) = match change.kind {
        ChangeKind::Rescheduled => ("meeting.rescheduled", &["starts_at", "ends_at"][..]),
        ChangeKind::Relocated => ("meeting.relocated", &["place", "online_url", "mode"][..]),
        ChangeKind::Postponed => ("meeting.postponed", &["starts_at", "ends_at"][..]),
    };
    let reason = Some(change.why.reason.as_str());
    audit::record(tx, by.by(), verb, Subject("meeting", meeting.id.0), fields, reason, now).await
}

/// The stored form of the facts in `meeting_change`.
#[derive(Serialize)]
struct Stored<'a> {
    starts_at: Option<Instant>,
    ends_at: Option<Instant>,
    place: &'a str,
    online_url: &'a str,
    mode: String,
}

fn json(facts: &Facts) -> Result<String, DbErr> {
    let stored = Stored {
        starts_at: facts.starts_at,
        ends_at: facts.ends_at,
        place: &facts.place,
        online_url: &facts.online_url,
        mode: facts.mode.to_value(),
    };
    serde_json::to_string(&stored).map_err(|error| DbErr::Json(error.to_string()))
}
