//! 段取り: the steps of every meeting from its date to its published minutes, each with the day by which it is due.
//!
//! The days follow from the meeting's day by the body's numbers, so they move when the meeting moves; what the program
//! sees is done by itself (a date, a notice, answers, a recorded opening), of the rest the secretariat says so. Some
//! steps the program does: it reminds those who have not answered, and those who attend. First screen, board and
//! meeting page read what is due from here. Tables: `pace`, `meeting_step`.

pub mod commands;
pub mod jobs;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/bodies/{id}/pace").route(get().to(web::form::form)).route(post().to(web::form::submit)),
    )
    .service(resource("/meetings/{id}/steps").route(post().to(web::step::submit)))
    .service(resource("/meetings/{id}/reminders/{step}").route(get().to(web::reminders::preview)));
}
