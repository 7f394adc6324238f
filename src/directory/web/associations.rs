//! 団体: the list in the region's own order, the page of one, and its form.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::association;
use entity::id::AssociationId;
use serde::Deserialize;

use super::contacts::ContactLine;
use super::line;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, AssociationError, AssociationFacts, ChangeError, Holder, Registrar};
use crate::directory::{queries, rules};
use crate::platform::date::{half_width, iso_day, parse_optional_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Address, ByWords, Flash, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 50;

/// What it can be sorted by.
const ORDERS: [Order; 4] = [Order::up("position"), Order::up("kana"), Order::up("short"), Order::up("state")];

/// Where the list stands.
fn address(filter: &ByWords) -> Address {
    filter.address("/associations", &ORDERS)
}

/// All the filter lets through, in its order.
async fn all(app: &AppState, actor: &Actor, filter: &ByWords) -> Result<Vec<association::Model>, AppError> {
    actor.secretary()?;
    let mut found = queries::associations_like(&app.db.read, actor, &filter.q.value).await?;
    address(filter).order.sort(&mut found, |column, one, other| match column {
        "kana" => (&one.kana, &one.name).cmp(&(&other.kana, &other.name)),
        "short" => one.short_name.cmp(&other.short_name),
        "state" => one.ended_on.cmp(&other.ended_on),
        _ => one.position.cmp(&other.position),
    });
    Ok(found)
}

/// 「活動中」, or until when it was.
fn state(association: &association::Model) -> String {
    association.ended_on.map_or_else(|| "活動中".to_owned(), |day| format!("{}まで", wareki(day)))
}

#[derive(Template)]
#[template(path = "directory/associations.html")]
struct AssociationsPage {
    shell: Shell,
    filter: ByWords,
    list: Listing<association::Model>,
}

/// `GET /associations`
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    filter: Query<ByWords>,
) -> Result<HttpResponse, AppError> {
    let list = Listing::of(address(&filter), all(&app, &actor, &filter).await?, PER_PAGE);
    page::ok(AssociationsPage { shell, filter: filter.into_inner(), list })
}

/// `GET /associations.csv`, `GET /associations.xlsx`
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    filter: Query<ByWords>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let columns = [("順番", 8), ("団体名", 30), ("略称", 16), ("ふりがな", 30), ("状態", 18)];
    let lines = all(&app, &actor, &filter).await?.into_iter().map(|one| {
        let state = state(&one);
        vec![one.position.to_string(), one.name, one.short_name, one.kana, state]
    });
    page::download(&app, &Table::new("団体", &columns, lines), "associations", *format)
}

#[derive(Template)]
#[template(path = "directory/association.html")]
struct AssociationPage {
    shell: Shell,
    association: association::Model,
    href: String,
    contacts: Vec<ContactLine>,
    seats: u64,
}

/// `GET /associations/{id}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AssociationId>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    let association = queries::association(db, &actor, *id).await?;
    actor.secretary()?;
    let contacts = queries::contacts_of(db, Holder::Association(association.id)).await?;
    let seats = queries::seats_of_association(db, association.id).await?;
    let (href, contacts) = (format!("/associations/{id}"), ContactLine::all(contacts));
    page::ok(AssociationPage { shell, association, href, contacts, seats })
}

/// The form of an association.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AssociationForm {
    name: Field,
    short_name: Field,
    kana: Field,
    position: Field,
    ended_on: Field,
    version: Field,
}

impl AssociationForm {
    fn of(association: &association::Model) -> Self {
        Self {
            name: Field::new(&association.name),
            short_name: Field::new(&association.short_name),
            kana: Field::new(&association.kana),
            position: Field::new(association.position.to_string()),
            ended_on: Field::new(association.ended_on.map(iso_day).unwrap_or_default()),
            version: Field::new(association.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<AssociationFacts> {
        let (name, short_name) = (self.name.parse(line(120)), self.short_name.parse(line(40)));
        let (kana, position) = (self.kana.parse(rules::kana), self.position.parse(position));
        let ended_on = self.ended_on.parse(parse_optional_day);
        Some(AssociationFacts {
            name: name?,
            short_name: short_name?,
            kana: kana?,
            position: position?,
            ended_on: ended_on?,
        })
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("name", "団体名", &self.name.error),
            ("short_name", "略称", &self.short_name.error),
            ("kana", "ふりがな", &self.kana.error),
            ("position", "順番", &self.position.error),
            ("ended_on", "終了日", &self.ended_on.error),
            ("", "画面", &self.version.error),
        ])
    }
}

fn position(typed: &str) -> Result<i32, &'static str> {
    let number = half_width(typed).trim().parse().ok();
    number.filter(|place| (1..=999).contains(place)).ok_or("1～999の数字で入れてください。")
}

#[derive(Template)]
#[template(path = "directory/association_form.html")]
struct AssociationFormPage {
    shell: Shell,
    association: Option<association::Model>,
    form: AssociationForm,
    errors: ErrorSummary,
    theirs: Option<association::Model>,
}

impl AssociationFormPage {
    fn new(shell: Shell, association: Option<association::Model>, form: AssociationForm) -> Self {
        let errors = form.errors();
        Self { shell, association, form, errors, theirs: None }
    }

    /// The page for a command that ended otherwise.
    fn answer(mut self, error: AssociationError) -> Result<HttpResponse, AppError> {
        match error {
            AssociationError::NameTaken => {
                self.form.name.refuse(error);
                self.errors = self.form.errors();
                page::unprocessable(self)
            }
            AssociationError::Change(ChangeError::Stale(theirs)) => {
                self.form.version = Field::new(theirs.version.to_string());
                page::conflict(Self { theirs: Some(*theirs), ..self })
            }
            AssociationError::Change(other) => Err(other.into()),
        }
    }
}

/// `GET /associations/new`
pub async fn new(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.secretary()?;
    let known = queries::associations_like(&app.db.read, &actor, "").await?;
    let next = known.iter().map(|one| one.position).max().unwrap_or(0) + 1;
    let form = AssociationForm { position: Field::new(next.to_string()), ..AssociationForm::default() };
    page::ok(AssociationFormPage::new(shell, None, form))
}

/// `POST /associations/new`
pub async fn enter(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<AssociationForm>,
) -> Result<HttpResponse, AppError> {
    let by = Registrar::from(&actor.secretary()?);
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let Some(facts) = form.parse() else {
        return page::unprocessable(AssociationFormPage::new(shell, None, form));
    };
    let flash = Flash::ok(format!("{}を加えました", facts.name)).text("続けて連絡先を加えてください。");
    match db::write(&app.db, async |tx| commands::enter_association(tx, &by, facts, now).await).await {
        Ok(id) => page::see_other(format!("/associations/{id}"), flash),
        Err(error) => AssociationFormPage::new(shell, None, form).answer(error),
    }
}

/// `GET /associations/{id}/edit`
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AssociationId>,
) -> Result<HttpResponse, AppError> {
    let association = queries::association(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = AssociationForm::of(&association);
    page::ok(AssociationFormPage::new(shell, Some(association), form))
}

/// `POST /associations/{id}/edit`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AssociationId>,
    form: Form<AssociationForm>,
) -> Result<HttpResponse, AppError> {
    let association = queries::association(&app.db.read, &actor, *id).await?;
    let by = Registrar::from(&actor.secretary()?);
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let (facts, seen) = (form.parse(), form.version.parse(seen_version));
    let Some((facts, seen)) = facts.zip(seen) else {
        return page::unprocessable(AssociationFormPage::new(shell, Some(association), form));
    };
    let seen = (association.id, seen);
    match db::write(&app.db, async |tx| commands::change_association(tx, &by, seen, facts, now).await).await {
        Ok(()) => page::see_other(format!("/associations/{id}"), Flash::ok("団体を変更しました")),
        Err(error) => AssociationFormPage::new(shell, Some(association), form).answer(error),
    }
}
