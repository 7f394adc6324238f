//! Two versions of a charter side by side: `/charters/{id}/comparison?with=`. The version of the address is the
//! later one; it is compared with the one before it unless another is asked for.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::CharterId;
use entity::{body, charter};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries;
use crate::body::rules::{self, ComparedLine, Whole, compare};
use crate::platform::date::wareki;
use crate::platform::error::AppError;
use crate::platform::form::Choice;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// What the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct WithQuery {
    /// The other version; empty = the one before.
    with: String,
}

#[derive(Template)]
#[template(path = "body/comparison.html")]
struct ComparisonPage {
    shell: Shell,
    body: body::Model,
    after: charter::Model,
    /// The versions it can be compared with.
    others: Vec<Choice>,
    /// The one it is compared with.
    chosen: String,
    old: String,
    new: String,
    changes: usize,
    groups: Vec<(&'static str, Vec<ComparedLine>)>,
}

/// `GET /charters/{id}/comparison`; a first version has nothing to be compared with and is 404 here.
pub async fn comparison(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<CharterId>,
    query: Query<WithQuery>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    let (body, asked) = queries::one_charter(db, &actor, *id).await?;
    let versions = queries::versions(db, body.id).await?;
    let others: Vec<_> = versions.iter().filter(|version| version.id != asked.id).collect();
    let wanted = others.iter().find(|version| version.id.to_string() == query.with);
    let before = others.iter().find(|version| place(version) < place(&asked));
    let other = *wanted.or(before).or(others.first()).ok_or(AppError::NotFound)?;
    let (old, new) = if place(other) < place(&asked) { (other, &asked) } else { (&asked, other) };
    let said = (queries::settings(db, old.id).await?, queries::settings(db, new.id).await?);
    let groups =
        compare(Whole { charter: old, settings: &said.0 }, Whole { charter: new, settings: &said.1 });
    let lines = groups.iter().flat_map(|(_, lines)| lines);
    page::ok(ComparisonPage {
        shell,
        changes: lines.filter(|line| line.difference.word().is_some()).count(),
        others: others.iter().map(|version| Choice::new(version.id.to_string(), name(version))).collect(),
        chosen: other.id.to_string(),
        old: name(old),
        new: name(new),
        groups,
        after: asked,
        body,
    })
}

fn place(version: &charter::Model) -> (chrono::NaiveDate, chrono::NaiveDate) {
    rules::in_order(version.effective_on, version.applies_from)
}

/// 「令和8年4月1日からの版」.
fn name(version: &charter::Model) -> String {
    format!("{}からの版", wareki(rules::applies_from(version.effective_on, version.applies_from)))
}
