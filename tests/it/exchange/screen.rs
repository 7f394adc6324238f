//! 設定 › 取り込み: sent, looked at, taken in. Nothing changes before somebody has seen what will.

use std::io::{Cursor, Write};
use std::time::Instant;

use encoding_rs::SHIFT_JIS;
use entity::{import_draft, import_mapping, person};
use rust_xlsxwriter::{Format, Workbook};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::exchange::send;
use crate::support::story::story;
use crate::support::world::World;

async fn people(world: &World) -> u64 {
    let of_region = person::Column::RegionId.eq(world.people.region.id);
    person::Entity::find().filter(of_region).count(&world.db().read).await.unwrap()
}

/// A roster of 300 in CP932 with three bad lines.
fn roster(good: bool) -> Vec<u8> {
    let mut text = "番号,委員氏名,フリガナ,所属,電話番号,メール\r\n".to_owned();
    for number in 1..=300 {
        let mail = if number == 150 && !good { "メールなし" } else { "" };
        let telephone =
            if number == 298 && !good { "１２３" } else { "０２６５－００－１２３４" };
        let name = if number == 3 && !good { "" } else { "髙﨑" };
        text.push_str(&format!("{number},{name}　見本{number},ﾀｶｻｷ,見本医院,{telephone},{mail}\r\n"));
    }
    let text = if good { text } else { text.replace("　見本3,", ",") };
    SHIFT_JIS.encode(&text).0.into_owned()
}

story!(a_broken_roster_is_corrected_and_taken_in, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    clerk.get("/settings/office").await.shows("取り込み・書き出し");
    clerk.get("/settings/import").await.is(200).shows("読んで確かめる");
    let before = people(&world).await;
    let sent = send(&clerk, "persons", "委員名簿.csv", &roster(false)).await;
    sent.is(303);
    // Nobody has said what 番号 is.
    let columns = sent.header("location").to_owned();
    assert!(columns.ends_with("/columns"), "{columns}");
    let page = clerk.get(&columns).await;
    page.is(200).shows("1列目 番号").shows("髙﨑　見本1");
    let done = clerk.submit(&page, &columns, &[]).await;
    done.is(303);
    let preview = done.header("location").to_owned();
    let page = clerk.get(&preview).await;
    page.is(200).shows("追加297件").shows("取り込めない行3件");
    page.shows("4行目")
        .shows("入力してください")
        .shows("151行目")
        .shows("299行目")
        .hides("この内容で取り込む");
    clerk.submit(&page, &format!("{preview}/removal"), &[]).await.is(303);
    assert_eq!(people(&world).await, before);
    // The corrected file: its heads are remembered.
    let sent = send(&clerk, "persons", "委員名簿2.csv", &roster(true)).await;
    let preview = sent.is(303).header("location").to_owned();
    assert!(!preview.ends_with("/columns"), "{preview}");
    let page = clerk.get(&preview).await;
    page.is(200).shows("追加300件").shows("この内容で取り込む");
    assert_eq!(people(&world).await, before, "looking changes nothing");
    clerk.submit(&page, &preview, &[]).await.is(303);
    clerk.get("/settings/import").await.shows("人を取り込みました").shows("追加300件");
    assert_eq!(people(&world).await, before + 300);
    assert_eq!(import_draft::Entity::find().count(&world.db().read).await.unwrap(), 0);
    assert!(import_mapping::Entity::find().count(&world.db().read).await.unwrap() >= 6);
});

story!(what_somebody_else_changed_is_shown_again, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let member = &world.people.members[0].person;
    let file = format!("ID,氏名,役職\n{},{},副院長\n", member.id, member.name);
    let preview =
        send(&clerk, "persons", "a.csv", file.as_bytes()).await.is(303).header("location").to_owned();
    let page = clerk.get(&preview).await;
    page.shows("変更1件").shows("副院長");
    let other = format!("ID,役職\n{},院長\n", member.id);
    super::counts(
        world.db(),
        renkei::exchange::rules::Kind::Persons,
        world.people.region.id,
        &other,
        world.now(),
    )
    .await;
    clerk.submit(&page, &preview, &[]).await.is(409).shows("ほかの人が変更したので").shows("院長");
    let page = clerk.get(&preview).await;
    clerk.submit(&page, &preview, &[]).await.is(303);
});

story!(an_old_book_comes_in_by_choosing_its_columns, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "令和8年度 会議の予定").unwrap();
    for (column, head) in (0..).zip(["会議", "期日", "から", "まで", "会場"]) {
        page.write_string(1, column, head).unwrap();
    }
    let council = &world.people.council.short_name;
    page.merge_range(2, 0, 3, 0, council, &Format::new()).unwrap();
    for (line, day) in [(2, 46_402.0), (3, 46_430.0)] {
        let date = Format::new().set_num_format("yyyy/mm/dd");
        page.write_number_with_format(line, 1, day, &date).unwrap();
        page.write_string(line, 2, "18時30分").unwrap();
        page.write_string(line, 3, "20:00").unwrap();
        page.write_string(line, 4, "=大会議室").unwrap();
    }
    let book = book.save_to_buffer().unwrap();
    let columns = send(&clerk, "meetings", "予定.xlsx", &book).await.is(303).header("location").to_owned();
    let page = clerk.get(&columns).await;
    page.is(200).shows("結合されたセルがありました").shows("期日");
    clerk.submit(&page, &columns, &[("from_1", "")]).await.is(422).shows("ファイルの列を選ぶか");
    let chosen = [("from_1", "0"), ("from_4", "1"), ("from_5", "2"), ("from_6", "3"), ("from_9", "4")];
    let preview = clerk.submit(&page, &columns, &chosen).await.is(303).header("location").to_owned();
    let page = clerk.get(&preview).await;
    page.is(200).shows("追加2件");
    clerk.submit(&page, &preview, &[]).await.is(303);
    let list = clerk.get("/meetings?fy=2026").await;
    list.shows("1月15日").shows("2月12日");
});

story!(what_is_no_table_is_refused_and_the_server_lives, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    for (name, octets, words) in [
        ("bomb.xlsx", bomb(), "このExcelファイルは読めません"),
        ("cut.xlsx", b"PK\x03\x04 cut".to_vec(), "このExcelファイルは読めません"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "古いExcelの形式"),
        ("empty.csv", Vec::new(), "何も書かれていません"),
        ("broken.csv", b"a\n\"b".to_vec(), "が閉じていません"),
    ] {
        let begun = Instant::now();
        send(&clerk, "persons", name, &octets).await.is(422).shows(words);
        assert!(begun.elapsed().as_secs() < 5, "{name}");
    }
    send(&clerk, "municipalities", "a.csv", "氏名\n".as_bytes()).await.is(422).shows("何の表かを選んで");
    send(&clerk, "persons", "large.csv", &vec![b'a'; 11 * 1024 * 1024]).await.is(413);
    clerk.get("/settings/import").await.is(200);
    assert_eq!(import_draft::Entity::find().count(&world.db().read).await.unwrap(), 0);
});

story!(every_table_goes_out, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    for file in ["persons.csv", "persons.xlsx", "bodies.csv", "associations-cp932.csv", "board-entries.xlsx"]
    {
        clerk.get(&format!("/settings/export/{file}")).await.is(200);
    }
    // 辻󠄀 and 𠮷 are in no CP932.
    clerk.get("/settings/export/persons-cp932.csv").await.is(422).shows("この文字コードでは書けません");
    for file in ["persons.pdf", "people.csv", "persons"] {
        clerk.get(&format!("/settings/export/{file}")).await.is(404);
    }
});

/// 1.4 KiB whose one cell stands at the far end of the sheet.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>"
            ),
        ),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
