//! 案内の取消し: to one person who was taken off the list, by the ways the notice took.

use askama::Template;
use entity::id::{InvitationId, IssuedLetterId};
use entity::outbox;
use entity::{invitation, meeting};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::matter::{Issued, Kind, Matter};
use super::ways::{Object, recipients};
use crate::meeting::notices::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, written};
use crate::meeting::queries as meetings;
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// Somebody is no longer asked to a meeting.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InvitationWithdrawn {
    /// Who was taken off.
    pub invitation: InvitationId,
    /// The letter to them.
    pub letter: IssuedLetterId,
}

/// All that `templates/mail/invitation/withdrawn.{subject.txt,txt,html}` may name.
pub struct WithdrawnMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The letter as issued.
    pub facts: LetterFacts,
    /// Day and number of this letter.
    pub own: LetterRef,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// The notice that is taken back.
    pub cites: Option<LetterRef>,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

#[derive(Template)]
#[template(path = "mail/invitation/withdrawn.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a WithdrawnMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/withdrawn.txt")]
struct Text<'a> {
    mail: &'a WithdrawnMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/withdrawn.html")]
struct Html<'a> {
    mail: &'a WithdrawnMail,
}

impl Notice for InvitationWithdrawn {
    const KIND: &'static str = "invitation.withdrawn";

    /// At an address where somebody else stays invited there are words only: CANCEL would take their entry away.
    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let found = invitation::Entity::find_by_id(self.invitation).find_also_related(meeting::Entity);
        let Some((_, Some(meeting))) = found.one(tx).await? else { return Ok(Vec::new()) };
        let told = meetings::told(tx, &meeting).await?;
        let (own, others): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|way| way.invitation.id == self.invitation);
        let mut to = recipients(&meeting, &own, Object::Cancel);
        for (recipient, way) in to.iter_mut().zip(&own) {
            let shared = others.iter().any(|other| other.value.eq_ignore_ascii_case(&way.value));
            recipient.carries_calendar &= !shared;
        }
        Ok(to)
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let parts = (Matter::of(cx, row).await?, Issued::of(cx, self.letter, row).await?);
        let (Some(matter), Some(letter)) = parts else { return Ok(None) };
        let matter = matter.before_withdrawal(cx);
        let mail = WithdrawnMail {
            sample: matter.sample,
            own: LetterRef::of(&letter.row),
            letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, "案内の取消し"),
            cites: letter.cites,
            marked: matter.marked(cx).await?,
            office: matter.office(),
            facts: letter.facts,
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        let words = "この会議への案内は取り消されました。";
        let calendar = matter.object(row, &mail.facts, words, Kind::Cancel);
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to }))
    }
}
