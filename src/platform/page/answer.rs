//! The four answers a use case has: a page, the page again because of its form (422), the page again because
//! somebody was faster (409), and after a success the way to the next page (303).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ContentType, LOCATION};
use askama::Template;

use super::cookie::leave;
use super::flash::Flash;
use crate::platform::error::AppError;

/// 200: the page.
pub fn ok(page: impl Template) -> Result<HttpResponse, AppError> {
    with_status(StatusCode::OK, page)
}

/// 422: the form as typed, with its errors.
pub fn unprocessable(page: impl Template) -> Result<HttpResponse, AppError> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// 409: what somebody else has saved meanwhile, beside what was typed.
pub fn conflict(page: impl Template) -> Result<HttpResponse, AppError> {
    with_status(StatusCode::CONFLICT, page)
}

/// 303 to one of our own pages, which will show the message. Another address is a fault of ours (500).
pub fn see_other(url: impl Into<String>, flash: Flash) -> Result<HttpResponse, AppError> {
    let url = url.into();
    if own_path(&url).is_none() {
        return Err(AppError::Internal("redirect to an address that is not ours".to_owned()));
    }
    let mut response = HttpResponse::SeeOther()
        .insert_header((LOCATION, url))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish();
    leave(&mut response, flash);
    Ok(response)
}

/// 303 to one of our own pages without a message, as after signing in. Another address is a fault of ours (500).
pub fn go_to(path: &str) -> Result<HttpResponse, AppError> {
    if own_path(path).is_none() {
        return Err(AppError::Internal("redirect to an address that is not ours".to_owned()));
    }
    let no_store = (CACHE_CONTROL, "no-store");
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, path)).insert_header(no_store).finish())
}

/// The address, if it is a path of this service: one `/` in front, no second one, no backslash (browsers read it
/// as `/`), nothing but printable ASCII. Security rule 14.
pub fn own_path(url: &str) -> Option<&str> {
    let rest = url.strip_prefix('/')?;
    let plain = url.bytes().all(|octet| octet.is_ascii_graphic() && octet != b'\\');
    (plain && !rest.starts_with('/')).then_some(url)
}

/// The type of an Excel book.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// 200: a file to be kept, under a name of ASCII letters, digits, `-` and `.`.
pub fn file(name: &str, kind: &'static str, octets: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(octets)
}

/// The page with a status that its use case alone gives: 404 of a dead link, 429.
pub fn with_status(status: StatusCode, page: impl Template) -> Result<HttpResponse, AppError> {
    let html = page.render()?;
    Ok(HttpResponse::build(status)
        .insert_header(ContentType::html())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths() {
        for (url, own) in [
            ("/", true),
            ("/meetings/1?fy=2026#replies", true),
            ("/a//b", true),
            ("", false),
            ("meetings", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/\t/evil.example", false),
            ("/a b", false),
            ("/会議", false),
            ("https://evil.example/", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(own_path(url).is_some(), own, "{url:?}");
        }
        assert!(see_other("//evil.example", Flash::ok("x")).is_err());
    }
}
