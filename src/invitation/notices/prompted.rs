//! 自動の催促とお知らせ: one mail a person and day with everything a body's rules say about coming meetings. What is
//! no longer true when it leaves is not in it.

use std::sync::Arc;

use askama::Template;
use entity::id::{InvitationId, MeetingId, PersonId};
use entity::pace::Step;
use entity::seat_contact::ContactPurpose;
use entity::{invitation, meeting, outbox, reminder};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::convened::choices;
use super::matter::Matter;
use super::ways::{Object, by_seats};
use crate::invitation::queries;
use crate::invitation::rules::{Standing, concerns, counting, standing};
use crate::meeting::notices::{LetterFacts, OfficeBlock, written};
use crate::platform::date::{month_day_weekday, slash_weekday};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// Rules of bodies fell due.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReplyPrompted {
    /// The go in which they leave.
    pub run: Uuid,
    /// The meeting under which they stand in 送信箱.
    pub meeting: MeetingId,
}

/// All that `templates/mail/invitation/prompted.{subject.txt,txt,html}` may name.
pub struct PromptedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// To whom: name without honorific.
    pub name: String,
    /// The meetings, in the order of the rules.
    pub parts: Vec<Part>,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

/// One meeting of such a mail.
pub struct Part {
    /// Whether an answer is missing; else the person attends.
    pub asks: bool,
    /// The meeting as it stands.
    pub facts: LetterFacts,
    /// Address of the reply page.
    pub link: String,
    /// Where to join online; may be empty.
    pub online_url: String,
    /// 「出席（会場・オンライン）／欠席／代理出席」 as this meeting offers it.
    pub choices: String,
    /// 回答番号.
    pub reply_number: String,
}

impl Part {
    /// 「11月12日(木)」.
    pub fn due(&self) -> Option<String> {
        self.facts.reply_due_on.map(month_day_weekday)
    }
}

impl PromptedMail {
    /// 「【協議会】回答のお願い（再送） 11/26(木) 回答期限11/12(木)」; of several meetings their number.
    pub fn about(&self) -> String {
        let [part] = self.parts.as_slice() else {
            return format!("会議のお知らせ（{}件）", self.parts.len());
        };
        let (body, when) = (&part.facts.body_short, part.facts.short_when());
        match part.facts.reply_due_on.map(slash_weekday) {
            Some(due) if part.asks => format!("【{body}】回答のお願い（再送） {when} 回答期限{due}"),
            _ if part.asks => format!("【{body}】回答のお願い（再送） {when}"),
            _ => format!("【{body}】まもなく会議です {when}"),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/invitation/prompted.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a PromptedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/prompted.txt")]
struct Text<'a> {
    mail: &'a PromptedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/prompted.html")]
struct Html<'a> {
    mail: &'a PromptedMail,
}

/// Who is told what in one go.
struct Run(Vec<(PersonId, InvitationId, Step)>);

impl Run {
    async fn read(tx: &Tx, run: Uuid) -> Result<Self, DbErr> {
        let rows = reminder::Entity::find()
            .find_also_related(invitation::Entity)
            .filter(reminder::Column::RunId.eq(run))
            .order_by_asc(reminder::Column::Id)
            .all(tx)
            .await?;
        let read = |(row, invitation): (reminder::Model, Option<invitation::Model>)| {
            Some((invitation?.person_id, row.invitation_id, row.step))
        };
        Ok(Self(rows.into_iter().filter_map(read).collect()))
    }
}

impl Notice for ReplyPrompted {
    const KIND: &'static str = "invitation.prompted";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some(meeting) = meeting::Entity::find_by_id(self.meeting).one(tx).await? else {
            return Ok(Vec::new());
        };
        let leading = reminder::Entity::find()
            .find_also_related(invitation::Entity)
            .filter(reminder::Column::RunId.eq(self.run))
            .filter(reminder::Column::MeetingId.eq(self.meeting))
            .filter(reminder::Column::Leads.eq(true))
            .order_by_asc(invitation::Column::Position)
            .all(tx)
            .await?;
        let asked: Vec<_> = leading.into_iter().filter_map(|(_, invitation)| invitation).collect();
        by_seats(tx, &meeting, &asked, ContactPurpose::Reminder, Object::None).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(leading) = Matter::of(cx, row).await? else { return Ok(None) };
        let run: Arc<Run> = cx.once(self.run, Run::read(cx.tx, self.run)).await?;
        let own = run.0.iter().filter(|(person, ..)| *person == leading.invitation.person_id);
        let mut parts = Vec::new();
        for (_, invitation, step) in own {
            let row = outbox::Model { invitation_id: Some(*invitation), ..row.clone() };
            parts.extend(part(cx, &row, *step).await?);
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let mail = PromptedMail {
            sample: leading.sample,
            name: leading.invitation.name.clone(),
            marked: leading.marked(cx).await?,
            office: leading.office(),
            parts,
        };
        let about = mail.about();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &about)?;
        let (to_name, reply_to) = (leading.invitation.name.clone(), Some(leading.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar: None, reply_to }))
    }
}

/// What is said about one meeting; nothing when the rule no longer concerns the person.
async fn part(cx: &Composing<'_>, row: &outbox::Model, step: Step) -> Result<Option<Part>, DbErr> {
    let Some(matter) = Matter::of(cx, row).await? else { return Ok(None) };
    let replies = queries::replies(cx.tx, matter.invitation.id).await?;
    let reply = counting(&matter.invitation, &replies);
    let standing = standing(&matter.meeting, &matter.invitation, cx.now);
    if !concerns(step, reply) || !matches!(standing, Standing::Open | Standing::Late) {
        return Ok(None);
    }
    Ok(Some(Part {
        asks: reply.is_none(),
        facts: LetterFacts::clone(&*matter.facts(cx).await?),
        choices: choices(cx, &matter).await?,
        online_url: matter.meeting.online_url.clone(),
        link: matter.link(),
        reply_number: matter.invitation.reply_number.clone(),
    }))
}
