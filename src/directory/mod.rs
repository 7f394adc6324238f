//! The register of a region (圏域): its office and member towns, its associations, its people, and the ways to
//! reach them. Names are kept as their owner writes them and never normalised; codes, numbers and addresses are.
//! Nothing is deleted: a contact point is retired, a town leaves on a day, an association ends on a day.
//!
//! Tables: `region`, `municipality`, `region_municipality`, `association`, `person`,
//! `person_double`, `person_name`, `contact_point`.

pub mod commands;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// The register's addresses: the secretariat's, then the administrator's.
pub fn routes(cfg: &mut ServiceConfig) {
    of_the_secretariat(cfg);
    of_the_administrator(cfg);
}

#[rustfmt::skip]
fn of_the_secretariat(cfg: &mut ServiceConfig) {
    use web::{associations, contacts, name_removal, office, people, person_form};

    cfg.service(resource("/people")
            .route(get().to(people::list)))
        .service(resource("/people.{format}")
            .route(get().to(people::file)))
        .service(resource("/people/new")
            .route(get().to(person_form::new))
            .route(post().to(person_form::enter)))
        .service(resource("/people/{id}")
            .route(get().to(people::show)))
        .service(resource("/people/{id}/edit")
            .route(get().to(person_form::edit))
            .route(post().to(person_form::change)))
        .service(resource("/people/{id}/names/{last_on}/removal")
            .route(get().to(name_removal::ask))
            .route(post().to(name_removal::submit)))
        .service(resource("/people/{id}/contacts/new")
            .route(get().to(contacts::new_for_person))
            .route(post().to(contacts::add_for_person)))
        .service(resource("/associations")
            .route(get().to(associations::list)))
        .service(resource("/associations.{format}")
            .route(get().to(associations::file)))
        .service(resource("/associations/new")
            .route(get().to(associations::new))
            .route(post().to(associations::enter)))
        .service(resource("/associations/{id}")
            .route(get().to(associations::show)))
        .service(resource("/associations/{id}/edit")
            .route(get().to(associations::edit))
            .route(post().to(associations::change)))
        .service(resource("/associations/{id}/contacts/new")
            .route(get().to(contacts::new_for_association))
            .route(post().to(contacts::add_for_association)))
        .service(resource("/contacts/{id}/edit")
            .route(get().to(contacts::edit))
            .route(post().to(contacts::change)))
        .service(resource("/contacts/{id}/precedence")
            .route(post().to(contacts::put_first)))
        .service(resource("/contacts/{id}/retirement")
            .route(get().to(contacts::ask_retirement))
            .route(post().to(contacts::retire)))
        .service(resource("/settings/office")
            .route(get().to(office::show))
            .route(post().to(office::change)));
}

#[rustfmt::skip]
fn of_the_administrator(cfg: &mut ServiceConfig) {
    use web::{municipalities, region_form, regions};

    cfg.service(resource("/admin/regions")
            .route(get().to(regions::list)))
        .service(resource("/admin/regions.{format}")
            .route(get().to(regions::file)))
        .service(resource("/admin/regions/new")
            .route(get().to(region_form::new))
            .route(post().to(region_form::set_up)))
        .service(resource("/admin/regions/{id}/edit")
            .route(get().to(region_form::edit))
            .route(post().to(region_form::change)))
        .service(resource("/admin/regions/{id}/municipalities")
            .route(get().to(regions::towns))
            .route(post().to(regions::join)))
        .service(resource("/admin/regions/{id}/municipalities/{town}/withdrawal")
            .route(post().to(regions::part)))
        .service(resource("/admin/municipalities/new")
            .route(get().to(municipalities::new))
            .route(post().to(municipalities::enter)));
}
