//! All bodies a person may know of, as a tree or sorted otherwise: `/bodies`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::body::BodyKind;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::{queries, rules};
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, Address, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 100;

/// What it can be sorted by; otherwise than as a tree nothing is indented.
const ORDERS: [Order; 5] =
    [Order::up("tree"), Order::up("kind"), Order::up("seated"), Order::up("vacant"), Order::up("state")];

/// What the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `1` = also bodies that have been wound up.
    ended: String,
    sort: String,
    page: String,
}

impl Asked {
    fn address(&self) -> Address {
        let ended = if self.all() { "1" } else { "" };
        Address::new("/bodies", vec![("ended", ended.to_owned())], (&self.sort, &self.page), &ORDERS)
    }

    fn all(&self) -> bool {
        self.ended == "1"
    }
}

/// One body of the list.
struct Line {
    /// Its place in the tree.
    place: usize,
    href: String,
    name: String,
    /// Full-width spaces and a corner for a body under another one.
    indent: String,
    kind: BodyKind,
    in_office: u32,
    vacant: u32,
    wound_up_on: Option<NaiveDate>,
}

impl Line {
    fn of(tally: rules::Tally, (place, line): (usize, queries::TreeLine), is_tree: bool) -> Self {
        let rules::Tally { in_office, vacant } = tally;
        let queries::TreeLine { body, depth } = line;
        let depth = depth.checked_sub(1).filter(|_| is_tree);
        Self {
            place,
            href: format!("/bodies/{}", body.id),
            indent: depth.map(|depth| "　".repeat(depth) + "└ ").unwrap_or_default(),
            kind: body.kind,
            wound_up_on: body.wound_up_on,
            name: body.name,
            in_office,
            vacant,
        }
    }

    /// 「続いている」, or until when.
    fn state(&self) -> String {
        self.wound_up_on.map_or_else(|| "続いている".to_owned(), |day| format!("{}まで", wareki(day)))
    }
}

/// What was read.
struct Reading {
    lines: Vec<Line>,
    /// Bodies left out because they have been wound up.
    hidden: usize,
}

impl Reading {
    /// Every body that the reader may know of; the administrator has no content.
    async fn of(app: &AppState, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let (db, today) = (&app.db.read, tokyo_day(app.clock.now()));
        actor.region().ok_or(AppError::NotFound)?;
        let tree = queries::tree(db, actor).await?;
        let ids: Vec<_> = tree.iter().map(|line| line.body.id).collect();
        let tallies = queries::tallies_on(db, &ids, today).await?;
        let (total, order) = (tree.len(), asked.address().order);
        let ended = |line: &queries::TreeLine| line.body.wound_up_on.is_some_and(|last| last < today);
        let shown = tree.into_iter().enumerate().filter(|(_, line)| asked.all() || !ended(line));
        let tally = |body| tallies.get(&body).copied().unwrap_or_default();
        let is_tree = order == Order::up("tree");
        let mut lines: Vec<_> = shown.map(|line| Line::of(tally(line.1.body.id), line, is_tree)).collect();
        let hidden = total - lines.len();
        order.sort(&mut lines, |column, one, other| match column {
            "kind" => one.kind.cmp(&other.kind),
            "seated" => one.in_office.cmp(&other.in_office),
            "vacant" => one.vacant.cmp(&other.vacant),
            "state" => one.wound_up_on.cmp(&other.wound_up_on),
            _ => one.place.cmp(&other.place),
        });
        Ok(Self { lines, hidden })
    }
}

#[derive(Template)]
#[template(path = "body/tree.html")]
struct TreePage {
    shell: Shell,
    list: Listing<Line>,
    hidden: usize,
    all: bool,
    is_secretary: bool,
}

/// `GET /bodies`.
pub async fn tree(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let Reading { lines, hidden } = Reading::of(&app, &actor, &asked).await?;
    let list = Listing::of(asked.address(), lines, PER_PAGE);
    let is_secretary = actor.secretary().is_ok();
    page::ok(TreePage { shell, list, hidden, all: asked.all(), is_secretary })
}

/// `GET /bodies.csv`, `GET /bodies.xlsx`.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    asked: Query<Asked>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    let columns = [("会議体", 36), ("種類", 14), ("在任", 8), ("欠員", 8), ("状態", 20)];
    let line = |line: Line| {
        let (kind, state) = (rules::kind_name(line.kind).to_owned(), line.state());
        let name = format!("{}{}", line.indent, line.name);
        vec![name, kind, line.in_office.to_string(), line.vacant.to_string(), state]
    };
    let lines = read.lines.into_iter().map(line);
    page::download(&app, &Table::new("会議体", &columns, lines), "bodies", *format)
}
