//! A person is entered or changed. Somebody of the same name is pointed out before a second row is made, and
//! may be entered all the same: two people may well be called alike.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::PersonId;
use entity::person;
use serde::Deserialize;

use super::{line, optional_line};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, ChangeError, PersonError, PersonFacts, Registrar};
use crate::directory::{queries, rules};
use crate::platform::date::parse_optional_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The form of a person.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    name: Field,
    kana: Field,
    workplace: Field,
    post: Field,
    /// The first day of a new name; empty where it was only written wrongly.
    renamed_on: Field,
    /// `yes` once somebody has said that a namesake is somebody else.
    another: Field,
    version: Field,
}

impl PersonForm {
    fn of(person: &person::Model) -> Self {
        Self {
            name: Field::new(&person.name),
            kana: Field::new(&person.kana),
            workplace: Field::new(&person.workplace),
            post: Field::new(&person.post),
            renamed_on: Field::default(),
            another: Field::default(),
            version: Field::new(person.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<PersonFacts> {
        let (name, kana) = (self.name.parse(line(80)), self.kana.parse(rules::kana));
        let (workplace, post) =
            (self.workplace.parse(optional_line(120)), self.post.parse(optional_line(80)));
        Some(PersonFacts { name: name?, kana: kana?, workplace: workplace?, post: post? })
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("name", "氏名", &self.name.error),
            ("kana", "ふりがな", &self.kana.error),
            ("renamed_on", "改姓・改名の日", &self.renamed_on.error),
            ("workplace", "勤務先", &self.workplace.error),
            ("post", "役職", &self.post.error),
            ("", "画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "directory/person_form.html")]
struct PersonFormPage {
    shell: Shell,
    /// The person as stored; none while a new one is entered.
    person: Option<person::Model>,
    form: PersonForm,
    errors: ErrorSummary,
    namesakes: Vec<person::Model>,
    /// What somebody else has saved meanwhile.
    theirs: Option<person::Model>,
}

impl PersonFormPage {
    fn new(shell: Shell, person: Option<person::Model>, form: PersonForm) -> Self {
        let errors = form.errors();
        Self { shell, person, form, errors, namesakes: Vec::new(), theirs: None }
    }
}

/// `GET /people/new`
pub async fn new(actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.secretary()?;
    page::ok(PersonFormPage::new(shell, None, PersonForm::default()))
}

/// `POST /people/new`
pub async fn enter(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<PersonForm>,
) -> Result<HttpResponse, AppError> {
    let by = Registrar::from(&actor.secretary()?);
    let mut form = form.into_inner();
    let Some(facts) = form.parse() else {
        return page::unprocessable(PersonFormPage::new(shell, None, form));
    };
    let namesakes = queries::namesakes(&app.db.read, &actor, &facts.name).await?;
    if !namesakes.is_empty() && form.another.value != "yes" {
        return page::unprocessable(PersonFormPage { namesakes, ..PersonFormPage::new(shell, None, form) });
    }
    let now = app.clock.now();
    let flash =
        Flash::ok(format!("{}さんを名簿に加えました", facts.name)).text("続けて連絡先を加えてください。");
    let id = db::write(&app.db, async |tx| commands::enter_person(tx, &by, facts, now).await).await?;
    page::see_other(format!("/people/{id}"), flash)
}

/// `GET /people/{id}/edit`
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
) -> Result<HttpResponse, AppError> {
    let person = queries::person(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = PersonForm::of(&person);
    page::ok(PersonFormPage::new(shell, Some(person), form))
}

/// `POST /people/{id}/edit`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
    form: Form<PersonForm>,
) -> Result<HttpResponse, AppError> {
    let person = queries::person(&app.db.read, &actor, *id).await?;
    let by = Registrar::from(&actor.secretary()?);
    let mut form = form.into_inner();
    let (facts, seen) = (form.parse(), form.version.parse(seen_version));
    let renamed_on = form.renamed_on.parse(parse_optional_day);
    let Some((facts, (seen, renamed_on))) = facts.zip(seen.zip(renamed_on)) else {
        return page::unprocessable(PersonFormPage::new(shell, Some(person), form));
    };
    let (now, seen) = (app.clock.now(), (person.id, seen));
    let facts = (facts, renamed_on);
    match db::write(&app.db, async |tx| commands::change_person(tx, &by, seen, facts, now).await).await {
        Ok(()) => page::see_other(format!("/people/{id}"), Flash::ok("名簿を変更しました")),
        Err(PersonError::Renamed(problem)) => {
            form.renamed_on.error = Some(problem.to_string());
            page::unprocessable(PersonFormPage::new(shell, Some(person), form))
        }
        Err(PersonError::Change(ChangeError::Stale(theirs))) => {
            form.version = Field::new(theirs.version.to_string());
            let page = PersonFormPage::new(shell, Some(person), form);
            page::conflict(PersonFormPage { theirs: Some(*theirs), ..page })
        }
        Err(PersonError::Change(ChangeError::NotFound)) => Err(AppError::NotFound),
        Err(PersonError::Change(ChangeError::Db(error))) => Err(error.into()),
    }
}
