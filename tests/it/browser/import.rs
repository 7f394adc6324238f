//! A clerk takes an old roster of 300 in: three lines are broken, the file is corrected, and everybody is there.

use std::fs;

use encoding_rs::SHIFT_JIS;

use crate::support::browser::{Browser, Window};
use crate::support::world::World;

/// The roster as Excel of another office saved it: CP932, heads of its own.
fn roster(good: bool) -> Vec<u8> {
    let mut text = "委員氏名,フリガナ,所属,電話番号\r\n".to_owned();
    for number in 1..=300 {
        let name = if number == 3 && !good { String::new() } else { format!("髙﨑　見本{number}") };
        let telephone =
            if number == 298 && !good { "１２３" } else { "０２６５－００－１２３４" };
        let kana = if number == 150 && !good { "高崎" } else { "ﾀｶｻｷ" };
        text.push_str(&format!("{name},{kana},見本医院,{telephone}\r\n"));
    }
    SHIFT_JIS.encode(&text).0.into_owned()
}

#[actix_web::test]
async fn a_broken_roster_is_corrected_and_taken_in() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let Some(page) = Browser::open(&world.address, Window::DESK).await else { return };
    let (broken, good) = (world.data.join("委員名簿.csv"), world.data.join("委員名簿2.csv"));
    fs::write(&broken, roster(false)).unwrap();
    fs::write(&good, roster(true)).unwrap();
    page.sign_in(&world.secretary()).await;
    page.goto("/settings/import").await;
    page.attach("ファイル", &broken).await.select("何の表か", "人").await.press("読んで確かめる").await;
    page.reads("追加297件")
        .await
        .reads("取り込めない行3件")
        .await
        .reads("4行目")
        .await
        .reads("299行目")
        .await;
    page.lacks("この内容で取り込む").await.is_sound().await;
    page.goto("/settings/import").await;
    page.attach("ファイル", &good).await.select("何の表か", "人").await.press("読んで確かめる").await;
    page.reads("追加300件").await.press("この内容で取り込む").await;
    page.reads("人を取り込みました").await;
    page.goto("/people?q=高崎").await;
    page.reads("300人のうち 1～50人目").await.reads("髙﨑").await;
}
