//! Reads what numbering needs.

use std::collections::HashMap;

use entity::id::BodyId;
use entity::meeting::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::{day, ruled, visible_to};
use crate::access::Actor;
use crate::body::rules::{CancelledNumber, Numbering};
use crate::meeting::rules::{self, Earlier, expected_number};
use crate::platform::date::FiscalYear;

/// How a meeting is numbered, by the charter of its day or a ruling; by fiscal year where nothing is said.
pub async fn numbering(
    db: &impl ConnectionTrait,
    meeting: &Model,
) -> Result<(Numbering, CancelledNumber), DbErr> {
    let ruled = ruled(db, meeting).await?;
    Ok(rules::numbering(&ruled.rules, &ruled.rulings))
}

/// The number a meeting gets when it is convened now.
pub async fn next_number(db: &impl ConnectionTrait, meeting: &Model) -> Result<i32, DbErr> {
    let (numbering, of_cancelled) = numbering(db, meeting).await?;
    let earlier = numbers_of_body(db, meeting.body_id).await?;
    Ok(rules::next_number(numbering, of_cancelled, meeting.fiscal_year, &earlier))
}

/// The numbers a body has given so far.
pub async fn numbers_of_body(db: &impl ConnectionTrait, body: BodyId) -> Result<Vec<Earlier>, DbErr> {
    let given = Entity::find().filter(Column::BodyId.eq(body)).filter(Column::Number.is_not_null());
    Ok(given.all(db).await?.iter().filter_map(earlier).collect())
}

/// The number a meeting has, as one given before others.
pub fn earlier(meeting: &Model) -> Option<Earlier> {
    let cancelled = meeting.cancelled_at.is_some() || meeting.fell_through_at.is_some();
    Some(Earlier { fiscal_year: meeting.fiscal_year, number: meeting.number?, cancelled })
}

/// The number a meeting will get if those planned before it are convened first; its own once it has one.
pub async fn expected(
    db: &impl ConnectionTrait,
    meeting: &Model,
    (numbering, of_cancelled): (Numbering, CancelledNumber),
) -> Result<i32, DbErr> {
    if let Some(number) = meeting.number {
        return Ok(number);
    }
    let of_body = Entity::find().filter(Column::BodyId.eq(meeting.body_id)).all(db).await?;
    let earlier: Vec<_> = of_body.iter().filter_map(earlier).collect();
    let next = rules::next_number(numbering, of_cancelled, meeting.fiscal_year, &earlier);
    let before = of_body.iter().filter(|other| planned_before(other, meeting, numbering)).count();
    Ok(expected_number(next, before))
}

fn planned_before(other: &Model, meeting: &Model, numbering: Numbering) -> bool {
    let waits = other.number.is_none() && other.cancelled_at.is_none() && other.id != meeting.id;
    let in_count = numbering == Numbering::Running || other.fiscal_year == meeting.fiscal_year;
    let place = |meeting: &Model| (day(meeting), meeting.starts_at, meeting.id);
    waits && in_count && place(other) < place(meeting)
}

/// What was given and what is planned, by body and fiscal year.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    given: HashMap<BodyId, Vec<Earlier>>,
    planned: Vec<(BodyId, i32, usize)>,
    years: Vec<FiscalYear>,
}

#[derive(FromQueryResult)]
struct Counted {
    body_id: BodyId,
    fiscal_year: i32,
    /// The highest.
    number: Option<i32>,
    meetings: i64,
    numbered: i64,
    cancelled: i64,
}

/// What numbers were given, how many meetings wait for one, and in which fiscal years this actor knows of any.
pub async fn numbers(db: &impl ConnectionTrait, actor: &Actor) -> Result<Numbers, DbErr> {
    let rows: Vec<Counted> = visible_to(actor)
        .select_only()
        .columns([Column::BodyId, Column::FiscalYear])
        .column_as(Column::Number.max(), "number")
        .column_as(Column::FiscalYear.count(), "meetings")
        .column_as(Column::Number.count(), "numbered")
        .column_as(was_not_held().count(), "cancelled")
        .group_by(Column::BodyId)
        .group_by(Column::FiscalYear)
        .group_by(was_not_held().is_null())
        .into_model()
        .all(db)
        .await?;
    let mut found = Numbers::default();
    for Counted { body_id, fiscal_year, number, meetings, numbered, cancelled } in rows {
        found.years.push(FiscalYear::new(fiscal_year));
        let given = number.map(|number| Earlier { fiscal_year, number, cancelled: cancelled > 0 });
        found.given.entry(body_id).or_default().extend(given);
        if cancelled == 0 {
            found.planned.push((body_id, fiscal_year, usize::try_from(meetings - numbered).unwrap_or(0)));
        }
    }
    found.years.sort_unstable_by(|one, other| other.cmp(one));
    found.years.dedup();
    Ok(found)
}

/// When it was called off or fell through; null for a meeting that was held or will be.
fn was_not_held() -> Expr {
    Func::coalesce([Column::CancelledAt.into_expr(), Column::FellThroughAt.into_expr()]).into()
}

impl Numbers {
    /// Fiscal years with meetings, the latest first.
    pub fn years(&self) -> &[FiscalYear] {
        &self.years
    }

    /// The number a planned meeting will get if those planned before it are convened first. `all` are the meetings
    /// of its fiscal year.
    pub fn expected(
        &self,
        meeting: &Model,
        (numbering, of_cancelled): (Numbering, CancelledNumber),
        all: &[Model],
    ) -> i32 {
        let earlier = self.given.get(&meeting.body_id).map(Vec::as_slice).unwrap_or_default();
        let next = rules::next_number(numbering, of_cancelled, meeting.fiscal_year, earlier);
        let place = |one: &Model| (day(one), one.starts_at, one.id);
        let before = all.iter().filter(|other| {
            let same = other.body_id == meeting.body_id && other.fiscal_year == meeting.fiscal_year;
            let waits = other.number.is_none() && other.cancelled_at.is_none();
            same && waits && place(other) < place(meeting)
        });
        // Whatever is planned for an earlier year comes before.
        let years_before = match numbering {
            Numbering::Running => self.planned_before(meeting),
            Numbering::FiscalYear => 0,
        };
        expected_number(next, before.count() + years_before)
    }

    fn planned_before(&self, meeting: &Model) -> usize {
        let before = self
            .planned
            .iter()
            .filter(|(body, year, _)| *body == meeting.body_id && *year < meeting.fiscal_year);
        before.map(|(_, _, count)| *count).sum()
    }
}
