//! Reads whom a further letter or reminder concerns, by the letters that went before.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use entity::contact_point::{self, ContactKind};
use entity::id::{AssociationId, ContactPointId, InvitationId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::{invitation, invitation_seat, outbox, reminder, seat};
use sea_orm::sea_query::{Expr, ExprTrait};
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

/// Those asked whose answer is missing and who have not been reminded on a day (Asia/Tokyo), by hand or by rule.
pub async fn not_reminded(
    tx: &Tx,
    meeting: MeetingId,
    day: NaiveDate,
) -> Result<Vec<invitation::Model>, DbErr> {
    let (from, until) = (at_tokyo(day, NaiveTime::MIN), end_of_day(day));
    let by_hand: Vec<Option<InvitationId>> = outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(meeting))
        .filter(outbox::Column::Kind.eq(REMINDED))
        .filter(outbox::Column::QueuedAt.gte(from))
        .filter(outbox::Column::QueuedAt.lt(until))
        .select_only()
        .column(outbox::Column::InvitationId)
        .into_tuple()
        .all(tx)
        .await?;
    let by_rule: Vec<InvitationId> = reminder::Entity::find()
        .filter(reminder::Column::MeetingId.eq(meeting))
        .filter(reminder::Column::RecordedAt.gte(from))
        .filter(reminder::Column::RecordedAt.lt(until))
        .select_only()
        .column(reminder::Column::InvitationId)
        .into_tuple()
        .all(tx)
        .await?;
    let reminded: HashSet<_> = by_hand.into_iter().chain(by_rule.into_iter().map(Some)).collect();
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

/// A number somebody is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telephone {
    /// As printed.
    pub number: String,
    /// Whether it is the office of an association that answers.
    pub of_association: bool,
}

/// The telephone numbers of people asked: their own, then those of the associations they sit for. One statement.
pub async fn telephones(
    db: &impl ConnectionTrait,
    asked: &[invitation::Model],
) -> Result<HashMap<InvitationId, Vec<Telephone>>, DbErr> {
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let whose = Condition::any()
        .add(contact_point::Column::PersonId.into_expr().eq(invitation::Column::PersonId.into_expr()))
        .add(contact_point::Column::AssociationId.into_expr().eq(seat::Column::AssociationId.into_expr()));
    let mut found = invitation::Entity::find()
        .join(JoinType::LeftJoin, invitation_seat::Relation::Invitation.def().rev())
        .join(JoinType::LeftJoin, invitation_seat::Relation::Seat.def());
    QuerySelect::query(&mut found).join(JoinType::InnerJoin, contact_point::Entity, whose);
    let rows: Vec<(InvitationId, ContactPointId, Option<AssociationId>, i32, String)> = found
        .filter(invitation::Column::Id.is_in(asked.iter().map(|one| one.id)))
        .filter(contact_point::Column::Kind.eq(ContactKind::Telephone))
        .filter(contact_point::Column::RetiredAt.is_null())
        .select_only()
        .column(invitation::Column::Id)
        .column_as(contact_point::Column::Id, "contact")
        .column(contact_point::Column::AssociationId)
        .column(contact_point::Column::Position)
        .column(contact_point::Column::Value)
        .into_tuple()
        .all(db)
        .await?;
    let mut sorted: BTreeMap<_, Telephone> = BTreeMap::new();
    for (invitation, contact, association, position, number) in rows {
        let of_association = association.is_some();
        let telephone = Telephone { number, of_association };
        sorted.insert((invitation, of_association, position, contact), telephone);
    }
    let mut numbers: HashMap<InvitationId, Vec<Telephone>> = HashMap::new();
    for ((invitation, ..), telephone) in sorted {
        numbers.entry(invitation).or_default().push(telephone);
    }
    Ok(numbers)
}
