//! 開催通知: to everybody asked when the meeting is convened, and to whoever is asked later.

use askama::Template;
use entity::id::{ConvocationId, IssuedLetterId};
use entity::meeting::MeetingMode;
use entity::outbox;
use entity::seat_contact::ContactPurpose;
use entity::{convocation, issued_letter, meeting};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::matter::{Issued, Kind, Matter};
use super::slip::Slip;
use super::ways::{Object, beside_others, by_seats};
use crate::body::queries as bodies;
use crate::invitation::{queries, rules};
use crate::meeting::notices::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, written};
use crate::meeting::queries as meetings;
use crate::platform::date::{full_width, month_day_weekday, slash_weekday};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// A meeting was called. Ids only.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingConvened {
    /// The record of the convocation.
    pub convocation: ConvocationId,
}

/// Some people were asked after the meeting had been called.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InvitationAdded {
    /// The letter to them.
    pub letter: IssuedLetterId,
}

/// All that `templates/mail/invitation/convened.{subject.txt,txt,html}` may name.
pub struct ConvenedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The letter as issued.
    pub facts: LetterFacts,
    /// Day and number of this letter.
    pub own: LetterRef,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// Address of the reply page.
    pub link: String,
    /// 回答番号.
    pub reply_number: String,
    /// Where to join online; empty when there is no such way.
    pub online_url: String,
    /// 「出席（会場・オンライン）／欠席／代理出席」 as this meeting offers it.
    pub choices: String,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
    /// Whether an answer of the calendar program counts.
    pub calendar_is_read: bool,
}

#[derive(Template)]
#[template(path = "mail/invitation/convened.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a ConvenedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/convened.txt")]
struct Text<'a> {
    mail: &'a ConvenedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/convened.html")]
struct Html<'a> {
    mail: &'a ConvenedMail,
}

impl Notice for MeetingConvened {
    const KIND: &'static str = "meeting.convened";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let found = convocation::Entity::find_by_id(self.convocation).find_also_related(meeting::Entity);
        let Some((_, Some(meeting))) = found.one(tx).await? else { return Ok(Vec::new()) };
        let asked = queries::lock_asked(tx, meeting.id).await?;
        by_seats(tx, &meeting, &asked, ContactPurpose::Notice, Object::Request).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(record) = convocation::Entity::find_by_id(self.convocation).one(cx.tx).await? else {
            return Ok(None);
        };
        notice(cx, row, record.letter_id).await
    }
}

impl Notice for InvitationAdded {
    const KIND: &'static str = "invitation.added";

    /// Those asked whom no letter has reached, or whose last one took them off the list.
    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let found = issued_letter::Entity::find_by_id(self.letter).find_also_related(meeting::Entity);
        let Some((_, Some(meeting))) = found.one(tx).await? else { return Ok(Vec::new()) };
        beside_others(tx, &meeting, &queries::untold(tx, meeting.id).await?).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        notice(cx, row, self.letter).await
    }
}

/// The notice a row carries, for the sheet that is printed of it; `None` for a row that carries another letter, or
/// whose reason has gone.
pub async fn convened_mail(cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<ConvenedMail>, DbErr> {
    let letter = match (row.kind.as_str(), row.letter_id) {
        (MeetingConvened::KIND | InvitationAdded::KIND, Some(letter)) => letter,
        _ => return Ok(None),
    };
    Ok(words(cx, row, letter).await?.map(|(mail, _)| mail))
}

async fn words(
    cx: &Composing<'_>,
    row: &outbox::Model,
    letter: IssuedLetterId,
) -> Result<Option<(ConvenedMail, Matter)>, DbErr> {
    let (Some(matter), Some(letter)) = (Matter::of(cx, row).await?, Issued::of(cx, letter, row).await?)
    else {
        return Ok(None);
    };
    let mail = ConvenedMail {
        sample: matter.sample,
        own: LetterRef::of(&letter.row),
        letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, "開催"),
        link: matter.link(),
        reply_number: matter.invitation.reply_number.clone(),
        online_url: matter.meeting.online_url.clone(),
        choices: choices(cx.tx, &matter).await?,
        marked: matter.marked(cx).await?,
        office: matter.office(),
        calendar_is_read: matter.reply_to.is_read,
        facts: letter.facts,
    };
    Ok(Some((mail, matter)))
}

async fn notice(
    cx: &Composing<'_>,
    row: &outbox::Model,
    letter: IssuedLetterId,
) -> Result<Option<Draft>, DbErr> {
    let Some((mail, matter)) = words(cx, row, letter).await? else { return Ok(None) };
    let name = mail.facts.meeting();
    let [subject, text, html] =
        written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
    let words = matter.entry_words(row, &mail.facts);
    let calendar = matter.object(row, &mail.facts, &words, Kind::Request);
    let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
    Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to }))
}

/// 「出席（会場・オンライン）／欠席／代理出席」, as the meeting and its charter offer it.
pub(super) async fn choices(tx: &Tx, matter: &Matter) -> Result<String, DbErr> {
    let day = meetings::charter_day(&matter.meeting);
    let rules = bodies::rules_on(tx, matter.meeting.body_id, day).await?;
    let rulings = meetings::rulings(tx, matter.meeting.id).await?;
    let attend = if matter.meeting.mode == MeetingMode::Hybrid {
        "出席（会場・オンライン）"
    } else {
        "出席"
    };
    let proxy = if rules::proxy_is_offered(&rules, &rulings) { "／代理出席" } else { "" };
    Ok(format!("{attend}／欠席{proxy}"))
}

impl ConvenedMail {
    /// What is printed under the letter to answer on.
    pub fn slip(&self) -> Slip {
        Slip {
            office: self.office.clone(),
            reply_number: self.reply_number.clone(),
            meeting: self.facts.meeting(),
            addressee: self.letter.addressee.clone(),
            choices: self.choices.clone(),
        }
    }

    /// 「１１月１２日（木）」, for the letter on paper.
    pub fn due_official(&self) -> Option<String> {
        self.facts.reply_due_on.map(|due| full_width(&month_day_weekday(due)))
    }

    /// 「11月12日(木)」.
    pub fn due(&self) -> Option<String> {
        self.facts.reply_due_on.map(month_day_weekday)
    }

    /// 「11/12(木)」, for the subject.
    pub fn due_short(&self) -> Option<String> {
        self.facts.reply_due_on.map(slash_weekday)
    }
}
