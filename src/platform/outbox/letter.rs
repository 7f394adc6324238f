//! Letters that leave the office. The facts are frozen in the row when the letter is issued.

use chrono::NaiveDate;
use entity::id::{IssuedLetterId, MeetingId, PersonId, RegionId};
use entity::issued_letter::{self, ActiveModel, Column, Entity, LetterKind};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::Serialize;

use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// The head of a letter as the clerk gave it.
#[derive(Clone, Debug)]
pub struct LetterHead {
    /// 文書番号 as typed; none = 事務連絡.
    pub number: Option<String>,
    /// 決裁日.
    pub approved_on: NaiveDate,
    /// 施行日, printed as the letter's date.
    pub issued_on: NaiveDate,
    /// Sender as printed.
    pub sender: String,
}

/// What is written down about a letter besides its head.
pub struct Issue<'a, F> {
    /// Whose register.
    pub region: RegionId,
    /// About which meeting.
    pub meeting: MeetingId,
    /// SEQUENCE of the meeting it speaks of.
    pub sequence: i32,
    /// What the letter does.
    pub kind: LetterKind,
    /// The facts as issued.
    pub facts: &'a F,
    /// Who issued it.
    pub by: PersonId,
}

/// Writes a letter into the register. It supersedes the meeting's latest letter to everybody, if there is one.
pub async fn issue<F: Serialize>(
    tx: &Tx,
    letter: Issue<'_, F>,
    head: LetterHead,
    now: Instant,
) -> Result<issued_letter::Model, DbErr> {
    let before = Entity::find()
        .filter(Column::MeetingId.eq(letter.meeting))
        .filter(Column::Kind.ne(LetterKind::Withdrawal))
        .order_by_desc(Column::IssuedAt)
        .one(tx)
        .await?;
    let facts = serde_json::to_string(letter.facts).map_err(|error| DbErr::Json(error.to_string()))?;
    let row = ActiveModel {
        id: Set(IssuedLetterId::at(now)),
        region_id: Set(letter.region),
        meeting_id: Set(letter.meeting),
        kind: Set(letter.kind),
        number: Set(head.number),
        approved_on: Set(head.approved_on),
        issued_on: Set(head.issued_on),
        sender: Set(head.sender),
        facts: Set(facts),
        meeting_sequence: Set(letter.sequence),
        supersedes_id: Set(before.map(|letter| letter.id)),
        issued_by: Set(letter.by),
        issued_at: Set(now),
    };
    row.insert(tx).await
}

/// Writes letters into the register that left before this program knew their meetings, the first about each.
pub async fn enter_letters(tx: &Tx, letters: Vec<issued_letter::Model>) -> Result<(), DbErr> {
    put::<Entity>(tx, letters).await
}
