//! 変更 and 延期: to everybody asked, by the ways the notice took. A new date asks again; a new place does not.

use askama::Template;
use entity::id::MeetingChangeId;
use entity::meeting_change::ChangeKind;
use entity::outbox;
use entity::{meeting, meeting_change};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::matter::{Issued, Kind, Matter};
use super::ways::{Object, as_before};
use crate::meeting::notices::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, When, written};
use crate::platform::date::slash_weekday;
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// A convened meeting got another date, time, place or way to join.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingChanged {
    /// The record of the change.
    pub change: MeetingChangeId,
}

/// A convened meeting was put off without a date.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingPostponed {
    /// The record of the change.
    pub change: MeetingChangeId,
}

/// All that `templates/mail/invitation/changed.{subject.txt,txt,html}` may name.
pub struct ChangedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The letter as issued, with what was before.
    pub facts: LetterFacts,
    /// Its 文書番号 as typed; none = 事務連絡.
    pub number: Option<String>,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// The letter it changes.
    pub cites: Option<LetterRef>,
    /// Date and place before.
    pub before: When,
    /// Whether earlier answers no longer count, because the date or time is new.
    pub asks_again: bool,
    /// Address of the reply page.
    pub link: String,
    /// 回答番号.
    pub reply_number: String,
    /// Where to join online; may be empty.
    pub online_url: String,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

/// All that `templates/mail/invitation/postponed.{subject.txt,txt,html}` may name.
pub struct PostponedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The letter as issued, with what was before.
    pub facts: LetterFacts,
    /// Its 文書番号 as typed; none = 事務連絡.
    pub number: Option<String>,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// The letter it changes.
    pub cites: Option<LetterRef>,
    /// Date and place before.
    pub before: When,
    /// Whom to call.
    pub office: OfficeBlock,
}

impl ChangedMail {
    /// 「11/12(木)」.
    pub fn due_short(&self) -> Option<String> {
        self.facts.reply_due_on.map(slash_weekday)
    }
}

macro_rules! three_templates {
    ($mail:ty, $subject:ident $subject_path:literal, $text:ident $text_path:literal, $html:ident $html_path:literal) => {
        #[derive(Template)]
        #[template(path = $subject_path)]
        struct $subject<'a> {
            mail: &'a $mail,
        }

        #[derive(Template)]
        #[template(path = $text_path)]
        struct $text<'a> {
            mail: &'a $mail,
        }

        #[derive(Template)]
        #[template(path = $html_path)]
        struct $html<'a> {
            mail: &'a $mail,
        }
    };
}

three_templates!(ChangedMail,
    ChangedSubject "mail/invitation/changed.subject.txt",
    ChangedText "mail/invitation/changed.txt",
    ChangedHtml "mail/invitation/changed.html");
three_templates!(PostponedMail,
    PostponedSubject "mail/invitation/postponed.subject.txt",
    PostponedText "mail/invitation/postponed.txt",
    PostponedHtml "mail/invitation/postponed.html");

impl Notice for MeetingChanged {
    const KIND: &'static str = "meeting.changed";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some((_, meeting)) = of_record(tx, self.change).await? else { return Ok(Vec::new()) };
        as_before(tx, &meeting, Object::Request).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some((record, matter, letter)) = parts(cx, self.change, row).await? else { return Ok(None) };
        let before = letter.facts.before.clone().unwrap_or_else(nowhere);
        let what = if record.kind == ChangeKind::Relocated { "場所の変更" } else { "日時の変更" };
        let mail = ChangedMail {
            sample: matter.sample,
            number: letter.row.number.clone(),
            letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, what),
            cites: letter.cites,
            asks_again: record.kind == ChangeKind::Rescheduled,
            before,
            link: matter.link(),
            reply_number: matter.invitation.reply_number.clone(),
            online_url: matter.meeting.online_url.clone(),
            marked: matter.marked(row),
            office: matter.office(),
            facts: letter.facts,
        };
        let name = mail.facts.meeting();
        let (subject, text) = (ChangedSubject { mail: &mail }, ChangedText { mail: &mail });
        let [subject, text, html] = written(&subject, &text, &ChangedHtml { mail: &mail }, &name)?;
        let words = matter.entry_words(&mail.facts);
        let calendar = matter.object(row, &mail.facts, &words, Kind::Request);
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to }))
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
            number: letter.row.number.clone(),
            letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, "延期"),
            cites: letter.cites,
            before: letter.facts.before.clone().unwrap_or_else(nowhere),
            office: matter.office(),
            facts: letter.facts,
        };
        let name = mail.facts.meeting();
        let (subject, text) = (PostponedSubject { mail: &mail }, PostponedText { mail: &mail });
        let [subject, text, html] = written(&subject, &text, &PostponedHtml { mail: &mail }, &name)?;
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

type Parts = (meeting_change::Model, Matter, Issued);

async fn parts(cx: &Composing<'_>, id: MeetingChangeId, row: &outbox::Model) -> Result<Option<Parts>, DbErr> {
    let Some((record, _)) = of_record(cx.tx, id).await? else { return Ok(None) };
    let letter = match record.letter_id {
        Some(letter) => Issued::of(cx, letter).await?,
        None => None,
    };
    let (Some(matter), Some(letter)) = (Matter::of(cx, row).await?, letter) else { return Ok(None) };
    Ok(Some((record, matter, letter)))
}

async fn of_record(
    tx: &Tx,
    id: MeetingChangeId,
) -> Result<Option<(meeting_change::Model, meeting::Model)>, DbErr> {
    let found = meeting_change::Entity::find_by_id(id).find_also_related(meeting::Entity).one(tx).await?;
    Ok(found.and_then(|(record, meeting)| Some((record, meeting?))))
}

fn nowhere() -> When {
    When { starts_at: None, ends_at: None, place: String::new() }
}
