//! Without a mouse: the way past the menu, the errors that lead to their fields, the fold that opens.

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::support::browser::{Browser, Window};
use crate::support::world::World;

#[actix_web::test]
async fn everything_can_be_reached_in_the_order_it_is_read() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    let Some(page) = Browser::open(&world.address, Window::DESK).await else { return };
    page.sign_in(&world.secretary()).await;
    page.goto("/meetings/new").await;
    page.types(Key::Tab).await;
    assert_eq!(page.focus().await, "本文へ");
    page.types(Key::Enter).await;
    page.types(Key::Tab).await;
    // The bread crumb is the first thing of the page itself.
    assert_eq!(page.focus().await, "会議");
    page.types(Key::Tab).await;
    assert_eq!(page.focus().await, "body");
    let mut order = Vec::new();
    for _ in 0..8 {
        page.types(Key::Tab).await;
        order.push(page.focus().await);
    }
    assert_eq!(order[..3], ["day", "starts", "ends"]);
    assert!(order.iter().all(|name| !name.is_empty()), "{order:?}");

    page.press("会議を計画に入れる").await.reads("か所を直してください").await;
    page.press("開催日：").await;
    page.types(Key::Tab).await;
    assert_eq!(page.focus().await, "starts", "the error leads to its field");
}

#[actix_web::test]
async fn what_has_the_focus_can_be_seen() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    page.sign_in(&world.secretary()).await;
    page.goto("/meetings/new").await;
    let outline = "const style = getComputedStyle(document.activeElement);
        const box = document.activeElement.getBoundingClientRect();
        return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2
            && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;";
    let stops = page
        .page
        .find_all(Locator::Css("a[href], button, input:not([type=hidden]), select, textarea, summary"));
    for stop in 0..stops.await.unwrap().len() {
        page.types(Key::Tab).await;
        let focus = page.focus().await;
        if focus.is_empty() {
            break;
        }
        assert_eq!(page.run(outline).await, true, "stop {stop}, {focus}, cannot be seen");
    }
}

impl Browser {
    async fn types(&self, key: Key) {
        let focus = self.page.active_element().await.unwrap();
        focus.send_keys(&key.to_string()).await.unwrap();
    }

    /// The name of the field, else the words, of what has the focus; nothing when it is on the page as a whole.
    async fn focus(&self) -> String {
        let name =
            "const it = document.activeElement; return it === document.body ? '' : it.name || it.innerText;";
        self.run(name).await.as_str().unwrap().trim().to_owned()
    }
}
