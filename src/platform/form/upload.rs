//! A form with a file. It is read whole, within a limit and a minute, and its `csrf` checked before anything else is
//! looked at; the file stays in memory and is never run, opened or served.

use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::{StreamExt, future, stream};
use subtle::ConstantTimeEq;

use super::extract::{DEFAULT_LIMIT, ExpectedCsrf, Later, collect};
use super::submitted::is_form;
use crate::platform::error::AppError;

/// The most octets a file may have.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;

/// The most fields beside the file.
const MOST_FIELDS: usize = 20;

/// A file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    /// What it was called; nobody's path.
    pub name: String,
    /// What is in it.
    pub octets: Bytes,
}

/// The form of somebody signed in, with a file; its `csrf` has been checked.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// The fields by their names.
    pub fields: BTreeMap<String, String>,
    /// The file; none when nothing was chosen.
    pub file: Option<SentFile>,
}

impl FromRequest for Upload {
    type Error = AppError;
    type Future = Later<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let expected = request.extensions().get::<ExpectedCsrf>().cloned();
            let expected = expected.and_then(|csrf| csrf.0).ok_or(AppError::SignIn)?;
            let form = read(&request, payload).await?;
            let given = form.fields.get("csrf").map_or("", String::as_str);
            if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
                return Err(AppError::Forbidden);
            }
            Ok(form)
        })
    }
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Upload, AppError> {
    if is_form(request) {
        let body = collect(request, payload, DEFAULT_LIMIT).await?;
        let fields = serde_html_form::from_bytes(&body).map_err(|_| unreadable("fields"))?;
        return Ok(Upload { fields, file: None });
    }
    let is_multipart = request.content_type().eq_ignore_ascii_case("multipart/form-data");
    if !is_multipart || request.headers().contains_key("content-encoding") {
        return Err(AppError::UnsupportedBody);
    }
    let body = collect(request, payload, FILE_LIMIT + DEFAULT_LIMIT).await?;
    let body = stream::once(future::ready(Ok(body)));
    let mut parts = Multipart::new(request.headers(), Box::pin(body));
    let mut form = Upload::default();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| unreadable("parts"))?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|said| said.get_filename()).map(plain);
        let octets = part.bytes(FILE_LIMIT).await.map_err(|_| AppError::TooLarge)?;
        let octets = octets.map_err(|_| unreadable("part"))?;
        match file_name {
            Some(name) if form.file.is_none() && !name.is_empty() => {
                form.file = Some(SentFile { name, octets });
            }
            Some(_) => {}
            None if form.fields.len() >= MOST_FIELDS => return Err(AppError::TooLarge),
            None => {
                let text = String::from_utf8(octets.to_vec()).map_err(|_| unreadable("not UTF-8"))?;
                form.fields.insert(name, text);
            }
        }
    }
    Ok(form)
}

/// The last part of a path, without what a screen cannot show, and not longer than one line.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(100).collect()
}

fn unreadable(why: &str) -> AppError {
    AppError::BadRequest(format!("upload: {why}"))
}
