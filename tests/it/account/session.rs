//! Sessions: always a new one, ended here and not only in the browser, and worth no more than the rights of today.

use chrono::NaiveDate;
use entity::membership;
use reqwest::redirect::Policy;
use sea_orm::{ActiveModelTrait, Set};

use super::sign_in::{PASSWORD, give_password, try_in};
use crate::support::story::story;
use crate::support::world::World;

/// The status a browser with exactly this cookie gets for a page of the secretariat.
async fn opens(world: &World, token: &str) -> u16 {
    let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
    let request = http.get(format!("{}/people", world.address)).header("cookie", format!("renkei={token}"));
    request.send().await.unwrap().status().as_u16()
}

/// The token that an answer gives, if it gives one.
fn given(page: &crate::support::page::Page) -> Option<String> {
    let cookies = page.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let own = cookies.filter_map(|cookie| cookie.strip_prefix("renkei=")).next()?;
    Some(own.split(';').next().unwrap_or_default().to_owned())
}

story!(a_planted_session_is_not_taken_over, "2026-11-20T09:00+09:00", async |world: World| {
    give_password(&world, world.people.secretary.account).await;
    let attacker = world.member(1);
    let planted = attacker.session_token().await.unwrap().to_owned();
    // The victim's browser carries the attacker's session, or words that are none, and signs in.
    for cookie in [planted.as_str(), "planted"] {
        let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        let browser = world.anonymous();
        let page = browser.get("/sign-in").await;
        let form = given_form(&page.headers);
        let fields = [
            ("csrf", page.field("/sign-in", "csrf")),
            ("email", "sato@example.jp".to_owned()),
            ("password", PASSWORD.to_owned()),
            ("next", "/people".to_owned()),
        ];
        let request = http.post(format!("{}/sign-in", world.address)).form(&fields);
        let answer = request.header("cookie", format!("renkei={cookie}; {form}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 303);
        let mut cookies = answer.headers().get_all("set-cookie").iter().filter_map(|one| one.to_str().ok());
        let new = cookies.find_map(|one| one.strip_prefix("renkei=")).unwrap();
        let new = new.split(';').next().unwrap();
        assert_ne!(new, cookie);
        assert_eq!(opens(&world, new).await, 200);
        assert_eq!(opens(&world, cookie).await, 303, "what was planted opens nothing");
    }
});

fn given_form(headers: &reqwest::header::HeaderMap) -> String {
    let mut cookies = headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let form = cookies.find(|cookie| cookie.starts_with("renkei-form=")).unwrap();
    form.split(';').next().unwrap().to_owned()
}

story!(a_session_cookie_is_kept_from_others, "2026-11-20T09:00+09:00", async |world: World| {
    give_password(&world, world.people.secretary.account).await;
    let page = try_in(&world.anonymous(), "sato@example.jp", PASSWORD).await;
    let cookies: Vec<_> =
        page.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let own = cookies.iter().find(|cookie| cookie.starts_with("renkei=")).unwrap();
    for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(own.contains(part), "{own}");
    }
    assert!(given(&page).unwrap().len() >= 43, "256 bits");
});

story!(what_is_signed_out_or_overtaken_opens_nothing, "2026-11-20T09:00+09:00", async |world: World| {
    let account = world.people.secretary.account;
    let (one, two) = (world.secretary(), world.secretary());
    let tokens =
        [one.session_token().await.unwrap().to_owned(), two.session_token().await.unwrap().to_owned()];
    for token in &tokens {
        assert_eq!(opens(&world, token).await, 200);
    }
    one.post("/sign-out", &[]).await.is(303);
    assert_eq!(opens(&world, &tokens[0]).await, 303);
    // A new password: the browser that sets it has another session, all others have none.
    let page = two.get("/account/password").await;
    let set = two.submit(&page, "/account/password", &[("new_password", PASSWORD)]).await;
    set.is_redirect_to("/account");
    let new = given(&set).unwrap();
    assert_eq!((opens(&world, &tokens[1]).await, opens(&world, &new).await), (303, 200));
    // A form that was open in the meantime is not lost: its words are shown, to be copied.
    let late = [("name", "髙﨑 恵"), ("csrf", one.csrf().await.unwrap())];
    one.post_raw("/people/new", &late).await.is(401).shows("サインインしてください").shows("名前 髙﨑 恵");
    // Half a day later, and when the administrator changes the address.
    let administrator = world.administrator();
    let edit = format!("/admin/accounts/{account}/edit");
    let page = administrator.get(&edit).await;
    administrator.submit(&page, &edit, &[("email", "megumi@example.jp")]).await.is(303);
    assert_eq!(opens(&world, &new).await, 303);
    let third = world.secretary();
    let third = third.session_token().await.unwrap().to_owned();
    world.clock.advance(chrono::TimeDelta::hours(14));
    assert_eq!(opens(&world, &third).await, 303);
});

story!(a_term_that_ends_ends_access_at_midnight, "2026-11-20T09:00+09:00", async |world: World| {
    let body = format!("/bodies/{}", world.people.council.id);
    let mut row: membership::ActiveModel = world.people.members[0].membership.clone().into();
    row.to_on = Set(NaiveDate::from_ymd_opt(2026, 11, 20));
    world.write(async |tx| row.update(tx).await).await;
    world.clock.set(crate::support::world::instant("2026-11-20T23:59+09:00"));
    let member = world.member(1);
    member.get(&body).await.is(200);
    world.clock.set(crate::support::world::instant("2026-11-21T00:00+09:00"));
    member.get(&body).await.is(404);
});
