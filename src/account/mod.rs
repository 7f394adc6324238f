//! Accounts: who may sign in, with a password or with a link that works once, and what they were given to act
//! as. An account belongs to no region; it speaks for one person in each region it acts in, and rights are read
//! from the rows at each request, so that ending a capacity or disabling an account works at once. The answers of
//! signing in tell nobody which addresses have an account.
//!
//! Tables: `account`, `account_person`, `capacity`, `failed_sign_in`; `session` and `link` through `platform`.

pub mod commands;
pub mod jobs;
pub mod notices;
pub mod queries;
pub mod rules;
pub mod web;

use actix_web::web::{ServiceConfig, get, post, resource};

/// Signing in and out, one's own settings, then the administrator's pages.
#[rustfmt::skip]
pub fn routes(cfg: &mut ServiceConfig) {
    use web::{account_form, accounts, link, link_request, password, roles, settings, sign_in, sign_out, standing};

    cfg.service(resource("/sign-in")
            .route(get().to(sign_in::form))
            .route(post().to(sign_in::submit)))
        .service(resource("/sign-out")
            .route(post().to(sign_out::submit)))
        .service(resource("/sign-in/link")
            .route(post().to(link_request::submit)))
        .service(resource("/sign-in/{token}")
            .route(get().to(link::form))
            .route(post().to(link::submit)))
        .service(resource("/account")
            .route(get().to(settings::show)))
        .service(resource("/account/password")
            .route(get().to(password::form))
            .route(post().to(password::change)));

    cfg.service(resource("/admin/accounts")
            .route(get().to(accounts::list)))
        .service(resource("/admin/accounts.{format}")
            .route(get().to(accounts::file)))
        .service(resource("/admin/accounts/new")
            .route(get().to(account_form::new))
            .route(post().to(account_form::add)))
        .service(resource("/admin/accounts/{id}")
            .route(get().to(accounts::show)))
        .service(resource("/admin/accounts/{id}/edit")
            .route(get().to(account_form::edit))
            .route(post().to(account_form::change)))
        .service(resource("/admin/accounts/{id}/disabling")
            .route(post().to(standing::disable)))
        .service(resource("/admin/accounts/{id}/enabling")
            .route(post().to(standing::enable)))
        .service(resource("/admin/accounts/{id}/password-reset")
            .route(post().to(standing::reset_password)))
        .service(resource("/admin/accounts/{id}/roles/new")
            .route(get().to(roles::new))
            .route(post().to(roles::give)))
        .service(resource("/admin/capacities/{id}/ending")
            .route(post().to(standing::end_role)));
}
