//! 催促: a second request to those who have not answered, and only to them.

use entity::id::MeetingId;
use sea_orm::DbErr;

use crate::access::Secretary;
use crate::invitation::notices::ReplyReminded;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{Refusal, State, state};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::outbox::{self, Pushed};

/// Outcomes the clerk can meet.
#[derive(Debug, thiserror::Error)]
pub enum RemindError {
    /// The meeting does not wait for answers.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The list of those who have not answered changed since the page was drawn.
    #[error("未回答の人が{0}人になっています。確かめて、もう一度押してください。")]
    Overtaken(usize),
    /// Whoever has not answered was asked again today already.
    #[error("未回答の人には、きょうもう催促しています。電話で確かめてください。")]
    Today,
    /// Everybody has answered.
    #[error("未回答の人はいません。")]
    Nobody,
    /// Everything else.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Reminds everybody who has not answered, once a day at most. `expected` is the number on the button: nobody is reminded whom the
/// clerk did not see.
pub async fn remind(
    tx: &Tx,
    by: &Secretary,
    meeting: MeetingId,
    expected: usize,
    now: Instant,
) -> Result<Pushed, RemindError> {
    let meeting = meetings::lock(tx, by.region(), meeting).await?;
    match state(&meeting, now) {
        State::Convened => {}
        State::Planned => return Err(Refusal::NotConvened.into()),
        State::Postponed => return Err(Refusal::Postponed.into()),
        State::Cancelled => return Err(Refusal::Cancelled.into()),
        State::Held => return Err(Refusal::Held.into()),
    }
    let silent = crate::invitation::queries::unanswered(tx, meeting.id).await?.len();
    if silent == 0 {
        return Err(RemindError::Nobody);
    }
    if silent != expected {
        return Err(RemindError::Overtaken(silent));
    }
    let notice = ReplyReminded { meeting: meeting.id, on: tokyo_day(now) };
    let pushed = outbox::push(tx, &notice, None, now).await?;
    if pushed == Pushed::default() {
        return Err(RemindError::Today);
    }
    let subject = Subject("meeting", meeting.id.0);
    audit::record(tx, by.by(), "meeting.reminded", subject, &[], None, now).await?;
    Ok(pushed)
}
