//! Stylesheet, script, icons and favicon: `assets/`, built into the binary, so that nothing has to be installed
//! beside it. An address carries a hash of the content; with it a browser may keep the file for a year, because
//! another content has another address. Nothing here is personal, so no sign-in is asked for.

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{Path, Query, ServiceConfig, get, head, resource};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::AppError;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The version a page asks for.
#[derive(serde::Deserialize)]
pub struct Asked {
    v: Option<String>,
}

/// `GET /assets/{path}`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/assets/{path:.*}").route(get().to(serve)).route(head().to(serve)));
}

/// The address of one of our files, `/assets/renkei.css?v=…`, for templates. An unknown name gets no version and
/// will be answered with 404.
pub fn asset_url(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{name}?v={}", version(&file)),
        None => format!("/assets/{name}"),
    }
}

async fn serve(
    request: HttpRequest,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let file = Assets::get(&path).ok_or(AppError::NotFound)?;
    Ok(answer(&request, &path, file, &asked))
}

/// A file of the binary, in the version asked for or not at all if the browser has it already.
pub fn answer(request: &HttpRequest, name: &str, file: EmbeddedFile, asked: &Asked) -> HttpResponse {
    let version = version(&file);
    let keep = match &asked.v {
        Some(v) if *v == version => "public, max-age=31536000, immutable",
        _ => "no-cache",
    };
    let tag = format!("\"{version}\"");
    let known = request.headers().get(IF_NONE_MATCH);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CACHE_CONTROL, keep))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((ETAG, tag.as_str()));
    if known.is_some_and(|field| names(field.as_bytes(), &tag)) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type(media_type(name)).body(file.data.into_owned())
}

/// The first 16 hex digits of the content's SHA-256.
pub fn version(file: &EmbeddedFile) -> String {
    let mut text = String::with_capacity(16);
    for octet in file.metadata.sha256_hash().iter().take(8) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{octet:02x}");
    }
    text
}

/// Whether an `If-None-Match` field names this tag (RFC 9110, 13.1.2; weak comparison).
fn names(field: &[u8], tag: &str) -> bool {
    let Ok(field) = std::str::from_utf8(field) else {
        return false;
    };
    field
        .split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, http::header};

    use super::*;

    async fn ask(address: &str, known: &str) -> (StatusCode, String, String, usize) {
        let app = init_service(App::new().configure(routes)).await;
        let request = TestRequest::get().uri(address).insert_header((IF_NONE_MATCH, known));
        let response = call_service(&app, request.to_request()).await;
        let field =
            |name| response.headers().get(name).map_or(String::new(), |v| v.to_str().unwrap().to_owned());
        let (kind, keep) = (field(header::CONTENT_TYPE), field(CACHE_CONTROL));
        (response.status(), kind, keep, read_body(response).await.len())
    }

    #[actix_web::test]
    async fn a_file_is_kept_for_a_year_under_its_own_version_only() {
        let current = asset_url("renkei.css");
        let (status, kind, keep, size) = ask(&current, "").await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/css; charset=utf-8"));
        assert_eq!(keep, "public, max-age=31536000, immutable");
        assert!(size > 10_000);

        let (status, _, keep, _) = ask("/assets/renkei.css?v=0123456789abcdef", "").await;
        assert_eq!((status, keep.as_str()), (StatusCode::OK, "no-cache"));
    }

    #[actix_web::test]
    async fn a_known_file_is_not_sent_again() {
        let current = asset_url("renkei.js");
        let version = current.rsplit_once('=').unwrap().1;
        let (status, _, _, size) = ask(&current, &format!("\"x\", W/\"{version}\"")).await;
        assert_eq!((status, size), (StatusCode::NOT_MODIFIED, 0));
    }

    #[actix_web::test]
    async fn nothing_else_is_served() {
        for address in ["/assets/", "/assets/none.css", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml"]
        {
            assert_eq!(ask(address, "").await.0, StatusCode::NOT_FOUND, "{address}");
        }
    }

    #[test]
    fn every_file_has_a_type() {
        for name in Assets::iter() {
            assert_ne!(media_type(&name), "application/octet-stream", "{name}");
        }
    }
}
