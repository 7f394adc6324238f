//! 回答の控え: each answer is confirmed to the person it stands for, whoever entered it, so that a forged or
//! mistaken one is noticed. No calendar object: it would look like a new invitation.

use askama::Template;
use entity::id::ReplyId;
use entity::meeting::MeetingMode;
use entity::outbox::{self, Channel};
use entity::reply::{self, Answer, ReplyMode, ReplyWay};
use entity::seat_contact::ContactPurpose;
use entity::{invitation, meeting};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::matter::Matter;
use super::ways::{Object, by_seats};
use crate::invitation::queries;
use crate::invitation::rules::{Standing, standing, way_word};
use crate::meeting::notices::{LetterFacts, OfficeBlock, indented, written};
use crate::platform::date::{clock, end_of_day, month_day_weekday, tokyo_day, tokyo_time};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// An answer was recorded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReplyRecorded {
    /// The answer.
    pub reply: ReplyId,
}

/// All that `templates/mail/invitation/recorded.{subject.txt,txt,html}` may name.
pub struct RecordedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The meeting as it stands.
    pub facts: LetterFacts,
    /// To whom: name without honorific.
    pub name: String,
    /// 「出席（オンライン）」「代理出席」「欠席」.
    pub answer: String,
    /// 「小林 真弓 様（副管理者）」.
    pub proxy: Option<String>,
    /// As written; may be empty.
    pub comment: String,
    /// 「11月4日(水) 21:14」.
    pub received: String,
    /// By which way it came, where it was not the page: 「電話。事務局が入力しました」.
    pub way: Option<String>,
    /// Where to join, for who comes online; else empty.
    pub online_url: String,
    /// Address of the reply page.
    pub link: String,
    /// Whether it can still be changed by the link.
    pub may_change: bool,
    /// 「11月12日(木)」: until when; none without a deadline.
    pub until: Option<String>,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

#[derive(Template)]
#[template(path = "mail/invitation/recorded.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a RecordedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/recorded.txt")]
struct Text<'a> {
    mail: &'a RecordedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/recorded.html")]
struct Html<'a> {
    mail: &'a RecordedMail,
}

impl Notice for ReplyRecorded {
    const KIND: &'static str = "invitation.reply_recorded";

    /// By mail only: nobody prints and posts a receipt.
    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let found = reply::Entity::find_by_id(self.reply)
            .find_also_related(invitation::Entity)
            .find_also(invitation::Entity, meeting::Entity)
            .one(tx)
            .await?;
        let Some((_, Some(asked), Some(meeting))) = found else { return Ok(Vec::new()) };
        let mut to = by_seats(tx, &meeting, &[asked], ContactPurpose::Notice, Object::None).await?;
        to.retain(|recipient| recipient.channel == Channel::Mail);
        Ok(to)
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let reply = reply::Entity::find_by_id(self.reply).one(cx.tx).await?;
        let (Some(matter), Some(reply)) = (Matter::of(cx, row).await?, reply) else { return Ok(None) };
        // An answer for an earlier day says nothing about the present one.
        if reply.for_sequence < matter.invitation.asked_sequence {
            return Ok(None);
        }
        let facts = queries::facts(cx.tx, &matter.meeting).await?;
        let mail = RecordedMail {
            sample: matter.sample,
            name: matter.invitation.name.clone(),
            answer: answer_word(reply.answer, reply.mode, matter.meeting.mode),
            way: way_of(&reply),
            online_url: online_url(&reply, &matter.meeting),
            proxy: proxy_words(&reply),
            comment: reply.comment,
            received: received(reply.replied_at),
            link: matter.link(),
            until: facts.reply_due_on.filter(|due| cx.now < end_of_day(*due)).map(month_day_weekday),
            may_change: standing(&matter.meeting, &matter.invitation, cx.now) == Standing::Open,
            marked: matter.marked(cx).await?,
            office: matter.office(),
            facts,
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar: None, reply_to }))
    }
}

impl RecordedMail {
    /// The words of the person under their mark, each further line as far in as the first.
    pub fn comment_indented(&self) -> String {
        indented(&self.comment)
    }
}

/// 「出席」「欠席」「代理出席」; where a meeting can be joined in two ways 「出席（会場）」「出席（オンライン）」.
pub(crate) fn answer_word(answer: Answer, mode: Option<ReplyMode>, held: MeetingMode) -> String {
    let word = match (answer, mode, held) {
        (Answer::Absent, ..) => "欠席",
        (Answer::Proxy, ..) => "代理出席",
        (Answer::Attend, Some(ReplyMode::Online), MeetingMode::Hybrid) => "出席（オンライン）",
        (Answer::Attend, _, MeetingMode::Hybrid) => "出席（会場）",
        (Answer::Attend, ..) => "出席",
    };
    word.to_owned()
}

/// Which way an answer came, where it was not the reply page: 「カレンダー」, 「電話。事務局が入力しました」.
pub(crate) fn way_of(reply: &reply::Model) -> Option<String> {
    let entered = if reply.entered_by.is_some() { "。事務局が入力しました" } else { "" };
    let own = reply.way == ReplyWay::Web && reply.entered_by.is_none();
    (!own).then(|| format!("{}{entered}", way_word(reply.way)))
}

/// Where to join, for who comes online; else empty.
pub(crate) fn online_url(reply: &reply::Model, meeting: &meeting::Model) -> String {
    let online = reply.mode == Some(ReplyMode::Online);
    if online { meeting.online_url.clone() } else { String::new() }
}

fn proxy_words(reply: &reply::Model) -> Option<String> {
    let name = reply.proxy_name.as_deref()?;
    Some(format!("{name} 様（{}）", reply.proxy_title.as_deref().unwrap_or_default()))
}

fn received(at: crate::platform::clock::Instant) -> String {
    format!("{} {}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at)))
}
