//! What came back: a message that a server took and later could not deliver.

use entity::outbox::{self, Column, Entity, OutboxState};
use entity::{account, contact_point};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::queue::{Said, closed, said};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Writes down that the message with this Message-ID did not arrive, where it went to one of these addresses
/// (lower case) and was taken for sent. Answers the message; nothing where there is none such, because anybody can
/// write a report. A second report changes nothing.
pub async fn bounced(
    tx: &Tx,
    message_id: &str,
    addresses: &[String],
    words: &Said,
    now: Instant,
) -> Result<Option<outbox::Model>, DbErr> {
    let found = Entity::find()
        .find_also_related(contact_point::Entity)
        .find_also(Entity, account::Entity)
        .filter(Column::MessageId.eq(message_id))
        .one(tx)
        .await?;
    let Some((row, contact, account)) = found else { return Ok(None) };
    let went_to = contact.map(|contact| contact.value).or(account.map(|account| account.email));
    let went_to = went_to.unwrap_or_default().to_ascii_lowercase();
    let known = matches!(row.state, OutboxState::Sent | OutboxState::Refused | OutboxState::GivenUp);
    if !known || !addresses.contains(&went_to) {
        return Ok(None);
    }
    let back =
        Entity::update_many().filter(Column::Id.eq(row.id)).filter(Column::State.eq(OutboxState::Sent));
    said(closed(back, OutboxState::Refused, now), words).exec(tx).await?;
    Ok(Some(row))
}
