//! 改選: filling the seats of a body that are empty from a day on, many in one step. The associations are asked to name
//! somebody (推薦依頼), they name them (推薦), those named consent (就任承諾), and all who did are appointed (委嘱) on the
//! first day of the new terms. Whoever follows a member who left early serves what remains of that term (補欠), as far as
//! the charter says so. The seats of a post (充て職) go to whoever takes the post. An association may say through its
//! delegate whom it would name next. Terms themselves are `body`'s; this feature writes `renewal`, `nomination` and
//! `proposal`.

use actix_web::web::{ServiceConfig, get, post, resource};

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    use web::{proposal, proposed, requests, round, succession};
    cfg.service(
        resource("/bodies/{id}/renewal").route(get().to(round::show)).route(post().to(round::submit)),
    )
    .service(resource("/bodies/{id}/renewal/requests").route(get().to(requests::sheet)))
    .service(
        resource("/people/{id}/succession")
            .route(get().to(succession::form))
            .route(post().to(succession::submit)),
    )
    .service(
        resource("/seats/{id}/proposal").route(get().to(proposal::form)).route(post().to(proposal::submit)),
    )
    .service(resource("/seats/{id}/proposal/withdrawal").route(post().to(proposal::withdraw)))
    .service(resource("/proposals/{id}").route(get().to(proposed::show)))
    .service(resource("/proposals/{id}/acceptance").route(post().to(proposed::accept)))
    .service(resource("/proposals/{id}/refusal").route(post().to(proposed::decline)));
}
