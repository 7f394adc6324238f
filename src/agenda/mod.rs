//! 議題: what a meeting talks about, in order, with kind, minutes and who explains.
//!
//! Positions run from 1 without gaps and are the printed numbers. The agenda is no part of anybody's calendar:
//! it changes without SEQUENCE and without mail until the meeting is over or called off, then it is read-only.
//! Tables: `agenda_item`, `agenda_item_link`.

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web as http;

/// The addresses of this feature.
pub fn routes(cfg: &mut http::ServiceConfig) {
    cfg.service(
        http::resource("/meetings/{id}/agenda")
            .route(http::get().to(web::agenda::form))
            .route(http::post().to(web::agenda::submit)),
    )
    .service(http::resource("/meetings/{id}/agenda/order").route(http::post().to(web::order::submit)))
    .service(
        http::resource("/agenda-items/{id}/edit")
            .route(http::get().to(web::edit::form))
            .route(http::post().to(web::edit::submit)),
    )
    .service(
        http::resource("/agenda-items/{id}/removal")
            .route(http::get().to(web::removal::form))
            .route(http::post().to(web::removal::submit)),
    );
}
