//! `GET /attendance`: how often each member came, by body and fiscal year, in counts; as CSV and Excel book, too.

use std::cmp::Ordering;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::body;
use entity::id::BodyId;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::attendance::queries;
use crate::attendance::rules::{Tally, tally};
use crate::platform::date::{FiscalYear, month_day_weekday, tokyo_day};
use crate::platform::error::AppError;
use crate::platform::form::Choice;
use crate::platform::page::{self, Address, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 100;

/// What it can be sorted by; the roster's order first.
const ORDERS: [Order; 8] = [
    Order::up("roster"),
    Order::up("association"),
    Order::up("name"),
    Order::up("asked"),
    Order::up("room"),
    Order::up("online"),
    Order::up("proxy"),
    Order::up("absent"),
];

/// As asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    body: String,
    fy: String,
    sort: String,
    page: String,
}

/// What was read.
struct Reading {
    year: FiscalYear,
    body: Option<body::Model>,
    bodies: Vec<body::Model>,
    years: Vec<FiscalYear>,
    /// Days of the meetings that were held.
    held: Vec<String>,
    unrecorded: usize,
    lines: Vec<Tally>,
    address: Address,
}

impl Reading {
    async fn of(app: &AppState, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let (db, now, by) = (&app.db.read, app.clock.now(), actor.secretary()?);
        let year = FiscalYear::parse(&asked.fy).unwrap_or_else(|_| FiscalYear::of(tokyo_day(now)));
        let bodies = queries::bodies(db, by.region()).await?;
        let wanted: Option<BodyId> = asked.body.parse().ok();
        let body = bodies.iter().find(|body| Some(body.id) == wanted).or(bodies.first()).cloned();
        let found = queries::year(db, (by.region(), year), body.as_ref().map(|body| body.id), now).await?;
        let mut lines = tally(&found.sat);
        let body_word = body.as_ref().map(|body| body.id.to_string()).unwrap_or_default();
        let filters = vec![("body", body_word), ("fy", year.year().to_string())];
        let address = Address::new("/attendance", filters, (&asked.sort, &asked.page), &ORDERS);
        address.order.sort(&mut lines, compare);
        let day = |one: &entity::meeting::Model| one.starts_at.map(|at| month_day_weekday(tokyo_day(at)));
        Ok(Self {
            held: found.held.iter().filter_map(day).collect(),
            unrecorded: found.unrecorded,
            lines,
            address,
            years: queries::years(db, by.region()).await?,
            year,
            body,
            bodies,
        })
    }

    fn title(&self) -> String {
        let body = self.body.as_ref().map(|body| body.short_name.as_str()).unwrap_or_default();
        format!("出席状況 {body} {}", self.year.label())
    }

    fn table(&self) -> Table {
        let columns = [
            ("団体", 24),
            ("氏名", 16),
            ("案内", 8),
            ("会場", 8),
            ("オンライン", 10),
            ("代理", 8),
            ("欠席", 8),
        ];
        let line = |one: &Tally| {
            let counts =
                [one.asked, one.room, one.online, one.proxy, one.absent].map(|count| count.to_string());
            [one.association.clone(), one.name.clone()].into_iter().chain(counts).collect()
        };
        Table::new(self.title(), &columns, self.lines.iter().map(line))
    }
}

fn compare(column: &str, one: &Tally, other: &Tally) -> Ordering {
    match column {
        "association" => one.association.cmp(&other.association),
        "name" => one.name.cmp(&other.name),
        "asked" => one.asked.cmp(&other.asked),
        "room" => one.room.cmp(&other.room),
        "online" => one.online.cmp(&other.online),
        "proxy" => one.proxy.cmp(&other.proxy),
        "absent" => one.absent.cmp(&other.absent),
        _ => Ordering::Equal,
    }
}

#[derive(Template)]
#[template(path = "attendance/table.html")]
struct TablePage {
    shell: Shell,
    read: Reading,
    list: Listing<Tally>,
}

impl TablePage {
    fn bodies(&self) -> Vec<Choice> {
        self.read.bodies.iter().map(|body| Choice::new(body.id.to_string(), &*body.short_name)).collect()
    }

    fn years(&self) -> Vec<Choice> {
        let this = std::iter::once(&self.read.year);
        let mut years: Vec<_> = self.read.years.iter().chain(this).collect();
        years.sort_unstable_by(|one, other| other.cmp(one));
        years.dedup();
        years.into_iter().map(|year| Choice::new(year.year().to_string(), year.label())).collect()
    }

    fn body(&self) -> String {
        self.read.body.as_ref().map(|body| body.id.to_string()).unwrap_or_default()
    }
}

/// `GET /attendance`.
pub async fn table(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    let list = Listing::of(read.address.clone(), read.lines.clone(), PER_PAGE);
    page::ok(TablePage { shell, read, list })
}

/// `GET /attendance.csv`, `GET /attendance.xlsx`.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    asked: Query<Asked>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    page::download(&app, &read.table(), &format!("attendance-{}", read.year.year()), *format)
}
