//! One body: what it is, the rules in force, its roster on a day, the versions of its charter:
//! `/bodies/{id}?on=`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::id::{BodyId, CharterId};
use entity::{body, charter};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

use super::rows::{PresidingLine, RosterRow, RuleGroup, quorum_line, roster_rows, rule_groups};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::{queries, rules};
use crate::platform::date::{parse_day, tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::form::Field;
use crate::platform::page::{self, Pager, filters};
use crate::platform::state::AppState;

/// What the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OnQuery {
    /// The day asked for, in any form; empty = today.
    pub(super) on: Field,
    /// The page of a long roster, from 1.
    pub(super) page: Field,
}

impl OnQuery {
    /// The day asked for; today when none is, or when it cannot be read, which then stands beside the field.
    pub fn day(&mut self, today: NaiveDate) -> NaiveDate {
        if self.on.value.trim().is_empty() {
            return today;
        }
        self.on.parse(parse_day).unwrap_or(today)
    }

    /// The lines of the page asked for, of a roster that stands under `path`, and the links to the others.
    pub fn page(&self, rows: Vec<RosterRow>, per_page: usize, path: &str) -> (Vec<RosterRow>, Pager) {
        let on = utf8_percent_encode(&self.on.value, NON_ALPHANUMERIC);
        let current = self.page.value.parse().unwrap_or(1);
        page::page_of(rows, per_page, current, |page| format!("{path}?on={on}&page={page}#roster"))
    }
}

/// Lines of the roster on one page.
const PER_PAGE: usize = 25;

/// One version of the charter.
struct VersionRow {
    href: String,
    /// Where it stands beside the one before it; none for the first.
    comparison: Option<String>,
    title: String,
    number: String,
    from: String,
    in_force: bool,
}

#[derive(Template)]
#[template(path = "body/show.html")]
struct BodyPage {
    shell: Shell,
    body: body::Model,
    kind: &'static str,
    parent: Option<(String, String)>,
    below: Vec<(String, String)>,
    /// What it grew out of, with the list of the meetings held then.
    before: Option<(String, String, String)>,
    /// What grew out of it.
    after: Vec<(String, String)>,
    on: Field,
    day: String,
    quorum: String,
    general_affairs: Option<String>,
    rules: Vec<RuleGroup>,
    roster: Vec<RosterRow>,
    pager: Pager,
    in_office: u32,
    vacant: u32,
    versions: Vec<VersionRow>,
    presiding: PresidingLine,
    is_secretary: bool,
}

impl BodyPage {
    async fn new(
        db: &impl ConnectionTrait,
        actor: &Actor,
        shell: Shell,
        body: body::Model,
        (query, day): (OnQuery, NaiveDate),
    ) -> Result<Self, DbErr> {
        let tree = queries::tree(db, actor).await?;
        let link = |line: &queries::TreeLine| (format!("/bodies/{}", line.body.id), line.body.name.clone());
        let (before, after) = queries::followed(db, body.id).await?;
        let of = |id: BodyId| tree.iter().find(|line| line.body.id == id).map(link);
        let before = before.and_then(|id| {
            let (href, name) = of(id)?;
            Some((href, name, format!("/meetings?body={id}&fy=all")))
        });
        let after = after.into_iter().filter_map(of).collect();
        let in_force = queries::rules_on(db, body.id, day).await?;
        let lines = queries::roster_on(db, body.id, day).await?;
        let rules::Tally { in_office, vacant } = rules::tally(&lines);
        let versions = queries::versions(db, body.id).await?;
        let rows = roster_rows(&lines, &in_force.titles);
        let (roster, pager) = query.page(rows, PER_PAGE, &format!("/bodies/{}", body.id));
        Ok(Self {
            shell,
            kind: rules::kind_name(body.kind),
            parent: tree.iter().find(|line| Some(line.body.id) == body.parent_id).map(link),
            before,
            after,
            below: tree.iter().filter(|line| line.body.parent_id == Some(body.id)).map(link).collect(),
            on: query.on,
            day: wareki(day),
            quorum: quorum_line(&in_force, in_office),
            roster,
            pager,
            rules: rule_groups(&in_force),
            general_affairs: in_force.general_affairs.clone(),
            in_office,
            vacant,
            versions: version_rows(&versions, in_force.charter),
            presiding: PresidingLine::of(&lines, &in_force),
            is_secretary: actor.secretary().is_ok(),
            body,
        })
    }
}

/// `GET /bodies/{id}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<OnQuery>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let mut query = query.into_inner();
    let day = query.day(tokyo_day(app.clock.now()));
    page::ok(BodyPage::new(&app.db.read, &actor, shell, body, (query, day)).await?)
}

/// The latest first; each but the first version can be compared.
fn version_rows(versions: &[charter::Model], in_force: Option<CharterId>) -> Vec<VersionRow> {
    let last = versions.len().saturating_sub(1);
    versions.iter().enumerate().map(|(at, version)| version_row(version, in_force, at < last)).collect()
}

fn version_row(version: &charter::Model, in_force: Option<CharterId>, has_earlier: bool) -> VersionRow {
    VersionRow {
        comparison: has_earlier.then(|| format!("/charters/{}/comparison", version.id)),
        href: format!("/charters/{}/edit", version.id),
        title: version.title.clone(),
        number: version.number.clone().unwrap_or_default(),
        from: wareki(rules::applies_from(version.effective_on, version.applies_from)),
        in_force: in_force == Some(version.id),
    }
}
