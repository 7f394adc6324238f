//! Reads the letters about a meeting: which came last, and which one a person has in hand.

use entity::id::{CancellationId, InvitationId, MeetingId};
use entity::issued_letter::{self, LetterKind};
use entity::outbox::{self, OutboxState};
use entity::{meeting, meeting_cancellation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

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
