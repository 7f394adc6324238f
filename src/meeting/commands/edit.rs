//! Edits of which nobody is told: everything of a plan, and the wording of a convened meeting.

use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::meeting::{self, ActiveModel, Openness};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use super::advance::advance_quietly;
use super::plan::{Details, PlanError, within_body};
use crate::access::Secretary;
use crate::meeting::queries;
use crate::meeting::rules::{self, DayProblem, Edit, Refusal};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// A plan as it shall be from now on.
#[derive(Clone, Debug)]
pub struct EditPlan {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The version the clerk saw.
    pub seen: i32,
    /// Everything, as it shall be.
    pub details: Details,
}

/// What can be edited without a letter.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Further words after the number.
    pub title: String,
    /// Open to observers or closed.
    pub openness: Openness,
    /// Why it is closed; empty when open.
    pub closed_reason: String,
    /// その他 of the notice.
    pub remarks: String,
    /// Last day for an answer; once people were told, not earlier than it was.
    pub reply_due_on: Option<NaiveDate>,
    /// 傍聴定員; none where it is not limited.
    pub observer_capacity: Option<i32>,
    /// How to ask to listen; may be empty.
    pub observer_words: String,
}

impl Default for Wording {
    /// Open, and nothing further said.
    fn default() -> Self {
        Self {
            title: String::new(),
            openness: Openness::Open,
            closed_reason: String::new(),
            remarks: String::new(),
            reply_due_on: None,
            observer_capacity: None,
            observer_words: String::new(),
        }
    }
}

impl Wording {
    /// Every column of it, onto a row to be written.
    pub(super) fn onto(self, row: ActiveModel) -> ActiveModel {
        ActiveModel {
            title: Set(self.title),
            openness: Set(self.openness),
            closed_reason: Set(self.closed_reason),
            remarks: Set(self.remarks),
            reply_due_on: Set(self.reply_due_on),
            observer_capacity: Set(self.observer_capacity),
            observer_words: Set(self.observer_words),
            ..row
        }
    }
}

/// The wording of a convened meeting as it shall be from now on.
#[derive(Clone, Debug)]
pub struct EditWording {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The version the clerk saw.
    pub seen: i32,
    /// The wording.
    pub wording: Wording,
}

/// Why an edit is not stored.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Overtaken: the meeting as somebody else left it.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<meeting::Model>),
    /// Not where the meeting stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The body does not exist on the new day.
    #[error(transparent)]
    Body(PlanError),
    /// The reply deadline cannot be so.
    #[error(transparent)]
    ReplyDue(DayProblem),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Changes a plan. Nobody has been told of it, so anything may change.
pub async fn edit_plan(tx: &Tx, by: &Secretary, input: EditPlan, now: Instant) -> Result<(), EditError> {
    let meeting = queries::lock(tx, by.region(), input.meeting).await?;
    if meeting.version != input.seen {
        return Err(EditError::Stale(Box::new(meeting)));
    }
    match rules::may_edit(rules::state(&meeting, now))? {
        Edit::Plan => {}
        Edit::Wording => return Err(Refusal::Convened.into()),
    }
    let body = queries::body_of(tx, by.region(), meeting.body_id).await?;
    body.map_or(Ok(()), |body| within_body(&body, input.details.date)).map_err(EditError::Body)?;
    let row = input.details.onto(advance_quietly(&meeting));
    stored(tx, by, &meeting, row, now).await
}

/// Changes the wording of a convened meeting: no SEQUENCE, no mail.
pub async fn edit_wording(
    tx: &Tx,
    by: &Secretary,
    input: EditWording,
    now: Instant,
) -> Result<(), EditError> {
    let meeting = queries::lock(tx, by.region(), input.meeting).await?;
    if meeting.version != input.seen {
        return Err(EditError::Stale(Box::new(meeting)));
    }
    rules::may_edit(rules::state(&meeting, now))?;
    rules::later_reply_due(&meeting, input.wording.reply_due_on).map_err(EditError::ReplyDue)?;
    let row = input.wording.onto(advance_quietly(&meeting));
    stored(tx, by, &meeting, row, now).await
}

async fn stored(
    tx: &Tx,
    by: &Secretary,
    was: &meeting::Model,
    row: ActiveModel,
    now: Instant,
) -> Result<(), EditError> {
    let is = row.update(tx).await?;
    refresh(tx, [is.id]).await?;
    let subject = Subject("meeting", was.id.0);
    audit::record(tx, by.by(), "meeting.edited", subject, &rules::differences(was, &is), None, now).await?;
    Ok(())
}
