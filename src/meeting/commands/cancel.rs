//! 中止.

use entity::id::{CancellationId, InvitationId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::meeting::{self, ActiveModel};
use entity::meeting_cancellation;
use sea_orm::{ActiveModelTrait, DbErr, Set, SqlErr};

use super::advance::{advance, advance_quietly};
use crate::access::Secretary;
use crate::meeting::notices::{LetterFacts, MeetingCancelled, facts_of};
use crate::meeting::queries;
use crate::meeting::rules::{self, Refusal, State};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::outbox::{self, Issue, LetterHead, Pushed};

/// A meeting to be called off.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The version the clerk saw.
    pub seen: i32,
    /// Why, as printed in the letter.
    pub reason: String,
    /// The head of the letter; none while nobody was told.
    pub letter: Option<LetterHead>,
}

/// Why a meeting is not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// Overtaken: the meeting as somebody else left it.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<meeting::Model>),
    /// Not where the meeting stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// People were told, so they must be told again, by a letter.
    #[error("招集した会議を中止するには、通知の文書が要ります。")]
    NoLetter,
    /// The register has this number already.
    #[error("この文書番号は、ほかの文書で使っています。")]
    NumberTaken,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Calls a meeting off. Everyone it was convened for is told; the meeting itself stays on record.
pub async fn cancel(
    tx: &Tx,
    by: &Secretary,
    input: Cancel,
    now: Instant,
) -> Result<(CancellationId, Pushed), CancelError> {
    let meeting = queries::lock(tx, by.region(), input.meeting).await?;
    if meeting.version != input.seen {
        return Err(CancelError::Stale(Box::new(meeting)));
    }
    let state = rules::state(&meeting, now);
    rules::may_cancel(state)?;
    let letter = match (state, input.letter) {
        (State::Planned, _) => None,
        (_, Some(head)) => Some(issue(tx, by, &meeting, &input.reason, head, now).await?),
        (_, None) => return Err(CancelError::NoLetter),
    };
    let told_off = if letter.is_some() { advance(&meeting, now) } else { advance_quietly(&meeting) };
    ActiveModel { cancelled_at: Set(Some(now)), ..told_off }.update(tx).await?;
    let id = record(tx, by, meeting.id, &input.reason, letter.as_ref(), now).await?;
    let Some(letter) = letter else { return Ok((id, Pushed::default())) };
    let mut invited: Vec<InvitationId> =
        queries::told(tx, &meeting).await?.iter().map(|way| way.invitation.id).collect();
    invited.dedup();
    outbox::drop_waiting(tx, &invited, now).await?; // a notice that has not left is overtaken by this letter
    let pushed = outbox::push(tx, &MeetingCancelled { cancellation: id }, Some(&letter), now).await?;
    Ok((id, pushed))
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    meeting: MeetingId,
    reason: &str,
    letter: Option<&issued_letter::Model>,
    now: Instant,
) -> Result<CancellationId, DbErr> {
    let row = meeting_cancellation::ActiveModel {
        id: Set(CancellationId::at(now)),
        meeting_id: Set(meeting),
        letter_id: Set(letter.map(|letter| letter.id)),
        reason: Set(reason.to_owned()),
        cancelled_by: Set(by.person()),
        cancelled_at: Set(now),
    };
    let id = row.insert(tx).await?.id;
    let subject = Subject("meeting", meeting.0);
    audit::record(tx, by.by(), "meeting.cancelled", subject, &["cancelled_at"], Some(reason), now).await?;
    Ok(id)
}

/// The letter repeats the facts of the one it calls off, so that both name the meeting alike; of a meeting that
/// was put off, the date it had.
async fn issue(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
    reason: &str,
    head: LetterHead,
    now: Instant,
) -> Result<issued_letter::Model, CancelError> {
    let last = queries::latest_letter(tx, meeting.id).await?;
    let last = last.ok_or_else(|| DbErr::RecordNotFound("the letter of a convened meeting".to_owned()))?;
    let facts = LetterFacts { reason: reason.to_owned(), ..facts_of(&last)?.as_last_announced() };
    let letter = Issue {
        region: by.region(),
        meeting: meeting.id,
        sequence: meeting.sequence.saturating_add(1),
        kind: LetterKind::Cancellation,
        facts: &facts,
        by: by.person(),
    };
    outbox::issue(tx, letter, head, now).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => CancelError::NumberTaken,
        _ => CancelError::Db(error),
    })
}
