//! The next fiscal year out of this one.

use entity::{board_entry, meeting};
use renkei::board::commands::{Details, When};
use renkei::platform::date::FiscalYear;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::board::{self, Board};
use crate::support::charter::says;
use crate::support::story::story;
use crate::support::world::World;

async fn meetings_of(world: &World, year: i32) -> Vec<meeting::Model> {
    let found = meeting::Entity::find().filter(meeting::Column::FiscalYear.eq(year));
    found.order_by_asc(meeting::Column::MonthOn).all(&world.db().read).await.unwrap()
}

async fn entries_of(world: &World, year: i32) -> Vec<board_entry::Model> {
    let found = board_entry::Entity::find().filter(board_entry::Column::FiscalYear.eq(year));
    found.order_by_asc(board_entry::Column::Text).all(&world.db().read).await.unwrap()
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

story!(the_next_year_comes_from_this_one, "2027-03-29T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    says(&world, entity::charter_setting::Setting::Numbering, "running").await;
    let held = world.planned("", "2026-05-21T14:00+09:00").await;
    world.planned("臨時会", "2026-05-28T14:00+09:00").await;
    world.planned("", "2027-03-04T14:00+09:00").await;
    let drawn = Board::drawn(&world).await;
    let put =
        |text, when, after| board::put(&world, Details { when, after, ..board::details(drawn.row, text) });
    let (from, until) = ("2026-12-01".parse().unwrap(), day("2027-02-01"));
    put("アンケート", When::Month(from, until), Some(drawn.entry)).await;
    put("いつか", When::Year(FiscalYear::new(2026)), None).await;
    put("部会から報告", When::With(held.id), None).await;
    put("随時", When::Unknown, None).await;
    let ended = board::line(&world, "終わる行", 2026).await;
    board::entry(&world, ended, "最後の予定", board::month("2026-11-01")).await;
    let row = entity::board_row::ActiveModel {
        id: sea_orm::Set(ended),
        last_year: sea_orm::Set(Some(2026)),
        ..Default::default()
    };
    world.write(async |tx| sea_orm::ActiveModelTrait::update(row, tx).await).await;

    let first = clerk.get("/").await;
    assert_eq!(first.link("年度更新"), "/new-year?fy=2027");
    let page = clerk.get("/new-year").await;
    page.is(200)
        .shows("令和9年度の準備をする")
        .shows("会議の番号は、通し番号で続けます。")
        .shows("令和9年5月（前の年度は5月21日(木)）")
        .shows("令和9年5月　臨時会（前の年度は5月28日(木)）")
        .shows("令和10年3月（前の年度は3月4日(木)）")
        .shows("入退院支援ルール（4件）")
        .hides("終わる行");
    let none = [("fy", "2027"), ("meetings", ""), ("rows", "")];
    clerk.post("/new-year", &none[..1]).await.is(422).shows("1つ以上選んでください");
    assert!(meetings_of(&world, 2027).await.is_empty());

    clerk.submit(&page, "/new-year?fy=2027", &[]).await.is_redirect_to("/board?fy=2027");
    clerk.get("/board?fy=2027").await.is(200).shows("会議 3件、予定 4件を（仮）で作りました");
    let meetings = meetings_of(&world, 2027).await;
    let months: Vec<_> = meetings.iter().map(|one| (one.month_on, one.starts_at, one.body_id)).collect();
    let body = people.council.id;
    let may = (day("2027-05-01"), None, body);
    assert_eq!(months, [may, may, (day("2028-03-01"), None, body)]);
    let entries = entries_of(&world, 2027).await;
    let times: Vec<_> =
        entries.iter().map(|one| (&*one.text, one.month_on, one.until_on, one.tentative)).collect();
    assert_eq!(
        times,
        [
            ("いつか", None, None, true),
            ("アンケート", day("2027-12-01"), day("2028-02-01"), true),
            ("改定案の協議", day("2027-11-01"), None, true),
            ("部会から報告", day("2027-05-01"), None, true),
        ]
    );
    assert_eq!(entries[1].after_id, Some(entries[2].id), "it waits for the copy");

    // A second time nothing is made twice, and what was left out comes later.
    clerk.get("/new-year").await.is(200).shows("新しく作るものはありません");
    clerk.submit(&page, "/new-year?fy=2027", &[]).await.is(303);
    assert_eq!((meetings_of(&world, 2027).await.len(), entries_of(&world, 2027).await.len()), (3, 4));
    world.planned("", "2026-07-09T14:00+09:00").await;
    let page = clerk.get("/new-year").await;
    page.is(200).shows("令和9年7月（前の年度は7月9日(木)）").shows("1行は、写してあります");
    clerk.submit(&page, "/new-year?fy=2027", &[]).await.is(303);
    assert_eq!(meetings_of(&world, 2027).await.len(), 4);
    clerk.get("/").await.is(200).hides("年度更新）");
});

story!(a_year_that_cannot_be_prepared, "2027-02-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    for fy in ["", "来年", "99999999999"] {
        let page = clerk.post("/new-year", &[("fy", fy), ("meetings", "x")]).await;
        page.is(422);
        clerk.get(&format!("/new-year?fy={fy}")).await.is(200).shows("令和9年度の準備をする");
    }
    let theirs = world.planned("", "2026-05-21T14:00+09:00").await;
    let there = world.other_secretary();
    let id = theirs.id.to_string();
    there.post("/new-year", &[("fy", "2027"), ("meetings", id.as_str())]).await.is(303);
    assert!(meetings_of(&world, 2027).await.is_empty(), "of another region nothing is copied");
});
