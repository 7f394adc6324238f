//! Signing in with a password: one answer for everything wrong, limits that nobody can lift by trying, and a
//! session that is new each time.

use chrono::TimeDelta;
use entity::id::AccountId;
use renkei::access::System;
use renkei::account::commands;
use renkei::platform::password;
use renkei::platform::secret::Secret;

use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::World;

pub const PASSWORD: &str = "春の小川はさらさらいくよ";

/// Gives an account a password, as the sample data do.
pub async fn give_password(world: &World, account: AccountId) {
    let hash = password::hash(Secret::new(PASSWORD.to_owned())).await.unwrap();
    let now = world.now();
    world
        .write(async |tx| commands::set_password(tx, &System::acting(), account, hash.clone(), now).await)
        .await;
}

/// Fills in the sign-in page.
pub async fn try_in(client: &Client<'_>, email: &str, password: &str) -> Page {
    let page = client.get("/sign-in").await;
    page.is(200);
    client.submit(&page, "/sign-in", &[("email", email), ("password", password)]).await
}

story!(a_password_opens_a_session, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    let browser = world.anonymous();
    let page = browser.get("/sign-in?next=/people").await;
    page.is(200).shows("サインイン");
    let fields = [("email", " Ｓａｔｏ@Example.jp "), ("password", PASSWORD)];
    browser.submit(&page, "/sign-in", &fields).await.is_redirect_to("/people");
    browser.get("/people").await.is(200).shows("佐藤 恵（事務局）");
    browser.get("/sign-in").await.is_redirect_to("/");
});

story!(everything_wrong_gets_one_answer, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    let mut bodies = Vec::new();
    for (email, password) in [
        ("sato@example.jp", "ちがうパスワードです"),
        ("sato@example.jp", ""),
        ("takahashi@example.jp", ""),
        ("nobody@example.jp", PASSWORD),
        ("", ""),
    ] {
        let page = try_in(&world.anonymous(), email, password).await;
        page.is(422).shows("メールアドレスかパスワードがちがいます。");
        let body = page.body.replace(email, "");
        bodies.push(body.split("name=\"csrf\"").map(|part| part.get(80..).unwrap_or("")).collect::<String>());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "the answers differ");
});

story!(the_eleventh_try_waits_and_a_link_still_opens, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    let browser = world.anonymous();
    for _ in 0..10 {
        try_in(&browser, "sato@example.jp", "ちがうパスワードです").await.is(422);
    }
    try_in(&browser, "sato@example.jp", PASSWORD).await.is(429).shows("しばらくパスワードを受け付けません");
    try_in(&browser, "nobody@example.jp", PASSWORD).await.is(422);
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in/link", &[("email", "sato@example.jp")]).await.is_redirect_to("/sign-in");
    assert_eq!(world.run_worker().await.len(), 1);
    world.clock.advance(TimeDelta::minutes(16));
    try_in(&browser, "sato@example.jp", PASSWORD).await.is_redirect_to("/");
});

story!(tries_that_are_right_never_count, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    for _ in 0..12 {
        try_in(&world.anonymous(), "sato@example.jp", PASSWORD).await.is_redirect_to("/");
    }
});

story!(next_leads_only_to_own_pages, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    for next in ["//evil.example", "/\\evil.example", "https://evil.example/", "people"] {
        let browser = world.anonymous();
        let page = browser.get("/sign-in").await;
        let fields = [("email", "sato@example.jp"), ("password", PASSWORD), ("next", next)];
        browser.submit(&page, "/sign-in", &fields).await.is_redirect_to("/");
    }
});

story!(a_form_from_elsewhere_is_refused, "2026-11-20T09:00+09:00", async |world| {
    let fields = [("email", "sato@example.jp"), ("password", PASSWORD), ("csrf", "guessed")];
    world.anonymous().post_raw("/sign-in", &fields).await.is(403);
    let browser = world.anonymous();
    browser.get("/sign-in").await.is(200);
    browser.post_raw("/sign-in", &fields).await.is(403);
});

story!(signing_out_ends_the_session_itself, "2026-11-20T09:00+09:00", async |world| {
    let browser = world.secretary();
    let stolen = world.somebody(Some(world.people.secretary.account));
    browser.post("/sign-out", &[]).await.is_redirect_to("/sign-in");
    browser.get("/people").await.is_redirect_to("/sign-in?next=/people");
    browser.get("/sign-in").await.is(200).shows("サインアウトしました");
    stolen.get("/people").await.is(200);
});

story!(a_disabled_account_is_out_at_once, "2026-11-20T09:00+09:00", async |world| {
    let account = world.people.secretary.account;
    give_password(&world, account).await;
    let browser = world.secretary();
    browser.get("/people").await.is(200);
    let administrator = world.administrator();
    let page = administrator.get(&format!("/admin/accounts/{account}")).await;
    let disabling = format!("/admin/accounts/{account}/disabling");
    administrator.submit(&page, &disabling, &[]).await.is(303);
    browser.get("/people").await.is_redirect_to("/sign-in?next=/people");
    try_in(&world.anonymous(), "sato@example.jp", PASSWORD).await.is(422);
});
