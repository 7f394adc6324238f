//! `GET /help/images/{file}`: the pictures of the guide, part of the program like the chapters.

use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use crate::platform::assets::{self, Asked};
use crate::platform::error::AppError;
use crate::platform::markdown::Picture;

#[derive(RustEmbed)]
#[folder = "docs/guide/images/"]
struct Pictures;

/// `GET /help/images/{file}`.
pub async fn show(
    request: HttpRequest,
    name: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let file = Pictures::get(&name).ok_or(AppError::NotFound)?;
    Ok(assets::answer(&request, &name, file, &asked))
}

/// Where a picture is and how large, so that the text does not jump when it comes.
pub(super) fn of(name: &str) -> Option<Picture> {
    let file = Pictures::get(name)?;
    let (width, height) = size(&file.data)?;
    Some(Picture { href: format!("/help/images/{name}?v={}", assets::version(&file)), width, height })
}

/// Width and height of a PNG: the first fields of its first chunk (RFC 2083, 4.1.1).
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| Some(u32::from_be_bytes(png.get(from..from + 4)?.try_into().ok()?));
    let is_png = png.starts_with(b"\x89PNG\r\n\x1a\n");
    is_png.then_some(())?;
    Some((number(16)?, number(20)?))
}
