//! Signing in with a password: one answer for everything wrong, limits that nobody can lift by trying, and a
//! session that is new each time.

use chrono::TimeDelta;
use entity::id::AccountId;
use renkei::access::System;
use renkei::account::commands::{self, Outcome, Try};
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
    give_password(&world, world.people.chair.account).await;
    let administrator = world.administrator();
    let page = administrator.get(&format!("/admin/accounts/{}", world.people.chair.account)).await;
    let disabling = format!("/admin/accounts/{}/disabling", world.people.chair.account);
    administrator.submit(&page, &disabling, &[]).await.is(303);
    let mut answers = Vec::new();
    for (what, email, password) in [
        ("a wrong password", "sato@example.jp", "ちがうパスワードです"),
        ("an empty one", "sato@example.jp", ""),
        ("a very long one", "sato@example.jp", &"長".repeat(5_000)),
        ("an account without one", "takahashi@example.jp", ""),
        ("an account that was stopped", "tsuji@example.jp", PASSWORD),
        ("nobody", "nobody@example.jp", PASSWORD),
        ("no address", "髙橋", PASSWORD),
        ("what no address has", "sato\0@example.jp", PASSWORD),
        ("nothing", "", ""),
    ] {
        let browser = world.anonymous();
        let drawn = browser.get("/sign-in").await;
        let page = browser.submit(&drawn, "/sign-in", &[("email", email), ("password", password)]).await;
        page.is(422).shows("メールアドレスかパスワードがちがいます。");
        let csrf = page.field("/sign-in", "csrf");
        let typed = format!(" value=\"{email}\"");
        let body = page.body.replace(&csrf, "").replace(&typed, " value=\"\"");
        let mut head: Vec<_> = page.headers.iter().map(|(name, _)| name.as_str().to_owned()).collect();
        head.sort_unstable();
        let length = page.body.len() - 2 * typed.len();
        answers.push((what, body, head, length));
    }
    for (what, body, head, length) in &answers {
        assert_eq!((body, head, length), (&answers[0].1, &answers[0].2, &answers[0].3), "{what}");
    }
});

story!(one_place_has_a_hundred_tries, "2026-11-20T09:00+09:00", async |world| {
    give_password(&world, world.people.secretary.account).await;
    let place = std::net::IpAddr::from([127, 0, 0, 1]);
    let wrong = |n: u32| Try { name: format!("name{n}@example.jp"), place, account: None, right: false };
    let (now, outcome) = (world.now(), async |n| {
        world.write(async |tx| commands::sign_in(tx, &wrong(n), None, world.now()).await).await
    });
    for n in 0..100 {
        assert_eq!(outcome(n).await, Outcome::Wrong, "{n}");
    }
    // Whoever stands behind the same address waits, too, but a link still opens; and nobody is somebody else by
    // writing another address into a header.
    let browser = world.anonymous();
    try_in(&browser, "sato@example.jp", PASSWORD).await.is(429).shows("しばらくパスワードを受け付けません");
    let page = browser.get("/sign-in").await;
    let fields = [("csrf", page.field("/sign-in", "csrf")), ("email", "sato@example.jp".to_owned())];
    let http = reqwest::Client::new().post(format!("{}/sign-in", world.address)).form(&fields);
    let spoofed = http.header("x-forwarded-for", "192.0.2.7").header("cookie", form_cookie(&page));
    assert_eq!(spoofed.send().await.unwrap().status().as_u16(), 429);
    browser.submit(&page, "/sign-in/link", &[("email", "sato@example.jp")]).await.is_redirect_to("/sign-in");
    let mails = world.run_worker().await;
    let link = mails[0].link("/sign-in/").unwrap();
    let page = browser.get(&link).await;
    browser.submit(&page, &link, &[]).await.is_redirect_to("/");
    world.clock.set(now + TimeDelta::minutes(61));
    try_in(&world.anonymous(), "sato@example.jp", PASSWORD).await.is_redirect_to("/");
});

/// The cookie a signed-out form is bound to.
fn form_cookie(page: &Page) -> String {
    let cookie = page.header("set-cookie").split(';').next().unwrap_or_default();
    assert!(cookie.starts_with("renkei-form="), "{cookie}");
    cookie.to_owned()
}

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
