//! 名寄せ: somebody was entered twice, often in another spelling. One row stays in use and takes over seats, notes of
//! who is named, invitations, ways of contact and the account of the other; all or nothing, and shown before.
//!
//! Records are not rewritten: what was copied into an invitation, an answer or an attendance stays as it was written.
//! Nothing brings the two apart again, so nothing is joined that could not be right: both asked to a meeting to come,
//! or both signing in.

pub mod commands;
pub mod web;

use actix_web::web as http;

/// The address of this feature.
pub fn routes(cfg: &mut http::ServiceConfig) {
    cfg.service(
        http::resource("/people/{id}/double")
            .route(http::get().to(web::join::form))
            .route(http::post().to(web::join::submit)),
    );
}
