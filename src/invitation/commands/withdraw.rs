//! Somebody is taken off the list of a convened meeting: told by letter and by CANCEL, the link ends. Nobody
//! else hears of it, and nobody else's answer is touched.

use entity::id::InvitationId;
use entity::invitation;
use entity::issued_letter::LetterKind;
use entity::link::LinkPurpose;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::letters::{Issued, LetterError, Words, issue, locked};
use crate::access::Secretary;
use crate::invitation::notices::InvitationWithdrawn;
use crate::meeting::commands::raise_sequence;
use crate::meeting::rules::{may_reschedule, state};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::outbox::{self, LetterHead};

/// Who is taken off, and how they are told.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// The invitation taken back.
    pub invitation: InvitationId,
    /// The meeting's version as drawn.
    pub seen: i32,
    /// As printed in the letter.
    pub reason: String,
    /// Number, 決裁日, 施行日, sender.
    pub letter: LetterHead,
}

/// Takes a person off the list.
pub async fn withdraw(tx: &Tx, by: &Secretary, input: Withdraw, now: Instant) -> Result<Issued, LetterError> {
    let found = invitation::Entity::find_by_id(input.invitation).one(tx).await?;
    let asked = found.filter(|row| row.region_id == by.region()).ok_or(LetterError::NotConcerned)?;
    let meeting = locked(tx, by, asked.meeting_id, input.seen).await?;
    may_reschedule(state(&meeting, now))?;
    if asked.withdrawn_at.is_some() {
        return Err(LetterError::NotConcerned);
    }
    let meeting = raise_sequence(tx, &meeting, now).await?;
    let words = Words { reason: input.reason.clone(), before: None };
    let letter = issue(tx, by, &meeting, LetterKind::Withdrawal, input.letter, words, now).await?;
    outbox::drop_waiting(tx, &[asked.id], now).await?;
    let notice = InvitationWithdrawn { invitation: asked.id, letter: letter.id };
    let pushed = outbox::push(tx, &notice, Some(&letter), now).await?;
    link::revoke(tx, LinkPurpose::Reply, asked.id.0, now).await?;
    let (id, generation) = (asked.id, asked.generation + 1);
    let mut row = asked.into_active_model();
    row.generation = Set(generation);
    row.withdrawn_at = Set(Some(now));
    row.withdrawn_by = Set(Some(by.person()));
    row.withdrawn_reason = Set(Some(input.reason.clone()));
    row.update(tx).await?;
    let subject = Subject("invitation", id.0);
    let reason = Some(input.reason.as_str());
    audit::record(tx, by.by(), "invitation.withdrawn", subject, &["withdrawn_at"], reason, now).await?;
    Ok(Issued { letter, pushed, people: 1 })
}
