//! `/invitations/{id}/replies/new`: the clerk types in what came by telephone, fax, letter or word of mouth. The
//! deadline binds the member, not the clerk; a meeting that was moved meanwhile binds both.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::InvitationId;
use entity::reply::ReplyWay;

use super::answers::{AnswerForm, AnswerForms};
use super::shown::{MeetingCard, Receipt};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::invitation::commands::{self, AnswerError};
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, way_word};
use crate::meeting::queries as meetings;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The ways an answer reaches the clerk, the usual one first.
const WAYS: [(ReplyWay, &str); 6] = [
    (ReplyWay::Telephone, "telephone"),
    (ReplyWay::Fax, "fax"),
    (ReplyWay::Mail, "mail"),
    (ReplyWay::Post, "post"),
    (ReplyWay::InPerson, "in_person"),
    (ReplyWay::Office, "office"),
];

/// No way was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("回答を受けた方法を選んでください。")]
struct NoWay;

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/entry.html")]
struct EntryPage {
    shell: Shell,
    asked: Asked,
    card: MeetingCard,
    receipt: Option<Receipt>,
    /// What may be answered; `None` where nothing can be any more.
    forms: Option<AnswerForms>,
    form: AnswerForm,
    ways: Vec<Choice>,
    answers: Vec<Choice>,
    errors: ErrorSummary,
    message: Option<String>,
}

impl EntryPage {
    async fn of(app: &AppState, shell: Shell, asked: Asked) -> Result<Self, AppError> {
        let (db, now) = (&app.db.read, app.clock.now());
        let standing = rules::standing(&asked.meeting, &asked.invitation, now);
        let replies = queries::replies(db, asked.invitation.id).await?;
        let counting = rules::counting(&asked.invitation, &replies);
        let ruled = meetings::ruled(db, &asked.meeting).await?;
        let facts = queries::facts_under(db, &asked.meeting, &asked.body, &ruled).await?;
        let action = format!("/invitations/{}/replies/new", asked.invitation.id);
        let forms = AnswerForms::of(&asked, &ruled, standing, action, shell.csrf.clone());
        let proxy = forms.as_ref().is_some_and(|forms| forms.proxy.is_some());
        let answers = [("attend", "出席"), ("absent", "欠席"), ("proxy", "代理出席")];
        let answers = answers.into_iter().filter(|(value, _)| proxy || *value != "proxy");
        Ok(Self {
            shell,
            card: MeetingCard::of(&asked.meeting, &facts),
            receipt: counting.map(|reply| Receipt::of(reply, &asked)),
            form: AnswerForm { way: Field::new("telephone"), ..AnswerForm::default() },
            ways: WAYS.iter().map(|(way, value)| Choice::new(*value, way_word(*way))).collect(),
            answers: answers.map(|(value, label)| Choice::new(value, label)).collect(),
            errors: ErrorSummary::default(),
            message: None,
            forms,
            asked,
        })
    }

    fn typed(self, form: AnswerForm) -> Self {
        let errors = ErrorSummary::of([
            ("way", "受けた方法", &form.way.error),
            ("answer", "回答", &form.answer.error),
            ("mode", "出席する場所", &form.mode.error),
            ("proxy_name", "代理の方の氏名", &form.proxy_name.error),
            ("proxy_title", "所属・役職", &form.proxy_title.error),
            ("proxy_contact", "連絡先", &form.proxy_contact.error),
            ("comment", "連絡・意見", &form.comment.error),
        ]);
        let message = self.message.or(form.seen.error.clone());
        Self { errors, message, form, ..self }
    }
}

/// The invitation, or 404; only the secretariat enters for others.
async fn found(app: &AppState, actor: &Actor, id: InvitationId) -> Result<(Secretary, Asked), AppError> {
    let asked = queries::asked(&app.db.read, id).await?.ok_or(AppError::NotFound)?;
    meetings::one(&app.db.read, actor, asked.meeting.id).await?;
    Ok((actor.secretary()?, asked))
}

/// `GET /invitations/{id}/replies/new`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
) -> Result<HttpResponse, AppError> {
    let (_, asked) = found(&app, &actor, *id).await?;
    page::ok(EntryPage::of(&app, shell, asked).await?)
}

/// `POST /invitations/{id}/replies/new`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let ((by, asked), mut form) = (found(&app, &actor, *id).await?, form.into_inner());
    let page = EntryPage::of(&app, shell, asked).await?;
    if page.forms.is_none() {
        return page::conflict(page.typed(form));
    }
    let (way, parsed) = (form.way.parse(way), form.parse(page.asked.meeting.mode));
    let (way, parsed) = (way.filter(|_| says_one_thing(&mut form)), parsed);
    let Some((way, (given, seen))) = way.zip(parsed) else { return page::unprocessable(page.typed(form)) };
    let now = app.clock.now();
    let enter = async |tx: &db::Tx| commands::enter(tx, &by, *id, given, way, seen, now).await;
    match db::write(&app.db, enter).await {
        Ok(_) => {
            let said = format!("{}さんの回答を入力しました", page.asked.invitation.name);
            page::see_other(format!("/meetings/{}#replies", page.asked.meeting.id), Flash::ok(said))
        }
        Err(error) => refused(&app, page, form, error).await,
    }
}

async fn refused(
    app: &AppState,
    page: EntryPage,
    mut form: AnswerForm,
    error: AnswerError,
) -> Result<HttpResponse, AppError> {
    let message = Some(error.to_string());
    match error {
        AnswerError::Over => page::conflict(EntryPage { forms: None, message, ..page }.typed(form)),
        AnswerError::Overtaken(asked) => {
            let page = EntryPage::of(app, page.shell, *asked).await?;
            let message = message.filter(|_| page.forms.is_some());
            page::conflict(EntryPage { message, ..page }.typed(form))
        }
        AnswerError::ModeMissing | AnswerError::ProxyNotAllowed => {
            form.refuse(&error);
            page::unprocessable(page.typed(form))
        }
        AnswerError::Db(error) => Err(error.into()),
    }
}

/// The name of a proxy beside another answer is asked back, not dropped.
fn says_one_thing(form: &mut AnswerForm) -> bool {
    let is_proxy = form.answer.value == "proxy";
    let mut clear = true;
    for field in [&mut form.proxy_name, &mut form.proxy_title, &mut form.proxy_contact] {
        if !is_proxy && !field.value.trim().is_empty() {
            field.refuse("代理出席を選ぶか、この欄を空にしてください。");
            clear = false;
        }
    }
    clear
}

fn way(text: &str) -> Result<ReplyWay, NoWay> {
    WAYS.iter().find(|(_, value)| *value == text).map(|(way, _)| *way).ok_or(NoWay)
}
