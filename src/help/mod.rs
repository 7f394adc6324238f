//! ヘルプ: the users' guide. Its chapters are the Markdown files of `docs/guide/`, part of the program, so that guide
//! and screens are always of one version. Everybody may read it, signed in or not; it names nobody and shows no data
//! but pictures of the sample councils.
//!
//! Every word a chapter sets as `code` stands on a screen, and every picture is made by a test
//! (`tests/it/help/`): a change of the screens that the guide does not follow fails there.

pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, resource};

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/help").route(get().to(web::page::contents)))
        .service(resource("/help/{page}").route(get().to(web::page::chapter)))
        .service(resource("/help/images/{file}").route(get().to(web::picture::show)));
}
