//! What the clerk decides for one meeting where the charter is silent.

use entity::charter_setting::Setting;
use entity::id::{MeetingId, MeetingRulingId};
use entity::meeting_ruling::ActiveModel;
use sea_orm::{ActiveModelTrait, DbErr, Set};

use crate::access::Secretary;
use crate::meeting::queries;
use crate::meeting::rules::{self, Refusal};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// A ruling to be recorded. Nothing is changed by it: the latest for a setting counts, the others stay.
#[derive(Clone, Debug)]
pub struct Rule {
    /// For which meeting.
    pub meeting: MeetingId,
    /// Which rule was missing.
    pub setting: Setting,
    /// The word `body::rules` stores for the value.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// Why a ruling is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Not where the meeting stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Records a clerk's ruling with its reason.
pub async fn rule(tx: &Tx, by: &Secretary, input: Rule, now: Instant) -> Result<MeetingRulingId, RuleError> {
    let meeting = queries::lock(tx, by.region(), input.meeting).await?;
    rules::may_rule(rules::state(&meeting, now))?;
    let row = ActiveModel {
        id: Set(MeetingRulingId::at(now)),
        meeting_id: Set(meeting.id),
        setting: Set(input.setting),
        value: Set(input.value),
        reason: Set(input.reason.clone()),
        ruled_by: Set(by.person()),
        ruled_at: Set(now),
    };
    let id = row.insert(tx).await?.id;
    let (subject, reason) = (Subject("meeting", meeting.id.0), Some(input.reason.as_str()));
    audit::record(tx, by.by(), "meeting.ruled", subject, &["ruling"], reason, now).await?;
    Ok(id)
}
