//! How a form leaves a request. In this order: who sends it (401), what kind of body (415), how large (413),
//! readable at all (400), `csrf` (403), and only then the fields. Repeated names become lists. The body stays in
//! the extensions of the request as [`Submitted`], so that an error page can give it back.

use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use percent_encoding::percent_decode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use tokio::time::timeout;

use super::submitted::{Submitted, is_form};
use crate::platform::error::AppError;

/// The most octets a form may have where its route says nothing else.
pub const DEFAULT_LIMIT: usize = 64 * 1024;

/// How long a form may take to arrive: the largest one comes at a kilobyte a second.
const TIME: Duration = Duration::from_secs(60);

/// The most fields a form may have.
const MOST_FIELDS: usize = 2_000;

/// App data of a route whose form may be larger or must be smaller than [`DEFAULT_LIMIT`], in octets.
#[derive(Clone, Copy)]
pub struct FormLimit(pub usize);

/// Put into the extensions of each request by the session: the value `csrf` must have, `None` when signed out.
#[derive(Clone)]
pub struct ExpectedCsrf(pub Option<String>);

/// The form of somebody signed in; its `csrf` has been checked. Give `T` `#[serde(default)]`, so that a missing
/// field is an empty one (422) and not an unreadable form (400).
pub struct Form<T>(T);

impl<T> Form<T> {
    /// The fields.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// The form of a page that is opened with a link. What its `csrf` must be follows from the token, so the
/// handler checks it.
pub struct LinkForm<T>(Unverified<T>);

impl<T> LinkForm<T> {
    /// The form, to be verified before it can be read.
    pub fn into_inner(self) -> Unverified<T> {
        self.0
    }
}

/// A form whose `csrf` has not been looked at. Its fields cannot be reached before.
pub struct Unverified<T> {
    body: Bytes,
    fields: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Unverified<T> {
    /// Compares `csrf` in constant time and hands out the fields. Errors: `Forbidden` when it is another or
    /// missing, `BadRequest` when the fields do not fit the form.
    pub fn verify(self, expected: &str) -> Result<T, AppError> {
        let given: Given =
            serde_html_form::from_bytes(&self.body).map_err(|_| unreadable("csrf is given twice"))?;
        if expected.is_empty() || !bool::from(given.csrf.as_bytes().ct_eq(expected.as_bytes())) {
            return Err(AppError::Forbidden);
        }
        // The error of the parser may quote what was typed, so it is not kept for the log.
        serde_html_form::from_bytes(&self.body).map_err(|_| unreadable("the fields do not fit the form"))
    }
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    csrf: String,
}

/// What an extractor answers with, later.
pub(super) type Later<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = AppError;
    type Future = Later<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let expected = request.extensions().get::<ExpectedCsrf>().cloned();
            let expected = expected.and_then(|csrf| csrf.0).ok_or(AppError::SignIn)?;
            let form: Unverified<T> = read(&request, payload).await?;
            form.verify(&expected).map(Self)
        })
    }
}

impl<T: 'static> FromRequest for LinkForm<T> {
    type Error = AppError;
    type Future = Later<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { read(&request, payload).await.map(Self) })
    }
}

async fn read<T>(request: &HttpRequest, payload: Payload) -> Result<Unverified<T>, AppError> {
    if !is_form(request) {
        return Err(AppError::UnsupportedBody);
    }
    let limit = request.app_data::<FormLimit>().map_or(DEFAULT_LIMIT, |limit| limit.0);
    let body = collect(request, payload, limit).await?;
    check(&body)?;
    request.extensions_mut().insert(Submitted(body.clone()));
    Ok(Unverified { body, fields: PhantomData })
}

/// The length the sender announces, in octets.
pub(super) fn announced(request: &HttpRequest) -> Option<usize> {
    let length = request.headers().get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Reads a body of at most `limit` octets that arrives within a minute.
pub(super) async fn collect(
    request: &HttpRequest,
    payload: Payload,
    limit: usize,
) -> Result<Bytes, AppError> {
    if announced(request).is_some_and(|length| length > limit) {
        return Err(AppError::TooLarge);
    }
    in_time(TIME, whole(payload, limit)).await
}

async fn in_time(
    time: Duration,
    reading: impl Future<Output = Result<Bytes, AppError>>,
) -> Result<Bytes, AppError> {
    timeout(time, reading).await.map_err(|_| AppError::TooSlow)?
}

async fn whole(mut payload: Payload, limit: usize) -> Result<Bytes, AppError> {
    let mut body = BytesMut::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| match error {
            PayloadError::Overflow => AppError::TooLarge,
            other => AppError::BadRequest(other.to_string()),
        })?;
        if body.len() + piece.len() > limit {
            return Err(AppError::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}

/// The parser would replace octets that are not UTF-8; a form of ours never has any.
fn check(body: &[u8]) -> Result<(), AppError> {
    for (number, piece) in body.split(|octet| *octet == b'&').enumerate() {
        if number >= MOST_FIELDS {
            return Err(AppError::TooLarge);
        }
        if percent_decode(piece).decode_utf8().is_err() {
            return Err(unreadable("not UTF-8"));
        }
    }
    Ok(())
}

fn unreadable(why: &str) -> AppError {
    AppError::BadRequest(format!("form: {why}"))
}

#[cfg(test)]
mod tests {
    use futures_util::stream::{self, LocalBoxStream};

    use super::*;

    #[actix_web::test]
    async fn a_body_that_stops_half_way_is_not_waited_for() {
        let half = stream::iter([Ok(Bytes::from_static(b"title=a"))]).chain(stream::pending());
        let half: LocalBoxStream<'static, Result<Bytes, PayloadError>> = Box::pin(half);
        let payload = Payload::Stream { payload: half };
        let read = in_time(Duration::from_millis(1), whole(payload, 100)).await;
        assert!(matches!(read, Err(AppError::TooSlow)), "{read:?}");
    }
}
