//! `/people/{id}/double`: who is entered twice. First the other row is chosen, then both stand side by side with what
//! would go over, then it is done.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::PersonId;
use entity::person;
use serde::Deserialize;

use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::directory::commands::{ChangeError, Holder, Join};
use crate::directory::queries::{self, SeatHeld};
use crate::doubles::commands::{JoinError, Joined, join};
use crate::platform::date::wareki;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::folding::folded;
use crate::platform::form::{Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// Rows that are offered at most.
const OFFERED: usize = 30;

/// Which other row is looked at.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    double: String,
    /// Part of a name, where the other spelling is far from this one.
    q: Field,
}

/// What the button sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    double: Field,
    version: Field,
    double_version: Field,
}

/// A row as it stands beside the other.
struct Side {
    person: person::Model,
    contacts: Vec<String>,
    seats: Vec<String>,
}

impl Side {
    async fn of(app: &AppState, person: person::Model) -> Result<Self, AppError> {
        let db = &app.db.read;
        let contacts = queries::contacts_of(db, Holder::Person(person.id)).await?;
        let seats = queries::seats_of_person(db, person.id).await?;
        Ok(Self {
            contacts: contacts.into_iter().map(|contact| contact.value).collect(),
            seats: seats.iter().map(seat_words).collect(),
            person,
        })
    }
}

/// 「連携協議会（医師会）令和8年4月1日～」.
fn seat_words(seat: &SeatHeld) -> String {
    let end = seat.to_on.map(wareki).unwrap_or_default();
    format!("{}（{}）{}～{end}", seat.body_name, seat.place, wareki(seat.from_on))
}

#[derive(Template)]
#[template(path = "doubles/choose.html")]
struct ChoosePage {
    shell: Shell,
    person: person::Model,
    q: Field,
    candidates: Vec<person::Model>,
    message: Option<String>,
}

#[derive(Template)]
#[template(path = "doubles/join.html")]
struct JoinPage {
    shell: Shell,
    kept: Side,
    double: Side,
    /// What would go over, or why nothing can.
    outcome: Result<Joined, String>,
}

/// `GET /people/{id}/double`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let kept = queries::person(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let other = asked.double.parse::<PersonId>().ok().filter(|other| *other != kept.id);
    let Some(other) = other else {
        return page::ok(choose(&app, &actor, shell, kept, asked.into_inner().q, None).await?);
    };
    let double = queries::person(&app.db.read, &actor, other).await?;
    page::ok(beside(&app, shell, &by, kept, double, None).await?)
}

/// `POST /people/{id}/double`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
    form: Form<JoinForm>,
) -> Result<HttpResponse, AppError> {
    let (kept, by) = (queries::person(&app.db.read, &actor, *id).await?, actor.secretary()?);
    let mut form = form.into_inner();
    let read = (form.double.parse(|text| text.parse::<PersonId>()), form.version.parse(seen_version));
    let (Some(double), Some(seen), Some(double_seen)) =
        (read.0, read.1, form.double_version.parse(seen_version))
    else {
        let message = Some("二重に入っている人を選んでください。".to_owned());
        return page::unprocessable(choose(&app, &actor, shell, kept, Field::default(), message).await?);
    };
    let double = queries::person(&app.db.read, &actor, double).await?;
    let input = Join { kept: (kept.id, seen), double: (double.id, double_seen) };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| join(tx, &by, input, now).await).await {
        Ok(_) => {
            let flash = Flash::ok(format!("{}さんを1人にまとめました", kept.name));
            page::see_other(format!("/people/{id}"), flash)
        }
        Err(JoinError::Change(ChangeError::Stale(_))) => {
            let why = "ほかの人が先に変更しました。内容を確かめて、もう一度押してください。".to_owned();
            let (kept, double) = reread(&app, &actor, (kept.id, double.id)).await?;
            page::conflict(beside(&app, shell, &by, kept, double, Some(why)).await?)
        }
        Err(JoinError::Change(ChangeError::NotFound)) => Err(AppError::NotFound),
        Err(JoinError::Change(ChangeError::Db(error))) => Err(error.into()),
        Err(why) => {
            let why = Some(why.to_string());
            page::unprocessable(beside(&app, shell, &by, kept, double, why).await?)
        }
    }
}

async fn reread(
    app: &AppState,
    actor: &Actor,
    (kept, double): (PersonId, PersonId),
) -> Result<(person::Model, person::Model), AppError> {
    let db = &app.db.read;
    Ok((queries::person(db, actor, kept).await?, queries::person(db, actor, double).await?))
}

/// The page that asks who it is: those of the same name or reading in any form, or those looked for.
async fn choose(
    app: &AppState,
    actor: &Actor,
    shell: Shell,
    person: person::Model,
    q: Field,
    message: Option<String>,
) -> Result<ChoosePage, AppError> {
    let mut candidates = queries::people_like(&app.db.read, actor, &q.value).await?;
    let like = |one: &person::Model| {
        let alike = |one: &str, other: &str| !one.is_empty() && folded(one) == folded(other);
        !q.value.trim().is_empty() || alike(&one.name, &person.name) || alike(&one.kana, &person.kana)
    };
    candidates.retain(|one| one.id != person.id && like(one));
    candidates.truncate(OFFERED);
    Ok(ChoosePage { shell, person, q, candidates, message })
}

/// Both rows and what joining them would do: the command itself, taken back.
async fn beside(
    app: &AppState,
    shell: Shell,
    by: &Secretary,
    kept: person::Model,
    double: person::Model,
    why: Option<String>,
) -> Result<JoinPage, AppError> {
    let input = Join { kept: (kept.id, kept.version), double: (double.id, double.version) };
    let now = app.clock.now();
    let tried = db::rehearse(&app.db, async |tx| join(tx, by, input, now).await).await;
    let outcome = match (why, tried) {
        (Some(why), _) => Err(why),
        (None, Ok(joined)) => Ok(joined),
        (None, Err(JoinError::Change(ChangeError::Db(error)))) => return Err(error.into()),
        (None, Err(error)) => Err(error.to_string()),
    };
    let (kept, double) = (Side::of(app, kept).await?, Side::of(app, double).await?);
    Ok(JoinPage { shell, kept, double, outcome })
}
