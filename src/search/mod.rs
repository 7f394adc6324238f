//! さがす: one box over everything the reader may see: meetings, agenda items, bodies, people and associations.
//!
//! What is found is asked of the index (`platform/search_index`) and of the same scoped query that every other page
//! of that thing starts at, together: what a person may not see is not found, not counted, not guessed.
//! Two letters are enough; of one letter every word is read.

mod queries;
mod rules;
pub mod web;

use actix_web::web as http;

/// The address of this feature.
pub fn routes(cfg: &mut http::ServiceConfig) {
    cfg.service(http::resource("/search").route(http::get().to(web::show::show)));
}
