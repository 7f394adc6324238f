//! The outermost layer around every request: gives it an id and a span, counts it, and writes one line when it
//! is answered. The line has the route's pattern and never the path. A fault of ours is logged here and nowhere
//! else, with its cause.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use data_encoding::HEXLOWER;
use entity::id::AccountId;
use tracing::Instrument;

use super::metrics::Metrics;
use crate::platform::clock::random_bytes;
use crate::platform::network::{TrustedProxies, Visitor};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names one request in its answer, on error pages and in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// 32 hexadecimal digits nobody used before.
    fn new() -> Self {
        Self(HEXLOWER.encode(&random_bytes::<16>()))
    }

    /// The id a trusted proxy gave, if it is of a harmless form.
    fn given(text: &str) -> Option<Self> {
        let harmless = text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        (harmless && (8..=64).contains(&text.len())).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The account a request acts for; whoever finds it puts it into the request's extensions for the log line.
#[derive(Clone, Copy, Debug)]
pub struct ActingAccount(pub AccountId);

/// Runs one request under its id.
pub async fn observe<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let id = identify(&request);
    let method = request.method().as_str().to_owned();
    // At this level no filter leaves the span out, so that every line of a request has its id.
    let span = tracing::error_span!("request", id = %id);
    let metrics = request.app_data::<web::Data<Metrics>>().cloned();
    async {
        let metrics = metrics.as_ref().map(|metrics| metrics.get_ref());
        let mut answer = match next.call(request).await {
            Ok(answer) => answer,
            Err(error) => return Err(unanswered(error, &id, metrics, &method, began)),
        };
        put(&id, answer.headers_mut());
        report(&answer, metrics, &method, began);
        Ok(answer)
    }
    .instrument(span)
    .await
}

fn identify(request: &ServiceRequest) -> RequestId {
    let nobody = TrustedProxies::default();
    let proxies = request.app_data::<web::Data<TrustedProxies>>().map_or(&nobody, |data| data.get_ref());
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    let given = proxies.include(peer.to_canonical()).then(|| header(HEADER.as_str())).flatten();
    let id = given.and_then(RequestId::given).unwrap_or_else(RequestId::new);
    let visitor = proxies.visitor(peer, header("x-forwarded-for"));
    request.extensions_mut().insert(Visitor(visitor));
    request.extensions_mut().insert(id.clone());
    id
}

fn put(id: &RequestId, headers: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(HEADER, value);
    }
}

/// Something inside gave up on answering; the server sends the error's own answer.
fn unanswered(
    error: Error,
    id: &RequestId,
    metrics: Option<&Metrics>,
    method: &str,
    began: Instant,
) -> Error {
    let mut answer = error.error_response();
    put(id, answer.headers_mut());
    let status = answer.status().as_u16();
    if let Some(metrics) = metrics {
        metrics.answered(method, "unanswered", status, began.elapsed());
    }
    tracing::error!(cause = %error, status, "fault");
    InternalError::from_response(error, answer).into()
}

fn report<B>(answer: &ServiceResponse<B>, metrics: Option<&Metrics>, method: &str, began: Instant) {
    let took = began.elapsed();
    let request = answer.request();
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let status = answer.status();
    if let Some(metrics) = metrics {
        metrics.answered(method, &route, status.as_u16(), took);
    }
    let cause = answer.response().error().map(ToString::to_string);
    let status = (status.as_u16(), status.is_server_error());
    match (status, cause) {
        ((503, _), Some(cause)) => tracing::warn!(cause, route, "unavailable"),
        ((_, true), Some(cause)) => tracing::error!(cause, route, "fault"),
        (_, Some(cause)) => tracing::debug!(cause, route, "refused"),
        (_, None) => {}
    }
    let account = request.extensions().get::<ActingAccount>().map(|account| account.0.to_string());
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if matches!(route.as_str(), "/healthz" | "/readyz" | "/metrics") {
        tracing::debug!(method, route, status = status.0, ms, "answered");
    } else {
        tracing::info!(method, route, status = status.0, ms, account, "answered");
    }
}
