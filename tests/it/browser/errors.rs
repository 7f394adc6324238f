//! The pages of things that went wrong.

use serde_json::json;

use super::{DESK, TELEPHONE};
use crate::support::browser::Browser;
use crate::support::world::World;

#[actix_web::test]
async fn error_pages_can_be_used_by_everybody() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    for (width, height) in [DESK, TELEPHONE] {
        let Some(browser) = Browser::open(&world, width, height).await else { return };
        // Signed out first, then as somebody who may not look.
        browser.goto("/nothing-here").await;
        assert_eq!(browser.size().await, json!([width, height]));
        browser.axe().await;
        browser.sign_in(&world.member(1)).await;
        for path in ["/nothing-here", "/settings/office"] {
            browser.goto(path).await;
            browser.axe().await;
        }
    }
}

#[actix_web::test]
async fn axe_finds_what_is_wrong() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let Some(browser) = Browser::open(&world, 1280, 900).await else { return };
    browser.goto("/nothing-here").await;
    let spoil = "document.querySelector('main').append(document.createElement('img'));";
    browser.page.execute(spoil, Vec::new()).await.unwrap();
    let found = browser.violations().await;
    assert!(found.iter().any(|one| one.starts_with("image-alt: ")), "{found:?}");
}
