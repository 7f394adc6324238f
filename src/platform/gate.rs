//! What stands between the network and every route. Requests for another host, forms from another site and
//! compressed bodies are refused before anything reads them; every answer leaves with the headers that keep a
//! browser from running, framing or keeping what it should not (security rules 12, 14, 15). HEAD is answered
//! as GET, so that a link scanner sees what a reader would.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use futures_util::FutureExt;
use url::Host;

use super::error::AppError;
use super::telemetry::{SecurityEvent, security_event};

/// Nothing inline, nothing from elsewhere, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Where this deployment is reached.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Host names a request may be for, in lower case and without ports.
    pub hosts: Vec<String>,
    /// Scheme, host and port of the base URL.
    pub origin: String,
    /// Whether browsers come by https.
    pub https: bool,
}

impl Gate {
    /// Whether a `Host` is ours, whatever its port.
    fn knows(&self, authority: &str) -> bool {
        let name = match authority.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => name,
            _ => authority,
        };
        let name = Host::parse(name).map(|host| host.to_string()).unwrap_or_default();
        self.hosts.contains(&name)
    }

    /// Whether a form may come from there: the base URL, or the very host the request is for.
    fn accepts(&self, origin: &str, authority: &str) -> bool {
        let scheme = if self.https { "https" } else { "http" };
        origin == self.origin || origin == format!("{scheme}://{authority}")
    }
}

/// Put into the extensions of a request that was let through: it is for us, and not from another site's form.
#[derive(Clone, Copy)]
pub struct Passed;

/// Refuses what must not come in, or lets the request pass; a panic behind it ends this request alone.
pub async fn guard<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let gate = request.app_data::<web::Data<Gate>>();
    if let Some(Err(refusal)) = gate.map(|gate| pass(gate, &request)) {
        return Ok(request.error_response(refusal));
    }
    request.extensions_mut().insert(Passed);
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let answer = AssertUnwindSafe(async { next.call(request).await }).catch_unwind().await;
    // The panic itself was logged where it happened.
    let answer = answer.unwrap_or_else(|_| Err(AppError::Internal("a handler panicked".to_owned()).into()));
    Ok(answer?.map_into_boxed_body())
}

fn pass(gate: &Gate, request: &ServiceRequest) -> Result<(), Error> {
    let authority = authority(request)?;
    // Probes come by number; their answers are the same for every host.
    let probe = matches!(request.path(), "/healthz" | "/readyz");
    if !probe && !gate.knows(&authority) {
        security_event(SecurityEvent::HostRefused, None);
        let answer = HttpResponse::new(StatusCode::MISDIRECTED_REQUEST);
        return Err(InternalError::from_response("a host that is not ours", answer).into());
    }
    let mut encodings = request.headers().get_all(header::CONTENT_ENCODING);
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(AppError::UnsupportedBody.into());
    }
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut origins = request.headers().get_all(header::ORIGIN);
    if !harmless
        && origins.any(|origin| !origin.to_str().is_ok_and(|origin| gate.accepts(origin, &authority)))
    {
        security_event(SecurityEvent::OriginRefused, None);
        return Err(AppError::Forbidden.into());
    }
    Ok(())
}

/// The one host the request is for. Two that differ are a trick on whatever stands before us.
fn authority(request: &ServiceRequest) -> Result<String, AppError> {
    let mut headers = request.headers().get_all(header::HOST);
    let host = headers.next().and_then(|host| host.to_str().ok());
    let named = request.uri().authority().map(|authority| authority.as_str());
    let authority = match (host, named) {
        (Some(host), Some(named)) if !host.eq_ignore_ascii_case(named) => None,
        (host, named) => host.or(named),
    };
    authority
        .filter(|authority| headers.next().is_none() && !authority.is_empty())
        .map(str::to_ascii_lowercase)
        .ok_or_else(|| AppError::BadRequest("no host, or several".to_owned()))
}

/// Puts the headers on every answer, also on the bare one of a request that nobody could answer.
pub async fn harden<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let https = request.app_data::<web::Data<Gate>>().is_some_and(|gate| gate.https);
    match next.call(request).await {
        Ok(mut answer) => {
            add(answer.headers_mut(), https);
            Ok(answer.map_into_boxed_body())
        }
        Err(error) => {
            let mut answer: HttpResponse = error.error_response();
            add(answer.headers_mut(), https);
            Err(InternalError::from_response(error, answer).into())
        }
    }
}

/// A handler may be stricter or, for files that never change, say how long they are kept.
fn add(headers: &mut HeaderMap, https: bool) {
    let mut unless_set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    unless_set(header::CONTENT_SECURITY_POLICY, POLICY);
    unless_set(header::REFERRER_POLICY, "same-origin");
    unless_set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    unless_set(header::CACHE_CONTROL, "no-store");
    unless_set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if https {
        unless_set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}
