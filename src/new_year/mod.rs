//! 年度更新: the next fiscal year begins with what this one taught. In one step the meetings of the year are planned again
//! for the same months, and the entries of the schedule board are copied as （仮）. What is there already is not made
//! again, so the step can be taken twice; everything it makes is changed like anything else. This feature writes nothing
//! itself: meetings and entries are their features'.

use actix_web::web::{ServiceConfig, get, post, resource};

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

/// The addresses of this feature.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/new-year").route(get().to(web::show::show)).route(post().to(web::show::submit)));
}
