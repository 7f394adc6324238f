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

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::platform::form::FormLimit;
use web::reply::ANSWER_LIMIT;

/// The addresses of this feature. Each letter has a page that shows what would leave before it does.
pub fn routes(cfg: &mut ServiceConfig) {
    answers(cfg);
    letters(cfg);
    sheets(cfg);
}

/// By which answers come in. The calendar object stands before the page, whose pattern fits it, too.
#[rustfmt::skip]
fn answers(cfg: &mut ServiceConfig) {
    use web::{entry, feed, own_reply, pending, reply, reply_calendar, seat_reply};

    cfg.service(resource("/r/{token}.ics")
            .route(get().to(reply_calendar::show)))
        .service(resource("/r/{token}")
            .app_data(FormLimit(ANSWER_LIMIT))
            .route(get().to(reply::show))
            .route(post().to(reply::submit)))
        .service(resource("/meetings/{id}/reply")
            .app_data(FormLimit(ANSWER_LIMIT))
            .route(get().to(own_reply::form))
            .route(post().to(own_reply::submit)))
        .service(resource("/invitations/{id}/seat-reply")
            .app_data(FormLimit(ANSWER_LIMIT))
            .route(get().to(seat_reply::form))
            .route(post().to(seat_reply::submit)))
        .service(resource("/invitations/{id}/replies/new")
            .app_data(FormLimit(ANSWER_LIMIT))
            .route(get().to(entry::form))
            .route(post().to(entry::submit)))
        .service(resource("/pending-replies/{id}/acceptance")
            .route(post().to(pending::accept)))
        .service(resource("/pending-replies/{id}/dismissal")
            .route(post().to(pending::dismiss)))
        .service(resource("/feeds/{token}.ics")
            .route(get().to(feed::show)))
        .service(resource("/account/feed")
            .route(get().to(feed::form))
            .route(post().to(feed::submit)));
}

fn letters(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/meetings/{id}/convocation")
            .route(get().to(web::convocation::form))
            .route(post().to(web::convocation::submit)),
    )
    .service(
        resource("/meetings/{id}/change")
            .route(get().to(web::change::form))
            .route(post().to(web::change::submit)),
    )
    .service(
        resource("/meetings/{id}/postponement")
            .route(get().to(web::postponement::form))
            .route(post().to(web::postponement::submit)),
    )
    .service(
        resource("/invitations/{id}/withdrawal")
            .route(get().to(web::withdrawal::form))
            .route(post().to(web::withdrawal::submit)),
    )
    .service(
        resource("/meetings/{id}/invitations/new")
            .route(get().to(web::addition::form))
            .route(post().to(web::addition::submit)),
    )
    .service(
        resource("/meetings/{id}/reminder")
            .route(get().to(web::reminder::form))
            .route(post().to(web::reminder::submit)),
    );
}

fn sheets(cfg: &mut ServiceConfig) {
    cfg.service(resource("/outbox/{id}/sheet").route(get().to(web::sheet::one)))
        .service(resource("/meetings/{id}/sheets").route(get().to(web::sheet::all)));
}
