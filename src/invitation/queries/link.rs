//! Reads for the page of one person: what stands beside the answer.

use entity::id::InvitationId;
use entity::meeting_change::ChangeKind;
use entity::outbox::{self, Channel};
use entity::{meeting, meeting_cancellation, meeting_change};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, SelectExt};

use crate::invitation::notices::ReplyRecorded;
use crate::platform::outbox::Notice;

/// Whether answers of this person are confirmed by mail: who is reached on paper gets none.
pub async fn is_confirmed(db: &impl ConnectionTrait, invitation: InvitationId) -> Result<bool, DbErr> {
    let sent = outbox::Entity::find()
        .filter(outbox::Column::InvitationId.eq(invitation))
        .filter(outbox::Column::Kind.eq(ReplyRecorded::KIND))
        .filter(outbox::Column::Channel.eq(Channel::Mail));
    sent.exists(db).await
}

/// Why a meeting was called off or put off, as printed in its letter; nothing for one that stands.
pub async fn why_off(db: &impl ConnectionTrait, meeting: &meeting::Model) -> Result<Option<String>, DbErr> {
    if meeting.cancelled_at.is_some() {
        use meeting_cancellation::{Column, Entity};
        let record = Entity::find().filter(Column::MeetingId.eq(meeting.id)).one(db).await?;
        return Ok(record.map(|record| record.reason));
    }
    if meeting.postponed_at.is_none() {
        return Ok(None);
    }
    use meeting_change::{Column, Entity};
    let record = Entity::find()
        .filter(Column::MeetingId.eq(meeting.id))
        .filter(Column::Kind.eq(ChangeKind::Postponed))
        .order_by_desc(Column::ChangedAt)
        .one(db)
        .await?;
    Ok(record.map(|record| record.reason))
}
