//! 会議: one sitting of a body, from the plan to the day.
//!
//! A meeting is planned, convened, perhaps moved or put off, and held; or it is called off and stays on record. Until
//! it is convened it exists for the secretariat alone (`queries::visible_to`).
//! What stands in people's calendars (date, time, place, online address) changes after the notice only with a
//! letter, and every such change raises SEQUENCE; the UID is fixed for ever. Convening, moving and taking people
//! off are commands of `invitation` that call the ones here; calling off happens here, and links end because
//! they read the meeting's state. Tables: `meeting`, `meeting_change`, `meeting_cancellation`, `meeting_ruling`.

pub mod commands;
pub mod notices;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web as http;

/// The addresses of this feature; the list of meetings and the page of one are `dossier`'s.
pub fn routes(cfg: &mut http::ServiceConfig) {
    cfg.service(
        http::resource("/meetings/new")
            .route(http::get().to(web::plan::form))
            .route(http::post().to(web::plan::submit)),
    )
    .service(
        http::resource("/meetings/{id}/edit")
            .route(http::get().to(web::edit::form))
            .route(http::post().to(web::edit::submit)),
    )
    .service(
        http::resource("/meetings/{id}/cancellation")
            .route(http::get().to(web::cancel::form))
            .route(http::post().to(web::cancel::submit)),
    )
    .service(
        http::resource("/meetings/{id}/rulings")
            .route(http::get().to(web::rule::form))
            .route(http::post().to(web::rule::submit)),
    );
}
