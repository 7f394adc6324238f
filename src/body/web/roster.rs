//! 委員名簿 of a day: as a sheet to print, `/bodies/{id}/roster?on=`, and as a file of the same columns,
//! `/bodies/{id}/roster.csv` and `.xlsx`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::body;
use entity::id::BodyId;

use super::rows::{RosterRow, roster_rows};
use super::show::OnQuery;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries;
use crate::platform::date::{iso_day, tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, Format, Pager, filters};
use crate::platform::state::AppState;
use crate::platform::table::{Column, Table};

#[derive(Template)]
#[template(path = "body/roster.html")]
struct RosterSheet {
    shell: Shell,
    name: String,
    back: String,
    day: String,
    error: Option<String>,
    rows: Vec<RosterRow>,
    pager: Pager,
}

/// Lines on one page of the browser; a longer roster is printed in parts.
const PER_PAGE: usize = 150;

/// `GET /bodies/{id}/roster`
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<OnQuery>,
) -> Result<HttpResponse, AppError> {
    let mut query = query.into_inner();
    let Reading { body, day, rows } = Reading::of(&app, &actor, *id, &mut query).await?;
    let (rows, pager) = query.page(rows, PER_PAGE, &format!("/bodies/{id}/roster"));
    page::ok(RosterSheet {
        shell,
        back: format!("/bodies/{}", body.id),
        name: body.name,
        day: wareki(day),
        error: query.on.error,
        rows,
        pager,
    })
}

/// What sheet and files are made of.
struct Reading {
    body: body::Model,
    day: NaiveDate,
    rows: Vec<RosterRow>,
}

impl Reading {
    async fn of(app: &AppState, actor: &Actor, id: BodyId, query: &mut OnQuery) -> Result<Self, AppError> {
        let db = &app.db.read;
        let body = queries::one(db, actor, id).await?;
        let day = query.day(tokyo_day(app.clock.now()));
        let titles = queries::rules_on(db, body.id, day).await?.titles;
        let rows = roster_rows(&queries::roster_on(db, id, day).await?, &titles);
        Ok(Self { body, day, rows })
    }

    /// All lines in the columns of the sheet, under a name that says the day.
    fn table(self) -> Table {
        let heads = [
            ("No.", 5),
            ("選出区分", 14),
            ("所属団体", 28),
            ("役職", 18),
            ("氏名", 18),
            ("ふりがな", 20),
            ("勤務先", 28),
            ("備考", 30),
        ];
        Table {
            title: format!("{}　委員名簿　{}現在", self.body.short_name, wareki(self.day)),
            columns: heads.map(|(head, width)| Column::new(head, width)).into(),
            lines: self.rows.into_iter().map(line).collect(),
        }
    }
}

fn line(row: RosterRow) -> Vec<String> {
    let replacement = if row.is_replacement { "補欠" } else { "" };
    let remarks = [row.role.as_str(), replacement, row.term.as_str()];
    let remarks: Vec<_> = remarks.into_iter().filter(|words| !words.is_empty()).collect();
    let remarks = remarks.join("　");
    let name = if row.membership.is_some() { row.name } else { "（欠員）".to_owned() };
    let number = row.number.to_string();
    vec![number, row.category, row.association, row.post, name, row.kana, row.workplace, remarks]
}

/// `GET /bodies/{id}/roster.csv`, `GET /bodies/{id}/roster.xlsx`
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    path: Path<(BodyId, Format)>,
    query: Query<OnQuery>,
) -> Result<HttpResponse, AppError> {
    let (id, format) = path.into_inner();
    let read = Reading::of(&app, &actor, id, &mut query.into_inner()).await?;
    let name = format!("roster-{}", iso_day(read.day));
    page::download(&app, &read.table(), &name, format)
}
