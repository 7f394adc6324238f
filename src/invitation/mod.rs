//! 案内と回答: who is asked to a meeting, what they answered, and whether it will be quorate.
//!
//! An invitation is one person in one meeting, as printed on that day; it survives every later change of
//! membership. Answers are only added, each for the SEQUENCE it was given for. Convening, moving, putting off,
//! taking off and asking again are one transaction with their letter and their mails. Promise, fact and vote are
//! never merged. Tables: `convocation`, `invitation`, `invitation_seat`, `reply`, `pending_reply`, `inbound_mail`.

pub mod commands;
pub mod notices;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web as http;

/// The addresses of this feature. Each letter has a page that shows what would leave before it does.
pub fn routes(cfg: &mut http::ServiceConfig) {
    letters(cfg);
    sheets(cfg);
}

fn letters(cfg: &mut http::ServiceConfig) {
    cfg.service(
        http::resource("/meetings/{id}/convocation")
            .route(http::get().to(web::convocation::form))
            .route(http::post().to(web::convocation::submit)),
    )
    .service(
        http::resource("/meetings/{id}/change")
            .route(http::get().to(web::change::form))
            .route(http::post().to(web::change::submit)),
    )
    .service(
        http::resource("/meetings/{id}/postponement")
            .route(http::get().to(web::postponement::form))
            .route(http::post().to(web::postponement::submit)),
    )
    .service(
        http::resource("/invitations/{id}/withdrawal")
            .route(http::get().to(web::withdrawal::form))
            .route(http::post().to(web::withdrawal::submit)),
    )
    .service(
        http::resource("/meetings/{id}/invitations/new")
            .route(http::get().to(web::addition::form))
            .route(http::post().to(web::addition::submit)),
    )
    .service(
        http::resource("/meetings/{id}/reminder")
            .route(http::get().to(web::reminder::form))
            .route(http::post().to(web::reminder::submit)),
    );
}

fn sheets(cfg: &mut http::ServiceConfig) {
    cfg.service(http::resource("/outbox/{id}/sheet").route(http::get().to(web::sheet::one)))
        .service(http::resource("/meetings/{id}/sheets").route(http::get().to(web::sheet::all)));
}
