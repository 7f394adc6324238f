//! Reads the letters about a meeting: which came last, and who was told by which way.

use std::collections::{HashMap, HashSet};

use entity::id::{CancellationId, ContactPointId, InvitationId, IssuedLetterId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::outbox::{self, Channel, OutboxState};
use entity::{contact_point, invitation, meeting, meeting_cancellation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

/// Letters that everybody gets; the withdrawal of one person is none of them.
const TO_EVERYBODY: [LetterKind; 3] = [LetterKind::Notice, LetterKind::Change, LetterKind::Postponement];

/// The latest letter about a meeting to everybody.
pub async fn latest_letter(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<Option<issued_letter::Model>, DbErr> {
    issued_letter::Entity::find()
        .filter(issued_letter::Column::MeetingId.eq(meeting))
        .filter(issued_letter::Column::Kind.ne(LetterKind::Withdrawal))
        .order_by_desc(issued_letter::Column::IssuedAt)
        .order_by_desc(issued_letter::Column::Id)
        .one(db)
        .await
}

/// The letter that a letter to one person changes or takes back: the last one before it that went to them. What
/// was stopped, or overtaken before it left, nobody has read and nobody is referred to.
pub async fn cited_letter(
    db: &impl ConnectionTrait,
    letter: &issued_letter::Model,
    to: InvitationId,
) -> Result<Option<issued_letter::Model>, DbErr> {
    issued_letter::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::Letter.def().rev())
        .filter(outbox::Column::InvitationId.eq(to))
        .filter(outbox::Column::State.is_not_in([OutboxState::Dropped, OutboxState::Stopped]))
        .filter(issued_letter::Column::Id.ne(letter.id))
        .filter(issued_letter::Column::IssuedAt.lte(letter.issued_at))
        .order_by_desc(issued_letter::Column::IssuedAt)
        .order_by_desc(issued_letter::Column::Id)
        .one(db)
        .await
}

/// A cancellation and its meeting.
pub async fn cancellation(
    db: &impl ConnectionTrait,
    id: CancellationId,
) -> Result<Option<(meeting_cancellation::Model, meeting::Model)>, DbErr> {
    let found =
        meeting_cancellation::Entity::find_by_id(id).find_also_related(meeting::Entity).one(db).await?;
    Ok(found.and_then(|(cancellation, meeting)| Some((cancellation, meeting?))))
}

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

/// Everybody who is invited and not taken off, by each of the ways in which the last letter about the meeting
/// went to them; a corrected address takes the place of the one it corrected. In the order of the roster.
pub async fn told(db: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Told>, DbErr> {
    let invited = invitation::Entity::find()
        .filter(invitation::Column::MeetingId.eq(meeting))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .order_by_asc(invitation::Column::Position)
        .order_by_asc(invitation::Column::Id)
        .all(db)
        .await?;
    let mut deliveries = last_deliveries(db, meeting).await?;
    let mut all = Vec::new();
    for invitation in invited {
        for (delivery, at) in deliveries.remove(&invitation.id).unwrap_or_default() {
            let (channel, contact) = (delivery.channel, delivery.contact_point_id);
            let value = at.map(|at| at.value).unwrap_or_default();
            all.push(Told { invitation: invitation.clone(), channel, contact, value });
        }
    }
    Ok(all)
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
