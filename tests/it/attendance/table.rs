//! 出席状況: counts by body and year, on the page and as files.

use super::{chair_key, key, press};
use crate::support::office::{called, convened, letter};
use crate::support::story::story;
use crate::support::world::instant;

story!(a_year_in_counts, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    clerk.get("/attendance").await.is(200).shows("数える会議はまだありません。");
    let first = convened(&world).await;
    let second = called(&world, &world.planned("", "2026-12-18T14:00+09:00").await, letter(&world)).await;
    world.clock.set(instant("2026-12-19T09:00+09:00"));
    let clerk = world.secretary();
    clerk.get("/attendance").await.shows("当日の出欠を記録していない会議が2件あります。");
    for (meeting, present) in [(&first, [1, 2].as_slice()), (&second, &[1, 3])] {
        for n in present {
            let who = key(&world, meeting, *n).await;
            press(&clerk, meeting, &[("press", &format!("room:{who}"))]).await.is(303);
        }
        let chair = chair_key(&world, meeting).await;
        let proxy = [("press", "proxy"), ("who", &*chair), ("proxy_name", "副会長 一郎")];
        press(&clerk, meeting, &proxy).await.is(303);
        let sitting = [("verb", "opened"), ("time", "14:00")];
        clerk.post(&format!("/meetings/{}/sitting", meeting.id), &sitting).await.is(303);
    }
    let page = clerk.get("/attendance").await;
    page.shows("開いた会議 2回（12月4日(金)、12月18日(金)）")
        .shows("医師会 辻\u{e0100} 太郎 2 0 0 2 0")
        .shows("訪問看護 髙橋 さくら 2 2 0 0 0")
        .shows("歯科医師会 宮﨑 一郎 2 1 0 0 1")
        .hides("山本 修");
    let file = clerk.get(&page.link("CSV")).await;
    file.is(200);
    assert!(file.body.contains("訪問看護,髙橋 さくら,2,2,0,0,0"), "{}", file.body);
    let least = clerk.get(&page.link("会場")).await;
    let most = clerk.get(&least.link("会場")).await;
    for (page, names) in [(&least, ["宮﨑 一郎", "髙橋 さくら"]), (&most, ["髙橋 さくら", "宮﨑 一郎"])]
    {
        let file = clerk.get(&page.link("CSV")).await;
        for text in [page.words(), file.body] {
            let [first, second] = names.map(|name| text.find(name).unwrap());
            assert!(first < second, "{text}");
        }
    }
    assert!(clerk.get(&page.link("Excel")).await.header("content-type").contains("spreadsheetml"));
    clerk.get("/attendance?fy=2025").await.is(200).shows("数える会議はまだありません。");
    clerk.get("/attendance?fy=x&body=y").await.is(200);
    world.other_secretary().get("/attendance").await.is(200).hides("髙橋");
});
