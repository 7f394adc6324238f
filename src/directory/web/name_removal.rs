//! `/people/{id}/names/{last_on}/removal`: a change of name that was none is taken back; asked first, because rosters
//! of those days print the name of today again.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::PersonId;
use entity::{person, person_name};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, ChangeError, Registrar};
use crate::directory::queries;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "directory/name_removal.html")]
struct RemovalPage {
    shell: Shell,
    person: person::Model,
    before: person_name::Model,
    message: Option<&'static str>,
}

/// What the button sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ButtonForm {
    version: Field,
}

/// The person and the name that was had until a day, or 404.
async fn found(
    app: &AppState,
    actor: &Actor,
    (id, last_on): (PersonId, NaiveDate),
) -> Result<(person::Model, person_name::Model), AppError> {
    let db = &app.db.read;
    let person = queries::person(db, actor, id).await?;
    actor.secretary()?;
    let before = queries::names_before(db, id).await?.into_iter().find(|one| one.last_on == last_on);
    Ok((person, before.ok_or(AppError::NotFound)?))
}

/// `GET /people/{id}/names/{last_on}/removal`
pub async fn ask(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    path: Path<(PersonId, NaiveDate)>,
) -> Result<HttpResponse, AppError> {
    let (person, before) = found(&app, &actor, *path).await?;
    page::ok(RemovalPage { shell, person, before, message: None })
}

/// `POST /people/{id}/names/{last_on}/removal`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    path: Path<(PersonId, NaiveDate)>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let (person, before) = found(&app, &actor, *path).await?;
    let by = Registrar::from(&actor.secretary()?);
    let Some(seen) = form.into_inner().version.parse(seen_version) else {
        let message = Some("もう一度ボタンを押してください。");
        return page::unprocessable(RemovalPage { shell, person, before, message });
    };
    let (now, (id, last_on)) = (app.clock.now(), *path);
    let done = db::write(&app.db, async |tx| commands::forget_name(tx, &by, (id, seen), last_on, now).await);
    match done.await {
        Ok(()) => page::see_other(format!("/people/{id}"), Flash::ok("前の名前の記録を消しました")),
        Err(ChangeError::Stale(person)) => {
            let message = Some("ほかの人が先に変更しました。内容を確かめて、もう一度押してください。");
            page::conflict(RemovalPage { shell, person: *person, before, message })
        }
        Err(ChangeError::NotFound) => Err(AppError::NotFound),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}
