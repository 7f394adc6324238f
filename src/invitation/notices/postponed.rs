//! 延期: to everybody asked, by the ways the notice took. The entry in their calendars is taken away; a letter with
//! the new date follows.

use askama::Template;
use entity::id::MeetingChangeId;
use entity::outbox;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::changed::{before, of_record, parts};
use super::matter::Kind;
use super::ways::{Object, as_before};
use crate::meeting::notices::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, When, written};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// A convened meeting was put off without a date.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingPostponed {
    /// The record of the change.
    pub change: MeetingChangeId,
}

/// All that `templates/mail/invitation/postponed.{subject.txt,txt,html}` may name.
pub struct PostponedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The letter as issued, with what was before.
    pub facts: LetterFacts,
    /// Day and number of this letter.
    pub own: LetterRef,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// The letter it changes; none when no earlier one reached this person.
    pub cites: Option<LetterRef>,
    /// Date and place before.
    pub before: When,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

#[derive(Template)]
#[template(path = "mail/invitation/postponed.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a PostponedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/postponed.txt")]
struct Text<'a> {
    mail: &'a PostponedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/postponed.html")]
struct Html<'a> {
    mail: &'a PostponedMail,
}

impl PostponedMail {
    /// 「11/26(木)18:30」, the date that no longer stands.
    pub fn was_short(&self) -> String {
        LetterFacts { starts_at: self.before.starts_at, ..self.facts.clone() }.short_when()
    }
}

impl Notice for MeetingPostponed {
    const KIND: &'static str = "meeting.postponed";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some((_, meeting)) = of_record(tx, self.change).await? else { return Ok(Vec::new()) };
        as_before(tx, &meeting, Object::Cancel).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some((_, matter, letter)) = parts(cx, self.change, row).await? else { return Ok(None) };
        let mail = PostponedMail {
            sample: matter.sample,
            own: LetterRef::of(&letter.row),
            letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, "延期"),
            cites: letter.cites,
            before: before(&letter.facts),
            marked: matter.marked(cx).await?,
            office: matter.office(),
            facts: letter.facts,
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        // The entry that is taken away stands at the old date.
        let old = LetterFacts {
            starts_at: mail.before.starts_at,
            ends_at: mail.before.ends_at,
            place: mail.before.place.clone(),
            ..mail.facts.clone()
        };
        let words = format!("延期になりました。\n理由　{}", mail.facts.reason);
        let calendar = matter.object(row, &old, &words, Kind::Cancel);
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to }))
    }
}
