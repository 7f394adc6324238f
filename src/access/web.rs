//! Who is asking: the session of a request, the person acting, the frame of their pages, and the switch between
//! capacities. Rights are read from the database at each request, so an ended term ends access at once.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use entity::region;
use serde::Deserialize;
use tokio::sync::OnceCell;

use super::actor::{Actor, HeldKind, Reach};
use super::queries;
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ExpectedCsrf, Field, Form};
pub use crate::platform::page::Shell;
use crate::platform::page::{self, CapacityChoice, Flash, NavItem, OfficeLine, SWITCH_CAPACITY};
use crate::platform::session::{self, SignedIn};
use crate::platform::state::AppState;
use crate::platform::telemetry::ActingAccount;

/// The one address of this module.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource(SWITCH_CAPACITY).route(web::post().to(switch)));
}

/// The layer that finds the session of a request. Pages opened by a link never look at cookies.
pub async fn find_session(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let found = match signed_in(request.request()).await {
        Ok(found) => found,
        Err(error) => return Ok(request.error_response(error)),
    };
    let state = request.app_data::<Data<AppState>>().cloned();
    let csrf =
        found.as_ref().zip(state).map(|(found, app)| session::csrf(&app.db.terms().key, &found.session));
    if let Some(found) = &found {
        request.extensions_mut().insert(ActingAccount(found.account.id));
    }
    request.extensions_mut().insert(ExpectedCsrf(csrf));
    if let Some(found) = found {
        request.extensions_mut().insert(found);
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn signed_in(request: &HttpRequest) -> Result<Option<SignedIn>, AppError> {
    const WITHOUT_COOKIES: [&str; 6] = ["/assets/", "/r/", "/feeds/", "/healthz", "/readyz", "/metrics"];
    if WITHOUT_COOKIES.iter().any(|start| request.path().starts_with(start)) {
        return Ok(None);
    }
    let Some(app) = request.app_data::<Data<AppState>>() else { return Ok(None) };
    let name = session::cookie_name(app.settings.base_url.is_https());
    let Some(cookie) = request.cookie(name) else { return Ok(None) };
    Ok(session::find(&app.db.read, cookie.value(), app.clock.now()).await?)
}

type Extraction<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;

impl FromRequest for SignedIn {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(request.extensions().get::<Self>().cloned().ok_or(AppError::SignIn))
    }
}

impl FromRequest for Actor {
    type Error = AppError;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { actor(&request).await })
    }
}

/// The person acting; found once per request. A handler's arguments are read at the same time, so whoever comes
/// second waits for the first instead of asking again.
async fn actor(request: &HttpRequest) -> Result<Actor, AppError> {
    let known = request.extensions().get::<Found>().cloned();
    let known = known.unwrap_or_else(|| {
        let found = Found::default();
        request.extensions_mut().insert(found.clone());
        found
    });
    known.0.get_or_try_init(|| looked_up(request)).await.cloned()
}

/// Who acts, once it is known.
#[derive(Clone, Default)]
struct Found(Rc<OnceCell<Actor>>);

async fn looked_up(request: &HttpRequest) -> Result<Actor, AppError> {
    let signed_in = request.extensions().get::<SignedIn>().cloned().ok_or(AppError::SignIn)?;
    let app = request.app_data::<Data<AppState>>().ok_or_else(|| AppError::Internal("no state".into()))?;
    let held = queries::held(&app.db.read, signed_in.account.id, tokyo_day(app.clock.now())).await?;
    let SignedIn { session, account } = signed_in;
    Actor::new(account.id, account.name, held, session.chosen.as_deref()).ok_or(AppError::Forbidden)
}

impl FromRequest for Shell {
    type Error = AppError;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { shell(&request).await })
    }
}

async fn shell(request: &HttpRequest) -> Result<Shell, AppError> {
    let actor = actor(request).await?;
    let app = request.app_data::<Data<AppState>>().ok_or_else(|| AppError::Internal("no state".into()))?;
    let frame = queries::frame(&app.db.read, &actor).await?;
    let (region, undelivered) = frame.map(|frame| (frame.region, frame.undelivered)).unzip();
    let csrf = request.extensions().get::<ExpectedCsrf>().and_then(|expected| expected.0.clone());
    Ok(Shell {
        region_name: region.as_ref().map_or_else(|| "renkei".to_owned(), |region| region.name.clone()),
        who: format!("{}（{}）", actor.name(), actor.acting().label),
        capacities: choices(&actor),
        nav: menu(&actor, request.path(), undelivered),
        csrf: csrf.unwrap_or_default(),
        flash: page::take_flash(request),
        office: region.map(office),
        searches: actor.region().is_some(),
        finds_people: actor.reach() == Reach::WholeRegion,
        sample: app.sample(),
        ..Shell::default()
    })
}

fn choices(actor: &Actor) -> Vec<CapacityChoice> {
    let acting = actor.acting().key();
    let choice = |key: String, label: String| CapacityChoice { current: key == acting, label, key };
    actor.held().iter().map(|held| choice(held.key(), held.label.clone())).collect()
}

fn office(region: region::Model) -> OfficeLine {
    OfficeLine {
        name: format!("{} {}", region.name, region.office_name),
        telephone: region.office_telephone,
        hours: region.office_hours,
    }
}

/// The menu of a capacity: only what it can use.
fn menu(actor: &Actor, path: &str, undelivered: Option<i64>) -> Vec<NavItem> {
    let entries: &[(&str, &str)] = match &actor.acting().kind {
        HeldKind::Secretary => &[
            ("/", "今日"),
            ("/meetings", "会議"),
            ("/board", "年間予定"),
            ("/bodies", "名簿"),
            ("/outbox", "送信箱"),
            ("/settings/office", "設定"),
        ],
        HeldKind::Member { bodies } if bodies.is_empty() => {
            &[("/", "今日"), ("/meetings", "会議"), ("/bodies", "名簿")]
        }
        HeldKind::Member { .. } => {
            &[("/", "今日"), ("/meetings", "会議"), ("/board", "年間予定"), ("/bodies", "名簿")]
        }
        HeldKind::Chair { .. } | HeldKind::Officer(_) | HeldKind::Delegate { .. } => {
            &[("/", "今日"), ("/meetings", "会議"), ("/board", "年間予定"), ("/bodies", "名簿")]
        }
        HeldKind::Administrator => {
            &[("/admin/accounts", "利用者"), ("/admin/regions", "圏域"), ("/admin/mail", "送信")]
        }
    };
    let item = |(href, label): &(&str, &str)| NavItem {
        href: (*href).to_owned(),
        label: (*label).to_owned(),
        current: belongs(path, href),
        count: undelivered.filter(|count| *count > 0 && *href == "/outbox"),
        count_words: "通届いていません".to_owned(),
    };
    entries.iter().map(item).collect()
}

/// Whether a page stands under a menu entry. People, associations and seats are found under 名簿.
fn belongs(path: &str, href: &str) -> bool {
    const ROSTER: [&str; 7] =
        ["/people", "/associations", "/seats", "/memberships", "/charters", "/contacts", "/proposals"];
    let under =
        |start: &str| path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('/'));
    match href {
        "/" => path == "/",
        "/bodies" => under(href) || ROSTER.into_iter().any(under),
        "/settings/office" => under("/settings"),
        "/meetings" => under(href) || under("/agenda-items"),
        _ => under(href),
    }
}

/// What the switch sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    capacity: Field,
}

/// `POST /capacity`: acts in another capacity from now on.
pub async fn switch(
    app: Data<AppState>,
    signed_in: SignedIn,
    actor: Actor,
    form: Form<SwitchForm>,
) -> Result<HttpResponse, AppError> {
    let wanted = form.into_inner().capacity.value;
    let Some(held) = actor.held().iter().find(|held| held.key() == wanted) else {
        return Err(AppError::Unprocessable);
    };
    db::write(&app.db, async |tx| session::choose(tx, &signed_in.session, held.key()).await).await?;
    page::see_other("/", Flash::ok(format!("{}として表示しています", held.label)))
}
