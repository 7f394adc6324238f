//! 会議の一覧と会議のページ: what the features below know of a meeting, put together for the person who looks. It
//! owns no table and changes nothing; every button leads to the feature that does.
//!
//! Who sees what of a meeting that may be seen at all: the date, place and agenda everybody; the online address
//! those invited and the secretariat; names with answers the secretariat and the chair of the body, because the
//! chair has to know the quorum and who sends a proxy; a delegate the answers for the association's own seats;
//! members and town officers the counts, because an answer is given to the office and not to each other. Comments,
//! what became of mails, and the log are the secretariat's.

mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, resource};

/// The addresses of this feature; those of forms under `/meetings` belong to the features that write.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/meetings").route(get().to(web::list::list)))
        .service(resource("/meetings.{format}").route(get().to(web::list::file)))
        .service(resource("/meetings/{id}.ics").route(get().to(web::calendar::calendar)))
        .service(resource("/meetings/{id}").route(get().to(web::show::show)));
}
