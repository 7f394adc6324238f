//! 開会, 流会 and 閉会: the record with the counts of its moment. What was recorded wrongly is recorded again, and the
//! last word counts.

use entity::id::{MeetingId, SittingId};
use entity::sitting::{ActiveModel, SittingVerb};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use crate::access::Secretary;
use crate::attendance::queries::{self, opening};
use crate::attendance::rules::opening_words;
use crate::invitation::rules::Verdict;
use crate::meeting::commands::fall_through;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{Refusal, may_record};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// What is recorded.
#[derive(Clone, Debug)]
pub struct Sit {
    /// Of which meeting.
    pub meeting: MeetingId,
    /// What became of it.
    pub verb: SittingVerb,
    /// When.
    pub at: Instant,
    /// Who presided, with the title; may be empty.
    pub presider: String,
}

/// Why it is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum SitError {
    /// Not where the meeting stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fewer than the quorum at that moment: it can fall through or go on as a talk that decides nothing.
    #[error("この時刻の出席は定足数に{0}人足りません。流会にするか、懇談会として続けてください。")]
    NotQuorate(u32),
    /// The quorum was there.
    #[error("この時刻には定足数に達しています。開会してください。")]
    Quorate,
    /// Closed before it was opened.
    #[error("開会を記録してから、それより後の時刻で閉会を記録してください。")]
    NotOpened,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Records how a meeting opened or closed.
pub async fn sit(tx: &Tx, by: &Secretary, input: Sit, now: Instant) -> Result<SittingId, SitError> {
    let meeting = meetings::lock(tx, by.region(), input.meeting).await?;
    may_record(&meeting, now)?;
    let day = queries::day_of(tx, meeting).await?;
    let count = day.count(&day.presences(), input.at, None);
    match (input.verb, count.verdict) {
        (SittingVerb::Opened, Verdict::Short(short)) => return Err(SitError::NotQuorate(short)),
        (SittingVerb::Talked | SittingVerb::FellThrough, Verdict::Met) => return Err(SitError::Quorate),
        (SittingVerb::Closed, _) if opening(&day.sittings).is_none_or(|one| one.happened_at > input.at) => {
            return Err(SitError::NotOpened);
        }
        _ => {}
    }
    let id = SittingId::at(now);
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let sentence = match input.verb {
        SittingVerb::Closed => String::new(),
        verb => opening_words(&count, &day.rules, verb),
    };
    let row = ActiveModel {
        id: Set(id),
        meeting_id: Set(day.meeting.id),
        verb: Set(input.verb),
        happened_at: Set(input.at),
        presider: Set(input.presider),
        present: Set(number(count.expected)),
        base: Set(number(count.base)),
        needed: Set(count.needed.map(number)),
        sentence: Set(sentence),
        recorded_by: Set(by.person()),
        recorded_at: Set(now),
    };
    row.insert(tx).await?;
    if input.verb != SittingVerb::Closed {
        fall_through(tx, &day.meeting, (input.verb == SittingVerb::FellThrough).then_some(input.at)).await?;
    }
    let (verb, subject) = (audited(input.verb), Subject("meeting", day.meeting.id.0));
    audit::record(tx, by.by(), verb, subject, &["sitting"], None, now).await?;
    Ok(id)
}

fn audited(verb: SittingVerb) -> &'static str {
    match verb {
        SittingVerb::Opened => "meeting.opened",
        SittingVerb::Talked => "meeting.talked",
        SittingVerb::FellThrough => "meeting.fell_through",
        SittingVerb::Closed => "meeting.closed",
    }
}
