//! 今日: the first screen. The secretariat sees what did not arrive, what is due, who has not answered and what is
//! under way; a member the next meeting with three large buttons; everybody else goes where their work begins.
//!
//! Each thing on it carries the one button that does it. It owns no table; its lists are read in a few statements.

mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, resource};

/// The one address of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/").route(get().to(web::first::first)));
}
