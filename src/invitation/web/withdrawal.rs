//! `/invitations/{id}/withdrawal`: one person is taken off the list. Only they are told; nobody else's answer is
//! touched.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::InvitationId;
use entity::{body, invitation, meeting};
use sea_orm::{DbErr, EntityTrait};

use super::desk::{Desk, Outcome, Words, sent, step, usual_head};
use super::reason::ReasonForm;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::invitation::commands::{LetterError, Withdraw, withdraw};
use crate::meeting::queries as meetings;
use crate::meeting::rules;
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::page;
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/withdrawal.html")]
pub struct WithdrawalPage {
    /// The frame.
    pub shell: Shell,
    /// What all letters share.
    pub desk: Desk,
    /// Who is taken off.
    pub invitation: invitation::Model,
    /// As typed.
    pub draft: ReasonForm,
}

impl WithdrawalPage {
    async fn new(app: &AppState, shell: Shell, found: Found, now: Instant) -> Result<Self, DbErr> {
        let (db, (invitation, meeting, body)) = (&app.db.read, found);
        let draft = ReasonForm::blank(&meeting, usual_head(db, &meeting, &body, now).await?);
        let words = Words {
            heading: "案内を取り消す",
            lead: "この人だけに知らせ、カレンダーの予定と回答のページを閉じます。",
            crumb: "案内の取消し",
            action: format!("/invitations/{}/withdrawal", invitation.id),
        };
        let mut desk = Desk::new(db, (meeting, body), words, refused, now).await?;
        if invitation.withdrawn_at.is_some() && desk.refused.is_none() {
            desk.refused = Some(LetterError::NotConcerned.to_string());
        }
        Ok(Self { shell, desk, invitation, draft })
    }

    fn typed(self, mut form: ReasonForm) -> Self {
        Self { desk: self.desk.typed(&mut form), draft: form, ..self }
    }
}

type Found = (invitation::Model, meeting::Model, body::Model);

/// An invitation to a meeting this actor may know of, or 404.
async fn one(app: &AppState, actor: &Actor, id: InvitationId) -> Result<Found, AppError> {
    let found = invitation::Entity::find_by_id(id).one(&app.db.read).await?;
    let invitation = found.ok_or(AppError::NotFound)?;
    let (meeting, body) = meetings::with_body(&app.db.read, actor, invitation.meeting_id).await?;
    Ok((invitation, meeting, body))
}

/// `GET /invitations/{id}/withdrawal`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
) -> Result<HttpResponse, AppError> {
    let found = one(&app, &actor, *id).await?;
    actor.secretary()?;
    page::ok(WithdrawalPage::new(&app, shell, found, app.clock.now()).await?)
}

/// `POST /invitations/{id}/withdrawal`: shows what would leave; with `confirm` takes the person off.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<InvitationId>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let found = one(&app, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let read = form.parse(tokyo_day(now));
    let page = WithdrawalPage::new(&app, shell, found, now).await?;
    let Some((seen, reason, letter)) = read else { return page::unprocessable(page.typed(form)) };
    let input = Withdraw { invitation: *id, seen, reason, letter };
    let work = async |tx: &Tx| withdraw(tx, &by, input, now).await;
    match step(&app, page.desk.clone(), &mut form, now, work).await? {
        Outcome::Sent(issued) => {
            let title = format!("{}さんへの案内を取り消しました", page.invitation.name);
            sent(&app, title, &issued, &page.desk.meeting)
        }
        Outcome::Shown(status, desk) => status.answer(WithdrawalPage { desk: *desk, draft: form, ..page }),
    }
}

fn refused(meeting: &meeting::Model, now: Instant) -> Option<String> {
    rules::may_reschedule(rules::state(meeting, now)).err().map(|why| why.to_string())
}
