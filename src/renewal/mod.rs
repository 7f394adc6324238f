//! 改選: filling the seats of a body that are empty from a day on, many in one step. The associations are asked to name
//! somebody (推薦依頼), they name them (推薦), those named consent (就任承諾), and all who did are appointed (委嘱) on the
//! first day of the new terms. Whoever follows a member who left early serves what remains of that term (補欠), as far as
//! the charter says so. The seats of a post (充て職) go to whoever takes the post. Terms themselves are `body`'s; this
//! feature writes `renewal` and `nomination`.

use actix_web::web::{ServiceConfig, get, post, resource};

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    use web::{requests, round, succession};
    cfg.service(
        resource("/bodies/{id}/renewal").route(get().to(round::show)).route(post().to(round::submit)),
    )
    .service(resource("/bodies/{id}/renewal/requests").route(get().to(requests::sheet)))
    .service(
        resource("/people/{id}/succession")
            .route(get().to(succession::form))
            .route(post().to(succession::submit)),
    );
}
