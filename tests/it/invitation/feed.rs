//! The calendar feed of a person.

use entity::meeting;
use reqwest::Client;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::calendars::{Calendar, assert_calendar};
use crate::support::office::{cancelled, convened, postponed, reread};
use crate::support::story::story;
use crate::support::world::World;

/// The path of the address on the page.
async fn address(world: &World) -> String {
    let page = world.member(1).get("/account/feed").await;
    let (_, rest) = page.body.split_once("/feeds/").unwrap();
    format!("/feeds/{}", rest.split('<').next().unwrap())
}

async fn calendar(world: &World, path: &str) -> Calendar {
    assert_calendar(&world.anonymous().get(path).await.is(200).body)
}

async fn status(world: &World, path: &str, header: (&str, &str)) -> u16 {
    let request = Client::new().get(format!("{}{path}", world.address)).header(header.0, header.1);
    request.send().await.unwrap().status().as_u16()
}

story!(a_member_subscribes, "2026-11-10T09:00+09:00", async |world: World| {
    let (off, away, held) = (convened(&world).await, convened(&world).await, convened(&world).await);
    let member = world.member(1);
    let page = member.get("/account/feed").await;
    page.is(200).shows("まだアドレスがありません");
    member.post("/account/feed", &[]).await.is(422);
    world.secretary().get("/account/feed").await.is(403);
    member.submit(&page, "/account/feed", &[]).await.is_redirect_to("/account/feed");
    let path = address(&world).await;
    // Pressed twice, the first one stays.
    member.submit(&page, "/account/feed", &[]).await.is(303);
    assert_eq!(address(&world).await, path);

    let feed = world.anonymous().get(&path).await;
    feed.is(200).hides("/r/").hides("ATTENDEE").hides("ORGANIZER").hides("METHOD").hides("髙橋");
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(calendar(&world, &path).await.events.len(), 3);
    let (tag, changed) = (feed.header("etag").to_owned(), feed.header("last-modified").to_owned());
    assert_eq!(status(&world, &path, ("If-None-Match", &tag)).await, 304);
    assert_eq!(status(&world, &path, ("If-None-Match", "\"other\"")).await, 200);
    assert_eq!(status(&world, &path, ("If-Modified-Since", &changed)).await, 304);
    world.clock.advance(chrono::TimeDelta::days(3));
    assert_eq!(world.anonymous().get(&path).await.body, feed.body, "time alone changes nothing");

    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    let events = calendar(&world, &path).await.events;
    assert_eq!(events.len(), 2);
    let off = events.iter().find(|event| event["UID"] == off.uid).unwrap();
    assert_eq!((off["STATUS"].as_str(), off["SEQUENCE"].as_str()), ("CANCELLED", "1"));
    assert_eq!(status(&world, &path, ("If-None-Match", &tag)).await, 200);
    assert_eq!(status(&world, &path, ("If-Modified-Since", &changed)).await, 200);
    let mut row: meeting::ActiveModel = reread(&world, &held).await.into();
    row.starts_at = Set(Some("2025-03-31T05:00:00Z".parse().unwrap()));
    world.write(async |tx| row.update(tx).await).await;
    assert_eq!(calendar(&world, &path).await.events.len(), 1, "two fiscal years ago is too long ago");

    let member = world.member(1);
    let page = member.get("/account/feed").await;
    member.submit(&page, "/account/feed", &[]).await.is(303);
    world.anonymous().get(&path).await.is(404);
    let path = address(&world).await;
    world.anonymous().get(&path).await.is(200);
    world.anonymous().get("/feeds/0000000000000000000000000.ics").await.is(404);
});
