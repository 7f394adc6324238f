//! The clerk plans next year on the board, moves a planned meeting, and drags an entry to another month.

use crate::support::board::Board;
use crate::support::browser::{Browser, Window};
use crate::support::world::World;

#[actix_web::test]
async fn a_clerk_plans_next_year_on_the_board() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    Board::drawn(&world).await;
    let Some(page) = Browser::open(&world.address, Window::DESK).await else { return };
    page.sign_in(&world.secretary()).await;
    page.goto("/board").await;
    // With the mouse, and back by the button that the message has.
    page.drag("改定案の協議", &cell("入退院支援ルール", "2月")).await;
    page.reads("「改定案の協議」を動かしました").await;
    page.is_sound().await;
    assert!(page.holds(&cell("入退院支援ルール", "2月"), "改定案の協議").await);
    page.press("元に戻す").await.reads("元に戻しました").await;
    assert!(page.holds(&cell("入退院支援ルール", "11月"), "改定案の協議").await);
    // An empty cell is where the meeting of that month is planned.
    page.select("年度", "令和9年度").await.press("表示する").await.reads("年間予定表 令和9年度").await;
    page.press_cell(&cell("連携協議会", "7月")).await;
    page.reads("会議を計画する")
        .await
        .press("会議を計画に入れる")
        .await
        .reads("会議を計画に入れました")
        .await;
    page.turn_to("年間予定").await;
    page.select("年度", "令和9年度").await.press("表示する").await.reads("年間予定表 令和9年度").await;
    assert!(page.holds(&cell("連携協議会", "7月"), "第1回").await);
    page.is_sound().await;
    page.press("第1回").await.press("日時を決める").await;
    page.fill("開催日", "令和9年9月16日(木)").await.fill("開始", "18:30").await.fill("終了", "20:00").await;
    page.press("保存する").await.reads("令和9年（2027年）9月16日(木)").await.turn_to("年間予定").await;
    page.select("年度", "令和9年度").await.press("表示する").await.reads("年間予定表 令和9年度").await;
    assert!(page.holds(&cell("連携協議会", "9月"), "9/16").await);
    assert!(!page.holds(&cell("連携協議会", "7月"), "第1回").await);
}

/// The cell of a line in the column of a month.
fn cell(line: &str, month: &str) -> String {
    let column = format!(
        "count(//table[contains(@class, 'board')]/thead/tr[last()]/th[starts-with(normalize-space(.), '{month}')]/preceding-sibling::th)"
    );
    format!(
        "//table[contains(@class, 'board')]/tbody/tr[th[contains(., '{line}')]]/td[position() = {column}]"
    )
}
