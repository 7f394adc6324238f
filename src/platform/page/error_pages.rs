//! One page for everything that went wrong: what happened, what to do, whom to call. The layer draws it over
//! every error answer that has no page of its own, so that nobody ever meets a bare status. What was typed is shown
//! with it, and a form that met 503 is given back complete, because neither an ended session nor a full disk must
//! cost anybody their text; the layer keeps the body itself, since no handler may have read anything.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::own_path;
use super::filters;
use super::frame::Bare;
use crate::platform::form::{FormLabels, Kept, KeptField, Submitted, keep_submitted};
use crate::platform::gate::Passed;
use crate::platform::telemetry::RequestId;

mod words;

use words::{Words, words};

/// What stays readable in `next`.
const NEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// `templates/error/page.html`.
#[derive(Template)]
#[template(path = "error/page.html")]
pub struct ErrorPage {
    bare: Bare,
    words: Words,
    /// For the office to pass on; a fault of ours only.
    request_id: Option<String>,
    again: Option<Again>,
    /// What was typed, in its words.
    typed: Vec<(&'static str, String)>,
    sign_in: bool,
}

/// The form that could not be saved, with all of its fields.
struct Again {
    action: String,
    csrf: String,
    fields: Vec<KeptField>,
}

impl ErrorPage {
    /// The page for a status. The request id is shown only when the fault is ours (5xx).
    pub fn new(status: StatusCode, bare: Bare, request_id: Option<String>) -> Self {
        Self {
            bare,
            words: words(status),
            request_id: request_id.filter(|_| status.is_server_error()),
            again: None,
            typed: Vec::new(),
            sign_in: status == StatusCode::UNAUTHORIZED,
        }
    }

    /// Shows what was typed, to be copied.
    fn showing(mut self, kept: &Kept) -> Self {
        let typed = kept.fields.iter().filter(|field| !field.value.trim().is_empty());
        self.typed = typed.filter_map(|field| Some((field.label?, field.value.clone()))).collect();
        self
    }

    /// Shows what was typed and offers the form again, to be sent to the same address.
    fn giving_back(self, action: String, kept: Kept) -> Self {
        let page = self.showing(&kept);
        let again = Some(Again { action, csrf: kept.csrf, fields: kept.fields });
        Self { words: words::NOT_SAVED, again, ..page }
    }
}

/// The layer, for `middleware::from_fn`, around everything but the tracing layer. The frame is a [`Bare`] from
/// the request's extensions, else the app's `Data<Bare>`.
pub async fn error_pages(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let frame = request.app_data::<Data<Bare>>().cloned();
    if let Err(error) = keep_submitted(&mut request).await {
        return Ok(draw(request.error_response(error)));
    }
    match next.call(request).await {
        Ok(response) => Ok(draw(response.map_into_boxed_body())),
        // A layer inside gave up without an answer; its request is gone, so the page is the general one.
        Err(error) => {
            let status = error.as_response_error().status_code();
            let bare = frame.map_or_else(Bare::default, |bare| bare.get_ref().clone());
            let html = render(ErrorPage::new(status, bare, None));
            let response = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

fn draw(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || has_own_page(&response) {
        return response;
    }
    let reads = matches!(*response.request().method(), Method::GET | Method::HEAD);
    if status == StatusCode::UNAUTHORIZED && reads {
        return to_sign_in(response);
    }
    let html = render(page(response.request(), status));
    let mut response = response.map_body(|_, _| BoxBody::new(html));
    let head = response.headers_mut();
    head.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    head.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE && !head.contains_key(RETRY_AFTER) {
        head.insert(RETRY_AFTER, HeaderValue::from_static("30"));
    }
    response
}

/// Whether a handler has written an answer; the short texts of actix's own errors are none.
fn has_own_page(response: &ServiceResponse<BoxBody>) -> bool {
    let size = response.response().body().size();
    let empty = matches!(size, BodySize::None | BodySize::Sized(0));
    !empty && response.response().error().is_none()
}

fn page(request: &HttpRequest, status: StatusCode) -> ErrorPage {
    let request_id = request.extensions().get::<RequestId>().map(RequestId::to_string);
    let page = ErrorPage::new(status, frame(request), request_id);
    let labels = request.app_data::<FormLabels>().copied().unwrap_or_default();
    let labels = labels.of(&request.match_pattern().unwrap_or_default());
    let kept = request.extensions().get::<Submitted>().and_then(|form| form.kept(labels));
    match kept {
        Some(kept) if status == StatusCode::SERVICE_UNAVAILABLE => {
            page.giving_back(address(request).to_owned(), kept)
        }
        // Words of another site's form are not repeated here.
        Some(kept) if request.extensions().contains::<Passed>() => page.showing(&kept),
        _ => page,
    }
}

fn frame(request: &HttpRequest) -> Bare {
    let own = request.extensions().get::<Bare>().cloned();
    let general = || request.app_data::<Data<Bare>>().map(|bare| bare.get_ref().clone());
    own.or_else(general).unwrap_or_default()
}

/// Path and query; with HTTP/2 the address itself has a host in it.
fn address(request: &HttpRequest) -> &str {
    let address = request.uri().path_and_query();
    address.map_or("/", |address| address.as_str())
}

/// Somebody signed out wanted to read: sign in first, and come back.
fn to_sign_in(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let address = match own_path(address(response.request())) {
        None | Some("/") => "/sign-in".to_owned(),
        Some(path) => format!("/sign-in?next={}", utf8_percent_encode(path, NEXT)),
    };
    let answer = HttpResponse::SeeOther()
        .insert_header((LOCATION, address))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish();
    response.into_response(answer)
}

/// A page that cannot be drawn is told in one plain line.
fn render(page: ErrorPage) -> String {
    page.render().unwrap_or_else(|error| {
        tracing::error!(%error, "the error page cannot be drawn");
        "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>エラー</title><p>うまく表示できませんでした。事務局へお電話ください。</p></html>".to_owned()
    })
}

#[cfg(test)]
mod tests;
