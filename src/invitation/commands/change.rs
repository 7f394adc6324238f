//! A convened meeting is moved, gets another place, or is put off. With a new date or time everybody is asked
//! again: earlier answers stay as history. A new place leaves the answers as they are.

use chrono::NaiveDate;
use entity::id::{InvitationId, IssuedLetterId, MeetingChangeId, MeetingId};
use entity::issued_letter::LetterKind;
use entity::meeting;
use entity::meeting_change::{self, ChangeKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::letters::{Issued, LetterError, Words, issue, locked};
use crate::access::Secretary;
use crate::invitation::notices::{MeetingChanged, MeetingPostponed};
use crate::invitation::queries;
use crate::meeting::commands::{NewFacts, Why, postpone, reschedule};
use crate::meeting::notices::{When, place_line};
use crate::meeting::rules::{self, DayProblem, Facts};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::outbox::{self, LetterHead};

/// A change of a convened meeting as the clerk gave it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its version as drawn.
    pub seen: i32,
    /// What becomes of it.
    pub to: ChangeOf,
    /// As printed in the letter.
    pub reason: String,
    /// Number, 決裁日, 施行日, sender.
    pub letter: LetterHead,
}

/// What becomes of the meeting.
#[derive(Clone, Debug)]
pub enum ChangeOf {
    /// New date, time, place, online address or mode.
    Facts {
        /// The facts from now on.
        facts: Facts,
        /// Last day for an answer.
        reply_due_on: Option<NaiveDate>,
    },
    /// Put off without a date.
    Postponement,
}

/// Changes the meeting and tells everybody asked. What still waits of earlier letters is dropped: this letter
/// takes its place.
pub async fn change(tx: &Tx, by: &Secretary, input: Change, now: Instant) -> Result<Issued, LetterError> {
    let before = locked(tx, by, input.meeting, input.seen).await?;
    let state = rules::state(&before, now);
    let why = |letter| Why { reason: input.reason.clone(), letter: Some(letter) };
    let words = Words { reason: input.reason.clone(), before: Some(when(&before)) };
    let (letter, pushed, asked);
    match input.to {
        ChangeOf::Postponement => {
            rules::may_postpone(state)?;
            letter =
                issue(tx, by, &stepped(&before, now), LetterKind::Postponement, input.letter, words, now)
                    .await?;
            postpone(tx, by, &before, why(letter.id), now).await?;
            asked = queries::lock_asked(tx, before.id).await?;
            outbox::drop_waiting(tx, &ids(&asked), now).await?;
            let change = recorded(tx, letter.id).await?;
            pushed = outbox::push(tx, &MeetingPostponed { change }, Some(&letter), now).await?;
        }
        ChangeOf::Facts { facts, reply_due_on } => {
            rules::may_reschedule(state)?;
            let was = Facts::of(&before);
            let kind = rules::change(&was, &facts).ok_or(LetterError::NothingChanged)?;
            fits(&before, kind, &facts, reply_due_on, now).map_err(LetterError::ReplyDue)?;
            let shape = shaped(stepped(&before, now), &facts, reply_due_on);
            letter = issue(tx, by, &shape, LetterKind::Change, input.letter, words, now).await?;
            let new = NewFacts { facts, reply_due_on };
            let after = reschedule(tx, by, &before, new, why(letter.id), now).await?;
            if kind == ChangeKind::Rescheduled {
                ask_again(tx, &after, now).await?;
            }
            asked = queries::lock_asked(tx, before.id).await?;
            outbox::drop_waiting(tx, &ids(&asked), now).await?;
            let change = recorded(tx, letter.id).await?;
            pushed = outbox::push(tx, &MeetingChanged { change }, Some(&letter), now).await?;
        }
    }
    Ok(Issued { letter, pushed, people: asked.len() })
}

/// Whether a reply deadline can stand. With a new date everybody is asked again, so it lies between today and the
/// new day; else it is the one people were told, or a later one.
fn fits(
    before: &meeting::Model,
    kind: ChangeKind,
    facts: &Facts,
    due: Option<NaiveDate>,
    now: Instant,
) -> Result<(), DayProblem> {
    if kind != ChangeKind::Rescheduled {
        return rules::later_reply_due(before, due);
    }
    let (Some(due), Some(start)) = (due, facts.starts_at) else { return Ok(()) };
    if due < tokyo_day(now) {
        return Err(DayProblem::DuePassed);
    }
    rules::reply_due_fits(due, tokyo_day(start))
}

/// The meeting one step on, as the letter about the step freezes it.
fn stepped(meeting: &meeting::Model, now: Instant) -> meeting::Model {
    meeting::Model { sequence: meeting.sequence + 1, changed_at: now, ..meeting.clone() }
}

fn shaped(meeting: meeting::Model, facts: &Facts, reply_due_on: Option<NaiveDate>) -> meeting::Model {
    meeting::Model {
        starts_at: facts.starts_at,
        ends_at: facts.ends_at,
        place: facts.place.clone(),
        online_url: facts.online_url.clone(),
        mode: facts.mode,
        reply_due_on,
        ..meeting
    }
}

fn when(meeting: &meeting::Model) -> When {
    When {
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        place: place_line(meeting.mode, &meeting.place),
    }
}

fn ids(asked: &[entity::invitation::Model]) -> Vec<InvitationId> {
    asked.iter().map(|invitation| invitation.id).collect()
}

/// Everybody still asked is asked for the new SEQUENCE: answers below it no longer count.
async fn ask_again(tx: &Tx, meeting: &meeting::Model, now: Instant) -> Result<(), DbErr> {
    use entity::invitation::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::AskedSequence, Expr::value(meeting.sequence))
        .col_expr(Column::AskedAt, Expr::value(now))
        .filter(Column::MeetingId.eq(meeting.id))
        .filter(Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The record of the change that a letter announces.
async fn recorded(tx: &Tx, letter: IssuedLetterId) -> Result<MeetingChangeId, DbErr> {
    use meeting_change::{Column, Entity};
    let record = Entity::find().filter(Column::LetterId.eq(letter)).one(tx).await?;
    record.map(|record| record.id).ok_or_else(|| DbErr::RecordNotFound("meeting_change".to_owned()))
}
