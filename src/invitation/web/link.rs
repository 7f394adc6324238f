//! What a reply link opens, and the page of one that opens nothing. That page is the same whatever the reason, to
//! the octet, and names nobody: telephone numbers of every office, because it is not known whose link it was.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use askama::Template;
use entity::link::LinkPurpose;
use entity::region;

use crate::access::LinkHolder;
use crate::directory::queries as offices;
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::meeting::notices::OfficeBlock;
use crate::platform::clock::Instant;
use crate::platform::error::AppError;
use crate::platform::page::{self, Bare};
use crate::platform::secret::crockford_folded;
use crate::platform::state::AppState;
use crate::platform::telemetry::{SecurityEvent, security_event};

/// A reply link that opens somebody's invitation.
pub struct Link {
    /// As it stands in mails, however it was typed.
    pub token: String,
    /// The right to answer for this one invitation.
    pub holder: LinkHolder,
    /// Who is asked to what.
    pub asked: Asked,
    /// When it was opened.
    pub now: Instant,
}

impl Link {
    /// Opens a link. `None`: unknown, withdrawn, or the meeting's day is over.
    pub async fn open(app: &AppState, token: &str) -> Result<Option<Self>, AppError> {
        let (token, now) = (crockford_folded(token), app.clock.now());
        let holder = LinkHolder::open(&app.db.read, LinkPurpose::Reply, &token, now).await?;
        let Some(holder) = holder else { return Ok(None) };
        let found = queries::by_link(&app.db.read, &holder).await?;
        let found = found.map(|asked| Self { token, holder, asked, now });
        Ok(found.filter(|link| link.standing() != Standing::Over))
    }

    /// Where the person stands towards the meeting.
    pub fn standing(&self) -> Standing {
        rules::standing(&self.asked.meeting, &self.asked.invitation, self.now)
    }

    /// What the forms behind this link carry.
    pub fn csrf(&self, app: &AppState) -> String {
        app.db.terms().key.sign_text("reply form", &[self.token.as_bytes()])
    }

    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/r/{}", self.token)
    }
}

/// The same for every link that opens nothing.
#[derive(Template)]
#[template(path = "invitation/dead_link.html")]
struct DeadLinkPage {
    bare: Bare,
    offices: Vec<OfficeBlock>,
}

/// 404, whatever the reason.
pub async fn dead(app: &AppState) -> Result<HttpResponse, AppError> {
    security_event(SecurityEvent::LinkRefused, None);
    let regions = offices::regions(&app.db.read).await?;
    let mut bare = Bare { sample: app.sample(), ..Bare::default() };
    if let [only] = regions.as_slice() {
        bare = frame(app, only);
    }
    let offices = regions.iter().map(OfficeBlock::of).collect();
    page::with_status(StatusCode::NOT_FOUND, DeadLinkPage { bare, offices }).map(unlisted)
}

/// The frame of a page of one region.
pub fn frame(app: &AppState, region: &region::Model) -> Bare {
    Bare {
        brand: region.name.clone(),
        tagline: region.programme.clone(),
        sample: app.sample(),
        ..Bare::default()
    }
}

/// Says that no search engine may keep it.
pub fn unlisted(mut response: HttpResponse) -> HttpResponse {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex, nofollow"));
    response
}
