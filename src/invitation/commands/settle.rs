//! The clerk looks at an answer that waited: accepts it as an answer, or sets it aside. Both stay on record.

use entity::id::{PendingReplyId, ReplyId};
use entity::pending_reply::{self, PendingSource};
use entity::reply::ReplyWay;
use entity::{invitation, meeting};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, QuerySelect, Set};

use super::answer::{AnswerError, Given, ProxyGiven, Source, answerable, record};
use crate::access::Secretary;
use crate::invitation::queries::Asked;
use crate::invitation::{queries, rules};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Outcomes the clerk can meet.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// There is no such answer in this region.
    #[error("この連絡は見つかりません。")]
    Missing,
    /// Somebody else was faster.
    #[error("この連絡は、ほかの人がすでに処理しました。")]
    Settled,
    /// It says nothing that could be taken as an answer.
    #[error("回答が読み取れません。本人に確かめて「回答を入力」から入れてください。")]
    NoAnswer,
    /// It cannot be taken as it stands.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Everything else.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Takes a waiting answer as the member's answer. `seen` is the SEQUENCE of the meeting as the clerk saw it.
pub async fn accept(
    tx: &Tx,
    by: &Secretary,
    id: PendingReplyId,
    seen: i32,
    now: Instant,
) -> Result<ReplyId, SettleError> {
    let (pending, asked) = locked(tx, by, id).await?;
    let answer = pending.answer.ok_or(SettleError::NoAnswer)?;
    // What was said about an earlier day says nothing about the present one.
    let (asked, _) = answerable(asked, pending.for_sequence.min(seen), now)?;
    let mode = rules::mode_unasked(asked.meeting.mode, answer, pending.mode);
    let given = Given { answer, mode, proxy: proxy(&pending), comment: pending.comment.clone() };
    let way = match pending.source {
        PendingSource::Late => ReplyWay::Web,
        PendingSource::Words => ReplyWay::Mail,
        _ => ReplyWay::Calendar,
    };
    let source = Source { way, entered: Some(by), seen: pending.for_sequence, by: by.by() };
    let reply = record(tx, &asked.invitation, given, source, now).await?;
    close(tx, by, pending, Some(reply), now).await?;
    Ok(reply)
}

/// Sets a waiting answer aside; nothing changes for the member.
pub async fn set_aside(tx: &Tx, by: &Secretary, id: PendingReplyId, now: Instant) -> Result<(), SettleError> {
    let (pending, asked) = locked(tx, by, id).await?;
    close(tx, by, pending, None, now).await?;
    let subject = Subject("invitation", asked.invitation.id.0);
    audit::record(tx, by.by(), "invitation.words_set_aside", subject, &[], None, now).await?;
    Ok(())
}

async fn locked(
    tx: &Tx,
    by: &Secretary,
    id: PendingReplyId,
) -> Result<(pending_reply::Model, Asked), SettleError> {
    let pending = pending_reply::Entity::find_by_id(id).one(tx).await?.ok_or(SettleError::Missing)?;
    let invited = invitation::Entity::find_by_id(pending.invitation_id).one(tx).await?;
    let invited = invited.filter(|found| found.region_id == by.region()).ok_or(SettleError::Missing)?;
    meeting::Entity::find_by_id(invited.meeting_id).lock_exclusive().one(tx).await?;
    let pending = pending_reply::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let pending = pending.filter(|found| found.settled_at.is_none()).ok_or(SettleError::Settled)?;
    let asked = queries::asked(tx, invited.id).await?.ok_or(SettleError::Missing)?;
    Ok((pending, asked))
}

fn proxy(pending: &pending_reply::Model) -> Option<ProxyGiven> {
    Some(ProxyGiven {
        name: pending.proxy_name.clone()?,
        title: pending.proxy_title.clone().unwrap_or_default(),
        contact: pending.proxy_contact.clone().unwrap_or_default(),
    })
}

async fn close(
    tx: &Tx,
    by: &Secretary,
    pending: pending_reply::Model,
    reply: Option<ReplyId>,
    now: Instant,
) -> Result<(), DbErr> {
    let mut row = pending.into_active_model();
    row.settled_at = Set(Some(now));
    row.settled_by = Set(Some(by.person()));
    row.reply_id = Set(reply);
    row.update(tx).await?;
    Ok(())
}
