//! `/meetings/{id}/reply`: a signed-in member answers for the own invitation. The forms stand on other pages, too;
//! this page shows them when something has to be put right, and to whoever comes here by a link. A delegate answers
//! on the same page for the seats of the association (`seat_reply`).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MeetingId;
use entity::{body, meeting};

use super::answers::{AnswerForm, AnswerForms, answer_name};
use super::shown::{MeetingCard, Receipt};
use crate::access::web::Shell;
use crate::access::{Actor, Member};
use crate::invitation::commands::{self, AnswerError, Received};
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::meeting::queries as meetings;
use crate::platform::date::month_day_weekday;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page::{self, Flash, Kind, filters};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/own_reply.html")]
pub(super) struct OwnReplyPage {
    shell: Shell,
    /// Where the forms are sent.
    action: String,
    /// For whom a delegate answers: 「髙橋 さくら」.
    whose: Option<String>,
    body: body::Model,
    meeting: meeting::Model,
    card: MeetingCard,
    standing: Standing,
    /// 「11月12日(木)」.
    due: Option<String>,
    receipt: Option<Receipt>,
    forms: Option<AnswerForms>,
    overtaken: bool,
    /// What was typed for a meeting that takes no answers any more, (label, words).
    typed: Vec<(&'static str, String)>,
}

impl OwnReplyPage {
    /// The page for the own invitation.
    async fn own(app: &AppState, shell: Shell, asked: Asked) -> Result<Self, AppError> {
        let action = format!("/meetings/{}/reply", asked.meeting.id);
        Self::of(app, shell, asked, (action, None)).await
    }

    pub(super) async fn of(
        app: &AppState,
        shell: Shell,
        asked: Asked,
        (action, whose): (String, Option<String>),
    ) -> Result<Self, AppError> {
        let (db, now) = (&app.db.read, app.clock.now());
        let standing = rules::standing(&asked.meeting, &asked.invitation, now);
        let replies = queries::replies(db, asked.invitation.id).await?;
        let counting = rules::counting(&asked.invitation, &replies);
        let ruled = meetings::ruled(db, &asked.meeting).await?;
        let facts = queries::facts_under(db, &asked.meeting, &asked.body, &ruled).await?;
        let forms = AnswerForms::of(&asked, &ruled, standing, action.clone(), shell.csrf.clone());
        Ok(Self {
            shell,
            action,
            whose,
            card: MeetingCard::of(&asked.meeting, &facts),
            standing,
            due: asked.meeting.reply_due_on.map(month_day_weekday),
            receipt: counting.map(|reply| Receipt::of(reply, &asked)),
            forms: forms.map(|forms| counting.into_iter().fold(forms, AnswerForms::after)),
            overtaken: false,
            typed: Vec::new(),
            body: asked.body,
            meeting: asked.meeting,
        })
    }

    /// Why nothing can be answered.
    fn closed(&self) -> &'static str {
        match self.standing {
            Standing::Cancelled => "この会議は中止になりました。回答はいりません。",
            Standing::Postponed => {
                "この会議は延期になりました。新しい日が決まりましたら、あらためてお知らせします。"
            }
            _ => "この会議への回答は終わりました。変わったことがあれば、事務局へお電話ください。",
        }
    }

    /// Whether nothing can be answered.
    pub(super) fn is_closed(&self) -> bool {
        self.forms.is_none()
    }

    pub(super) fn typed(mut self, form: AnswerForm) -> Self {
        self.forms = match self.forms {
            Some(forms) => Some(forms.typed(form)),
            None => {
                self.typed = form.words();
                None
            }
        };
        self
    }
}

/// The invitation of the person acting, or 404.
async fn own(app: &AppState, actor: &Actor, id: MeetingId) -> Result<(Member, Asked), AppError> {
    let db = &app.db.read;
    let meeting = meetings::one(db, actor, id).await?;
    let by = actor.member()?;
    let asked = queries::asked_of(db, meeting.id, by.person()).await?.ok_or(AppError::NotFound)?;
    Ok((by, asked))
}

/// `GET /meetings/{id}/reply`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let (_, asked) = own(&app, &actor, *id).await?;
    page::ok(OwnReplyPage::own(&app, shell, asked).await?)
}

/// `POST /meetings/{id}/reply`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let ((by, asked), mut form) = (own(&app, &actor, *id).await?, form.into_inner());
    let (invitation, held) = (asked.invitation.id, asked.meeting.mode);
    let page = OwnReplyPage::own(&app, shell, asked).await?;
    if page.is_closed() {
        return page::conflict(page.typed(form));
    }
    let Some((given, seen)) = form.parse(held) else { return page::unprocessable(page.typed(form)) };
    let (now, said) = (app.clock.now(), format!("{}の回答を承りました", answer_name(given.answer)));
    let answer = async |tx: &db::Tx| commands::answer_as_member(tx, &by, invitation, given, seen, now).await;
    match db::write(&app.db, answer).await {
        Ok(received) => page::see_other(format!("/meetings/{id}"), thanks(received, said)),
        Err(error) => refused(&app, page, form, error).await,
    }
}

/// What is said of an answer that was received; `said` where it counts.
pub(super) fn thanks(received: Received, said: String) -> Flash {
    match received {
        Received::Recorded(_) => Flash::ok(said),
        Received::Kept(_) => Flash::new(Kind::Info, "期限後の連絡をお預かりしました")
            .text("回答はまだ変わっていません。事務局が確かめて決めます。"),
    }
}

/// The page again, with why the answer was not taken.
pub(super) async fn refused(
    app: &AppState,
    page: OwnReplyPage,
    mut form: AnswerForm,
    error: AnswerError,
) -> Result<HttpResponse, AppError> {
    match error {
        AnswerError::Over => page::conflict(OwnReplyPage { forms: None, ..page }.typed(form)),
        AnswerError::Overtaken(asked) => {
            let page = OwnReplyPage::of(app, page.shell, *asked, (page.action, page.whose)).await?;
            page::conflict(OwnReplyPage { overtaken: true, ..page }.typed(form))
        }
        AnswerError::ModeMissing | AnswerError::ProxyNotAllowed => {
            form.refuse(&error);
            page::unprocessable(page.typed(form))
        }
        AnswerError::Db(error) => Err(error.into()),
    }
}
