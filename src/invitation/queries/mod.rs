//! Reads about who is asked to a meeting and what they answered. Whoever may see a meeting may see who is asked;
//! contact points are read by the secretariat's pages only.

mod addresses;
mod feed;
mod letters;
mod link;
pub mod outlook;

use std::collections::{BTreeSet, HashMap};

use entity::id::{AssociationId, InvitationId, MeetingId, PendingReplyId, PersonId, RegionId};
use entity::link::LinkPurpose;
use entity::{agenda_item, body, invitation, invitation_seat, meeting, pending_reply, region, reply, seat};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

pub use addresses::{addresses, addresses_of, asked_at};
pub use feed::{Feed, FeedLine, feed};
pub use letters::{Telephone, messages_visible_to, not_reminded, telephones, untold};
pub use link::{is_confirmed, why_off};

use super::rules;
use crate::access::LinkHolder;
use crate::meeting::notices::{self, LetterFacts};
use crate::meeting::queries::{self as meetings, Ruled};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// The kind of a reminder in `outbox`.
pub(super) const REMINDED: &str = "invitation.reminded";

/// Somebody asked, with the meeting, its body and the region: what a link opens.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The person in this meeting.
    pub invitation: invitation::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// Whose meeting.
    pub body: body::Model,
    /// Whose office answers the telephone.
    pub region: region::Model,
}

/// What a valid link opens; `None` when its invitation has gone.
pub async fn by_link(db: &impl ConnectionTrait, holder: &LinkHolder) -> Result<Option<Asked>, DbErr> {
    if holder.purpose() != LinkPurpose::Reply {
        return Ok(None);
    }
    asked(db, InvitationId(holder.subject())).await
}

/// One invitation with all that stands around it.
pub async fn asked(db: &impl ConnectionTrait, id: InvitationId) -> Result<Option<Asked>, DbErr> {
    asked_where(db, invitation::Column::Id.eq(id)).await
}

/// The same by meeting and person, withdrawn or not.
pub async fn asked_of(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
    person: PersonId,
) -> Result<Option<Asked>, DbErr> {
    let own = invitation::Column::MeetingId.eq(meeting).and(invitation::Column::PersonId.eq(person));
    asked_where(db, own).await
}

async fn asked_where(db: &impl ConnectionTrait, which: Expr) -> Result<Option<Asked>, DbErr> {
    let found = invitation::Entity::find()
        .find_also_related(meeting::Entity)
        .find_also(invitation::Entity, region::Entity)
        .find_also(meeting::Entity, body::Entity)
        .filter(which)
        .one(db)
        .await?;
    let Some((invitation, Some(meeting), Some(region), Some(body))) = found else { return Ok(None) };
    Ok(Some(Asked { invitation, meeting, body, region }))
}

/// The invitation of a person to a meeting, withdrawn or not.
pub async fn of_person(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
    person: PersonId,
) -> Result<Option<invitation::Model>, DbErr> {
    use invitation::Column;
    invitation::Entity::find()
        .filter(Column::MeetingId.eq(meeting))
        .filter(Column::PersonId.eq(person))
        .one(db)
        .await
}

/// Everybody asked to a meeting and not taken off, in roster order, locked for a change on PostgreSQL.
pub async fn lock_asked(tx: &Tx, meeting: MeetingId) -> Result<Vec<invitation::Model>, DbErr> {
    standing_invitations(meeting).lock_exclusive().all(tx).await
}

fn standing_invitations(meeting: MeetingId) -> sea_orm::Select<invitation::Entity> {
    use invitation::Column;
    invitation::Entity::find()
        .filter(Column::MeetingId.eq(meeting))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Position)
}

/// The answers of one person, latest first.
pub async fn replies(
    db: &impl ConnectionTrait,
    invitation: InvitationId,
) -> Result<Vec<reply::Model>, DbErr> {
    use reply::Column;
    reply::Entity::find()
        .filter(Column::InvitationId.eq(invitation))
        .order_by_desc(Column::RepliedAt)
        .all(db)
        .await
}

/// What a person said that still waits for the clerk, latest first.
pub async fn waiting(
    db: &impl ConnectionTrait,
    invitation: InvitationId,
) -> Result<Vec<pending_reply::Model>, DbErr> {
    use pending_reply::Column;
    pending_reply::Entity::find()
        .filter(Column::InvitationId.eq(invitation))
        .filter(Column::SettledAt.is_null())
        .order_by_desc(Column::ReceivedAt)
        .all(db)
        .await
}

/// Beside whom an answer waits, or waited.
pub async fn asked_of_pending(db: &impl ConnectionTrait, id: PendingReplyId) -> Result<Option<Asked>, DbErr> {
    match pending_reply::Entity::find_by_id(id).one(db).await? {
        Some(found) => asked(db, found.invitation_id).await,
        None => Ok(None),
    }
}

type Replies = HashMap<InvitationId, Vec<reply::Model>>;

async fn replies_of(db: &impl ConnectionTrait, meetings: &[MeetingId]) -> Result<Replies, DbErr> {
    let rows = reply::Entity::find()
        .join(JoinType::InnerJoin, reply::Relation::Invitation.def())
        .filter(invitation::Column::MeetingId.is_in(meetings.iter().copied()))
        .order_by_asc(reply::Column::RepliedAt)
        .all(db)
        .await?;
    let mut of: Replies = HashMap::new();
    for row in rows {
        of.entry(row.invitation_id).or_default().push(row);
    }
    Ok(of)
}

/// Reply numbers in use among the region's meetings that are not over.
pub async fn reply_numbers(
    db: &impl ConnectionTrait,
    region: RegionId,
    now: Instant,
) -> Result<BTreeSet<String>, DbErr> {
    let open = Condition::any()
        .add(meeting::Column::StartsAt.is_null())
        .add(meeting::Column::StartsAt.gte(now - chrono::TimeDelta::days(1)));
    let used: Vec<String> = invitation::Entity::find()
        .join(JoinType::InnerJoin, invitation::Relation::Meeting.def())
        .filter(meeting::Column::RegionId.eq(region))
        .filter(open)
        .select_only()
        .column(invitation::Column::ReplyNumber)
        .into_tuple()
        .all(db)
        .await?;
    Ok(used.into_iter().collect())
}

/// The invitations to these meetings that stand for seats of an association.
pub async fn of_association(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
    association: AssociationId,
) -> Result<Vec<InvitationId>, DbErr> {
    for_seats(db, meetings, seat::Column::AssociationId.eq(association).into_condition()).await
}

/// The invitations to these meetings that stand for seats of which a condition holds.
pub async fn for_seats(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
    seats: Condition,
) -> Result<Vec<InvitationId>, DbErr> {
    invitation_seat::Entity::find()
        .join(JoinType::InnerJoin, invitation_seat::Relation::Invitation.def())
        .join(JoinType::InnerJoin, invitation_seat::Relation::Seat.def())
        .filter(invitation::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(seats)
        .select_only()
        .column(invitation_seat::Column::InvitationId)
        .into_tuple()
        .all(db)
        .await
}

/// Who is asked under one of these reply numbers to a meeting that is not over, in any region.
pub async fn by_reply_number(
    tx: &Tx,
    numbers: &[String],
    now: Instant,
) -> Result<Vec<invitation::Model>, DbErr> {
    let open = Condition::any()
        .add(meeting::Column::StartsAt.is_null())
        .add(meeting::Column::StartsAt.gte(now - chrono::TimeDelta::days(1)));
    let every_region = Query::select().column(region::Column::Id).from(region::Entity).take();
    invitation::Entity::find()
        .join(JoinType::InnerJoin, invitation::Relation::Meeting.def())
        // Every region, named because the index begins with it.
        .filter(invitation::Column::RegionId.in_subquery(every_region))
        .filter(invitation::Column::ReplyNumber.is_in(numbers))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(open)
        .limit(10)
        .all(tx)
        .await
}

/// Those asked whose answer is missing, in roster order.
pub async fn unanswered(tx: &Tx, meeting: MeetingId) -> Result<Vec<invitation::Model>, DbErr> {
    let asked = lock_asked(tx, meeting).await?;
    let replies = replies_of(tx, &[meeting]).await?;
    let silent = |invitation: &invitation::Model| {
        let own = replies.get(&invitation.id).map(Vec::as_slice).unwrap_or_default();
        rules::counting(invitation, own).is_none()
    };
    Ok(asked.into_iter().filter(silent).collect())
}

/// The highest place given so far among those asked; newcomers come after it.
pub async fn last_position(tx: &Tx, meeting: MeetingId) -> Result<i32, DbErr> {
    use invitation::Column;
    let last: Option<i32> = invitation::Entity::find()
        .filter(Column::MeetingId.eq(meeting))
        .order_by_desc(Column::Position)
        .select_only()
        .column(Column::Position)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.unwrap_or(0))
}

/// The facts of a meeting as it stands, for a letter about to be issued or a mail that is none.
pub async fn facts(tx: &impl ConnectionTrait, meeting: &meeting::Model) -> Result<LetterFacts, DbErr> {
    let body = body::Entity::find_by_id(meeting.body_id).one(tx).await?;
    facts_with(tx, meeting, &body.ok_or_else(|| DbErr::RecordNotFound("body".to_owned()))?).await
}

/// The same where the body is at hand.
pub async fn facts_with(
    tx: &impl ConnectionTrait,
    meeting: &meeting::Model,
    body: &body::Model,
) -> Result<LetterFacts, DbErr> {
    facts_under(tx, meeting, body, &meetings::ruled(tx, meeting).await?).await
}

/// The same where also the rules are.
pub async fn facts_under(
    tx: &impl ConnectionTrait,
    meeting: &meeting::Model,
    body: &body::Model,
    ruled: &Ruled,
) -> Result<LetterFacts, DbErr> {
    let (numbering, _) = crate::meeting::rules::numbering(&ruled.rules, &ruled.rulings);
    let names = (body.name.as_str(), body.short_name.as_str());
    let mut facts = notices::facts(meeting, names, numbering, &ruled.rules.titles);
    facts.agenda = agenda_titles(tx, meeting.id).await?;
    facts.reply_due_on = meeting.reply_due_on;
    facts.remarks = meeting.remarks.clone();
    Ok(facts)
}

async fn agenda_titles(tx: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<String>, DbErr> {
    use agenda_item::Column;
    agenda_item::Entity::find()
        .filter(Column::MeetingId.eq(meeting))
        .order_by_asc(Column::Position)
        .select_only()
        .column(Column::Title)
        .into_tuple()
        .all(tx)
        .await
}
