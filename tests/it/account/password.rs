//! One's own password.

use super::sign_in::{PASSWORD, give_password, try_in};
use crate::support::story::story;

story!(the_first_password_needs_no_other, "2026-11-20T09:00+09:00", async |world| {
    let browser = world.member(1);
    let page = browser.get("/account/password").await;
    page.is(200).shows("パスワードを決める");
    browser
        .submit(&page, "/account/password", &[("new_password", PASSWORD)])
        .await
        .is_redirect_to("/account");
    try_in(&world.anonymous(), "takahashi@example.jp", PASSWORD).await.is_redirect_to("/");
});

story!(a_change_needs_the_old_one_and_ends_other_sessions, "2026-11-20T09:00+09:00", async |world| {
    let account = world.people.secretary.account;
    give_password(&world, account).await;
    let (browser, elsewhere) = (world.secretary(), world.somebody(Some(account)));
    elsewhere.get("/people").await.is(200);
    let page = browser.get("/account/password").await;
    let new = ("new_password", "夏は夜。月のころはさらなり");
    let wrong = [("current_password", "ちがうパスワードです"), new];
    let refused = browser.submit(&page, "/account/password", &wrong).await;
    refused.is(422);
    assert!(refused.field_error("current_password").is_some());
    let right = [("current_password", PASSWORD), new];
    browser.submit(&page, "/account/password", &right).await.is_redirect_to("/account");
    browser.get("/account").await.is(200).shows("パスワードを変えました");
    elsewhere.get("/people").await.is_redirect_to("/sign-in?next=/people");
});
