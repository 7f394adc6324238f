//! Somebody is added to a convened meeting: a newcomer, or a person who had been taken off. Only they are told.

use std::collections::HashMap;

use entity::id::{InvitationId, MeetingId, PersonId};
use entity::invitation;
use entity::issued_letter::LetterKind;
use entity::link::LinkPurpose;
use entity::meeting;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::convene::invite;
use super::letters::{Issued, LetterError, Words, issue, locked};
use crate::access::Secretary;
use crate::body::queries as bodies;
use crate::body::rules::Head;
use crate::invitation::notices::InvitationAdded;
use crate::meeting::commands::raise_sequence;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{may_reschedule, state};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::outbox::{self, LetterHead};

/// Who is asked also, and how they are told.
#[derive(Clone, Debug)]
pub struct AskAlso {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its version as drawn.
    pub seen: i32,
    /// Members in office on the meeting's day who are not on the list.
    pub people: Vec<PersonId>,
    /// Number, 決裁日, 施行日, sender.
    pub letter: LetterHead,
}

/// Asks further members. Whoever is asked again after having been taken off is asked for a new SEQUENCE, so that
/// their calendar takes the meeting back; newcomers are asked for the present one.
pub async fn ask_also(tx: &Tx, by: &Secretary, input: AskAlso, now: Instant) -> Result<Issued, LetterError> {
    let meeting = locked(tx, by, input.meeting, input.seen).await?;
    may_reschedule(state(&meeting, now))?;
    let known = invitations(tx, &meeting).await?;
    let on_list = |person: &PersonId| known.get(person).is_some_and(|row| row.withdrawn_at.is_none());
    if input.people.is_empty() || input.people.iter().any(on_list) {
        return Err(LetterError::NotConcerned);
    }
    let heads = heads(tx, &meeting, &input.people).await?;
    let (again, new): (Vec<_>, Vec<_>) =
        heads.into_iter().partition(|head| known.contains_key(&head.person.id));
    let meeting = if again.is_empty() { meeting } else { raise_sequence(tx, &meeting, now).await? };
    let mut asked = Vec::new();
    for head in again {
        if let Some(row) = known.get(&head.person.id) {
            asked.push(take_back(tx, row.clone(), &meeting, now).await?);
        }
    }
    asked.extend(invite(tx, &meeting, &new, now).await?);
    let letter = issue(tx, by, &meeting, LetterKind::Notice, input.letter, Words::default(), now).await?;
    let pushed = outbox::push(tx, &InvitationAdded { letter: letter.id }, Some(&letter), now).await?;
    for invitation in &asked {
        let subject = Subject("invitation", invitation.0);
        audit::record(tx, by.by(), "invitation.added", subject, &["invited_at"], None, now).await?;
    }
    Ok(Issued { letter, pushed, people: asked.len() })
}

async fn invitations(
    tx: &Tx,
    meeting: &meeting::Model,
) -> Result<HashMap<PersonId, invitation::Model>, LetterError> {
    use invitation::{Column, Entity};
    let rows = Entity::find().filter(Column::MeetingId.eq(meeting.id)).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row)).collect())
}

/// Members in office on the meeting's day; somebody else cannot be asked.
async fn heads(tx: &Tx, meeting: &meeting::Model, people: &[PersonId]) -> Result<Vec<Head>, LetterError> {
    let day = meetings::charter_day(meeting);
    let all = bodies::people_on(tx, meeting.body_id, day).await?;
    let wanted: Vec<_> = all.into_iter().filter(|head| people.contains(&head.person.id)).collect();
    if wanted.len() == people.len() { Ok(wanted) } else { Err(LetterError::NotConcerned) }
}

async fn take_back(
    tx: &Tx,
    row: invitation::Model,
    meeting: &meeting::Model,
    now: Instant,
) -> Result<InvitationId, LetterError> {
    let (id, generation) = (row.id, row.generation);
    link::issue(tx, LinkPurpose::Reply, id.0, generation, None, now).await?;
    let mut row = row.into_active_model();
    row.asked_sequence = Set(meeting.sequence);
    row.asked_at = Set(now);
    row.withdrawn_at = Set(None);
    row.withdrawn_by = Set(None);
    row.withdrawn_reason = Set(None);
    row.update(tx).await?;
    Ok(id)
}
