//! Signing in and out, one's own settings, and the administrator's pages about accounts. Whoever is signed out
//! has no session to bind a form to; such forms are bound to a random cookie instead.

pub mod account_form;
pub mod accounts;
pub mod link;
pub mod link_request;
pub mod password;
pub mod roles;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod standing;

use std::net::{IpAddr, Ipv4Addr};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use data_encoding::BASE64URL_NOPAD;
use entity::session::Model as Session;

use super::commands::Try;
use super::queries;
use crate::platform::clock::random_bytes;
use crate::platform::error::AppError;
use crate::platform::form::Labels;
use crate::platform::network::Visitor;
use crate::platform::page;
use crate::platform::password::{LONGEST, fits};
use crate::platform::secret::Secret;
use crate::platform::session::{self, SignedIn};
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("email", "メールアドレス"),
    ("name", "氏名"),
    ("municipality", "市町村のコード"),
    ("association", "団体"),
];

/// The one thing said about a wrong name, a wrong password and a disabled account.
const WRONG: &str = "メールアドレスかパスワードがちがいます。";

/// Said when too many were wrong before.
const LIMITED: &str = "まちがいが続いたため、しばらくパスワードを受け付けません。15分ほど待つか、下の「パスワードを忘れたとき」からリンクを送ってください。";

/// Cookie and `csrf` of a form of somebody signed out.
struct SignedOutForm {
    cookie: Cookie<'static>,
    csrf: String,
}

impl SignedOutForm {
    /// The one this browser has, or a new one.
    fn of(app: &AppState, request: &HttpRequest) -> Self {
        let known = request.cookie(Self::name(app)).map(|cookie| cookie.value().to_owned());
        let value = known.filter(|value| (22..=64).contains(&value.len()));
        let value = value.unwrap_or_else(|| BASE64URL_NOPAD.encode(&random_bytes::<16>()));
        let csrf = app.db.terms().key.sign_text("signed-out form", &[value.as_bytes()]);
        let cookie = Cookie::build(Self::name(app), value)
            .path("/")
            .http_only(true)
            .secure(app.settings.base_url.is_https())
            .same_site(SameSite::Lax)
            .finish();
        Self { cookie, csrf }
    }

    /// What `csrf` must be; 403 without the cookie.
    fn expected(app: &AppState, request: &HttpRequest) -> Result<String, AppError> {
        if request.cookie(Self::name(app)).is_none() {
            security_event(SecurityEvent::CsrfRefused, None);
            return Err(AppError::Forbidden);
        }
        Ok(Self::of(app, request).csrf)
    }

    fn name(app: &AppState) -> &'static str {
        if app.settings.base_url.is_https() { "__Host-renkei-form" } else { "renkei-form" }
    }

    fn put(&self, mut answer: HttpResponse) -> Result<HttpResponse, AppError> {
        set(&mut answer, &self.cookie)?;
        Ok(answer)
    }
}

/// Where a request came from, for the limits on tries.
fn place(request: &HttpRequest) -> IpAddr {
    let visitor = request.extensions().get::<Visitor>().copied();
    visitor.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Visitor(address)| address)
}

/// The session this browser has already.
fn before(request: &HttpRequest) -> Option<Session> {
    request.extensions().get::<SignedIn>().map(|signed_in| signed_in.session.clone())
}

/// Compares a password with the account of a name; takes as long when there is none.
async fn compare(app: &AppState, name: String, place: IpAddr, password: String) -> Result<Try, AppError> {
    let account = queries::by_name(&app.db.read, &name).await?;
    let usable = account.as_ref().filter(|account| account.disabled_at.is_none());
    let stored = usable.and_then(|account| account.password_hash.clone());
    let length = password.chars().count();
    let right = fits(Secret::new(password), stored).await? && length <= LONGEST;
    Ok(Try { name, place, account, right })
}

/// 303 into the service with a new session.
fn enter(app: &AppState, token: String, to: &str) -> Result<HttpResponse, AppError> {
    let mut answer = page::go_to(to)?;
    set(&mut answer, &session::cookie(app.settings.base_url.is_https(), token))?;
    Ok(answer)
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), AppError> {
    answer.add_cookie(cookie).map_err(|error| AppError::Internal(format!("cookie: {error}")))
}
