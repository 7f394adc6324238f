//! Looking changes nothing: not "seen", not "used", whoever looks and however often, and a mail filter that opens
//! every link of a mail takes nothing away from its reader.

use reqwest::Method;

use crate::access_matrix::{Ground, MATRIX};
use crate::account::sign_in::give_password;
use crate::support::client::Persona;
use crate::support::office::{asked, convened, replies};
use crate::support::story::story;
use crate::support::world::World;

story!(a_look_at_any_page_changes_nothing, "2026-11-21T09:00+09:00", async |world: World| {
    let ground = Ground::of(&world).await;
    let everyone = Persona::ALL.map(|persona| world.anyone(persona));
    for one in &everyone {
        one.csrf().await;
    }
    let before = world.rows().await;
    for (method, pattern, row) in MATRIX.iter().copied().flatten().filter(|row| row.0 != "POST") {
        let path = ground.fill(pattern);
        for (one, _) in everyone.iter().zip(row).filter(|(_, expected)| **expected == 200) {
            let read = one.send(&Method::GET, &path, None).await;
            let looked = one.send(&Method::HEAD, &path, None).await;
            assert_eq!(read.status.as_u16(), 200, "{method} {path}");
            assert_eq!((looked.status, looked.body.as_str()), (read.status, ""), "HEAD {path}");
        }
    }
    for (table, rows) in world.rows().await {
        assert_eq!(rows, before[&table], "{table}");
    }
});

story!(a_mail_filter_uses_nothing_up, "2026-11-10T09:00+09:00", async |world: World| {
    give_password(&world, world.people.chair.account).await;
    let meeting = convened(&world).await;
    let browser = world.anonymous();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in/link", &[("email", "takahashi@example.jp")]).await.is(303);
    let mails = world.run_worker().await;
    let links = |mail: &crate::support::mails::Mail| {
        let words = mail.text.split_whitespace().filter_map(|word| word.split_once(&world.address));
        words.map(|(_, path)| path.trim_end_matches(['>', '）', '。']).to_owned()).collect::<Vec<_>>()
    };
    let all: Vec<_> = mails.iter().flat_map(links).collect();
    assert!(
        all.iter().any(|path| path.starts_with("/r/"))
            && all.iter().any(|path| path.starts_with("/sign-in/")),
        "{all:?}"
    );
    let before = world.rows().await;
    let filter = world.anonymous();
    for path in all.iter().chain(&all) {
        filter.send(&Method::HEAD, path, None).await.is(200);
        filter.get(path).await.is(200);
    }
    assert_eq!(world.rows().await, before);
    let link = mails.iter().find_map(|mail| mail.link("/sign-in/")).unwrap();
    let page = browser.get(&link).await;
    browser.submit(&page, &link, &[]).await.is_redirect_to("/");
    let mail =
        mails.iter().find(|mail| mail.to == "takahashi@example.jp" && mail.calendar.is_some()).unwrap();
    let reply = mail.link("/r/").unwrap();
    let page = browser.get(&reply).await;
    browser.submit(&page, &reply, &[]).await.is(303);
    assert_eq!(replies(&world, asked(&world, &meeting, 1).await.id).await.len(), 1);
});
