//! `GET /board.csv` and `GET /board.xlsx`: the lines and marks that the page shows, as a file.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};

use super::filter::Asked;
use super::show::Reading;
use crate::access::Actor;
use crate::platform::error::AppError;
use crate::platform::page::{self, Format};
use crate::platform::state::AppState;
use crate::platform::table::{Column, Table};

/// The file.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    asked: Query<Asked>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    page::download(&app, &table(&read), &format!("board-{}", read.filter.year_word()), *format)
}

/// One line a body or theme, one column a month; several marks of a cell stand one below the other.
fn table(read: &Reading) -> Table {
    let grid = &read.grid;
    let several = grid.years.len() > 1;
    let years = grid.years.iter().flat_map(|(label, span)| std::iter::repeat_n(label, *span));
    let mut columns =
        vec![Column::new("グループ", 18), Column::new("会議・テーマ", 24), Column::new("事業項目・場面", 14)];
    let months = grid.columns.iter().zip(years.map(Some).chain(std::iter::repeat(None)));
    columns.extend(months.map(|(column, year)| match year.filter(|_| several) {
        Some(year) => Column::new(format!("{year} {}", column.label), 14),
        None => Column::new(&*column.label, 14),
    }));
    let lines = grid.groups.iter().flat_map(|group| {
        group.lines.iter().map(|line| {
            let indent = if line.below { "　" } else { "" };
            let head = [group.name.clone(), format!("{indent}{}", line.name), line.sorted_by.clone()];
            let cells = line
                .cells
                .iter()
                .map(|cell| cell.iter().map(|mark| mark.plain()).collect::<Vec<_>>().join("\n"));
            head.into_iter().chain(cells).collect()
        })
    });
    Table { title: format!("年間予定表 {}", read.filter.label()), columns, lines: lines.collect() }
}
