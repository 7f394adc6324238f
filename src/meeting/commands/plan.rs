//! A meeting enters the year's plan.

use chrono::NaiveDate;
use entity::body;
use entity::id::{BodyId, MeetingId};
use entity::meeting::{ActiveModel, MeetingMode};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use super::edit::Wording;
use crate::access::Secretary;
use crate::meeting::queries;
use crate::meeting::rules::Span;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day, wareki};
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// When a planned meeting is: a month, or a day with its hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// First day of the month.
    Month(NaiveDate),
    /// Day and hours.
    Hours(Span),
}

impl Date {
    /// The day that decides the fiscal year.
    fn day(self) -> NaiveDate {
        match self {
            Self::Month(first) => first,
            Self::Hours(span) => tokyo_day(span.starts_at),
        }
    }
}

/// Everything a clerk decides about a meeting before it is convened.
#[derive(Clone, Debug)]
pub struct Details {
    /// Month, or day and hours.
    pub date: Date,
    /// Room as printed; may be empty until it is convened.
    pub place: String,
    /// Where to join online; may be empty.
    pub online_url: String,
    /// Room, online or both.
    pub mode: MeetingMode,
    /// What can still be edited once it is convened.
    pub wording: Wording,
}

impl Details {
    /// Every column that a plan decides, onto a row to be written.
    pub(super) fn onto(self, row: ActiveModel) -> ActiveModel {
        let (month_on, span) = match self.date {
            Date::Month(first) => (Some(first), None),
            Date::Hours(span) => (None, Some(span)),
        };
        self.wording.onto(ActiveModel {
            fiscal_year: Set(FiscalYear::of(self.date.day()).year()),
            month_on: Set(month_on),
            starts_at: Set(span.map(|span| span.starts_at)),
            ends_at: Set(span.map(|span| span.ends_at)),
            place: Set(self.place),
            online_url: Set(self.online_url),
            mode: Set(self.mode),
            ..row
        })
    }
}

/// A meeting to be planned.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose meeting.
    pub body: BodyId,
    /// What is decided so far.
    pub details: Details,
}

/// Why a meeting cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// No such body in the region.
    #[error("会議体を選んでください。")]
    UnknownBody,
    /// The body does not exist on that day.
    #[error("この会議体は{}からです。", wareki(*.0))]
    NotSetUp(NaiveDate),
    /// The body has ended by then.
    #[error("この会議体は{}で終わっています。", wareki(*.0))]
    WoundUp(NaiveDate),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Puts a meeting into the plan. Nobody outside the secretariat hears of it before it is convened.
pub async fn plan(tx: &Tx, by: &Secretary, input: Plan, now: Instant) -> Result<MeetingId, PlanError> {
    let body = queries::body_of(tx, by.region(), input.body).await?.ok_or(PlanError::UnknownBody)?;
    within_body(&body, input.details.date)?;
    let id = MeetingId::at(now);
    let row = ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        body_id: Set(body.id),
        number: Set(None),
        uid: Set(format!("{}@{}", id.0.simple(), tx.terms().mail_domain)),
        sequence: Set(0),
        changed_at: Set(now),
        convened_at: Set(None),
        postponed_at: Set(None),
        cancelled_at: Set(None),
        created_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    input.details.onto(row).insert(tx).await?;
    refresh(tx, [id]).await?;
    audit::record(tx, by.by(), "meeting.planned", Subject("meeting", id.0), &[], None, now).await?;
    Ok(id)
}

/// A body meets only while it exists; a month counts when the body exists on any of its days.
pub(super) fn within_body(body: &body::Model, date: Date) -> Result<(), PlanError> {
    let (first, last) = match date {
        Date::Hours(_) => (date.day(), date.day()),
        Date::Month(first) => (first, first.checked_add_months(chrono::Months::new(1)).unwrap_or(first)),
    };
    if let Some(set_up) = body.set_up_on.filter(|set_up| last < *set_up) {
        return Err(PlanError::NotSetUp(set_up));
    }
    match body.wound_up_on.filter(|end| first > *end) {
        Some(end) => Err(PlanError::WoundUp(end)),
        None => Ok(()),
    }
}
