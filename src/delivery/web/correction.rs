//! `/outbox/{id}/correction`: the address a message could not reach is put right, and the message leaves again.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::contact_point::{self, ContactKind};
use entity::id::OutboxId;
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::seen;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::delivery::commands::{self, Correct, DeliveryError};
use crate::delivery::queries::{self, Delivery};
use crate::directory::commands::ContactFacts;
use crate::directory::rules;
use crate::invitation::rules::notice_word;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::outbox::{self, why};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CorrectionForm {
    value: Field,
    version: Field,
    seen: Field,
}

impl CorrectionForm {
    fn parse(&mut self, of: &Delivery, contact: &contact_point::Model) -> Option<Correct> {
        let value = match contact.kind {
            ContactKind::Mail => self.value.parse(rules::mail_address),
            ContactKind::Fax | ContactKind::Telephone => self.value.parse(rules::telephone),
            ContactKind::Post => self.value.parse(required_one_line(200)),
        };
        let version = self.version.parse(seen_version);
        Some(Correct {
            message: of.row.id,
            seen: seen(&self.seen.value).ok()?,
            contact: contact.id,
            version: version?,
            facts: ContactFacts { kind: contact.kind, value: value? },
        })
    }

    fn errors(&self, label: &str) -> ErrorSummary {
        ErrorSummary::of([("value", label, &self.value.error)])
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "delivery/correction.html")]
pub struct CorrectionPage {
    shell: Shell,
    id: OutboxId,
    name: String,
    subject: &'static str,
    why: &'static str,
    contact: contact_point::Model,
    form: CorrectionForm,
    errors: ErrorSummary,
    /// The address somebody else saved meanwhile.
    theirs: Option<String>,
    /// Why it is not sent again.
    message: Option<String>,
}

impl CorrectionPage {
    fn new(shell: Shell, of: &Delivery, contact: contact_point::Model) -> Self {
        let form = CorrectionForm {
            value: Field::new(&contact.value),
            version: Field::new(contact.version.to_string()),
            seen: Field::new(of.row.state.to_value()),
        };
        Self {
            shell,
            id: of.row.id,
            name: of.invitation.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            subject: notice_word(&of.row.kind),
            why: why(of.row.error_code, of.row.error.as_deref().unwrap_or_default()),
            contact,
            form,
            errors: ErrorSummary::default(),
            theirs: None,
            message: None,
        }
    }

    fn typed(self, form: CorrectionForm) -> Self {
        Self { errors: form.errors(self.label()), form, ..self }
    }

    fn against(self, theirs: contact_point::Model, mut form: CorrectionForm) -> Self {
        form.version = Field::new(theirs.version.to_string());
        Self { theirs: Some(theirs.value), ..self.typed(form) }
    }

    fn label(&self) -> &'static str {
        match self.contact.kind {
            ContactKind::Mail => "メールアドレス",
            ContactKind::Fax => "FAX番号",
            ContactKind::Telephone => "電話番号",
            ContactKind::Post => "郵送先",
        }
    }
}

async fn found(
    app: &AppState,
    actor: &Actor,
    id: OutboxId,
) -> Result<(Delivery, contact_point::Model), AppError> {
    let found = queries::one(&app.db.read, actor, id).await?;
    let contact = found.contact.clone().filter(|one| one.retired_at.is_none());
    let contact = contact.ok_or(AppError::NotFound)?;
    // A later letter has gone to this address, or was refused there: that one is sent again.
    if outbox::overtaken(&app.db.read, std::slice::from_ref(&found.row)).await?.is_empty() {
        return Ok((found, contact));
    }
    Err(AppError::Conflict)
}

/// `GET /outbox/{id}/correction`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<OutboxId>,
) -> Result<HttpResponse, AppError> {
    let (of, contact) = found(&app, &actor, *id).await?;
    page::ok(CorrectionPage::new(shell, &of, contact))
}

/// `POST /outbox/{id}/correction`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<OutboxId>,
    form: Form<CorrectionForm>,
) -> Result<HttpResponse, AppError> {
    let (of, contact) = found(&app, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let input = form.parse(&of, &contact);
    let page = CorrectionPage::new(shell, &of, contact);
    let Some(input) = input else { return page::unprocessable(page.typed(form)) };
    match db::write(&app.db, async |tx| commands::correct(tx, &by, input, now).await).await {
        Ok(_) => page::see_other(
            "/outbox",
            Flash::ok("あて先を直して、もう一度送ります").text("名簿の連絡先も直しました。"),
        ),
        Err(DeliveryError::Stale(theirs)) => page::conflict(page.against(*theirs, form)),
        Err(DeliveryError::Missing) => Err(AppError::NotFound),
        Err(why @ DeliveryError::Overtaken) => {
            page::conflict(CorrectionPage { message: Some(why.to_string()), ..page.typed(form) })
        }
        Err(DeliveryError::Db(error)) => Err(error.into()),
    }
}
