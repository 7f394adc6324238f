//! Reads to which mail addresses something about an invitation went.

use entity::contact_point::ContactKind;
use entity::id::{InvitationId, PersonId};
use entity::outbox::Channel;
use entity::{contact_point, invitation, meeting, outbox};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use crate::platform::db::Tx;

/// Mail addresses that letters and reminders about an invitation went to.
pub async fn addresses(tx: &Tx, invitation: InvitationId) -> Result<Vec<String>, DbErr> {
    outbox::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::ContactPoint.def())
        .filter(outbox::Column::InvitationId.eq(invitation))
        .filter(outbox::Column::Channel.eq(Channel::Mail))
        .select_only()
        .column(contact_point::Column::Value)
        .distinct()
        .into_tuple()
        .all(tx)
        .await
}

/// Every mail address of a person, also those no longer in use.
pub async fn addresses_of(tx: &Tx, person: PersonId) -> Result<Vec<String>, DbErr> {
    contact_point::Entity::find()
        .filter(contact_point::Column::PersonId.eq(person))
        .filter(contact_point::Column::Kind.eq(ContactKind::Mail))
        .select_only()
        .column(contact_point::Column::Value)
        .into_tuple()
        .all(tx)
        .await
}

/// The first of those asked to the meeting with this UID whose letters went to this address.
pub async fn asked_at(tx: &Tx, uid: &str, address: &str) -> Result<Option<InvitationId>, DbErr> {
    let rows: Vec<(InvitationId, String)> = outbox::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::ContactPoint.def())
        .join(JoinType::InnerJoin, outbox::Relation::Invitation.def())
        .join(JoinType::InnerJoin, invitation::Relation::Meeting.def())
        .filter(meeting::Column::Uid.eq(uid))
        .filter(outbox::Column::Channel.eq(Channel::Mail))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .select_only()
        .column(invitation::Column::Id)
        .column(contact_point::Column::Value)
        .order_by_asc(invitation::Column::Position)
        .into_tuple()
        .all(tx)
        .await?;
    let found = rows.into_iter().find(|(_, known)| known.eq_ignore_ascii_case(address));
    Ok(found.map(|(id, _)| id))
}
