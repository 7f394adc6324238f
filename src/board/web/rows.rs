//! `/board/rows`: every line with its group, its years and how many entries it has, and the buttons ↑ and ↓.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use entity::id::BoardRowId;
use serde::Deserialize;

use super::grid::{line_name, sorted_by};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::board::commands::{self, RowError, RowSeen};
use crate::board::queries;
use crate::board::rules::{Step, years_words};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, Unseen, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "board/rows.html")]
pub struct RowsPage {
    shell: Shell,
    rows: Vec<Listed>,
    message: Option<String>,
}

/// One line.
pub struct Listed {
    id: BoardRowId,
    version: i32,
    name: String,
    /// The group's heading and where it is changed; only where the group begins.
    heading: Option<(String, String)>,
    sorted_by: String,
    years: String,
    entries: i64,
}

impl RowsPage {
    async fn read(app: &AppState, by: &Secretary, shell: Shell) -> Result<Self, AppError> {
        let (db, region) = (&app.db.read, by.region());
        let counts: HashMap<_, _> = queries::counts(db, region).await?.into_iter().collect();
        let (mut last, mut rows) = (None, Vec::new());
        for (row, group) in queries::rows(db, region, None).await? {
            let begins = row.group_id != last;
            last = row.group_id;
            let heading = group
                .filter(|_| begins)
                .map(|group| (group.name, format!("/board/groups/{}/edit", group.id)));
            rows.push(Listed {
                id: row.id,
                version: row.version,
                name: line_name(&row),
                heading,
                sorted_by: sorted_by(&row),
                years: years_words(&row),
                entries: counts.get(&row.id).copied().unwrap_or(0),
            });
        }
        Ok(Self { shell, rows, message: None })
    }

    fn saying(self, why: impl ToString) -> Self {
        Self { message: Some(why.to_string()), ..self }
    }
}

/// `GET /board/rows`.
pub async fn list(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    page::ok(RowsPage::read(&app, &actor.secretary()?, shell).await?)
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    row: Field,
    step: Field,
    version: Field,
}

impl OrderForm {
    fn parse(&mut self) -> Option<(RowSeen, Step)> {
        let row = self.row.parse(|text| text.parse::<BoardRowId>().map_err(|_| Unseen));
        let step = self.step.parse(|text| match text {
            "up" => Ok(Step::Up),
            "down" => Ok(Step::Down),
            _ => Err(Unseen),
        });
        let version = self.version.parse(seen_version);
        Some((RowSeen { row: row?, version: version? }, step?))
    }
}

/// `POST /board/rows/order`.
pub async fn order(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<OrderForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now) = (actor.secretary()?, app.clock.now());
    let Some((seen, step)) = form.into_inner().parse() else {
        return page::unprocessable(RowsPage::read(&app, &by, shell).await?.saying(Unseen));
    };
    match db::write(&app.db, async |tx| commands::move_row(tx, &by, seen, step, now).await).await {
        Ok(()) => page::see_other("/board/rows", Flash::ok("行を並べ替えました")),
        Err(RowError::Db(error)) => Err(error.into()),
        Err(why) => page::conflict(RowsPage::read(&app, &by, shell).await?.saying(why)),
    }
}
