//! `/feeds/{token}.ics`: a member's meetings to subscribe to, and `/account/feed`, where the address is made. The
//! same octets come until something changes, and a program that has them gets 304. Who knows the address sees
//! the meetings of one person, nobody else's name and no reply link.

use std::time::SystemTime;

use actix_web::http::header::{
    CACHE_CONTROL, ETag, EntityTag, Header, HttpDate, IfModifiedSince, IfNoneMatch, LastModified,
};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;
use entity::id::PersonId;
use entity::link::LinkPurpose;
use serde::Deserialize;

use super::link::unlisted;
use super::reply_calendar::CALENDAR;
use crate::access::web::Shell;
use crate::access::{Actor, LinkHolder};
use crate::invitation::commands;
use crate::invitation::queries::{self, FeedLine};
use crate::meeting::notices::{OfficeBlock, calendar_event};
use crate::platform::calendar::{Event, Status, write};
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form};
use crate::platform::page::{self, Flash};
use crate::platform::secret::sha256_hex;
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// `GET /feeds/{token}.ics`.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let Some(holder) = LinkHolder::open(db, LinkPurpose::Feed, &token, now).await? else {
        security_event(SecurityEvent::LinkRefused, None);
        return Err(AppError::NotFound);
    };
    let feed = queries::feed(db, PersonId(holder.subject()), tokyo_day(now)).await?;
    let feed = feed.ok_or(AppError::NotFound)?;
    let office = OfficeBlock::of(&feed.region);
    let events: Vec<_> = feed.lines.iter().filter_map(|line| event(&office, line)).collect();
    let octets = write(None, &events, Some(&format!("{}の会議", feed.region.name)));
    let version = Version {
        tag: EntityTag::new_strong(sha256_hex(octets.as_bytes())),
        changed: SystemTime::from(feed.changed_at).into(),
    };
    if version.is_known(&request) {
        return Ok(version.on(HttpResponse::NotModified()).finish());
    }
    Ok(unlisted(version.on(HttpResponse::Ok()).content_type(CALENDAR).body(octets)))
}

/// What a program remembers of the octets it has.
struct Version {
    tag: EntityTag,
    changed: HttpDate,
}

impl Version {
    /// `If-None-Match` goes before `If-Modified-Since` (RFC 9110, 13.2.2).
    fn is_known(&self, request: &HttpRequest) -> bool {
        if request.headers().contains_key("if-none-match") {
            return match IfNoneMatch::parse(request) {
                Ok(IfNoneMatch::Any) => true,
                Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|tag| tag.weak_eq(&self.tag)),
                Err(_) => false,
            };
        }
        IfModifiedSince::parse(request).is_ok_and(|since| since.0 >= self.changed)
    }

    fn on(self, mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
        answer
            .insert_header(ETag(self.tag))
            .insert_header(LastModified(self.changed))
            .insert_header((CACHE_CONTROL, "private, no-cache"));
        answer
    }
}

fn event(office: &OfficeBlock, line: &FeedLine) -> Option<Event> {
    let (meeting, facts) = (&line.meeting, &line.facts);
    let (status, words) = match meeting.cancelled_at {
        Some(_) => (Status::Cancelled, "中止になりました。".to_owned()),
        None if meeting.online_url.is_empty() => (Status::Confirmed, facts.meeting()),
        None => (Status::Confirmed, format!("{}\nオンライン {}", facts.meeting(), meeting.online_url)),
    };
    calendar_event(meeting, facts, office, &words, status)
}

/// What the button sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    /// Whether there was an address on the page: `none` or `one`. Pressed twice, the first one stays.
    pub seen: Field,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "invitation/feed.html")]
struct FeedPage {
    shell: Shell,
    /// The address to copy, if there is one.
    address: Option<String>,
}

impl FeedPage {
    /// The same under the scheme by which telephones and Outlook subscribe.
    fn subscription(&self) -> Option<String> {
        let (_, rest) = self.address.as_deref()?.split_once("://")?;
        Some(format!("webcal://{rest}"))
    }
}

/// `GET /account/feed`.
pub async fn form(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    let by = actor.member()?;
    let token = commands::feed_address(&app.db, by.person()).await?;
    let address = token.map(|token| format!("{}/feeds/{token}.ics", app.mail.base_url));
    page::ok(FeedPage { shell, address })
}

/// `POST /account/feed`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    form: Form<FeedForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now) = (actor.member()?, app.clock.now());
    let seen = form.into_inner().seen.value;
    let has_one = commands::feed_address(&app.db, by.person()).await?.is_some();
    match seen.as_str() {
        "none" if has_one => {}
        "none" | "one" => {
            db::write(&app.db, async |tx| commands::renew_feed(tx, &by, now).await).await?;
        }
        _ => return Err(AppError::Unprocessable),
    }
    let done = if has_one && seen == "one" {
        Flash::ok("カレンダー用のアドレスを新しくしました").text("前のアドレスは、もう使えません。")
    } else {
        Flash::ok("カレンダー用のアドレスを作りました")
    };
    page::see_other("/account/feed", done)
}
