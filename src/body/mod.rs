//! 会議体: councils, subcommittees and sections, what their charters (設置要綱) say, their seats and who fills
//! them. The charter version in force on a day applies to that day; a parent's rule never applies by itself; a
//! vacant seat is not an absent member; one person in two seats is one head. Only this feature writes `body`,
//! `body_succession`, `charter`, `charter_setting`, `seat`, `membership` and `seat_contact`.

use actix_web::web::{ServiceConfig, get, post, resource};

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    use web::{
        charter, closure, comparison, contacts, deputies, edit, ending, roster, seat, show, term, tree,
    };
    cfg.service(resource("/bodies").route(get().to(tree::tree)))
        .service(resource("/bodies.{format}").route(get().to(tree::file)))
        .service(resource("/bodies/new").route(get().to(edit::new)).route(post().to(edit::set_up)))
        .service(resource("/bodies/{id}").route(get().to(show::show)))
        .service(resource("/bodies/{id}/roster").route(get().to(roster::sheet)))
        .service(resource("/bodies/{id}/roster.{format}").route(get().to(roster::file)))
        .service(resource("/bodies/{id}/edit").route(get().to(edit::form)).route(post().to(edit::submit)))
        .service(
            resource("/bodies/{id}/closure").route(get().to(closure::form)).route(post().to(closure::submit)),
        )
        .service(
            resource("/bodies/{id}/charters/new")
                .route(get().to(charter::new))
                .route(post().to(charter::enact)),
        )
        .service(
            resource("/charters/{id}/edit").route(get().to(charter::form)).route(post().to(charter::submit)),
        )
        .service(resource("/charters/{id}/comparison").route(get().to(comparison::comparison)))
        .service(
            resource("/bodies/{id}/deputies")
                .route(get().to(deputies::form))
                .route(post().to(deputies::submit)),
        )
        .service(resource("/bodies/{id}/seats/new").route(get().to(seat::new)).route(post().to(seat::add)))
        .service(resource("/seats/{id}/edit").route(get().to(seat::form)).route(post().to(seat::submit)))
        .service(
            resource("/seats/{id}/contacts")
                .route(get().to(contacts::form))
                .route(post().to(contacts::submit)),
        )
        .service(
            resource("/seats/{id}/memberships/new")
                .route(get().to(term::new))
                .route(post().to(term::appoint)),
        )
        .service(
            resource("/memberships/{id}/edit").route(get().to(term::form)).route(post().to(term::submit)),
        )
        .service(
            resource("/memberships/{id}/ending")
                .route(get().to(ending::form))
                .route(post().to(ending::submit)),
        );
}
