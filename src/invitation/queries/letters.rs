//! Reads whom a further letter or reminder concerns, by the letters that went before.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use entity::contact_point::{self, ContactKind};
use entity::id::{AssociationId, InvitationId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::{invitation, invitation_seat, outbox, seat};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};

use super::{REMINDED, lock_asked, unanswered};
use crate::access::Actor;
use crate::platform::date::{at_tokyo, end_of_day};
use crate::platform::db::Tx;

/// Messages this actor may know of; any other is a 404 to them. 送信箱 is the secretariat's.
pub fn messages_visible_to(actor: &Actor) -> Select<outbox::Entity> {
    match actor.secretary() {
        Ok(by) => outbox::Entity::find().filter(outbox::Column::RegionId.eq(by.region())),
        Err(_) => outbox::Entity::find().filter(Expr::val(false)),
    }
}

/// Those asked whose answer is missing and who have not been reminded on a day (Asia/Tokyo).
pub async fn not_reminded(
    tx: &Tx,
    meeting: MeetingId,
    day: NaiveDate,
) -> Result<Vec<invitation::Model>, DbErr> {
    let reminded: HashSet<Option<InvitationId>> = outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(meeting))
        .filter(outbox::Column::Kind.eq(REMINDED))
        .filter(outbox::Column::QueuedAt.gte(at_tokyo(day, NaiveTime::MIN)))
        .filter(outbox::Column::QueuedAt.lt(end_of_day(day)))
        .select_only()
        .column(outbox::Column::InvitationId)
        .into_tuple()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let mut silent = unanswered(tx, meeting).await?;
    silent.retain(|invitation| !reminded.contains(&Some(invitation.id)));
    Ok(silent)
}

/// Those asked whom no letter about the meeting names, or whose last one took them off the list, in roster order.
pub async fn untold(tx: &Tx, meeting: MeetingId) -> Result<Vec<invitation::Model>, DbErr> {
    let rows: Vec<(Option<InvitationId>, LetterKind)> = outbox::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::Letter.def())
        .filter(outbox::Column::MeetingId.eq(meeting))
        .order_by_asc(issued_letter::Column::IssuedAt)
        .order_by_asc(issued_letter::Column::Id)
        .select_only()
        .column(outbox::Column::InvitationId)
        .column(issued_letter::Column::Kind)
        .into_tuple()
        .all(tx)
        .await?;
    let last: HashMap<_, _> = rows.into_iter().filter_map(|(to, kind)| Some((to?, kind))).collect();
    let mut asked = lock_asked(tx, meeting).await?;
    asked.retain(|invitation| last.get(&invitation.id).is_none_or(|kind| *kind == LetterKind::Withdrawal));
    Ok(asked)
}

/// The telephone numbers of people asked: their own, then those of the associations they sit for. Three statements.
pub async fn telephones(
    db: &impl ConnectionTrait,
    asked: &[invitation::Model],
) -> Result<HashMap<InvitationId, Vec<contact_point::Model>>, DbErr> {
    let seats: Vec<(InvitationId, Option<AssociationId>)> = invitation_seat::Entity::find()
        .join(JoinType::InnerJoin, invitation_seat::Relation::Seat.def())
        .filter(invitation_seat::Column::InvitationId.is_in(asked.iter().map(|one| one.id)))
        .select_only()
        .column(invitation_seat::Column::InvitationId)
        .column(seat::Column::AssociationId)
        .into_tuple()
        .all(db)
        .await?;
    let holders = Condition::any()
        .add(contact_point::Column::PersonId.is_in(asked.iter().map(|one| one.person_id)))
        .add(contact_point::Column::AssociationId.is_in(seats.iter().filter_map(|(_, named)| *named)));
    let numbers = contact_point::Entity::find()
        .filter(contact_point::Column::Kind.eq(ContactKind::Telephone))
        .filter(contact_point::Column::RetiredAt.is_null())
        .filter(holders)
        .order_by_asc(contact_point::Column::Position)
        .order_by_asc(contact_point::Column::Id)
        .all(db)
        .await?;
    let of = |one: &invitation::Model| {
        let own = numbers.iter().filter(|number| number.person_id == Some(one.person_id));
        let sits_for = |number: &&contact_point::Model| {
            number.association_id.is_some_and(|named| seats.contains(&(one.id, Some(named))))
        };
        (one.id, own.chain(numbers.iter().filter(sits_for)).cloned().collect())
    };
    Ok(asked.iter().map(of).collect())
}
