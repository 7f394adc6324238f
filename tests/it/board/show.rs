//! The board as people see it.

use entity::board_entry::BoardEntryKind;
use renkei::board::commands::{Details, When};
use renkei::platform::date::FiscalYear;

use crate::support::board::{Board, details, dragged, entry, line, month, put};
use crate::support::office::{DAY, called, cancelled, convened, letter};
use crate::support::story::story;

story!(meetings_stand_there_by_themselves, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.planned("", "2027-02-05T14:00+09:00").await;
    let clerk = world.secretary();
    let page = clerk.get("/board").await;
    page.is(200)
        .shows("年間予定表 令和8年度")
        .shows("第1回 12/4次は案内 あと10日連携協議会")
        .shows("第2回 2/5（仮）次は通知 あと");
    assert_eq!(page.link("第1回 12/4"), format!("/meetings/{}", meeting.id));
    // Outside the secretariat a meeting that is not convened is a body and a month.
    let seen = world.officer().get("/board").await;
    seen.is(200).shows("第1回 12/4").hides("第2回").hides("2/5").shows("2月 （仮）連携協議会").hides("次は");
    cancelled(&world, &meeting).await;
    clerk.get("/board").await.shows("第1回 12/4中止");
});

story!(last_years_same_meeting_stands_beside, "2026-11-10T09:00+09:00", async |world| {
    for day in ["2025-07-24T14:00+09:00", "2025-11-27T14:00+09:00", "2026-07-23T14:00+09:00", DAY] {
        world.planned("", day).await;
    }
    let clerk = world.secretary();
    let page = clerk.get("/board").await;
    page.hides("昨年度 11/27");
    let with = clerk.get(&page.link("昨年度の同じ会議の日付を出す")).await;
    with.shows("12/4（仮）次は通知 あと17日昨年度 11/27").shows("第1回 7/23（仮）遅").shows("昨年度 7/24");
    clerk.get(&with.link("昨年度の日付を消す")).await.hides("昨年度 7/24");
});

story!(entries_stand_in_their_month_or_without_one, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let put_one = async |text: &str, when| entry(&world, board.row, text, when).await;
    put_one("現状と課題", month("2026-10-01")).await;
    put_one("説明会", month("2027-01-01")).await;
    put_one("費用の分担", When::Year(FiscalYear::new(2026))).await;
    put_one("来年度の話", month("2027-05-01")).await;
    let period = When::Month("2026-12-01".parse().unwrap(), "2027-02-01".parse().ok());
    put(&world, Details { kind: BoardEntryKind::Period, when: period, ..details(board.row, "試行") }).await;
    let remark =
        Details {
            kind: BoardEntryKind::Remark, standing: true, ..details(board.row, "依頼があれば対応")
        };
    put(&world, remark).await;
    put(&world, Details { tentative: true, when: month("2027-03-01"), ..details(board.row, "見直し") }).await;
    let page = world.secretary().get("/board").await;
    page.is(200)
        .shows("2 切れ目のない提供体制")
        .shows("ウ 入退院支援ルール事業項目ウ・入退院支援")
        .shows("遅れ 1件、今月の予定 1件、時期未定・随時 2件")
        .shows("遅れているもの 10月 ●協議事項 現状と課題遅")
        .shows("今月から 11月 今月 ●協議事項 改定案の協議")
        .shows("1月 ●協議事項 説明会ウ 入退院支援ルール ↔期間 試行")
        .shows("見直し（仮）")
        .shows("時期未定・随時 時期未定・随時 ●協議事項 費用の分担")
        .shows("【依頼があれば対応】")
        .hides("来年度の話");
    let clerk = world.secretary();
    clerk.get("/board?state=late").await.shows("現状と課題").hides("説明会");
    clerk.get("/board?state=ahead").await.hides("現状と課題").shows("説明会");
    clerk.get("/board?fy=2026-2027").await.is(200).shows("来年度の話").shows("費用の分担（令和8年度）");
    clerk.get("/board?fy=2027").await.shows("来年度の話").hides("説明会");
    // A town reads the same, without a way to change it.
    world.officer().get("/board").await.is(200).shows("現状と課題").hides("予定を加える").hides("元に戻す");
});

story!(an_entry_follows_its_meeting, "2026-11-10T09:00+09:00", async |world| {
    let row = line(&world, "入退院支援ルール", 2026).await;
    let planned = world.planned("", DAY).await;
    entry(&world, row, "協議会で決定", When::With(planned.id)).await;
    let clerk = world.secretary();
    clerk
        .get("/board")
        .await
        .shows("12月 第1回 12/4（仮）")
        .shows("●協議事項 協議会で決定ウ 入退院支援ルール");
    called(&world, &planned, letter(&world)).await;
    world.clock.advance(chrono::TimeDelta::days(30));
    // The session has ended meanwhile.
    world.secretary().get("/board").await.shows("協議会で決定済").shows("第1回 12/4済");
});

story!(what_waits_stands_after_what_it_waits_for, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    let proposal = entry(&world, board.row, "分科会の案", month("2027-01-01")).await;
    let decision = details(board.row, "協議会で決定");
    let decision = Details { after: Some(proposal), when: month("2026-12-01"), ..decision };
    put(&world, decision).await;
    let clerk = world.secretary();
    clerk.get("/board").await.shows("順番が逆 1件").shows("協議会で決定順番が逆");
    dragged(&world, proposal, (board.row, "2026-12-01")).await.is(303);
    clerk.get("/board").await.hides("順番が逆");
});

story!(an_empty_board_says_what_to_do, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    clerk.get("/board").await.is(200).shows("連携協議会").shows("行を加えると入れられます");
    clerk.get("/board?fy=2016-2018").await.is(200).shows("この年度の予定はまだありません");
    clerk.get("/board?fy=x&body=y&state=z").await.is(200);
    clerk.get("/board/entries/new").await.is(200).shows("行がまだありません");
    clerk.get("/board/rows").await.is(200).shows("行はまだありません");
    world.ended_member().get("/board").await.is(404);
});

story!(the_board_leaves_as_a_file, "2026-11-10T09:00+09:00", async |world| {
    let board = Board::drawn(&world).await;
    convened(&world).await;
    put(&world, Details { tentative: true, when: month("2026-11-01"), ..details(board.row, "=1+1") }).await;
    let clerk = world.secretary();
    let page = clerk.get("/board?state=ahead").await;
    let csv = clerk.get(&page.link("CSV")).await;
    csv.is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").starts_with("attachment; filename=\"board-2026.csv\""));
    let text = csv.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let lines: Vec<_> = reader.records().map(|line| line.unwrap()).collect();
    let cell = |line: usize, head: &str| {
        let at = heads.iter().position(|one| one == head).unwrap();
        lines[line].get(at).unwrap_or_default().to_owned()
    };
    assert_eq!((cell(0, "グループ"), cell(0, "会議・テーマ")), ("会議".to_owned(), "連携協議会".to_owned()));
    assert_eq!(cell(0, "12月"), "第1回 12/4");
    assert_eq!(cell(1, "事業項目・場面"), "事業項目ウ・入退院支援");
    assert_eq!(cell(1, "11月"), "● 改定案の協議\n● =1+1（仮）");
    let book = clerk.get(&page.link("Excel")).await;
    book.is(200);
    assert!(book.header("content-type").starts_with("application/vnd.openxmlformats"));
    assert!(book.header("content-disposition").contains("board-2026.xlsx"));
    world.ended_member().get("/board.csv").await.is(404);
});
