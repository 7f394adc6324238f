//! Links to sign in with: looked at as often as a mail filter likes, used once, over after half an hour.

use chrono::TimeDelta;

use super::sign_in::{PASSWORD, give_password, try_in};
use crate::support::golden::golden;
use crate::support::story::story;
use crate::support::world::World;

/// Asks for a link and returns its path.
async fn mailed_link(world: &World, email: &str) -> Option<String> {
    let browser = world.anonymous();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in/link", &[("email", email)]).await.is_redirect_to("/sign-in");
    browser
        .get("/sign-in")
        .await
        .shows("登録があれば、サインイン用のメールをお送りしました。30分で切れます。");
    let mails = world.run_worker().await;
    mails.first()?.link("/sign-in/")
}

#[actix_web::test]
async fn the_mail() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let browser = world.anonymous();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in/link", &[("email", "takahashi@example.jp")]).await;
    golden("account/sign_in_link.txt", &world.run_worker().await);
}

story!(a_link_is_used_once, "2026-11-20T09:00+09:00", async |world| {
    let path = mailed_link(&world, "takahashi@example.jp").await.unwrap();
    let browser = world.anonymous();
    for _ in 0..3 {
        world.anonymous().get(&path).await.is(200).shows("髙橋 さくら さんとしてサインインします");
    }
    let page = browser.get(&path).await;
    browser.submit(&page, &path, &[]).await.is_redirect_to("/");
    browser.get("/account").await.is(200).shows("髙橋 さくら");
    let late = world.anonymous();
    late.get(&path).await.is(404).shows("このリンクは使えません");
    late.submit(&page, &path, &[]).await.is(404);
});

story!(what_opens_nothing_looks_alike, "2026-11-20T09:00+09:00", async |world| {
    let path = mailed_link(&world, "takahashi@example.jp").await.unwrap();
    world.clock.advance(TimeDelta::minutes(30));
    let expired = world.anonymous().get(&path).await;
    let unknown = world.anonymous().get("/sign-in/00000000000000000000000000").await;
    expired.is(404);
    unknown.is(404);
    assert_eq!(expired.body, unknown.body);
});

story!(nobody_learns_who_has_an_account, "2026-11-20T09:00+09:00", async |world| {
    assert_eq!(mailed_link(&world, "nobody@example.jp").await, None);
    for asked in 0..7 {
        let sent = mailed_link(&world, "takahashi@example.jp").await.is_some();
        assert_eq!(sent, asked < 5, "after {asked} links");
    }
});

story!(a_forgotten_password_is_replaced, "2026-11-20T09:00+09:00", async |world| {
    let account = world.people.secretary.account;
    give_password(&world, account).await;
    let elsewhere = world.secretary();
    elsewhere.get("/people").await.is(200);
    let path = mailed_link(&world, "sato@example.jp").await.unwrap();
    let browser = world.anonymous();
    let page = browser.get(&path).await;
    let short = browser.submit(&page, &path, &[("new_password", "短い")]).await;
    short.is(422);
    assert!(short.field_error("new_password").unwrap().contains("12文字以上"));
    let fields = [("new_password", "夏は夜。月のころはさらなり")];
    browser.submit(&page, &path, &fields).await.is_redirect_to("/");
    elsewhere.get("/people").await.is_redirect_to("/sign-in?next=/people");
    try_in(&world.anonymous(), "sato@example.jp", PASSWORD).await.is(422);
    try_in(&world.anonymous(), "sato@example.jp", "夏は夜。月のころはさらなり").await.is(303);
});
