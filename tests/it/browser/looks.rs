//! Other eyes: dark and forced colours, more contrast, paper. Nothing may vanish there.

use entity::contact_point::ContactKind;

use crate::access_matrix::Ground;
use crate::support::browser::{Browser, Window};
use crate::support::contacts::{Holder, added};
use crate::support::sample::Sample;
use crate::support::world::World;

#[actix_web::test]
async fn no_wish_of_the_reader_hides_anything() {
    let world = World::at("2026-11-21T09:00+09:00").await;
    let ground = Ground::of(&world).await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    page.sign_in(&world.secretary()).await;
    let [meeting, reply] = ["/meetings/{convened}", "/r/{token}"].map(|path| ground.fill(path));
    for wish in [("prefers-color-scheme", "dark"), ("prefers-contrast", "more"), ("forced-colors", "active")]
    {
        page.emulate(&[wish]).await;
        let told = format!("return matchMedia('({}: {})').matches;", wish.0, wish.1);
        for path in ["/", "/outbox", meeting.as_str(), reply.as_str()] {
            page.goto(path).await;
            assert_eq!(page.run(&told).await, true, "{wish:?} does not reach the page");
            page.is_sound().await;
            assert_eq!(page.run(UNSEEN).await, serde_json::json!([]), "{path} with {wish:?}");
        }
    }
}

/// Words that have the colour of what is behind them.
const UNSEEN: &str = "
    const behind = one => {
        const colour = getComputedStyle(one).backgroundColor;
        return colour !== 'rgba(0, 0, 0, 0)' || !one.parentElement ? colour : behind(one.parentElement);
    };
    return [...document.querySelectorAll('body *')]
        .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(one => one.checkVisibility() && getComputedStyle(one).color === behind(one))
        .map(one => one.outerHTML.slice(0, 120));";

#[actix_web::test]
async fn paper_shows_the_sheet_and_nothing_else() {
    let world = World::at("2026-11-21T09:00+09:00").await;
    let ground = Ground::of(&world).await;
    let long = "〒395-0000 飯田市見本町1丁目2番地3 見本社会福祉会館5階 地域福祉部気付";
    added(&world, Holder::Person(world.people.members[0].person.id), ContactKind::Post, long).await;
    let Some(page) = Browser::open(&world.address, Window::PAPER).await else { return };
    page.sign_in(&world.secretary()).await;
    page.print_media().await;
    for (path, shown) in [
        ("/bodies/{body}/roster", "委員名簿"),
        ("/outbox/{message}/sheet", "回答"),
        ("/meetings/{convened}", "連携協議会"),
        ("/meetings/{convened}/reminder", "電話で確かめるとき"),
        ("/meetings/{convened}/opinions", "意見"),
        ("/bodies/{body}/renewal/requests?from=2027-04-01", "推薦"),
        ("/attendance", "出席状況"),
        ("/handover", long),
    ] {
        page.goto(&ground.fill(path)).await;
        page.reads(shown)
            .await
            .lacks("本文へ")
            .await
            .lacks("ブラウザーの印刷")
            .await
            .lacks("サインアウト")
            .await;
        let left = "return [...document.querySelectorAll('nav, .site-header, .btn, form.filter, .actions')]
            .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 120));";
        assert_eq!(page.run(left).await, serde_json::json!([]), "{path} on paper");
        assert_eq!(page.beyond().await, Vec::<String>::new(), "{path} is wider than the paper");
    }
}

#[actix_web::test]
async fn the_board_is_one_sheet_of_a3() {
    let sample = Sample::at("2026-11-10T09:00+09:00").await;
    let Some(page) = Browser::open(&sample.address, Window::DESK).await else { return };
    sample.signed_in(&page, "clerk@minamishinshu.example").await;
    page.goto("/board").await;
    page.reads("見本データ").await;
    assert_eq!(page.papers().await, ["0 0 1191 842"]);
    page.goto("/outbox").await;
    assert!(page.papers().await.iter().all(|paper| paper == "0 0 595 842"));
}
