//! `GET /board`: the grid of one or several fiscal years, on wide screens and on one A3 sheet; a list on a phone.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use chrono::{NaiveDate, TimeDelta};
use entity::board_row;
use entity::id::BoardChangeId;

use super::filter::{Asked, Filter, Which, year_choices};
use super::grid::{Column, Grid, Material, Month};
use super::sittings::Sittings;
use crate::access::web::Shell;
use crate::access::{Actor, Reach, Secretary};
use crate::board::queries;
use crate::board::rules::{covers, first_of};
use crate::body::queries::TreeLine;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Field};
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// For how long one's last change is offered to be taken back.
const UNDO_WITHIN: TimeDelta = TimeDelta::hours(24);

/// What the page shows.
#[derive(Template)]
#[template(path = "board/show.html")]
pub struct BoardPage {
    shell: Shell,
    filter: Filter,
    grid: Grid,
    bodies: Vec<Choice>,
    years: Vec<Choice>,
    today: NaiveDate,
    may_edit: bool,
    /// Whether there is any line of a theme at all.
    themes: bool,
    undo: Option<Undo>,
}

/// One's own last change.
pub struct Undo {
    id: BoardChangeId,
    words: String,
}

impl BoardPage {
    fn when(&self) -> String {
        wareki_weekday(self.today)
    }

    fn body(&self) -> Field {
        Field::new(self.filter.body.map(|id| id.to_string()).unwrap_or_default())
    }

    fn states(&self) -> [(Which, &'static str, &'static str); 3] {
        Which::ALL
    }

    fn late(&self) -> usize {
        self.grid.count(|mark| mark.late)
    }

    fn several_years(&self) -> bool {
        self.grid.years.len() > 1
    }

    /// Months that are not over, for the list of a phone; all of them in a year gone by.
    fn coming(&self) -> Vec<Month<'_>> {
        self.grid.months(|column| self.is_coming(column))
    }

    fn gone(&self) -> Vec<Month<'_>> {
        self.grid.months(|column| column.month.is_some() && !self.is_coming(column))
    }

    fn undated(&self) -> Vec<Month<'_>> {
        self.grid.months(|column| column.month.is_none())
    }

    fn is_coming(&self, column: &Column) -> bool {
        let this_month = first_of(self.today);
        column.month.is_some_and(|month| this_month <= month)
    }

    fn colspan(&self) -> usize {
        self.grid.columns.len() + 1
    }

    /// Where an entry is added; in the first of the years shown that is not over.
    fn add_href(&self) -> String {
        let year = FiscalYear::of(self.today).clamp(self.filter.years.0, self.filter.years.1);
        format!("/board/entries/new?fy={}", year.year())
    }

    /// The same board with last year's days, or without.
    fn with_last(&self) -> String {
        self.filter.href("/board", !self.filter.last)
    }

    /// The same board as a file.
    fn file(&self, path: &str) -> String {
        self.filter.href(path, self.filter.last)
    }
}

/// What was read for the board, as a page or as a file.
pub(super) struct Reading {
    pub(super) filter: Filter,
    pub(super) grid: Grid,
    sittings: Sittings,
    rows: Vec<board_row::Model>,
    may_edit: bool,
}

impl Reading {
    /// The board of an address, as far as this actor may see it.
    pub(super) async fn of(app: &AppState, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let (db, now) = (&app.db.read, app.clock.now());
        let region = queries::seen_by(actor)?;
        let filter = Filter::read(asked, FiscalYear::of(tokyo_day(now)));
        let all = queries::rows(db, region, None).await?;
        let shown = |(row, _): &&queries::Row| filter.each_year().any(|year| covers(row, year));
        let rows: Vec<_> = all.iter().filter(shown).cloned().collect();
        let entries = queries::entries(db, region, filter.years).await?;
        let sittings = Sittings::read(db, actor, (region, &filter), now).await?;
        let may_edit = actor.reach() == Reach::WholeRegion;
        let material = Material { rows: &rows, entries: &entries, sittings: &sittings, may_edit };
        let grid = Grid::new(&filter, &material, now);
        Ok(Self { filter, grid, sittings, rows: all.into_iter().map(|(row, _)| row).collect(), may_edit })
    }
}

/// `GET /board`.
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    let now = app.clock.now();
    let undo = match actor.secretary() {
        Ok(by) => last_change(&app, &by, now).await?,
        Err(_) => None,
    };
    let today = tokyo_day(now);
    page::ok(BoardPage {
        shell,
        bodies: body_choices(&read.sittings),
        years: year_choices(&read.rows, FiscalYear::of(today), read.filter.years),
        themes: !read.rows.is_empty(),
        filter: read.filter,
        grid: read.grid,
        today,
        may_edit: read.may_edit,
        undo,
    })
}

async fn last_change(app: &AppState, by: &Secretary, now: Instant) -> Result<Option<Undo>, AppError> {
    let found = queries::last_change(&app.db.read, by, now - UNDO_WITHIN).await?;
    let Some((change, Some(entry))) = found else { return Ok(None) };
    let may = change.undone_at.is_none() && change.made_version == entry.version;
    let did = super::actions::verb_words(change.verb);
    Ok(may.then(|| Undo { id: change.id, words: format!("「{}」を{did}", entry.text) }))
}

fn body_choices(sittings: &Sittings) -> Vec<Choice> {
    let choice = |line: &TreeLine| {
        Choice::new(line.body.id.to_string(), format!("{}{}", "　".repeat(line.depth), line.body.short_name))
    };
    std::iter::once(Choice::new("", "すべて")).chain(sittings.bodies().iter().map(choice)).collect()
}
