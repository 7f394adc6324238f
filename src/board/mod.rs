//! 年間予定表: themes in groups, their entries by month, and above them the meetings of every body, which come from
//! the meetings themselves.
//!
//! A line is shown from its first to its last fiscal year, an entry in its month; what has no month stands under
//! 時期未定・随時. An entry that follows a meeting has no time of its own. 遅 and 済 are computed, only 「終わった」 is
//! stored. Every change of an entry keeps what was before, and whoever made it can take it back while nobody went on
//! from there. Tables: `board_group`, `board_row`, `board_entry`, `board_change`.

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web as http;

/// The addresses of this feature.
pub fn routes(cfg: &mut http::ServiceConfig) {
    cfg.service(http::resource("/board").route(http::get().to(web::show::show)))
        .service(http::resource("/board.{format}").route(http::get().to(web::download::file)))
        .service(
            http::resource("/board/entries/new")
                .route(http::get().to(web::add::form))
                .route(http::post().to(web::add::submit)),
        )
        .service(
            http::resource("/board/entries/{id}/edit")
                .route(http::get().to(web::edit::form))
                .route(http::post().to(web::edit::submit)),
        )
        .service(http::resource("/board/entries/{id}/place").route(http::post().to(web::actions::place)))
        .service(
            http::resource("/board/entries/{id}/completion").route(http::post().to(web::actions::complete)),
        )
        .service(http::resource("/board/entries/{id}/removal").route(http::post().to(web::actions::remove)))
        .service(http::resource("/board/changes/{id}/undoing").route(http::post().to(web::actions::undo)))
        .service(http::resource("/board/rows").route(http::get().to(web::rows::list)))
        .service(http::resource("/board/rows/order").route(http::post().to(web::rows::order)))
        .service(
            http::resource("/board/rows/new")
                .route(http::get().to(web::row::blank))
                .route(http::post().to(web::row::add)),
        )
        .service(
            http::resource("/board/rows/{id}/edit")
                .route(http::get().to(web::row::form))
                .route(http::post().to(web::row::edit)),
        )
        .service(http::resource("/board/rows/{id}/removal").route(http::post().to(web::row::remove)))
        .service(
            http::resource("/board/groups/{id}/edit")
                .route(http::get().to(web::group::form))
                .route(http::post().to(web::group::submit)),
        );
}
