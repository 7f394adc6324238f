//! The end of a term: `/memberships/{id}/ending`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MembershipId;
use entity::{body, membership};
use sea_orm::DbErr;
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, EndTerm, EndTermError};
use crate::body::{queries, rules};
use crate::platform::date::parse_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The end of a term, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct EndingForm {
    on: Field,
    reason: Field,
    version: Field,
}

impl EndingForm {
    fn of(term: &membership::Model) -> Self {
        Self { version: Field::new(term.version.to_string()), ..Self::default() }
    }

    fn parse(&mut self, membership: MembershipId) -> Option<EndTerm> {
        let on = self.on.parse(parse_day);
        let (reason, seen) = (self.reason.parse(fields::name), self.version.parse(seen_version));
        Some(EndTerm { membership, seen: seen?, on: on?, reason: reason? })
    }

    fn refuse(&mut self, error: EndTermError) -> Result<(), DbErr> {
        match error {
            EndTermError::Db(error) => return Err(error),
            EndTermError::BeforeItBegins(_) | EndTermError::AfterItsEnd(_) => self.on.refuse(error),
            EndTermError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("on", "最後の日", &self.on.error),
            ("reason", "理由", &self.reason.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/ending.html")]
struct EndingPage {
    shell: Shell,
    head: FormHead,
    form: EndingForm,
    name: String,
    term: String,
}

impl EndingPage {
    fn new(shell: Shell, body: &body::Model, holder: &rules::Holder, form: EndingForm) -> Self {
        let head = FormHead::of(
            body,
            "任期を終える",
            "任期を終える",
            format!("/memberships/{}/ending", holder.membership.id),
        );
        let term = rules::print_term(holder.membership.from_on, holder.membership.to_on);
        let head = head.around(&form.version, form.summary());
        Self { shell, head, form, name: holder.person.name.clone(), term }
    }

    /// With the term that somebody else saved meanwhile.
    fn against(mut self, theirs: &membership::Model) -> Self {
        let term = rules::print_term(theirs.from_on, theirs.to_on);
        self.head = self.head.against(vec![("任期", term)]);
        self
    }
}

/// `GET /memberships/{id}/ending`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MembershipId>,
) -> Result<HttpResponse, AppError> {
    let (body, _, holder) = queries::one_membership(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(EndingPage::new(shell, &body, &holder, EndingForm::of(&holder.membership)))
}

/// `POST /memberships/{id}/ending`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MembershipId>,
    form: Form<EndingForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, _, holder) = queries::one_membership(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse(*id) else {
        return page::unprocessable(EndingPage::new(shell, &body, &holder, form));
    };
    match db::write(&app.db, async |tx| commands::end_term(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{}#roster", body.id), ended(&holder)),
        Err(EndTermError::Stale(theirs)) => {
            form.version = Field::new(theirs.version.to_string());
            page::conflict(EndingPage::new(shell, &body, &holder, form).against(&theirs))
        }
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(EndingPage::new(shell, &body, &holder, form))
        }
    }
}

fn ended(holder: &rules::Holder) -> Flash {
    Flash::ok(format!("{}さんの任期を終えました", holder.person.name))
        .text("席はその次の日から欠員です。招集した会議があれば、出欠の一覧で取り消してください。")
}
