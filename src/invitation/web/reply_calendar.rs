//! `/r/{token}.ics`: the meeting to add to a calendar by hand, under the UID and SEQUENCE that mails carry, so that
//! it never stands there twice.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::link::{Link, dead, unlisted};
use crate::invitation::queries;
use crate::invitation::rules::Standing;
use crate::meeting::notices::{OfficeBlock, calendar_event, organizer, reply_address};
use crate::platform::calendar::{Event, Method, Status, write};
use crate::platform::error::AppError;
use crate::platform::state::AppState;

/// The type of every calendar object that is served.
pub const CALENDAR: &str = "text/calendar; charset=utf-8";

/// `GET /r/{token}.ics`. A meeting that waits for a new date has no place in a calendar: 404.
pub async fn show(app: Data<AppState>, token: Path<String>) -> Result<HttpResponse, AppError> {
    let Some(link) = Link::open(&app, &token).await? else { return dead(&app).await };
    let event = event(&app, &link).await?.ok_or(AppError::NotFound)?;
    let file = HttpResponse::Ok()
        .content_type(CALENDAR)
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"kaigi.ics\""))
        .body(write(Some(Method::Publish), &[event], None));
    Ok(unlisted(file))
}

/// Nobody is an ATTENDEE of what is published (RFC 5546, 3.2.1).
async fn event(app: &AppState, link: &Link) -> Result<Option<Event>, AppError> {
    let asked = &link.asked;
    let facts = queries::facts_with(&app.db.read, &asked.meeting, &asked.body).await?;
    let cancelled = link.standing() == Standing::Cancelled;
    let status = if cancelled { Status::Cancelled } else { Status::Confirmed };
    let mut words = vec![format!("回答 {}{}", app.mail.base_url, link.path())];
    if !asked.meeting.online_url.is_empty() {
        words.insert(0, format!("オンライン {}", asked.meeting.online_url));
    }
    let office = OfficeBlock::of(&asked.region);
    let event = calendar_event(&asked.meeting, &facts, &office, &words.join("\n"), status);
    let to = reply_address(&app.mail, &asked.region, &link.token);
    Ok(event.map(|event| Event { organizer: Some(organizer(&asked.region, &to)), ..event }))
}
