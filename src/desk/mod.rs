//! 今日: the first screen. The secretariat sees what did not arrive, what is due, who has not answered and what is
//! under way; a member the next meeting with three large buttons; a chair, a delegate and a town's officer the meetings in
//! which they have a part; the administrator goes where the work begins.
//!
//! Each thing on it carries the one button that does it. It owns no table; its lists are read in a few statements.

mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, resource};

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/").route(get().to(web::first::first)))
        .service(resource("/handover").route(get().to(web::handover::sheet)));
}
