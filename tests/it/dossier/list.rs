//! `GET /meetings`: filter, order, count, pages, numbers and quorum.

use entity::body::{self, BodyKind};
use entity::id::BodyId;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::office::{answered, asked, called, cancelled, convened, letter, postponed};
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::{World, instant};

/// The names of the meetings, in the order of the page.
fn names(page: &Page) -> Vec<String> {
    let cells = page.body.split("data-label=\"会議\"><span><a").skip(1);
    cells.map(|cell| cell.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()).collect()
}

/// 退院支援分科会 under the council.
async fn section(world: &World) -> body::Model {
    let row = body::ActiveModel {
        id: Set(BodyId::at(world.now())),
        region_id: Set(world.people.region.id),
        parent_id: Set(Some(world.people.council.id)),
        name: Set("退院支援分科会".to_owned()),
        short_name: Set("退院支援分科会".to_owned()),
        kind: Set(BodyKind::Section),
        position: Set(1),
        set_up_on: Set(None),
        wound_up_on: Set(None),
        version: Set(1),
    };
    world.write(async |tx| row.insert(tx).await).await
}

story!(an_empty_list_says_how_to_begin, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    clerk
        .get("/meetings")
        .await
        .is(200)
        .shows("令和8年度 0件")
        .shows("会議はまだありません。")
        .shows("会議を計画する");
    let member = world.member(1);
    member.get("/meetings").await.is(200).shows("お知らせする会議はまだありません。").hides("会議を計画する");
    world.planned("", "2026-12-04T14:00+09:00").await;
    member.get("/meetings").await.shows("お知らせする会議はまだありません。");
    clerk.get("/meetings?fy=2024").await.shows("「令和6年度」の会議はありません。").shows("条件を消す");
    world.administrator().get("/meetings").await.is(404);
});

story!(the_list_is_filtered_sorted_and_counted, "2026-11-10T09:00+09:00", async |world| {
    let section = section(&world).await;
    let (one, off, away) = (
        called(&world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(&world)).await,
        called(&world, &world.planned("", "2026-12-11T14:00+09:00").await, letter(&world)).await,
        called(&world, &world.planned("", "2026-12-18T14:00+09:00").await, letter(&world)).await,
    );
    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    world.planned("臨時", "2027-01-15T14:00+09:00").await;
    world.planned("", "2027-02-05T14:00+09:00").await;
    world.planned_for(section.id, "", "2026-11-27T18:30+09:00").await;
    world.planned("", "2027-04-16T14:00+09:00").await;
    let clerk = world.secretary();
    let page = clerk.get("/meetings").await;
    page.is(200).shows("令和8年度 6件").shows("6件のうち 1～6件目");
    let newest_first = [
        "連携協議会 第3回",
        "連携協議会 第5回（仮）",
        "連携協議会 第4回（仮） 臨時",
        "連携協議会 第2回",
        "連携協議会 第1回",
        "退院支援分科会 第1回（仮）",
    ];
    assert_eq!(names(&page), newest_first);
    page.shows("通知前").shows("回答待ち").shows("中止").shows("延期中");
    page.shows("12月4日(金) 14:00 連携協議会 第1回 東部広域連合 3階 大会議室 回答待ち 4人中0人 あと3人");
    page.shows("未定 連携協議会 第3回 東部広域連合 3階 大会議室 延期中 — —");
    let oldest = clerk.get(&page.link("開催日")).await;
    assert_eq!(names(&oldest), newest_first.iter().rev().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert!(oldest.body.contains("aria-sort=\"ascending\""));
    let by_body = names(&clerk.get(&page.link("会議△▽")).await);
    assert_eq!(by_body.last().map(String::as_str), Some("退院支援分科会 第1回（仮）"));
    for (query, count) in [
        ("state=planned", 3),
        ("state=waiting", 1),
        ("state=cancelled", 1),
        ("state=postponed", 1),
        ("state=held", 0),
        ("fy=2027", 1),
        ("fy=all", 7),
        ("fy=令和9年度", 1),
        ("fy=x&state=y&sort=z&page=0&body=q", 6),
        (&format!("body={}", section.id), 1),
        (&format!("body={}&state=planned", world.people.council.id), 2),
    ] {
        let page = clerk.get(&format!("/meetings?{query}")).await;
        page.is(200);
        assert_eq!(names(&page).len(), count, "{query}");
    }
    let filtered = clerk.get(&format!("/meetings?body={}&state=planned&fy=2026", section.id)).await;
    assert!(filtered.body.contains(&format!("<option value=\"{}\" selected>", section.id)));
    assert!(filtered.body.contains("<option value=\"planned\" selected>"));

    answered(&world, &asked(&world, &one, 1).await, &[]).await;
    answered(&world, &asked(&world, &one, 2).await, &[]).await;
    answered(&world, &asked(&world, &one, 3).await, &[]).await;
    clerk.get("/meetings").await.shows("回答待ち 4人中3人 見込みあり");
    world.clock.set(instant("2026-12-04T16:00+09:00"));
    let clerk = world.secretary();
    // What was promised says nothing about who came.
    clerk.get("/meetings").await.shows("開催済み 4人中3人 —");
    // Others know of what was convened, and of nothing else.
    let member = world.member(1);
    let page = member.get("/meetings?fy=all").await;
    page.is(200).hides("（仮）").hides("臨時").shows("すべての年度 3件");
    assert_eq!(names(&page), ["連携協議会 第3回", "連携協議会 第2回", "連携協議会 第1回"]);
    world.other_secretary().get("/meetings?fy=all").await.is(200).hides("連携協議会");
});

story!(a_long_list_has_pages, "2026-11-10T09:00+09:00", async |world| {
    for n in 0..60 {
        let day = instant("2026-11-11T14:00+09:00") + chrono::TimeDelta::days(n);
        let day = day.with_timezone(&chrono::FixedOffset::east_opt(9 * 3600).unwrap());
        world.planned("", &day.format("%Y-%m-%dT%H:%M%:z").to_string()).await;
    }
    let clerk = world.secretary();
    let first = clerk.get("/meetings").await;
    first.is(200).shows("令和8年度 60件").shows("60件のうち 1～50件目").shows("第60回（仮）");
    let second = clerk.get(&first.link("次")).await;
    second.is(200).shows("60件のうち 51～60件目").shows("第1回（仮）");
    clerk.get("/meetings?page=99").await.is(200).shows("60件のうち 51～60件目");
    convened(&world).await;
});
