//! 当日の出欠: who came to a meeting, from when to when, and how the sitting opened and closed.
//!
//! What happened is entered one thing at a time, on a tablet at the door or afterwards, and never changed: an entry
//! that was wrong is taken back by another. An entry carries the key it was given where it was typed, so that a
//! network that fails and a button pressed twice add nothing. Who is present at a moment, and whether the meeting is
//! quorate then, follows from the entries and the charter of the day; what was promised (`invitation`) plays no part.
//! The opening is a record with the counts of its moment. Tables: `attendance_entry`, `attendance_guest`, `sitting`.

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/attendance").route(get().to(web::table::table)))
        .service(resource("/attendance.{format}").route(get().to(web::table::file)))
        .service(
            resource("/meetings/{id}/attendance")
                .route(get().to(web::roll::show))
                .route(post().to(web::enter::submit)),
        )
        .service(resource("/meetings/{id}/sitting").route(post().to(web::sitting::submit)))
        .service(resource("/meetings/{id}/opinions").route(get().to(web::opinions::sheet)))
        .service(resource("/meetings/{id}/announcement").route(get().to(web::announcement::sheet)));
}
