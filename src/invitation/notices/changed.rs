//! 変更: to everybody asked, by the ways the notice took. A new date asks again; a new place does not. A meeting
//! that had been put off gets its new date by the same letter.

use askama::Template;
use entity::id::MeetingChangeId;
use entity::meeting_change::ChangeKind;
use entity::outbox;
use entity::{meeting, meeting_change};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::convened::choices;
use super::matter::{Issued, Kind, Matter};
use super::ways::{Object, as_before};
use crate::invitation::rules::{Standing, standing};
use crate::meeting::notices::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, When, indented, written};
use crate::platform::date::{month_day_weekday, slash_weekday};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// A convened meeting got another date, time, place or way to join.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingChanged {
    /// The record of the change.
    pub change: MeetingChangeId,
}

/// All that `templates/mail/invitation/changed.{subject.txt,txt,html}` may name.
pub struct ChangedMail {
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
    /// What became different.
    pub what: Changed,
    /// Whether earlier answers no longer count, because the date or time is new.
    pub asks_again: bool,
    /// Whether the deadline has passed: the page then takes words only.
    pub late: bool,
    /// 「出席（会場・オンライン）／欠席／代理出席」 as this meeting offers it.
    pub choices: String,
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
    /// Whether an answer of the calendar program counts.
    pub calendar_is_read: bool,
}

/// What a change is about, for the subjects of letter and mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// No earlier letter reached the person: to them it is the notice.
    FirstHeard,
    /// A meeting that was put off has a date again.
    NewDate,
    /// Date or time.
    Date,
    /// Date or time, and the place.
    DateAndPlace,
    /// The place, or whether one can join online.
    Place,
    /// Only the address to join online.
    Online,
}

impl Changed {
    fn between(before: &When, facts: &LetterFacts, cites: Option<&LetterRef>) -> Self {
        if cites.is_none() {
            return Self::FirstHeard;
        }
        let place = before.place != facts.place;
        let date = (before.starts_at, before.ends_at) != (facts.starts_at, facts.ends_at);
        match (before.starts_at, date, place) {
            (None, ..) => Self::NewDate,
            (_, true, true) => Self::DateAndPlace,
            (_, true, false) => Self::Date,
            (_, false, true) => Self::Place,
            (_, false, false) => Self::Online,
        }
    }

    /// As the letter's subject says it: 「…の日時の変更について」.
    pub fn matter(self) -> &'static str {
        match self {
            Self::FirstHeard | Self::NewDate => "開催",
            Self::Date => "日時の変更",
            Self::DateAndPlace => "日時及び場所の変更",
            Self::Place => "場所の変更",
            Self::Online => "オンラインのアドレスの変更",
        }
    }

    /// As the mail's subject says it.
    pub fn short(self) -> &'static str {
        match self {
            Self::FirstHeard => "開催通知",
            Self::NewDate => "日時決定",
            Self::Date => "日時変更",
            Self::DateAndPlace => "日時・場所変更",
            Self::Place => "場所変更",
            Self::Online => "オンラインのアドレス変更",
        }
    }
}

impl ChangedMail {
    /// 「11/12(木)」.
    pub fn due_short(&self) -> Option<String> {
        self.facts.reply_due_on.map(slash_weekday)
    }

    /// The same under its mark in the mail's text.
    pub fn answers_indented(&self) -> String {
        indented(&self.answers().join("\n"))
    }

    /// Whether the person has to know why something changed.
    pub fn tells_why(&self) -> bool {
        self.what != Changed::FirstHeard
    }

    /// The deadline for the subject, where the letter asks for an answer.
    pub fn due_told(&self) -> Option<String> {
        self.due_short().filter(|_| self.asks_again || self.what == Changed::FirstHeard)
    }

    /// What becomes of answers: asked for, asked for again, or still good.
    pub fn answers(&self) -> Vec<String> {
        let due = self.facts.reply_due_on.map(month_day_weekday);
        if self.what == Changed::FirstHeard {
            let until = due.map(|due| format!("{due}まで。")).unwrap_or_default();
            return vec![format!("{until}次から選んでください。")];
        }
        if self.asks_again {
            let why = match self.what {
                Changed::NewDate => "日時が決まりましたので、あらためて",
                _ => "日時が変わりましたので、もう一度",
            };
            let until = due.map(|due| format!("{due}まで。")).unwrap_or_default();
            return vec![format!("{why}お答えください。{until}")];
        }
        let silent = match due {
            _ if self.late => format!("まだのかたは、{}でお知らせください。", self.office.all_ways()),
            Some(due) => format!("まだのかたは、{due}までにお答えください。"),
            None => String::new(),
        };
        let good = "これまでの回答はそのまま有効です。".to_owned();
        [good, silent].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// What the letter does, in one sentence.
    pub fn sentence(&self) -> String {
        match (&self.cites, self.what) {
            (Some(cites), Changed::NewDate) => {
                format!("{cites}で延期をお知らせした会議を次のとおり開きます。")
            }
            (Some(cites), _) => format!("{cites}でお知らせした会議を次のとおり変更します。"),
            (None, _) => "会議を次のとおり開きます。".to_owned(),
        }
    }

    /// 「令和8年11月26日(木) 18:30～20:00」, where the date is not the one before.
    pub fn was_when(&self) -> Option<String> {
        let moved = matches!(self.what, Changed::Date | Changed::DateAndPlace);
        moved.then(|| self.before.when())
    }

    /// The place before, where it is another one.
    pub fn was_place(&self) -> Option<&str> {
        let known = !matches!(self.what, Changed::FirstHeard) && !self.before.place.is_empty();
        Some(self.before.place.as_str()).filter(|place| known && *place != self.facts.place)
    }
}

#[derive(Template)]
#[template(path = "mail/invitation/changed.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a ChangedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/changed.txt")]
struct Text<'a> {
    mail: &'a ChangedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/changed.html")]
struct Html<'a> {
    mail: &'a ChangedMail,
}

impl Notice for MeetingChanged {
    const KIND: &'static str = "meeting.changed";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some((_, meeting)) = of_record(tx, self.change).await? else { return Ok(Vec::new()) };
        as_before(tx, &meeting, Object::Request).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some((record, matter, letter)) = parts(cx, self.change, row).await? else { return Ok(None) };
        let before = before(&letter.facts);
        let what = Changed::between(&before, &letter.facts, letter.cites.as_ref());
        let mail = ChangedMail {
            sample: matter.sample,
            own: LetterRef::of(&letter.row),
            letter: LetterBlock::new(&letter.row, &letter.facts, &matter.invitation, what.matter()),
            cites: letter.cites,
            before,
            what,
            asks_again: record.kind == ChangeKind::Rescheduled && what != Changed::FirstHeard,
            late: standing(&matter.meeting, &matter.invitation, cx.now) == Standing::Late,
            choices: choices(cx.tx, &matter).await?,
            link: matter.link(),
            reply_number: matter.invitation.reply_number.clone(),
            online_url: matter.meeting.online_url.clone(),
            marked: matter.marked(cx).await?,
            office: matter.office(),
            calendar_is_read: matter.reply_to.is_read,
            facts: letter.facts,
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        let words = matter.entry_words(row, &mail.facts);
        let calendar = matter.object(row, &mail.facts, &words, Kind::Request);
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to }))
    }
}

type Parts = (meeting_change::Model, Matter, Issued);

/// The rows a mail about a change is written from; `None` when one of them has gone.
pub(super) async fn parts(
    cx: &Composing<'_>,
    id: MeetingChangeId,
    row: &outbox::Model,
) -> Result<Option<Parts>, DbErr> {
    let Some((record, _)) = of_record(cx.tx, id).await? else { return Ok(None) };
    let letter = match record.letter_id {
        Some(letter) => Issued::of(cx, letter, row).await?,
        None => None,
    };
    let (Some(matter), Some(letter)) = (Matter::of(cx, row).await?, letter) else { return Ok(None) };
    Ok(Some((record, matter, letter)))
}

/// The record of a change with its meeting.
pub(super) async fn of_record(
    tx: &Tx,
    id: MeetingChangeId,
) -> Result<Option<(meeting_change::Model, meeting::Model)>, DbErr> {
    let found = meeting_change::Entity::find_by_id(id).find_also_related(meeting::Entity).one(tx).await?;
    Ok(found.and_then(|(record, meeting)| Some((record, meeting?))))
}

/// Date and place before the change, as the letter froze them.
pub(super) fn before(facts: &LetterFacts) -> When {
    let nowhere = When { starts_at: None, ends_at: None, place: String::new() };
    facts.before.clone().unwrap_or(nowhere)
}
