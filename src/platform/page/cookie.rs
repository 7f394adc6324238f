//! How a flash message travels: [`see_other`](super::see_other) leaves it with the answer, this layer puts it
//! into the signed cookie `renkei-flash`, and the page that asks for it with [`take_flash`] takes it away. A page
//! that does not ask leaves it for the next one; after a minute it is gone.

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieJar, Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use data_encoding::BASE64URL_NOPAD;

use super::flash::Flash;

const NAME: &str = "renkei-flash";

/// The most octets of JSON; in base64 and signed they fit the 4,096 a browser keeps.
const LIMIT: usize = 3_000;

/// What the layer needs, as `Data` of the app: the key the cookie is signed with, and whether it is sent over
/// https only.
#[derive(Clone)]
pub struct FlashCookie {
    /// Made from the secret key of the deployment.
    pub key: Key,
    /// True when the base URL is https.
    pub secure: bool,
}

/// A message that came with the request and has not been shown.
struct Waiting(Flash);

/// The message was shown: the cookie can go.
struct Shown;

/// The layer, for `middleware::from_fn`. Without [`FlashCookie`] it does nothing.
pub async fn carry_flash(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(settings) = request.app_data::<Data<FlashCookie>>().cloned() else {
        return next.call(request).await;
    };
    if let Some(flash) = request.cookie(NAME).and_then(|c| open(&settings.key, c)) {
        request.extensions_mut().insert(Waiting(flash));
    }
    let mut response = next.call(request).await?;
    let left = response.response().extensions().get::<Flash>().cloned();
    let shown = response.request().extensions().contains::<Shown>();
    let cookie = match left.and_then(|flash| seal(&settings, &flash)) {
        Some(cookie) => Some(cookie),
        None => shown.then(|| gone(&settings)),
    };
    if let Some(cookie) = cookie {
        response.response_mut().add_cookie(&cookie)?;
    }
    Ok(response)
}

/// The message for this page, if there is one. The first caller gets it.
pub fn take_flash(request: &HttpRequest) -> Option<Flash> {
    let Waiting(flash) = request.extensions_mut().remove::<Waiting>()?;
    request.extensions_mut().insert(Shown);
    Some(flash)
}

/// Leaves a message with an answer, for the layer to carry.
pub(super) fn leave(response: &mut HttpResponse, flash: Flash) {
    response.extensions_mut().insert(flash);
}

fn seal(settings: &FlashCookie, flash: &Flash) -> Option<Cookie<'static>> {
    let json = fitting(flash)?;
    let mut jar = CookieJar::new();
    let cookie = build(settings, BASE64URL_NOPAD.encode(&json), Duration::seconds(60));
    jar.signed_mut(&settings.key).add(cookie);
    jar.get(NAME).cloned()
}

/// The message as JSON; without its text and links when it is too long, not at all when the title alone is.
fn fitting(flash: &Flash) -> Option<Vec<u8>> {
    let short = Flash::new(flash.kind, flash.title.clone());
    [flash, &short]
        .into_iter()
        .filter_map(|flash| serde_json::to_vec(flash).ok())
        .find(|json| json.len() <= LIMIT)
}

fn open(key: &Key, cookie: Cookie<'static>) -> Option<Flash> {
    let mut jar = CookieJar::new();
    jar.add_original(cookie);
    let value = jar.signed(key).get(NAME)?;
    let json = BASE64URL_NOPAD.decode(value.value().as_bytes()).ok()?;
    serde_json::from_slice(&json).ok()
}

fn gone(settings: &FlashCookie) -> Cookie<'static> {
    build(settings, String::new(), Duration::ZERO)
}

fn build(settings: &FlashCookie, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(NAME, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure)
        .max_age(age)
        .finish()
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::LOCATION;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, web};

    use super::*;
    use crate::platform::page::see_other;

    fn settings(seed: u8) -> FlashCookie {
        FlashCookie { key: Key::from(&[seed; 64]), secure: false }
    }

    fn long() -> Flash {
        Flash::ok("髙".repeat(900)).text("﨑".repeat(900))
    }

    #[actix_web::test]
    async fn a_message_is_shown_once() {
        let app = App::new()
            .app_data(Data::new(settings(1)))
            .route(
                "/do",
                web::post().to(|| async {
                    see_other("/next", Flash::ok("𠮷田さんに送りました").link("/outbox", "送信箱"))
                }),
            )
            .route(
                "/next",
                web::get().to(|r: HttpRequest| async move {
                    take_flash(&r).map_or(String::new(), |f| format!("{} {:?}", f.title, f.links))
                }),
            )
            .wrap(from_fn(carry_flash));
        let app = init_service(app).await;

        let done = call_service(&app, TestRequest::post().uri("/do").to_request()).await;
        assert_eq!(done.status(), StatusCode::SEE_OTHER);
        assert_eq!(done.headers().get(LOCATION).unwrap(), "/next");
        let cookie = done.response().cookies().next().unwrap().into_owned();
        assert_eq!(
            (cookie.http_only(), cookie.same_site(), cookie.path()),
            (Some(true), Some(SameSite::Lax), Some("/"))
        );
        assert_eq!(cookie.max_age(), Some(Duration::seconds(60)));

        let next = TestRequest::get().uri("/next").cookie(cookie).to_request();
        let next = call_service(&app, next).await;
        let removal = next.response().cookies().next().unwrap().into_owned();
        assert_eq!((removal.value(), removal.max_age()), ("", Some(Duration::ZERO)));
        assert_eq!(read_body(next).await, "𠮷田さんに送りました [(\"/outbox\", \"送信箱\")]");

        let plain = call_service(&app, TestRequest::get().uri("/next").to_request()).await;
        assert_eq!(plain.response().cookies().count(), 0);
        assert_eq!(read_body(plain).await, "");
    }

    #[test]
    fn only_our_own_cookie_is_read() {
        let cookie = seal(&settings(1), &Flash::ok("a")).unwrap();
        assert_eq!(open(&settings(1).key, cookie.clone()), Some(Flash::ok("a")));
        assert_eq!(open(&settings(2).key, cookie), None);
        assert_eq!(open(&settings(1).key, Cookie::new(NAME, "eyJraW5kIjoib2sifQ")), None);
    }

    #[test]
    fn a_long_message_keeps_its_title() {
        let cookie = seal(&settings(1), &long()).unwrap();
        assert!(cookie.name().len() + cookie.value().len() < 4_096);
        let read = open(&settings(1).key, cookie).unwrap();
        assert_eq!((read.title, read.text), (long().title, None));
        assert!(seal(&settings(1), &Flash::ok("髙".repeat(2_000))).is_none());
    }
}
