//! Every page of the access matrix is looked at: as it opens, and with every field left empty. A row added there is
//! looked at here; nothing is listed twice.

use std::collections::HashSet;

use crate::access_matrix::Ground;
use crate::access_matrix::pages::{forms, pages};
use crate::support::browser::{Browser, Window};
use crate::support::client::Persona;
use crate::support::world::World;

/// The answer of the member is late by then, and waits for the clerk.
const NOW: &str = "2026-11-21T09:00+09:00";

#[actix_web::test]
async fn the_secretary_can_use_every_page() {
    look_at_pages(&[Persona::Secretary]).await;
}

#[actix_web::test]
async fn the_secretary_can_use_every_form_with_errors() {
    look_at_forms(Persona::Secretary).await;
}

#[actix_web::test]
async fn the_administrator_can_use_every_page_and_form() {
    look_at_pages(&[Persona::Administrator]).await;
    look_at_forms(Persona::Administrator).await;
}

#[actix_web::test]
async fn everybody_else_can_use_every_page() {
    let everybody = [
        Persona::SignedOut,
        Persona::Member,
        Persona::Chair,
        Persona::EndedMember,
        Persona::Delegate,
        Persona::Officer,
    ];
    look_at_pages(&everybody).await;
    look_at_forms(Persona::Member).await;
}

/// Who is signed out comes first.
async fn look_at_pages(personas: &[Persona]) {
    let world = World::at(NOW).await;
    let ground = Ground::of(&world).await;
    let Some(browser) = Browser::open(&world.address, Window::DESK).await else { return };
    let mut eye = Eye::default();
    for persona in personas {
        if *persona != Persona::SignedOut {
            browser.sign_in(&world.anyone(*persona)).await;
        }
        for path in pages(&ground, *persona) {
            browser.goto(&path).await;
            eye.look(&browser).await;
        }
    }
    eye.is_content();
}

async fn look_at_forms(persona: Persona) {
    let world = World::at(NOW).await;
    let ground = Ground::of(&world).await;
    let Some(browser) = Browser::open(&world.address, Window::DESK).await else { return };
    browser.sign_in(&world.anyone(persona)).await;
    let mut eye = Eye::default();
    for path in forms(&ground, persona) {
        if !browser.has_session().await {
            browser.goto("/account").await;
        }
        browser.send_empty(&path).await;
        eye.look(&browser).await;
    }
    eye.is_content();
}

/// Looks at pages, at those whose inside is word for word the same once, and says at the end what is wrong with all.
#[derive(Default)]
struct Eye {
    seen: HashSet<String>,
    faults: Vec<String>,
}

impl Eye {
    async fn look(&mut self, browser: &Browser) {
        let words = browser.run("return document.querySelector('main').innerText;").await;
        if self.seen.insert(words.as_str().unwrap().to_owned()) {
            self.faults.extend(browser.faults_at_every_width().await);
        }
    }

    fn is_content(&self) {
        assert!(!self.seen.is_empty(), "no pages were looked at");
        assert!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
    }
}
