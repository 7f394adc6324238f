//! 済み and しない: what the secretariat says of a step that the program cannot see.

use entity::id::{MeetingId, MeetingStepId};
use entity::meeting_step::{ActiveModel, StepVerb};
use entity::pace::Step;
use sea_orm::{ActiveModelTrait, DbErr, Set};

use crate::access::Secretary;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{Refusal, State, state};
use crate::pace::queries;
use crate::pace::rules::{is_reminder, is_ticked};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// What is said.
#[derive(Clone, Copy, Debug)]
pub struct StepSaid {
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Of which step.
    pub step: Step,
    /// What.
    pub verb: StepVerb,
}

/// Why it is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    /// The meeting was called off.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The program sees itself whether it is done.
    #[error("この手順は、すると自動で済みになります。")]
    Seen,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Records it; what is true already adds nothing.
pub async fn say(tx: &Tx, by: &Secretary, input: StepSaid, now: Instant) -> Result<(), SayError> {
    let meeting = meetings::lock(tx, by.region(), input.meeting).await?;
    if state(&meeting, now) == State::Cancelled {
        return Err(Refusal::Cancelled.into());
    }
    let can = match input.verb {
        StepVerb::Done => is_ticked(input.step),
        StepVerb::Skipped | StepVerb::Reopened => is_ticked(input.step) || is_reminder(input.step),
    };
    if !can {
        return Err(SayError::Seen);
    }
    let said = queries::said(tx, &[meeting.id]).await?.remove(&meeting.id).unwrap_or_default();
    let last = said.iter().rfind(|said| said.step == input.step).map(|said| said.verb);
    if last.unwrap_or(StepVerb::Reopened) == input.verb {
        return Ok(());
    }
    let row = ActiveModel {
        id: Set(MeetingStepId::at(now)),
        meeting_id: Set(meeting.id),
        step: Set(input.step),
        verb: Set(input.verb),
        recorded_by: Set(by.person()),
        recorded_at: Set(now),
    };
    row.insert(tx).await?;
    let verb = match input.verb {
        StepVerb::Done => "meeting.step_done",
        StepVerb::Skipped => "meeting.step_skipped",
        StepVerb::Reopened => "meeting.step_reopened",
    };
    let step = crate::pace::rules::step_facts(input.step).words;
    audit::record(tx, by.by(), verb, Subject("meeting", meeting.id.0), &[], Some(step), now).await?;
    Ok(())
}
