//! Reads who was told about a meeting by which ways, and which addresses several of them share.

use std::collections::{HashMap, HashSet};

use entity::id::{ContactPointId, InvitationId, IssuedLetterId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::outbox::{self, Channel};
use entity::seat_contact::ContactPurpose;
use entity::{contact_point, invitation, meeting};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::charter_day;
use crate::body::queries as bodies;
use crate::platform::outbox::channel;

/// Letters that everybody gets; the withdrawal of one person is none of them.
const TO_EVERYBODY: [LetterKind; 3] = [LetterKind::Notice, LetterKind::Change, LetterKind::Postponement];

/// One way by which an invited person was told last.
#[derive(Clone, Debug)]
pub struct Told {
    /// The person as invited.
    pub invitation: invitation::Model,
    /// Mail, fax, post or by hand.
    pub channel: Channel,
    /// Where to; none for hand delivery.
    pub contact: Option<ContactPointId>,
    /// Address or number of the contact point as it is now; empty for hand delivery.
    pub value: String,
}

impl Told {
    fn at(invitation: &invitation::Model, contact: &contact_point::Model) -> Self {
        let (channel, value) = (channel(contact.kind), contact.value.clone());
        Self { invitation: invitation.clone(), channel, contact: Some(contact.id), value }
    }

    fn by_hand(invitation: &invitation::Model) -> Self {
        Self { invitation: invitation.clone(), channel: Channel::Hand, contact: None, value: String::new() }
    }
}

/// Everybody who is invited and not taken off, by each of the ways in which the last letter about the meeting
/// went to them; a corrected address takes the place of the one it corrected, and whose ways are all out of use is
/// told as their seats say now. In the order of the roster.
pub async fn told(db: &impl ConnectionTrait, meeting: &meeting::Model) -> Result<Vec<Told>, DbErr> {
    let invited = invitation::Entity::find()
        .filter(invitation::Column::MeetingId.eq(meeting.id))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .order_by_asc(invitation::Column::Position)
        .order_by_asc(invitation::Column::Id)
        .all(db)
        .await?;
    let mut deliveries = last_deliveries(db, meeting.id).await?;
    let (mut all, mut unreachable) = (Vec::new(), Vec::new());
    for invitation in &invited {
        let last = deliveries.remove(&invitation.id).unwrap_or_default();
        let in_use = last.iter().filter(|(_, at)| at.as_ref().is_none_or(|at| at.retired_at.is_none()));
        let ways: Vec<_> = in_use.map(|(_, at)| way(invitation, at.as_ref())).collect();
        if ways.is_empty() && !last.is_empty() {
            unreachable.push(invitation.clone());
        }
        all.extend(ways);
    }
    if !unreachable.is_empty() {
        all.extend(by_seats(db, meeting, &unreachable, ContactPurpose::Notice).await?);
        all.sort_by_key(|way| (way.invitation.position, way.invitation.id));
    }
    Ok(all)
}

fn way(invitation: &invitation::Model, at: Option<&contact_point::Model>) -> Told {
    at.map_or_else(|| Told::by_hand(invitation), |at| Told::at(invitation, at))
}

/// Whom to tell by which ways, as the seats of the meeting's day say. Nobody is left out: who cannot be reached is
/// told by hand.
pub async fn by_seats(
    db: &impl ConnectionTrait,
    meeting: &meeting::Model,
    asked: &[invitation::Model],
    purpose: ContactPurpose,
) -> Result<Vec<Told>, DbErr> {
    let mut heads = bodies::people_on(db, meeting.body_id, charter_day(meeting)).await?;
    heads.retain(|head| asked.iter().any(|invitation| invitation.person_id == head.person.id));
    let points = bodies::contacts_for(db, &heads, purpose).await?;
    let mut told = Vec::new();
    for invitation in asked {
        let own = points.get(&invitation.person_id).map(Vec::as_slice).unwrap_or_default();
        if own.is_empty() {
            told.push(Told::by_hand(invitation));
        }
        told.extend(own.iter().map(|point| Told::at(invitation, point)));
    }
    Ok(told)
}

type Delivered = (outbox::Model, Option<contact_point::Model>);

/// The rows of the last letter to each invitation: the one with the calendar object first, then in the order of
/// the holder's addresses.
async fn last_deliveries(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<HashMap<InvitationId, Vec<Delivered>>, DbErr> {
    let rows = outbox::Entity::find()
        .find_also_related(contact_point::Entity)
        .join(JoinType::InnerJoin, outbox::Relation::Letter.def())
        .filter(outbox::Column::MeetingId.eq(meeting))
        .filter(issued_letter::Column::Kind.is_in(TO_EVERYBODY))
        .order_by_asc(outbox::Column::QueuedAt)
        .order_by_asc(outbox::Column::Id)
        .all(db)
        .await?;
    let repeated: HashSet<_> = rows.iter().filter_map(|(row, _)| row.resend_of_id).collect();
    let mut last: HashMap<InvitationId, IssuedLetterId> = HashMap::new();
    for (row, _) in &rows {
        if let (Some(invitation), Some(letter), None) = (row.invitation_id, row.letter_id, row.resend_of_id) {
            last.insert(invitation, letter);
        }
    }
    let mut found: HashMap<InvitationId, Vec<Delivered>> = HashMap::new();
    for (row, contact) in rows {
        let Some(invitation) = row.invitation_id else { continue };
        if row.letter_id == last.get(&invitation).copied() && !repeated.contains(&row.id) {
            found.entry(invitation).or_default().push((row, contact));
        }
    }
    for rows in found.values_mut() {
        let position = |contact: &Option<contact_point::Model>| contact.as_ref().map(|at| at.position);
        rows.sort_by_key(|(row, contact)| (!row.carries_calendar, position(contact), row.id));
    }
    Ok(found)
}

/// Whether letters about the same meeting went to this address for somebody else who is still asked.
pub async fn is_shared(
    db: &impl ConnectionTrait,
    invitation: &invitation::Model,
    address: &str,
) -> Result<bool, DbErr> {
    let others: Vec<String> = outbox::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::ContactPoint.def())
        .join(JoinType::InnerJoin, outbox::Relation::Invitation.def())
        .filter(outbox::Column::MeetingId.eq(invitation.meeting_id))
        .filter(outbox::Column::Channel.eq(Channel::Mail))
        .filter(outbox::Column::InvitationId.ne(invitation.id))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .select_only()
        .column(contact_point::Column::Value)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(others.iter().any(|other| other.eq_ignore_ascii_case(address)))
}

/// The name of the person a mail is for, where somebody else is asked at the same address.
pub async fn name_at_shared(
    db: &impl ConnectionTrait,
    invitation: &invitation::Model,
    address: Option<&str>,
) -> Result<Option<String>, DbErr> {
    let Some(address) = address else { return Ok(None) };
    let shared = is_shared(db, invitation, address).await?;
    Ok(shared.then(|| invitation.name.clone()))
}
