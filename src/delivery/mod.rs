//! 送信箱: every mail, fax and letter with its state in words, and what the office does about it by hand: stop, send
//! again, correct the address, note that a person was told otherwise, mark a sheet as sent.
//!
//! The rows are `platform::outbox`'s, and it alone writes them; here stands who may do it, the log entry, and the
//! page. A message about which nobody knows whether it arrived is never called sent.

pub mod commands;
mod queries;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// The addresses of this feature, the administrator's last; the sheet to print, `/outbox/{id}/sheet`, is `invitation`'s.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/outbox").route(get().to(web::list::list)))
        .service(resource("/outbox.{format}").route(get().to(web::list::file)))
        .service(resource("/outbox/stops").route(post().to(web::actions::stop)))
        .service(resource("/outbox/{id}/resending").route(post().to(web::actions::resend)))
        .service(resource("/outbox/{id}/handover").route(post().to(web::actions::hand_over)))
        .service(resource("/outbox/{id}/acknowledgement").route(post().to(web::actions::acknowledge)))
        .service(
            resource("/outbox/{id}/correction")
                .route(get().to(web::correction::form))
                .route(post().to(web::correction::submit)),
        )
        .service(resource("/admin/mail").route(get().to(web::hold::show)))
        .service(resource("/admin/mail/release").route(post().to(web::hold::release)));
}
