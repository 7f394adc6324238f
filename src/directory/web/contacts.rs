//! Contact points of a person or an association: added, corrected, put first, taken out of use.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::contact_point::{ContactKind, Model};
use entity::id::{AssociationId, ContactPointId, PersonId};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, ChangeContact, ChangeError, ContactFacts, Holder, Registrar};
use crate::directory::{queries, rules};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, many_lines, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// A contact point as lists show it.
pub struct ContactLine {
    /// Key.
    pub id: ContactPointId,
    /// メール, FAX …
    pub kind: &'static str,
    /// Address or number.
    pub value: String,
    /// Whether it is the first of its kind, which serves.
    pub serves: bool,
    /// Whether it is the first of all.
    pub first: bool,
    /// For the button's form.
    pub version: i32,
}

impl ContactLine {
    /// The contact points of one holder in their order.
    pub fn all(contacts: Vec<Model>) -> Vec<Self> {
        let mut seen = Vec::new();
        let mut lines = Vec::new();
        for contact in contacts {
            lines.push(Self {
                id: contact.id,
                kind: kind_word(contact.kind),
                value: contact.value,
                serves: !seen.contains(&contact.kind),
                first: seen.is_empty(),
                version: contact.version,
            });
            seen.push(contact.kind);
        }
        lines
    }
}

fn kind_word(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Mail => "メール",
        ContactKind::Fax => "FAX",
        ContactKind::Telephone => "電話",
        ContactKind::Post => "郵送",
    }
}

/// The form of a contact point.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    kind: Field,
    value: Field,
    version: Field,
}

impl ContactForm {
    fn of(contact: &Model) -> Self {
        Self {
            kind: Field::new(contact.kind.to_value()),
            value: Field::new(&contact.value),
            version: Field::new(contact.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<ContactFacts> {
        let read = |typed: &str| ContactKind::try_from_value(&typed.to_owned());
        let kind = self.kind.parse(|typed| read(typed).map_err(|_| "方法を選んでください。"));
        let value = match kind {
            Some(ContactKind::Mail) => self.value.parse(rules::mail_address),
            Some(ContactKind::Fax | ContactKind::Telephone) => self.value.parse(rules::telephone),
            Some(ContactKind::Post) => self.value.parse(super::line(200)),
            None => self.value.parse(many_lines(200)),
        };
        Some(ContactFacts { kind: kind?, value: value? })
    }
}

#[derive(Template)]
#[template(path = "directory/contact_form.html")]
struct ContactFormPage {
    shell: Shell,
    holder: HolderLine,
    contact: Option<ContactPointId>,
    form: ContactForm,
    errors: ErrorSummary,
    theirs: Option<ContactLine>,
    kinds: Vec<Choice>,
}

/// Whose contact point it is.
struct HolderLine {
    name: String,
    href: String,
    list: (&'static str, &'static str),
}

impl ContactFormPage {
    fn new(shell: Shell, holder: HolderLine, contact: Option<ContactPointId>, form: ContactForm) -> Self {
        let errors = ErrorSummary::of([
            ("kind", "方法", &form.kind.error),
            ("value", "番号・アドレス", &form.value.error),
            ("", "画面", &form.version.error),
        ]);
        let kinds = [ContactKind::Mail, ContactKind::Fax, ContactKind::Telephone, ContactKind::Post];
        let kinds = kinds.map(|kind| Choice::new(kind.to_value(), kind_word(kind))).to_vec();
        Self { shell, holder, contact, form, errors, theirs: None, kinds }
    }
}

async fn holder_line(
    db: &impl ConnectionTrait,
    actor: &Actor,
    holder: Holder,
) -> Result<HolderLine, AppError> {
    Ok(match holder {
        Holder::Person(id) => HolderLine {
            name: queries::person(db, actor, id).await?.name,
            href: format!("/people/{id}"),
            list: ("/people", "人"),
        },
        Holder::Association(id) => HolderLine {
            name: queries::association(db, actor, id).await?.name,
            href: format!("/associations/{id}"),
            list: ("/associations", "団体"),
        },
    })
}

/// `GET /people/{id}/contacts/new`
pub async fn new_for_person(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
) -> Result<HttpResponse, AppError> {
    new(&app, &actor, shell, Holder::Person(*id)).await
}

/// `GET /associations/{id}/contacts/new`
pub async fn new_for_association(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AssociationId>,
) -> Result<HttpResponse, AppError> {
    new(&app, &actor, shell, Holder::Association(*id)).await
}

async fn new(app: &AppState, actor: &Actor, shell: Shell, holder: Holder) -> Result<HttpResponse, AppError> {
    let holder = holder_line(&app.db.read, actor, holder).await?;
    actor.secretary()?;
    let form = ContactForm { kind: Field::new("mail"), ..ContactForm::default() };
    page::ok(ContactFormPage::new(shell, holder, None, form))
}

/// `POST /people/{id}/contacts/new`
pub async fn add_for_person(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
    form: Form<ContactForm>,
) -> Result<HttpResponse, AppError> {
    add(&app, &actor, shell, Holder::Person(*id), form.into_inner()).await
}

/// `POST /associations/{id}/contacts/new`
pub async fn add_for_association(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AssociationId>,
    form: Form<ContactForm>,
) -> Result<HttpResponse, AppError> {
    add(&app, &actor, shell, Holder::Association(*id), form.into_inner()).await
}

async fn add(
    app: &AppState,
    actor: &Actor,
    shell: Shell,
    holder: Holder,
    mut form: ContactForm,
) -> Result<HttpResponse, AppError> {
    let line = holder_line(&app.db.read, actor, holder).await?;
    let by = Registrar::from(&actor.secretary()?);
    let Some(facts) = form.parse() else {
        return page::unprocessable(ContactFormPage::new(shell, line, None, form));
    };
    let now = app.clock.now();
    db::write(&app.db, async |tx| commands::add_contact(tx, &by, holder, facts, now).await).await?;
    page::see_other(line.href, Flash::ok("連絡先を加えました"))
}

async fn found(app: &AppState, actor: &Actor, id: ContactPointId) -> Result<(Model, HolderLine), AppError> {
    let contact = queries::contact(&app.db.read, actor, id).await?;
    let holder = Holder::of(&contact).ok_or(AppError::NotFound)?;
    let line = holder_line(&app.db.read, actor, holder).await?;
    Ok((contact, line))
}

/// `GET /contacts/{id}/edit`
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ContactPointId>,
) -> Result<HttpResponse, AppError> {
    let (contact, holder) = found(&app, &actor, *id).await?;
    actor.secretary()?;
    page::ok(ContactFormPage::new(shell, holder, Some(contact.id), ContactForm::of(&contact)))
}

/// `POST /contacts/{id}/edit`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ContactPointId>,
    form: Form<ContactForm>,
) -> Result<HttpResponse, AppError> {
    let (_, holder) = found(&app, &actor, *id).await?;
    let by = Registrar::from(&actor.secretary()?);
    let mut form = form.into_inner();
    let (facts, seen) = (form.parse(), form.version.parse(seen_version));
    let Some((facts, seen)) = facts.zip(seen) else {
        return page::unprocessable(ContactFormPage::new(shell, holder, Some(*id), form));
    };
    let (now, input) = (app.clock.now(), ChangeContact { contact: *id, seen });
    match db::write(&app.db, async |tx| commands::change_contact(tx, &by, input, facts, now).await).await {
        Ok(()) => page::see_other(holder.href, Flash::ok("連絡先を変更しました")),
        Err(ChangeError::Stale(theirs)) => {
            form.version = Field::new(theirs.version.to_string());
            let page = ContactFormPage::new(shell, holder, Some(*id), form);
            page::conflict(ContactFormPage { theirs: ContactLine::all(vec![*theirs]).pop(), ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// A button's form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ButtonForm {
    version: Field,
}

/// `POST /contacts/{id}/precedence`
pub async fn put_first(
    app: Data<AppState>,
    actor: Actor,
    id: Path<ContactPointId>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let (_, holder) = found(&app, &actor, *id).await?;
    let by = Registrar::from(&actor.secretary()?);
    let seen = form.into_inner().version.parse(seen_version).ok_or(AppError::Unprocessable)?;
    let (now, input) = (app.clock.now(), ChangeContact { contact: *id, seen });
    db::write(&app.db, async |tx| commands::move_contact(tx, &by, input, now).await).await?;
    page::see_other(holder.href, Flash::ok("連絡先の順番を変えました"))
}

#[derive(Template)]
#[template(path = "directory/contact_retirement.html")]
struct RetirementPage {
    shell: Shell,
    holder: HolderLine,
    contact: ContactLine,
    /// Seats that are told to be reached here.
    seats: u64,
    message: Option<String>,
}

/// `GET /contacts/{id}/retirement`
pub async fn ask_retirement(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ContactPointId>,
) -> Result<HttpResponse, AppError> {
    let (contact, holder) = found(&app, &actor, *id).await?;
    actor.secretary()?;
    page::ok(retirement(&app, shell, holder, contact, None).await?)
}

async fn retirement(
    app: &AppState,
    shell: Shell,
    holder: HolderLine,
    contact: Model,
    message: Option<&str>,
) -> Result<RetirementPage, AppError> {
    let seats = queries::seats_reached_at(&app.db.read, contact.id).await?;
    let line = ContactLine::all(vec![contact]).pop().ok_or(AppError::NotFound)?;
    Ok(RetirementPage { shell, holder, contact: line, seats, message: message.map(ToOwned::to_owned) })
}

/// `POST /contacts/{id}/retirement`
pub async fn retire(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ContactPointId>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let (contact, holder) = found(&app, &actor, *id).await?;
    let by = Registrar::from(&actor.secretary()?);
    let Some(seen) = form.into_inner().version.parse(seen_version) else {
        let why = Some("もう一度ボタンを押してください。");
        return page::unprocessable(retirement(&app, shell, holder, contact, why).await?);
    };
    let (now, input) = (app.clock.now(), ChangeContact { contact: *id, seen });
    match db::write(&app.db, async |tx| commands::retire_contact(tx, &by, input, now).await).await {
        Ok(()) => page::see_other(holder.href, Flash::ok("連絡先を使わないことにしました")),
        Err(ChangeError::Stale(theirs)) => {
            let why = Some("ほかの人が先に変更しました。いまの内容を確かめてください。");
            page::conflict(retirement(&app, shell, holder, *theirs, why).await?)
        }
        Err(other) => Err(other.into()),
    }
}
