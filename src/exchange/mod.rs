//! 取り込み・書き出し: every table of the secretariat as a file and back without loss. A line is of what its ID says, else
//! of what names it, else something new; columns a file does not have stay as they are; all lines are taken or none.
//! What is sent on screen waits as a draft until the person who sent it has seen what comes of it, line by line.
//! Tables: `import_draft`, `import_mapping`; everything else is written by the features that own it.

pub mod commands;
pub mod jobs;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    use web::{columns, download, index, preview};
    cfg.service(resource("/settings/import").route(get().to(index::show)).route(post().to(index::send)))
        .service(resource("/settings/export/{file}").route(get().to(download::file)))
        .service(
            resource("/settings/import/{draft}")
                .route(get().to(preview::show))
                .route(post().to(preview::confirm)),
        )
        .service(
            resource("/settings/import/{draft}/columns")
                .route(get().to(columns::form))
                .route(post().to(columns::submit)),
        )
        .service(resource("/settings/import/{draft}/removal").route(post().to(preview::remove)));
}
