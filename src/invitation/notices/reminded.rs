//! 催促: 「回答のお願い（再送）」 to those who have not answered. Whoever answers before it leaves gets none.

use askama::Template;
use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::meeting;
use entity::outbox;
use entity::seat_contact::ContactPurpose;
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::convened::choices;
use super::matter::Matter;
use super::ways::{Object, by_seats};
use crate::invitation::queries;
use crate::invitation::rules::{Standing, counting, standing};
use crate::meeting::notices::{LetterFacts, OfficeBlock, written};
use crate::platform::date::{month_day_weekday, slash_weekday};
use crate::platform::db::Tx;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// Those who have not answered are asked a second time.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReplyReminded {
    /// The meeting.
    pub meeting: MeetingId,
    /// The day (Asia/Tokyo) on which it is said; nobody is asked twice on one.
    pub on: NaiveDate,
}

/// All that `templates/mail/invitation/reminded.{subject.txt,txt,html}` may name.
pub struct RemindedMail {
    /// Whether the data are invented.
    pub sample: bool,
    /// The meeting as it stands.
    pub facts: LetterFacts,
    /// To whom: name without honorific.
    pub name: String,
    /// Address of the reply page.
    pub link: String,
    /// Where to join online; may be empty.
    pub online_url: String,
    /// 「出席（会場・オンライン）／欠席／代理出席」 as this meeting offers it.
    pub choices: String,
    /// Whether the deadline has passed: the page then takes words only.
    pub late: bool,
    /// Whether the person had answered for an earlier day.
    pub moved: bool,
    /// 回答番号.
    pub reply_number: String,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

#[derive(Template)]
#[template(path = "mail/invitation/reminded.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a RemindedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/reminded.txt")]
struct Text<'a> {
    mail: &'a RemindedMail,
}

#[derive(Template)]
#[template(path = "mail/invitation/reminded.html")]
struct Html<'a> {
    mail: &'a RemindedMail,
}

impl Notice for ReplyReminded {
    const KIND: &'static str = "invitation.reminded";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some(meeting) = meeting::Entity::find_by_id(self.meeting).one(tx).await? else {
            return Ok(Vec::new());
        };
        let silent = queries::not_reminded(tx, meeting.id, self.on).await?;
        by_seats(tx, &meeting, &silent, ContactPurpose::Reminder, Object::None).await
    }

    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(matter) = Matter::of(cx, row).await? else { return Ok(None) };
        let replies = queries::replies(cx.tx, matter.invitation.id).await?;
        let answered = counting(&matter.invitation, &replies).is_some();
        let standing = standing(&matter.meeting, &matter.invitation, cx.now);
        if answered || !matches!(standing, Standing::Open | Standing::Late) {
            return Ok(None);
        }
        let mail = RemindedMail {
            sample: matter.sample,
            facts: queries::facts(cx.tx, &matter.meeting).await?,
            name: matter.invitation.name.clone(),
            choices: choices(cx.tx, &matter).await?,
            online_url: matter.meeting.online_url.clone(),
            late: standing == Standing::Late,
            moved: matter.invitation.generation == 0 && !replies.is_empty(),
            link: matter.link(),
            reply_number: matter.invitation.reply_number.clone(),
            marked: matter.marked(cx).await?,
            office: matter.office(),
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        let (to_name, reply_to) = (matter.invitation.name, Some(matter.reply_to.address));
        Ok(Some(Draft { to_name, subject, text, html, calendar: None, reply_to }))
    }
}

impl RemindedMail {
    /// 「11/12(木)」, for the subject; a deadline that has passed is none.
    pub fn due_short(&self) -> Option<String> {
        self.facts.reply_due_on.filter(|_| !self.late).map(slash_weekday)
    }

    /// Why they are asked a second time.
    pub fn why(&self) -> &'static str {
        if self.moved {
            "日時が変わりましたので、もう一度お答えをお願いしています。"
        } else {
            "まだ回答をいただいていません。"
        }
    }

    /// 「11月12日(木)」.
    pub fn due(&self) -> Option<String> {
        self.facts.reply_due_on.map(month_day_weekday)
    }
}
