//! The pages of things that went wrong.

use serde_json::json;

use crate::support::browser::{Browser, Window};
use crate::support::world::World;

#[actix_web::test]
async fn error_pages_can_be_used_by_everybody() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let Some(browser) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    // Signed out first, then as somebody who may not look.
    browser.goto("/nothing-here").await;
    assert_eq!(browser.size().await, json!([390, 844]));
    browser.is_sound_at_every_width().await;
    browser.sign_in(&world.member(1)).await;
    for path in ["/nothing-here", "/settings/office"] {
        browser.goto(path).await;
        browser.is_sound_at_every_width().await;
    }
}

#[actix_web::test]
async fn what_is_wrong_is_found() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let Some(browser) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    browser.goto("/nothing-here").await;
    browser.is_sound_at_every_width().await;
    let spoil = "const wide = document.createElement('img');
        wide.width = 900;
        const small = document.createElement('p');
        small.innerHTML = '<a href=\"/\">x</a>';
        document.querySelector('main').append(wide, small);
        const program = document.createElement('script');
        program.textContent = 'alert(1)';
        document.body.append(program);";
    browser.run(spoil).await;
    let found = browser.violations().await;
    assert!(found.iter().any(|one| one.starts_with("image-alt: ")), "{found:?}");
    assert!(browser.beyond().await.iter().any(|one| one.contains("img")));
    assert!(browser.small().await.iter().any(|one| one.contains(">x</a>")));
    assert!(browser.complaints().await.iter().any(|one| one.contains("Content Security Policy")));
}
