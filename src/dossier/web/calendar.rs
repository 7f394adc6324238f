//! `GET /meetings/{id}.ics`: the meeting as an event to add by hand. METHOD:PUBLISH, no attendees; UID, SEQUENCE
//! and DTSTAMP are the meeting's own, so that a later mail updates the same entry.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Data, Path};
use entity::id::MeetingId;
use entity::region;
use sea_orm::EntityTrait;

use super::sight::Sight;
use crate::access::Actor;
use crate::body::queries::rules_on;
use crate::dossier::queries;
use crate::invitation::queries as invitations;
use crate::meeting::notices::{OfficeBlock, calendar_event, calendar_part, facts};
use crate::meeting::queries::charter_day;
use crate::meeting::rules::numbering;
use crate::platform::calendar::{Method, Status};
use crate::platform::error::AppError;
use crate::platform::state::AppState;

/// `GET /meetings/{id}.ics`; 404 for a meeting that is planned, postponed without a date or called off.
pub async fn calendar(
    app: Data<AppState>,
    actor: Actor,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    let queries::Head { meeting, body, rulings, .. } = queries::head(db, &actor, *id).await?;
    let stands = meeting.convened_at.is_some() && meeting.cancelled_at.is_none();
    let office = region::Entity::find_by_id(meeting.region_id).one(db).await?;
    let office = office.filter(|_| stands).ok_or(AppError::NotFound)?;
    let rules = rules_on(db, body.id, charter_day(&meeting)).await?;
    let names = (body.name.as_str(), body.short_name.as_str());
    let facts = facts(&meeting, names, numbering(&rules, &rulings).0, &rules.titles);
    let mut words = facts.meeting();
    if may_join(&app, &actor, &meeting).await? || Sight::of(&actor, &body).is_everything() {
        words = format!("{words}\n{}", meeting.online_url).trim_end().to_owned();
    }
    let event = calendar_event(&meeting, &facts, &OfficeBlock::of(&office), &words, Status::Confirmed);
    let event = event.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8; method=PUBLISH")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"meeting.ics\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(calendar_part(Method::Publish, event).ics))
}

/// The online address is for those invited.
async fn may_join(app: &AppState, actor: &Actor, meeting: &entity::meeting::Model) -> Result<bool, AppError> {
    let Ok(member) = actor.member() else { return Ok(false) };
    let own = invitations::of_person(&app.db.read, meeting.id, member.person()).await?;
    Ok(own.is_some_and(|own| own.withdrawn_at.is_none()))
}
