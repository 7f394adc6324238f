//! Lines and the groups they stand in.

use entity::{board_group, board_row};
use sea_orm::EntityTrait;

use crate::support::board::{Board, line};
use crate::support::story::story;
use crate::support::world::World;

const NEW: &str = "/board/rows/new";

story!(lines_are_added_and_put_in_order, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get(NEW).await;
    assert_eq!(page.is(200).field(NEW, "first"), "令和8年度");
    for (name, group) in [("資源の把握", "1 相談体制"), ("情報共有", "1 相談体制"), ("ルール", "2 提供体制")]
    {
        let fields = [("name", name), ("new_group", group), ("programme", "ア"), ("scene", "end_of_life")];
        clerk.submit(&page, NEW, &fields).await.is(303);
    }
    assert_eq!(order(&world).await, ["1 相談体制", "資源の把握", "情報共有", "2 提供体制", "ルール"]);
    let press = async |name: &str, step: &str| {
        let row = named(&world, name).await;
        let (id, version) = (row.id.to_string(), row.version.to_string());
        let fields = [("row", id.as_str()), ("step", step), ("version", &version)];
        clerk.post("/board/rows/order", &fields).await.is(303);
    };
    press("情報共有", "up").await;
    assert_eq!(order(&world).await, ["1 相談体制", "情報共有", "資源の把握", "2 提供体制", "ルール"]);
    // At the end of its group the group itself moves.
    press("資源の把握", "down").await;
    assert_eq!(order(&world).await, ["2 提供体制", "ルール", "1 相談体制", "情報共有", "資源の把握"]);
    press("ルール", "up").await;
    let list = clerk.get("/board/rows").await;
    list.shows("ルール").shows("事業項目ア・看取り").shows("令和8年度から").shows("0件");
    let heading = list.link("2 提供体制");
    let page = clerk.get(&heading).await;
    clerk.submit(&page, &heading, &[("name", "")]).await.is(422);
    clerk.submit(&page, &heading, &[("name", "2 切れ目のない提供体制")]).await.is(303);
    clerk.submit(&page, &heading, &[("name", "3")]).await.is(409).shows("ほかの人が先に変更しました");
    clerk.get("/board").await.shows("2 切れ目のない提供体制");
});

story!(bad_lines_are_refused_with_a_reason, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let (clerk, group) = (world.secretary(), board.group.to_string());
    let page = clerk.get(NEW).await;
    for (fields, words) in [
        (vec![("name", "")], "入力してください"),
        (vec![("name", "x"), ("letter", "あいうえお")], "4文字以内"),
        (vec![("name", "x"), ("group", &group), ("new_group", "y")], "どちらかにしてください"),
        (vec![("name", "x"), ("group", "z")], "選びなおしてください"),
        (vec![("name", "x"), ("programme", "ケ")], "選びなおしてください"),
        (vec![("name", "x"), ("scene", "?")], "選びなおしてください"),
        (vec![("name", "x"), ("first", "")], "年度を入れてください"),
        (vec![("name", "x"), ("first", "9999")], "年度を確かめてください"),
        (vec![("name", "x"), ("last", "令和7年度")], "最初の年度より前にはできません"),
    ] {
        clerk.submit(&page, NEW, &fields).await.is(422).shows(words);
    }
    let edit = format!("/board/rows/{}/edit", board.row);
    let page = clerk.get(&edit).await;
    clerk
        .submit(&page, &edit, &[("first", "令和9年度")])
        .await
        .is(422)
        .shows("この年度の外に予定が1件あります");
    let removal = format!("/board/rows/{}/removal", board.row);
    clerk.submit(&page, &removal, &[]).await.is(422).shows("予定が1件あります");
    clerk.submit(&page, &edit, &[("last", "令和8年度")]).await.is(303);
    clerk.submit(&page, &edit, &[("last", "令和9年度")]).await.is(409).shows("ほかの人が先に変更しました");
    clerk.get("/board?fy=2027").await.hides("入退院支援ルール");
});

story!(a_line_without_entries_goes_with_its_group, "2026-11-10T09:00+09:00", async |world| {
    let row = line(&world, "入退院支援ルール", 2026).await;
    let clerk = world.secretary();
    let page = clerk.get(&format!("/board/rows/{row}/edit")).await;
    clerk.submit(&page, &format!("/board/rows/{row}/removal"), &[]).await.is(303);
    assert_eq!(order(&world).await, [""; 0]);
    assert_eq!(board_group::Entity::find().all(&world.db().read).await.unwrap(), []);
    clerk.get(&format!("/board/rows/{row}/edit")).await.is(404);
});

/// Headings and names as the list shows them.
async fn order(world: &World) -> Vec<String> {
    let region = world.people.region.id;
    let rows = renkei::board::queries::rows(&world.db().read, region, None).await.unwrap();
    let (mut last, mut names) = (None, Vec::new());
    for (row, group) in rows {
        if row.group_id != last {
            names.extend(group.map(|group| group.name));
        }
        last = row.group_id;
        names.push(row.name);
    }
    names
}

async fn named(world: &World, name: &str) -> board_row::Model {
    let all = board_row::Entity::find().all(&world.db().read).await.unwrap();
    all.into_iter().find(|row| row.name == name).unwrap()
}
