//! `GET /settings/export/{file}`: a kind as `persons.csv`, `persons-cp932.csv` or `persons.xlsx`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::index::IndexPage;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::exchange::queries::stock;
use crate::exchange::rules::{Kind, written};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Field;
use crate::platform::page;
use crate::platform::state::AppState;
use crate::platform::table::{CsvError, Encoding, csv, xlsx};

/// The file, or the page with the character that its encoding does not have.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    name: Path<String>,
) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let (stem, ending) = name.rsplit_once('.').ok_or(AppError::NotFound)?;
    let (word, encoding) = match stem.strip_suffix("-cp932") {
        Some(word) if ending == "csv" => (word, Encoding::Cp932),
        _ => (stem, Encoding::Utf8),
    };
    let kind = Kind::from_word(word).ok_or(AppError::NotFound)?;
    let (region, now) = (by.region(), app.clock.now());
    let known = db::snapshot(&app.db, async |tx| stock(tx, kind, region, now).await).await?;
    let table = written(kind, known);
    if ending == "xlsx" {
        let octets = xlsx(&table).map_err(|error| AppError::Internal(error.to_string()))?;
        return Ok(page::file(&name, page::XLSX, octets));
    }
    if ending != "csv" {
        return Err(AppError::NotFound);
    }
    let media = match encoding {
        Encoding::Utf8 => "text/csv; charset=utf-8",
        Encoding::Cp932 => "text/csv; charset=shift_jis",
    };
    match csv(&table, encoding) {
        Ok(octets) => Ok(page::file(&name, media, octets)),
        Err(told @ CsvError::Unwritable { .. }) => {
            let why = format!("{}：{told}", kind.label());
            let fields = (Field::new(kind.word()), Field::default());
            page::unprocessable(IndexPage::new(&app, &actor, shell, fields, Some(why)).await?)
        }
        Err(other) => Err(AppError::Internal(other.to_string())),
    }
}
