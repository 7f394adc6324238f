//! 招集: the meeting gets its number, everybody in office on its day is asked, and the notice is queued. All of
//! it is one transaction, and the preview is this very command taken back.

use std::collections::BTreeSet;

use entity::id::{ConvocationId, InvitationId, MeetingId, PersonId};
use entity::issued_letter::{self, LetterKind};
use entity::link::LinkPurpose;
use entity::{convocation, invitation, invitation_seat, meeting};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};

use crate::access::Secretary;
use crate::body::queries::{self as bodies, Person};
use crate::body::rules::counts;
use crate::invitation::notices::{self, MeetingConvened};
use crate::invitation::queries;
use crate::meeting;
use crate::meeting::rules::Refusal;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::{Instant, random_bytes};
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::outbox::{self, Issue, LetterHead, Pushed};
use crate::platform::secret::CROCKFORD;

/// What the clerk decides about a notice.
#[derive(Clone, Debug)]
pub struct Convene {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its version as drawn.
    pub seen: i32,
    /// Number, 決裁日, 施行日, sender.
    pub letter: LetterHead,
}

/// What convening did.
#[derive(Clone, Debug)]
pub struct Convened {
    /// The notice in the register.
    pub letter: issued_letter::Model,
    /// What waits in 送信箱.
    pub pushed: Pushed,
    /// Heads asked.
    pub people: usize,
}

/// Outcomes the clerk can meet.
#[derive(Debug, thiserror::Error)]
pub enum ConveneError {
    /// Somebody else changed the meeting since the page was drawn.
    #[error("ほかの人が先に会議を変更しました。")]
    Stale(Box<entity::meeting::Model>),
    /// The meeting cannot be convened in its state.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody is in office on that day.
    #[error("会議の日に在任する委員がいません。名簿で委員の任期を確かめてください。")]
    Nobody,
    /// The number is in the register already.
    #[error("この文書番号は、ほかの文書で使われています。")]
    NumberTaken,
    /// Everything else.
    #[error(transparent)]
    Db(DbErr),
}

impl From<DbErr> for ConveneError {
    fn from(error: DbErr) -> Self {
        if outbox::is_number_taken(&error) { Self::NumberTaken } else { Self::Db(error) }
    }
}

/// Convenes a meeting and tells everybody in office on its day.
pub async fn convene(
    tx: &Tx,
    by: &Secretary,
    input: Convene,
    now: Instant,
) -> Result<Convened, ConveneError> {
    let meeting = meeting::queries::lock(tx, by.region(), input.meeting).await?;
    let meeting = meeting.ok_or(Refusal::Missing)?;
    if meeting.version != input.seen {
        return Err(ConveneError::Stale(Box::new(meeting)));
    }
    let start = meeting::rules::may_convene(&meeting)?;
    let people = bodies::people_on(tx, meeting.body_id, tokyo_day(start)).await?;
    if people.is_empty() {
        return Err(ConveneError::Nobody);
    }
    let number = meeting::queries::next_number(tx, &meeting).await?;
    let meeting = meeting::commands::mark_convened(tx, &meeting, number, now).await?;
    let letter = issue(tx, by, &meeting, LetterKind::Notice, input.letter, now).await?;
    let convocation = record(tx, by, &meeting, &letter, now).await?;
    invite(tx, &meeting, &people, now).await?;
    let pushed = outbox::push(tx, &MeetingConvened { convocation }, Some(&letter), now).await?;
    let subject = Subject("meeting", meeting.id.0);
    audit::record(tx, by.by(), "meeting.convened", subject, &["number", "convened_at"], None, now).await?;
    Ok(Convened { letter, pushed, people: people.len() })
}

/// Writes a letter about a meeting into the register, with the facts as they stand.
pub(super) async fn issue(
    tx: &Tx,
    by: &Secretary,
    meeting: &entity::meeting::Model,
    kind: LetterKind,
    head: LetterHead,
    now: Instant,
) -> Result<issued_letter::Model, DbErr> {
    let facts = notices::facts(tx, meeting).await?;
    let letter = Issue {
        region: meeting.region_id,
        meeting: meeting.id,
        sequence: meeting.sequence,
        kind,
        facts: &facts,
        by: by.person(),
    };
    outbox::issue(tx, letter, head, now).await
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    meeting: &entity::meeting::Model,
    letter: &issued_letter::Model,
    now: Instant,
) -> Result<ConvocationId, DbErr> {
    let row = convocation::ActiveModel {
        id: Set(ConvocationId::at(now)),
        meeting_id: Set(meeting.id),
        letter_id: Set(letter.id),
        convened_by: Set(by.person()),
        convened_at: Set(now),
    };
    Ok(row.insert(tx).await?.id)
}

/// Copies each person as printed on this day, with the seats they stand for, and makes their links. Blocks, not
/// a loop: a general assembly may have a thousand.
pub(super) async fn invite(
    tx: &Tx,
    meeting: &entity::meeting::Model,
    people: &[Person],
    now: Instant,
) -> Result<Vec<InvitationId>, DbErr> {
    let mut used = queries::reply_numbers(tx, meeting.region_id, now).await?;
    let invited: Vec<_> = people.iter().map(|person| (InvitationId::at(now), person)).collect();
    for block in invited.chunks(300) {
        let rows: Vec<_> =
            block.iter().map(|(id, person)| row(*id, meeting, person, reply_number(&mut used), now)).collect();
        invitation::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let seats = invited.iter().flat_map(|(id, person)| person.seats.iter().map(|seat| (*id, *seat)));
    let seats: Vec<_> = seats.collect();
    for block in seats.chunks(1_000) {
        let rows = block.iter().map(|(invitation, seat)| invitation_seat::ActiveModel {
            invitation_id: Set(*invitation),
            seat_id: Set(*seat),
        });
        invitation_seat::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let ids: Vec<_> = invited.iter().map(|(id, _)| *id).collect();
    let subjects: Vec<_> = ids.iter().map(|id| id.0).collect();
    link::issue_many(tx, LinkPurpose::Reply, &subjects, now).await?;
    Ok(ids)
}

fn row(
    id: InvitationId,
    meeting: &entity::meeting::Model,
    person: &Person,
    reply_number: String,
    now: Instant,
) -> invitation::ActiveModel {
    invitation::ActiveModel {
        id: Set(id),
        region_id: Set(meeting.region_id),
        meeting_id: Set(meeting.id),
        person_id: Set(person.id),
        name: Set(person.name.clone()),
        association: Set(person.printed_under.clone()),
        post: Set(person.post.clone()),
        role: Set(person.role),
        counted: Set(counts(person.role)),
        position: Set(person.position),
        asked_sequence: Set(meeting.sequence),
        generation: Set(0),
        reply_number: Set(reply_number),
        invited_at: Set(now),
        asked_at: Set(now),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdrawn_reason: Set(None),
    }
}

/// Four letters nobody else in the region has at present, and that are no part of any token.
fn reply_number(used: &mut BTreeSet<String>) -> String {
    loop {
        let letters = random_bytes::<4>();
        let number: String =
            letters.iter().filter_map(|octet| CROCKFORD.chars().nth(usize::from(octet & 31))).collect();
        let number = number.to_uppercase();
        if used.insert(number.clone()) {
            return number;
        }
    }
}

/// Asks further people to a meeting that has been convened: newcomers, or somebody taken off before.
#[derive(Clone, Debug)]
pub struct AskAlso {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its version as drawn.
    pub seen: i32,
    /// Who is asked; those asked already are passed over.
    pub people: Vec<PersonId>,
    /// Number, 決裁日, 施行日, sender.
    pub letter: LetterHead,
}
