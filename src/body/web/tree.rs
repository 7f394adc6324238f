//! All bodies a person may know of, as a tree: `/bodies`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::rules::RosterLine;
use crate::body::{queries, rules};
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// What the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TreeQuery {
    /// `1` = also bodies that have been wound up.
    ended: String,
}

/// One body of the list.
struct Line {
    href: String,
    name: String,
    /// Full-width spaces and a corner for a body under another one.
    indent: String,
    kind: &'static str,
    in_office: u32,
    vacant: u32,
    wound_up_on: Option<String>,
}

impl Line {
    fn of(roster: &[RosterLine], line: queries::TreeLine) -> Self {
        let (in_office, vacant) = rules::tally(roster);
        let queries::TreeLine { body, depth } = line;
        Self {
            href: format!("/bodies/{}", body.id),
            indent: depth.checked_sub(1).map(|depth| "　".repeat(depth) + "└ ").unwrap_or_default(),
            kind: rules::kind_name(body.kind),
            wound_up_on: body.wound_up_on.map(wareki),
            name: body.name,
            in_office,
            vacant,
        }
    }
}

#[derive(Template)]
#[template(path = "body/tree.html")]
struct TreePage {
    shell: Shell,
    lines: Vec<Line>,
    /// Bodies left out because they have been wound up.
    hidden: usize,
    all: bool,
    is_secretary: bool,
}

/// `GET /bodies`; the administrator has no content.
pub async fn tree(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    query: Query<TreeQuery>,
) -> Result<HttpResponse, AppError> {
    let (db, today) = (&app.db.read, tokyo_day(app.clock.now()));
    actor.region().ok_or(AppError::NotFound)?;
    let tree = queries::tree(db, &actor).await?;
    let ids: Vec<_> = tree.iter().map(|line| line.body.id).collect();
    let rosters = queries::rosters_on(db, &ids, today).await?;
    let (total, all) = (tree.len(), query.ended == "1");
    let ended = |line: &queries::TreeLine| line.body.wound_up_on.is_some_and(|last| last < today);
    let shown = tree.into_iter().filter(|line| all || !ended(line));
    let roster = |body| rosters.get(&body).map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<_> = shown.map(|line| Line::of(roster(line.body.id), line)).collect();
    let is_secretary = actor.secretary().is_ok();
    page::ok(TreePage { shell, hidden: total - lines.len(), lines, all, is_secretary })
}
