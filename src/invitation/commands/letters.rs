//! What all letters about a meeting share: the meeting locked and compared, the facts frozen, the outcomes a
//! clerk can meet.

use entity::id::MeetingId;
use entity::issued_letter::{self, LetterKind};
use entity::meeting;
use sea_orm::{DbErr, SqlErr};

use crate::access::Secretary;
use crate::invitation::queries;
use crate::meeting::notices::When;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{DayProblem, Refusal};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::outbox::{self, Issue, LetterHead, Pushed};

/// What issuing a letter did.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The letter in the register.
    pub letter: issued_letter::Model,
    /// What waits in 送信箱.
    pub pushed: Pushed,
    /// Heads told.
    pub people: usize,
}

/// Outcomes the clerk can meet.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// Somebody else changed the meeting since the page was drawn.
    #[error("ほかの人が先に会議を変更しました。")]
    Stale(Box<meeting::Model>),
    /// The meeting is in a state in which this makes no sense.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The reply deadline does not fit the day, or what people were told.
    #[error(transparent)]
    ReplyDue(DayProblem),
    /// Nobody is in office on that day.
    #[error("会議の日に在任する委員がいません。名簿で委員の任期を確かめてください。")]
    Nobody,
    /// Nothing would change.
    #[error(
        "日時・場所・開き方のどれも変わっていません。回答期限を延ばすだけなら「会議の内容を直す」でできます。"
    )]
    NothingChanged,
    /// The person is not on the list, or is already.
    #[error("この人への案内は、ほかの人がすでに変更しました。")]
    NotConcerned,
    /// The 文書番号 is in the register already.
    #[error("この文書番号は、ほかの文書で使われています。")]
    NumberTaken,
    /// Everything else.
    #[error(transparent)]
    Db(DbErr),
}

impl From<DbErr> for LetterError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            // SQLite names table and column, PostgreSQL the index, which begins with the table.
            Some(SqlErr::UniqueConstraintViolation(what)) if what.contains("issued_letter") => {
                Self::NumberTaken
            }
            _ => Self::Db(error),
        }
    }
}

/// The meeting, held, if it is as the page showed it.
pub(super) async fn locked(
    tx: &Tx,
    by: &Secretary,
    id: MeetingId,
    seen: i32,
) -> Result<meeting::Model, LetterError> {
    let meeting = meetings::lock(tx, by.region(), id).await?;
    if meeting.version == seen { Ok(meeting) } else { Err(LetterError::Stale(Box::new(meeting))) }
}

/// What a letter says besides the meeting's facts.
#[derive(Default)]
pub(super) struct Words {
    pub(super) reason: String,
    pub(super) before: Option<When>,
}

/// Writes a letter about a meeting into the register, with the facts as they stand.
pub(super) async fn issue(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
    kind: LetterKind,
    head: LetterHead,
    words: Words,
    now: Instant,
) -> Result<issued_letter::Model, LetterError> {
    let mut facts = queries::facts(tx, meeting).await?;
    facts.reason = words.reason;
    facts.before = words.before;
    if kind == LetterKind::Postponement {
        (facts.starts_at, facts.ends_at, facts.reply_due_on) = (None, None, None);
    }
    let letter = Issue {
        region: meeting.region_id,
        meeting: meeting.id,
        sequence: meeting.sequence,
        kind,
        facts: &facts,
        by: by.person(),
    };
    Ok(outbox::issue(tx, letter, head, now).await?)
}
