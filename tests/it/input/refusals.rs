//! What is refused is refused in words: a Japanese page for every status, a `csrf` on every form, and nothing done.

use reqwest::{Client, Method};

use crate::access_matrix::{Ground, MATRIX};
use crate::account::sign_in::try_in;
use crate::support::client::Persona;
use crate::support::office::convened;
use crate::support::story::story;
use crate::support::world::World;

/// Status and words of an answer to a request of any form.
async fn asked(
    world: &World,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> (u16, String, String) {
    let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let mut request = http.request(method, format!("{}{path}", world.address)).body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let kind = answer
        .headers()
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    (answer.status().as_u16(), kind, answer.text().await.unwrap())
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

story!(every_status_has_its_page, "2026-11-20T09:00+09:00", async |world: World| {
    let large = vec![b'a'; 70_000];
    let many = "a&".repeat(2_001).into_bytes();
    for (status, method, path, headers, body, words) in [
        (400, Method::POST, "/r/x", vec![FORM], b"comment=%ff".to_vec(), "内容を読み取れませんでした"),
        (401, Method::POST, "/meetings/new", vec![FORM], b"x=1".to_vec(), "サインインしてください"),
        (403, Method::POST, "/sign-in", vec![FORM], b"x=1".to_vec(), "この操作はできません"),
        (
            403,
            Method::POST,
            "/sign-in",
            vec![FORM, ("origin", "https://evil.example")],
            Vec::new(),
            "この操作はできません",
        ),
        (404, Method::GET, "/nothing-here", vec![], Vec::new(), "ページが見つかりません"),
        (404, Method::GET, "/assets/%00", vec![], Vec::new(), "ページが見つかりません"),
        (404, Method::GET, "/sign-in/x", vec![], Vec::new(), "このリンクは使えません"),
        (405, Method::DELETE, "/sign-in", vec![], Vec::new(), "この開き方はできません"),
        (405, Method::GET, "/capacity", vec![], Vec::new(), "この開き方はできません"),
        (413, Method::POST, "/r/x", vec![FORM], large, "送られた内容が大きすぎます"),
        (413, Method::POST, "/r/x", vec![FORM], many, "送られた内容が大きすぎます"),
        (
            415,
            Method::POST,
            "/r/x",
            vec![("content-type", "application/json")],
            b"{}".to_vec(),
            "この形式では受け取れません",
        ),
        (
            415,
            Method::POST,
            "/r/x",
            vec![FORM, ("content-encoding", "gzip")],
            b"x".to_vec(),
            "この形式では受け取れません",
        ),
        (421, Method::GET, "/", vec![("host", "evil.example")], Vec::new(), "このアドレスでは開けません"),
    ] {
        let named = format!("{method} {path} {headers:?}");
        let (got, kind, html) = asked(&world, method, path, &headers, body).await;
        assert_eq!((got, kind.as_str()), (status, "text/html; charset=utf-8"), "{named}\n{html}");
        assert_eq!(crate::support::html::faults(&html), [""; 0], "{named}");
        assert!(html.contains(&format!("<h1>{words}</h1>")), "{named}\n{html}");
    }
});

story!(pages_that_are_overtaken_or_over_say_so, "2026-11-20T09:00+09:00", async |world: World| {
    let (office, meeting) = (world.secretary(), convened(&world).await);
    // 422 and 409 of a button that stands alone.
    let feed = world.member(1);
    feed.post("/account/feed", &[]).await.is(422).shows("入力を確かめてください");
    let message = office.get("/outbox").await;
    let stop = message
        .forms()
        .into_iter()
        .find(|form| form.action == "/outbox/stops" && form.control("message").is_some());
    let stop = stop.unwrap().pairs();
    let stop: Vec<_> = stop.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post_raw("/outbox/stops", &stop).await.is(303);
    office.post_raw("/outbox/stops", &stop).await.is(409).shows("ほかの人が先に変更しました");
    // An item that somebody has taken off the agenda.
    let path = format!("/meetings/{}/agenda", meeting.id);
    office.post(&path, &[("kind", "report"), ("title", "上半期の取組")]).await.is(303);
    let edit = office.get(&path).await.link("上半期の取組");
    let (page, theirs) = (office.get(&edit).await, edit.replace("/edit", "/removal"));
    let removal = office.get(&theirs).await;
    office.submit(&removal, &theirs, &[]).await.is(303);
    let gone = office.submit(&page, &edit, &[("title", "書きかけの題")]).await;
    gone.is(404).shows("書きかけの題");
    // 429.
    for _ in 0..10 {
        try_in(&world.anonymous(), "sato@example.jp", "ちがうパスワードです").await.is(422);
    }
    try_in(&world.anonymous(), "sato@example.jp", "ちがうパスワードです").await.is(429).shows("しばらく");
});

/// On one database: a form without its `csrf` does not get as far as that.
#[actix_web::test]
async fn no_form_is_taken_without_its_csrf() {
    let world = World::at("2026-11-21T09:00+09:00").await;
    let ground = Ground::of(&world).await;
    let everyone = Persona::ALL.map(|persona| (persona, world.anyone(persona)));
    let stranger = world.somebody(Some(world.people.secretary.account));
    let foreign = stranger.csrf().await.unwrap().to_owned();
    for (_, one) in &everyone {
        one.csrf().await;
    }
    let before = world.rows().await;
    for (_, pattern, row) in MATRIX.iter().copied().flatten().filter(|row| row.0 == "POST") {
        let path = ground.fill(pattern);
        for ((persona, one), whole) in everyone.iter().zip(row) {
            // Sign-in comes before csrf, csrf before the matter; a link that opens nothing is dead either way.
            let dead = *pattern == "/r/{no_token}";
            let expected = if dead || *whole == 401 { *whole } else { 403 };
            // Whoever may send the form tries harder.
            let tries = [None, Some(""), Some("x"), Some(foreign.as_str())];
            let tries = if *whole == 422 { &tries[..] } else { &tries[..1] };
            for csrf in tries {
                let mut fields: Vec<_> = csrf.iter().map(|csrf| ("csrf", *csrf)).collect();
                fields.extend([("version", "1"), ("seen", "0"), ("answer", "attend"), ("_method", "DELETE")]);
                let got = one.post_raw(&path, &fields).await.status.as_u16();
                assert_eq!(got, expected, "{persona:?} POST {pattern} with csrf {csrf:?}");
            }
        }
    }
    for (table, rows) in world.rows().await {
        assert_eq!(rows, before[&table], "{table}");
    }
}
