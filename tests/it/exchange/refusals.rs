//! What cannot be taken is named by line, column and reason, and then nothing is taken.

use std::fmt::Write as _;

use entity::{agenda_item, audit_entry, board_entry, board_row, meeting, person};
use renkei::exchange::rules::{Counts, Kind};
use renkei::platform::table::{CsvError, Encoding, csv};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{counts, refusals, text};
use crate::support::story::story;

story!(one_bad_line_of_ten_thousand_stops_all, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let before = person::Entity::find().count(&db.read).await.unwrap();
    let mut file = "氏名,ふりがな,メール\n".to_owned();
    for number in 2..=10_001 {
        let mail = if number == 9_999 { "だれか" } else { "a@b.example" };
        writeln!(file, "見本 {number},みほん,{mail}").unwrap();
    }
    let told = refusals(db, Kind::Persons, region, &file, now).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("9999 メール: 「だれか」"), "{told:?}");
    assert_eq!(person::Entity::find().count(&db.read).await.unwrap(), before);
    let file = file.replace("だれか", "d@b.example");
    let done = counts(db, Kind::Persons, region, &file, now).await;
    assert_eq!(done, Counts { added: 10_000, ..Counts::default() });
    assert_eq!(person::Entity::find().count(&db.read).await.unwrap(), before + 10_000);
    assert!(audit_entry::Entity::find().count(&db.read).await.unwrap() >= 20_000);
});

story!(every_kind_names_what_is_wrong, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let council = world.people.council.short_name.as_str();
    let member = &world.people.members[0].person.name;
    for (kind, file, told) in [
        (
            Kind::Municipalities,
            "コード,名前,ふりがな\n2020,a,あ\n".to_owned(),
            "2 コード: 全国地方公共団体コードは6けた",
        ),
        (Kind::Municipalities, "コード,名前,ふりがな\n202054,a,あ\n".to_owned(), "2 コード: 最後の数字"),
        (
            Kind::Associations,
            "名前,略称,ふりがな,順番\nA会,A,会,1\n".to_owned(),
            "2 ふりがな: ふりがなは、ひらがな",
        ),
        (Kind::Associations, "名前,略称,ふりがな,順番\nA会,A,あ,0\n".to_owned(), "2 順番: 1から9999"),
        (Kind::Persons, "氏名\n \nA\nA\n".to_owned(), "4 氏名: 3行目と同じもの"),
        (Kind::Persons, "ID,氏名\nx,A\n".to_owned(), "2 ID: IDとして読めません"),
        (
            Kind::Persons,
            format!("ID,氏名\n{},A\n", world.people.other_secretary.person.id),
            "2 ID: このIDは別のもの",
        ),
        (
            Kind::Bodies,
            "名前,略称,種類,順番,上の会議体\nA,A,部会,1,B\nB,B,部会,2,A\n".to_owned(),
            "2 上の会議体",
        ),
        (Kind::Bodies, "名前,略称,種類,順番\nA,A,組合,1\n".to_owned(), "2 種類: 「協議会」「部会」"),
        (
            Kind::Charters,
            format!("会議体,題名,施行日,議長の呼び方,定足数\n{council},要綱,R9.4.1,会長,半分\n"),
            "2 定足数: 「過半数」",
        ),
        (
            Kind::Charters,
            format!("会議体,題名,施行日,議長の呼び方,定足数\n{council},要綱,R9.4.1,会長,準用\n"),
            "2 定足数: 上の会議体がない",
        ),
        (
            Kind::Charters,
            format!("会議体,題名,施行日,議長の呼び方\n{council},要綱,令和9年4月31日,会長\n"),
            "2 施行日: ",
        ),
        (Kind::Seats, format!("会議体,名簿の順\n{council},9\n"), "2 名簿にのせる言葉: 団体を選ぶか"),
        (
            Kind::Seats,
            format!("会議体,名簿の順,所属団体\n{council},9,ない会\n"),
            "2 所属団体: 「ない会」という団体は",
        ),
        (
            Kind::Memberships,
            format!("会議体,氏名,任期の始まり,名簿の順\n{council},だれか 某,R8.4.1,1\n"),
            "2 氏名: 「だれか 某」という人は",
        ),
        (
            Kind::Memberships,
            format!("会議体,氏名,任期の始まり,名簿の順\n{council},{member},2026-05-01,1\n"),
            "2 任期の始まり: この席には",
        ),
        (
            Kind::Meetings,
            format!("会議体,開催日,開始,終了\n{council},2027-01-20,20:00,19:00\n"),
            "2 終了: 終了時刻を",
        ),
        (
            Kind::Meetings,
            format!("会議体,開催日,開始,終了,状態\n{council},2027-01-20,18:00,19:00,開催済み\n"),
            "2 状態: 新しい行では空",
        ),
        (
            Kind::Meetings,
            "会議体,開催月\nない会,2027年1月\n".to_owned(),
            "2 会議体: 「ない会」という会議体は",
        ),
        (
            Kind::AgendaItems,
            format!("会議体,開催日,議題\n{council},2027-01-21,A\n"),
            "2 開催日: この会議体の",
        ),
        (
            Kind::BoardEntries,
            "行,種類,予定の言葉,月,年度\nA,協議事項,B,2026年11月,2025\n".to_owned(),
            "2 年度: 月と年度が",
        ),
        (
            Kind::BoardEntries,
            "行,種類,予定の言葉,終わりの月\nA,協議事項,B,2026年11月\n".to_owned(),
            "2 終わりの月: 終わりの月は",
        ),
    ] {
        let found = refusals(db, kind, region, &file, now).await;
        assert!(found.iter().any(|line| line.starts_with(told)), "{kind:?}: {found:?} lacks {told}");
    }
});

story!(a_plan_with_its_agenda_and_board_comes_in, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let council = world.people.council.short_name.as_str();
    let meetings = format!(
        "会議名,日付,開始,終了,会場,備考\n{council},令和９年１月２０日（水）,18時30分,午後8時,大会議室,\"駐車場\nあり\"\n{council},,,,,\n"
    );
    let told = refusals(db, Kind::Meetings, region, &meetings, now).await;
    assert_eq!(told, ["4 開催日: 開催日か開催月を入れてください。"]);
    let meetings = meetings.replace(&format!("{council},,,,,\n"), "");
    assert_eq!(counts(db, Kind::Meetings, region, &meetings, now).await.added, 1);
    assert_eq!(counts(db, Kind::Meetings, region, &meetings, now).await.same, 1);
    let stored = meeting::Entity::find().all(&db.read).await.unwrap();
    let stored = stored.iter().find(|row| row.place == "大会議室").unwrap();
    assert_eq!((stored.fiscal_year, stored.remarks.as_str()), (2026, "駐車場\nあり"));
    let agenda = format!(
        "会議体,開催日,議題,順番,種別,事業項目\n{council},R9.1.20,目標,２,承認,アエ\n{council},R9.1.20,実績,1,報告,\n"
    );
    let gap = agenda.replace(",1,報告", ",3,報告");
    let told = refusals(db, Kind::AgendaItems, region, &gap, now).await;
    assert!(told.iter().all(|line| line.contains("順番: この会議の議題の順番が")), "{told:?}");
    assert_eq!(counts(db, Kind::AgendaItems, region, &agenda, now).await.added, 2);
    assert_eq!(agenda_item::Entity::find().count(&db.read).await.unwrap(), 2);
    let board = "グループ,行,種類,予定の言葉,月,随時・適時\n1 連携,研修,実施事項,多職種研修,R9.2,\n1 連携,研修,協議事項,次年度の計画,2026年12月,\n1 連携,普及,実施事項,講演会,,○\n";
    assert_eq!(counts(db, Kind::BoardEntries, region, board, now).await.added, 3);
    assert_eq!(board_row::Entity::find().count(&db.read).await.unwrap(), 2);
    assert_eq!(board_entry::Entity::find().count(&db.read).await.unwrap(), 3);
    let out = text(db, Kind::BoardEntries, region, now).await;
    assert_eq!(counts(db, Kind::BoardEntries, region, &out, now).await.same, 3);
    assert_eq!(counts(db, Kind::BoardEntries, region, board, now).await.same, 3);
});

story!(what_cp932_does_not_have_is_told_with_its_place, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let known = renkei::exchange::queries::stock(&db.read, Kind::Persons, region, now).await.unwrap();
    let table = renkei::exchange::rules::written(Kind::Persons, known);
    let line = table.lines.iter().position(|line| line[1].contains('𠮷')).unwrap() + 2;
    match csv(&table, Encoding::Cp932) {
        // 辻󠄀 has a variation selector, 𠮷 is beyond; whichever comes first is told.
        Err(CsvError::Unwritable { line: told, column, .. }) => {
            assert!(told <= line && column == "氏名", "{told} {column}");
        }
        other => panic!("{other:?}"),
    }
});
