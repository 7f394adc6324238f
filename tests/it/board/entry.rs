//! Entries: added, edited, moved, done, taken off, and all of that taken back.

use entity::board_entry::BoardEntryKind;
use entity::{board_change, board_entry};
use renkei::board::commands::{Details, When};
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::board::{Board, details, dragged, entry, line, put, stored};
use crate::support::office::DAY;
use crate::support::story::story;
use crate::support::world::World;

const NEW: &str = "/board/entries/new";

/// What a clerk types for ○ 説明会 in January.
fn typed(row: &str) -> Vec<(&str, &str)> {
    vec![
        ("row", row),
        ("kind", "carry_out"),
        ("text", "説明会"),
        ("month", "2027-01-01"),
        ("time_certainty", "stated"),
        ("row_certainty", "stated"),
    ]
}

story!(an_entry_is_added_edited_and_moved, "2026-11-10T09:00+09:00", async |world| {
    let row = line(&world, "入退院支援ルール", 2026).await.to_string();
    let clerk = world.secretary();
    let page = clerk.get(&format!("{NEW}?row={row}&month=2027-01-01")).await;
    page.is(200).shows("2 切れ目のない提供体制 › ウ 入退院支援ルール");
    let done = clerk.submit(&page, NEW, &[("kind", "carry_out"), ("text", "説明会")]).await;
    done.is(303);
    let board = clerk.get("/board").await;
    board.shows("1月 ○実施事項 説明会").shows("直前の変更：「説明会」を加えました");
    let edit = board.link("説明会");
    let page = clerk.get(&edit).await;
    clerk.submit(&page, &edit, &[("text", "住民説明会"), ("month", "2027-02-01")]).await.is(303);
    clerk.get("/board").await.shows("2月 ○実施事項 住民説明会").hides("1月 ○実施事項");
    let entry = board_entry::Entity::find().one(&world.db().read).await.unwrap().unwrap();
    dragged(&world, entry.id, (entry.row_id, "")).await.is(303);
    clerk.get("/board").await.shows("時期未定・随時 ○実施事項 住民説明会");
});

story!(bad_entries_are_refused_with_a_reason, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let (row, entry) = (board.row.to_string(), board.entry.to_string());
    let meeting = world.planned("", DAY).await.id.to_string();
    let clerk = world.secretary();
    for (changed, words) in [
        (vec![("row", "x")], "行を選んでください"),
        (vec![("row", "01a1c2c1-2400-7000-8000-000000000000")], "行を選んでください"),
        (vec![("kind", "x")], "選びなおしてください"),
        (vec![("text", " ")], "入力してください"),
        (vec![("month", "2027-01-15")], "選びなおしてください"),
        (vec![("month", "2026-01-01")], "この行は令和8年度からです"),
        (vec![("until", "2027-03-01")], "種類が「期間」のときだけ"),
        (vec![("kind", "period"), ("until", "2026-12-01")], "始まりの月より後"),
        (vec![("kind", "period"), ("month", "")], "始まりの月を選んでください"),
        (vec![("year", "2027")], "月と年度が合いません"),
        (vec![("meeting", &meeting)], "月は選ばないでください"),
        (vec![("marks", "standing")], "月を選べません"),
        (vec![("marks", "x")], "選びなおしてください"),
        (vec![("body", "01a1c2c1-2400-7000-8000-000000000000")], "会議体を選びなおしてください"),
        (vec![("after", "01a1c2c1-2400-7000-8000-000000000000")], "先に済ませる予定を選びなおしてください"),
    ] {
        let mut fields = typed(&row);
        fields.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
        fields.extend(&changed);
        let page = clerk.post(NEW, &fields).await;
        page.is(422).shows(words);
        if changed.iter().all(|(name, _)| *name != "text") {
            assert_eq!(page.field(NEW, "text"), "説明会");
        }
    }
    // It cannot wait for what waits for it.
    let second = put(&world, Details { after: Some(board.entry), ..details(board.row, "決定") }).await;
    let edit = format!("/board/entries/{entry}/edit");
    let page = clerk.get(&edit).await;
    let waits = [("after", second.to_string())];
    let waits = waits.each_ref().map(|(name, value)| (*name, value.as_str()));
    clerk.submit(&page, &edit, &waits).await.is(422).shows("たがいに待つことはできません");
    assert_eq!(stored(&world, board.entry).await.version, 1);
});

story!(what_was_done_can_be_taken_back, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let (clerk, edit) = (world.secretary(), format!("/board/entries/{}", board.entry));
    let press = async |under: &str, fields: &[(&str, &str)]| {
        let page = clerk.get(&format!("{edit}/edit")).await;
        clerk.submit(&page, &format!("{edit}/{under}"), fields).await.is(303);
    };
    press("completion", &[("done", "yes")]).await;
    clerk.get("/board").await.shows("改定案の協議済").shows("「改定案の協議」を済みにしました");
    undo(&world).await.is(303);
    clerk.get("/board").await.hides("改定案の協議済").hides("元に戻す");
    dragged(&world, board.entry, (board.row, "2026-12-01")).await.is(303);
    assert_eq!(stored(&world, board.entry).await.month_on, "2026-12-01".parse().ok());
    undo(&world).await.is(303);
    assert_eq!(stored(&world, board.entry).await.month_on, "2026-11-01".parse().ok());
    press("removal", &[]).await;
    clerk.get("/board").await.hides("●協議事項 改定案の協議").shows("「改定案の協議」を外しました");
    clerk.get(&format!("{edit}/edit")).await.is(410);
    undo(&world).await.is(303);
    clerk.get("/board").await.shows("●協議事項 改定案の協議");
    // Nobody takes back twice, nor what somebody else went on from.
    undo(&world).await.is(409);
    press("completion", &[("done", "yes")]).await;
    let first = changes(&world).await.remove(0);
    clerk.post(&format!("/board/changes/{first}/undoing"), &[("version", "1")]).await.is(409);
});

story!(two_people_at_once_see_both_versions, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let (clerk, edit) = (world.secretary(), format!("/board/entries/{}/edit", board.entry));
    let (one, other) = (clerk.get(&edit).await, clerk.get(&edit).await);
    clerk.submit(&one, &edit, &[("month", "2026-12-01")]).await.is(303);
    let conflict = clerk.submit(&other, &edit, &[("text", "改定案の再協議")]).await;
    conflict.is(409).shows("令和8年12月").shows("令和8年11月");
    assert_eq!(conflict.field(&edit, "text"), "改定案の再協議");
    // A mark dragged from a page drawn before goes nowhere.
    let place = edit.replace("/edit", "/place");
    let (row, month) = (board.row.to_string(), "2027-03-01");
    let fields = [("version", "1"), ("row", row.as_str()), ("month", month)];
    clerk.post(&place, &fields).await.is(409).shows("ほかの人が先に変更しました");
    assert_eq!(stored(&world, board.entry).await.month_on, "2026-12-01".parse().ok());
    clerk.submit(&conflict, &edit, &[]).await.is(303);
    assert_eq!(stored(&world, board.entry).await.text, "改定案の再協議");
});

story!(what_follows_a_meeting_is_not_moved_by_hand, "2026-11-10T09:00+09:00", async |world| {
    let row = line(&world, "入退院支援ルール", 2026).await;
    let planned = world.planned("", DAY).await;
    let id = entry(&world, row, "決定", When::With(planned.id)).await;
    dragged(&world, id, (row, "2027-03-01")).await.is(422).shows("会議に合わせて動く予定です");
});

story!(a_period_keeps_its_length, "2026-11-10T09:00+09:00", async |world| {
    let row = line(&world, "入退院支援ルール", 2026).await;
    let when = When::Month("2026-11-01".parse().unwrap(), "2027-01-01".parse().ok());
    let kind = BoardEntryKind::Period;
    let id = put(&world, Details { kind, when, ..details(row, "試行") }).await;
    dragged(&world, id, (row, "2027-02-01")).await.is(303);
    let moved = stored(&world, id).await;
    assert_eq!((moved.month_on, moved.until_on), ("2027-02-01".parse().ok(), "2027-04-01".parse().ok()));
});

story!(nothing_goes_back_to_a_line_that_has_gone, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let other = line(&world, "看取り", 2026).await;
    dragged(&world, board.entry, (other, "2026-12-01")).await.is(303);
    let clerk = world.secretary();
    let page = clerk.get(&format!("/board/rows/{}/edit", board.row)).await;
    clerk.submit(&page, &format!("/board/rows/{}/removal", board.row), &[]).await.is(303);
    undo(&world).await.is(409);
    assert_eq!(stored(&world, board.entry).await.row_id, other);
    // What has only a year is not put on a line that is not shown in it.
    let next = line(&world, "来年度から", 2027).await;
    dragged(&world, board.entry, (next, "")).await.is(422).shows("この行は令和9年度からです");
});

/// Presses 元に戻す for the latest change.
async fn undo(world: &World) -> crate::support::page::Page {
    let last = changes(world).await.pop().unwrap();
    world.secretary().post(&format!("/board/changes/{last}/undoing"), &[("version", "1")]).await
}

/// Every change, the oldest first.
async fn changes(world: &World) -> Vec<entity::id::BoardChangeId> {
    let all = board_change::Entity::find().order_by_asc(board_change::Column::Id);
    all.all(&world.db().read).await.unwrap().into_iter().map(|change| change.id).collect()
}
