//! `/r/{token}`: a member answers without signing in, on a phone as well. Opening the page changes nothing; what
//! it shows follows from where the meeting stands now, and whoever was overtaken gets the new facts with what
//! was typed.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::invitation;

use super::answers::{AnswerForm, AnswerForms};
use super::link::{Link, dead, frame, unlisted};
use super::shown::{MeetingCard, Receipt};
use crate::invitation::commands::{self, AnswerError};
use crate::invitation::queries;
use crate::invitation::rules::{self, Standing};
use crate::meeting::notices::OfficeBlock;
use crate::meeting::queries as meetings;
use crate::platform::date::month_day_weekday;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::LinkForm;
use crate::platform::page::{self, Bare, filters};
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// The most octets of an answer: everything at its longest, percent-encoded.
pub const ANSWER_LIMIT: usize = 32 * 1024;

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/reply.html")]
struct ReplyPage {
    bare: Bare,
    invitation: invitation::Model,
    card: MeetingCard,
    agenda: Vec<String>,
    office: OfficeBlock,
    path: String,
    standing: Standing,
    /// 「11月12日(木)」.
    due: Option<String>,
    receipt: Option<Receipt>,
    /// Whether a confirmation goes out by mail.
    is_confirmed: bool,
    /// Words after the deadline that the office has not looked at.
    waiting: Vec<Receipt>,
    /// The answer to an earlier day, which counts no longer.
    before: Option<String>,
    /// Why the meeting was called off or put off.
    reason: Option<String>,
    forms: Option<AnswerForms>,
    overtaken: bool,
    /// What was typed for a meeting that takes no answers any more, (label, words).
    typed: Vec<(&'static str, String)>,
}

impl ReplyPage {
    async fn of(app: &AppState, link: &Link) -> Result<Self, AppError> {
        let (db, asked, standing) = (&app.db.read, &link.asked, link.standing());
        let (invitation, meeting) = (&asked.invitation, &asked.meeting);
        let ruled = meetings::ruled(db, meeting).await?;
        let facts = queries::facts_under(db, meeting, &asked.body, &ruled).await?;
        let replies = queries::replies(db, invitation.id).await?;
        let counting = rules::counting(invitation, &replies);
        let latest = replies.first().filter(|_| counting.is_none());
        let forms = AnswerForms::of(asked, &ruled, standing, link.path(), link.csrf(app));
        let own = |words: &&entity::pending_reply::Model| words.inbound_mail_id.is_none();
        let waiting = queries::waiting(db, invitation.id).await?;
        Ok(Self {
            bare: frame(app, &asked.region),
            card: MeetingCard::of(meeting, &facts),
            agenda: facts.agenda,
            office: OfficeBlock::of(&asked.region),
            path: link.path(),
            standing,
            due: meeting.reply_due_on.map(month_day_weekday),
            receipt: counting.map(|reply| Receipt::of(reply, asked)),
            is_confirmed: queries::is_confirmed(db, invitation.id).await?,
            waiting: waiting.iter().filter(own).map(|words| Receipt::waiting(words, asked)).collect(),
            before: latest.map(|reply| Receipt::of(reply, asked).answer),
            reason: queries::why_off(db, meeting).await?,
            forms: forms.map(|forms| counting.into_iter().fold(forms, AnswerForms::after)),
            overtaken: false,
            typed: Vec::new(),
            invitation: invitation.clone(),
        })
    }

    fn typed(mut self, form: AnswerForm) -> Self {
        self.forms = match self.forms {
            Some(forms) => Some(forms.typed(form)),
            None => {
                self.typed = form.words();
                None
            }
        };
        self
    }

    fn title(&self) -> &'static str {
        match (self.standing, &self.receipt) {
            (Standing::Cancelled, _) => "中止になりました",
            (Standing::Postponed, _) => "延期になりました",
            (_, Some(_)) => "回答を受け付けました",
            (Standing::Late, None) => "回答の期限を過ぎました",
            _ => "会議の出欠をお知らせください",
        }
    }

    /// Why an earlier answer no longer counts.
    fn asked_anew(&self) -> &'static str {
        if self.invitation.generation > 0 {
            "もう一度御案内しました"
        } else {
            "日時が変わりました"
        }
    }

    fn is_late(&self) -> bool {
        self.standing == Standing::Late
    }

    fn is_off(&self) -> bool {
        matches!(self.standing, Standing::Cancelled | Standing::Postponed)
    }

    /// Whether the forms are in sight: there is no answer yet, or one was just typed.
    fn asks(&self) -> bool {
        let open = |forms: &AnswerForms| forms.open.is_some() || forms.message.is_some();
        (self.receipt.is_none() && !self.is_late()) || self.forms.as_ref().is_some_and(open)
    }
}

/// `GET /r/{token}`.
pub async fn show(app: Data<AppState>, token: Path<String>) -> Result<HttpResponse, AppError> {
    let Some(link) = Link::open(&app, &token).await? else { return dead(&app).await };
    page::ok(ReplyPage::of(&app, &link).await?).map(unlisted)
}

/// `POST /r/{token}`.
pub async fn submit(
    app: Data<AppState>,
    token: Path<String>,
    form: LinkForm<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let Some(link) = Link::open(&app, &token).await? else { return dead(&app).await };
    let form = form.into_inner().verify(&link.csrf(&app));
    let mut form = form.inspect_err(|_| security_event(SecurityEvent::CsrfRefused, None))?;
    let page = ReplyPage::of(&app, &link).await?;
    if page.is_off() {
        return page::conflict(page.typed(form)).map(unlisted);
    }
    let Some((given, seen)) = form.parse(link.asked.meeting.mode) else {
        return page::unprocessable(page.typed(form)).map(unlisted);
    };
    let now = app.clock.now();
    let answer = async |tx: &db::Tx| commands::answer_by_link(tx, &link.holder, given, seen, now).await;
    match db::write(&app.db, answer).await {
        Ok(_) => page::go_to(&link.path()).map(unlisted),
        Err(error) => refused(&app, link, page, form, error).await,
    }
}

async fn refused(
    app: &AppState,
    link: Link,
    page: ReplyPage,
    mut form: AnswerForm,
    error: AnswerError,
) -> Result<HttpResponse, AppError> {
    match error {
        AnswerError::Over => dead(app).await,
        AnswerError::Overtaken(asked) => {
            let link = Link { asked: *asked, ..link };
            let page = ReplyPage { overtaken: true, ..ReplyPage::of(app, &link).await? };
            page::conflict(page.typed(form)).map(unlisted)
        }
        AnswerError::ModeMissing | AnswerError::ProxyNotAllowed => {
            form.refuse(&error);
            page::unprocessable(page.typed(form)).map(unlisted)
        }
        AnswerError::Db(error) => Err(error.into()),
    }
}
