//! 招集: the meeting gets its number, everybody in office on its day is asked, and the notice is queued. All of
//! it is one transaction, and the preview is this very command taken back.

use std::collections::BTreeSet;

use entity::id::{ConvocationId, InvitationId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::link::LinkPurpose;
use entity::{convocation, invitation, invitation_seat, meeting, person};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};

use super::letters::{Issued, LetterError, Words, issue, locked};
use crate::access::Secretary;
use crate::body::queries as bodies;
use crate::body::rules::Head;
use crate::invitation::notices::MeetingConvened;
use crate::invitation::{queries, rules};
use crate::meeting::commands::mark_convened;
use crate::meeting::queries as meetings;
use crate::meeting::rules::may_convene;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::{Instant, random_bytes};
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::outbox::{self, LetterHead};

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

/// Convenes a meeting and tells everybody in office on its day.
pub async fn convene(tx: &Tx, by: &Secretary, input: Convene, now: Instant) -> Result<Issued, LetterError> {
    let meeting = locked(tx, by, input.meeting, input.seen).await?;
    may_convene(&meeting, now)?;
    let day = meetings::charter_day(&meeting);
    let people = bodies::people_on(tx, meeting.body_id, day).await?;
    if people.is_empty() {
        return Err(LetterError::Nobody);
    }
    let number = meetings::next_number(tx, &meeting).await?;
    let meeting = mark_convened(tx, &meeting, number, now).await?;
    let letter = issue(tx, by, &meeting, LetterKind::Notice, input.letter, Words::default(), now).await?;
    let convocation = record(tx, by, &meeting, &letter, now).await?;
    invite(tx, &meeting, &people, now).await?;
    let pushed = outbox::push(tx, &MeetingConvened { convocation }, Some(&letter), now).await?;
    let subject = Subject("meeting", meeting.id.0);
    audit::record(tx, by.by(), "meeting.convened", subject, &["number", "convened_at"], None, now).await?;
    Ok(Issued { letter, pushed, people: people.len() })
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    meeting: &meeting::Model,
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
    meeting: &meeting::Model,
    people: &[Head],
    now: Instant,
) -> Result<Vec<InvitationId>, DbErr> {
    let mut used = queries::reply_numbers(tx, meeting.region_id, now).await?;
    let invited: Vec<_> = people.iter().map(|person| (InvitationId::at(now), person)).collect();
    let mut position = queries::last_position(tx, meeting.id).await?;
    for block in invited.chunks(300) {
        let rows = block.iter().map(|(id, person)| {
            position += 1;
            row(*id, meeting, (person, position), reply_number(&mut used), now)
        });
        let rows: Vec<_> = rows.collect();
        invitation::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let seats = invited.iter().flat_map(|(id, person)| person.seats.iter().map(|held| (*id, held.seat.id)));
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

/// One person asked, as printed on this day.
pub(super) fn row(
    id: InvitationId,
    meeting: &meeting::Model,
    (person, position): (&Head, i32),
    reply_number: String,
    now: Instant,
) -> invitation::ActiveModel {
    invitation::ActiveModel {
        id: Set(id),
        region_id: Set(meeting.region_id),
        meeting_id: Set(meeting.id),
        person_id: Set(person.person.id),
        name: Set(person.person.name.clone()),
        association: Set(printed_under(person)),
        post: Set(printed_post(&person.person)),
        role: Set(person.role()),
        counted: Set(person.is_counted()),
        position: Set(position),
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

/// A reply number nobody else in the region has at present, and that is no part of any token.
pub(super) fn reply_number(used: &mut BTreeSet<String>) -> String {
    loop {
        let number = rules::reply_number(random_bytes());
        if let Some(number) = number.filter(|number| used.insert(number.clone())) {
            return number;
        }
    }
}

/// The associations the person sits for, each once; where none names a seat, what the roster prints there.
fn printed_under(head: &Head) -> String {
    let named = head.seats.iter().map(|held| match &held.association {
        Some(association) => association.short_name.as_str(),
        None => held.seat.label.as_str(),
    });
    let mut under: Vec<_> = named.filter(|words| !words.is_empty()).collect();
    under.dedup();
    under.join("・")
}

/// 勤務先 and 役職 on one line.
fn printed_post(person: &person::Model) -> String {
    [person.workplace.as_str(), person.post.as_str()].join(" ").trim().to_owned()
}
