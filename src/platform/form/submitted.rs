//! A form as it came in, kept beside the request until it is answered: when the disk is full or the database is
//! away, the error page shows what was typed and sends it again. Passwords are never kept.

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::Bytes;
use futures_util::{future, stream};
use serde_html_form::from_bytes;

use super::extract::{DEFAULT_LIMIT, announced, collect};
use crate::platform::error::AppError;

/// The body of a form, in the extensions of its request.
#[derive(Clone)]
pub struct Submitted(pub(crate) Bytes);

/// Names of fields and their words on screen. What is chosen or hidden has none.
pub type Labels = &'static [(&'static str, &'static str)];

/// The words for what people type, by the start of the route it is sent to, as app data; the first start that fits
/// counts.
#[derive(Clone, Copy, Default)]
pub struct FormLabels(pub &'static [(&'static str, Labels)]);

impl FormLabels {
    /// The words for the fields of a route.
    pub fn of(self, route: &str) -> Labels {
        let found = self.0.iter().find(|(start, _)| route.starts_with(start));
        found.map_or(&[], |(_, labels)| labels)
    }
}

/// What the error page needs to offer the form again.
#[derive(Clone, Default)]
pub struct Kept {
    /// As sent; it is checked again when the form comes back.
    pub csrf: String,
    /// In the order sent.
    pub fields: Vec<KeptField>,
}

/// One field as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptField {
    /// As in the form.
    pub name: String,
    /// The word on screen; nothing for what is not typed.
    pub label: Option<&'static str>,
    /// As typed.
    pub value: String,
}

impl Submitted {
    /// Takes the form apart. `None` when it is unreadable or holds a password.
    pub fn kept(&self, labels: Labels) -> Option<Kept> {
        let pairs: Vec<(String, String)> = from_bytes(&self.0).ok()?;
        let mut kept = Kept::default();
        for (name, value) in pairs {
            if name.contains("password") {
                return None;
            }
            if name == "csrf" {
                kept.csrf = value;
                continue;
            }
            let label = labels.iter().find(|(known, _)| *known == name).map(|(_, label)| *label);
            kept.fields.push(KeptField { name, label, value });
        }
        Some(kept)
    }
}

/// Whether the body is a plain form: of the type forms send, and not compressed.
pub fn is_form(message: &impl HttpMessage) -> bool {
    !message.headers().contains_key(CONTENT_ENCODING)
        && message.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Reads the form of a POST ahead of everything else and puts it back, so that it is known even when no handler
/// got to it. A longer form than usual, or one of unknown length, is left to its handler. Errors: as when the
/// handler reads it.
pub async fn keep_submitted(request: &mut ServiceRequest) -> Result<(), AppError> {
    let short = announced(request.request()).is_some_and(|length| length <= DEFAULT_LIMIT);
    if *request.method() != Method::POST || !short || !is_form(request) {
        return Ok(());
    }
    let payload = request.take_payload();
    let body = collect(request.request(), payload, DEFAULT_LIMIT).await?;
    let payload = Box::pin(stream::once(future::ready(Ok(body.clone()))));
    request.set_payload(Payload::Stream { payload });
    request.extensions_mut().insert(Submitted(body));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(body: &'static str, labels: Labels) -> Option<Kept> {
        Submitted(Bytes::from_static(body.as_bytes())).kept(labels)
    }

    #[test]
    fn a_form_is_kept_without_its_password() {
        assert!(kept("email=a%40b&password=x", &[]).is_none());
        assert!(kept("new_password=x", &[]).is_none());
    }

    #[test]
    fn what_is_typed_has_words() {
        let form = kept("csrf=c1&title=a%0D%0Ab&version=3&title=+c", &[("title", "会議名")]).unwrap();
        assert_eq!(form.csrf, "c1");
        let field = |name: &str, label: Option<&'static str>, value: &str| KeptField {
            name: name.into(),
            label,
            value: value.into(),
        };
        let (title, again) = (field("title", Some("会議名"), "a\r\nb"), field("title", Some("会議名"), " c"));
        assert_eq!(form.fields, [title, field("version", None, "3"), again]);
    }

    #[test]
    fn the_first_start_that_fits_counts() {
        let labels = FormLabels(&[("/meetings/{id}/agenda", &[("a", "1")]), ("/meetings", &[("a", "2")])]);
        for (route, words) in
            [("/meetings/{id}/agenda", Some("1")), ("/meetings/{id}/edit", Some("2")), ("/people", None)]
        {
            assert_eq!(labels.of(route).first().map(|(_, label)| *label), words, "{route}");
        }
    }
}
