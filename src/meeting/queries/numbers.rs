//! Reads what numbering needs.

use entity::id::BodyId;
use entity::meeting::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{day, ruled};
use crate::body::rules::{CancelledNumber, Numbering};
use crate::meeting::rules::{self, Earlier, expected_number};

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

fn earlier(meeting: &Model) -> Option<Earlier> {
    let cancelled = meeting.cancelled_at.is_some();
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
