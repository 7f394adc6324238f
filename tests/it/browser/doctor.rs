//! The way of a doctor on a telephone: the link of the mail, 代理出席, after all 出席, and the event for the calendar.

use crate::support::browser::{Browser, Window};
use crate::support::calendars::assert_calendar;
use crate::support::office::{self, convened, moved, postponed};
use crate::support::world::World;

const NOW: &str = "2026-11-10T09:00+09:00";

#[actix_web::test]
async fn a_doctor_answers_from_the_mail() {
    let world = World::at(NOW).await;
    convened(&world).await;
    let mails = world.run_worker().await;
    let link = mails.iter().find(|mail| mail.to == "tsuji@example.jp").unwrap().link("/r/").unwrap();
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };

    page.goto(&link).await;
    page.reads("会議の出欠をお知らせください").await.reads("11月20日(金)まで").await;
    page.is_sound_at_every_width().await;
    page.press("代理出席").await.fill("代理の方の氏名", "髙田 真弓").await.press("代理出席と答える").await;
    page.reads("所属・役職：入力してください。").await.is_sound_at_every_width().await;
    assert_eq!(page.value("代理の方の氏名").await, "髙田 真弓");
    page.fill("所属・役職", "副院長").await.press("代理出席と答える").await;
    page.reads("承りました").await.reads("髙田 真弓 様（副院長）").await.is_sound_at_every_width().await;

    page.press("回答を変える").await.is_sound_at_every_width().await;
    page.press("出席").await.press("出席と答える").await;
    page.reads("承りました").await.lacks("髙田 真弓").await;
    let words = page.words().await;
    assert!(words.contains("回答 出席 "), "{words}");
    let file = page.href("カレンダーに追加").await;
    let object = world.anonymous().get(&file).await;
    let read = assert_calendar(&object.is(200).body);
    assert_eq!((read.head["METHOD"].as_str(), read.events.len()), ("PUBLISH", 1));

    let receipts = world.run_worker().await;
    assert_eq!(receipts.len(), 2, "each answer is confirmed");
    assert!(receipts.iter().all(|mail| mail.to == "tsuji@example.jp" && mail.calendar.is_none()));
}

#[actix_web::test]
async fn the_page_of_a_link_can_be_used_in_every_state() {
    let world = World::at(NOW).await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    let hybrid = office::convened_as(&world, entity::meeting::MeetingMode::Hybrid).await;
    let room = convened(&world).await;
    let (here, there) = (office::asked(&world, &hybrid, 1).await, office::asked(&world, &room, 2).await);
    let (here, there) = (office::page_of(&world, &here), office::page_of(&world, &there));
    let look = async |path: &str, words: &str| {
        page.goto(path).await;
        page.reads(words).await.is_sound_at_every_width().await;
    };
    page.goto(&here).await;
    page.press("出席").await.is_sound_at_every_width().await;
    page.tick("オンライン").await.press("出席と答える").await.reads("承りました").await;
    page.is_sound_at_every_width().await;
    page.goto(&there).await;
    // The page is old by the time it is sent.
    moved(&world, &room, "2026-12-07T10:00+09:00").await;
    page.press("欠席").await.fill("議題への意見", "資料に賛成です").await.press("欠席と答える").await;
    page.reads("会議の内容が変わりました").await.is_sound_at_every_width().await;
    world.clock.set(crate::support::world::instant("2026-11-21T09:00+09:00"));
    look(&there, "回答の期限を過ぎました").await;
    page.press("事務局に連絡する").await.is_sound_at_every_width().await;
    page.press("欠席").await.press("欠席と事務局に伝える").await.reads("連絡をお預かりしました").await;
    page.is_sound_at_every_width().await;
    look(&here, "回答を受け付けました").await;
    postponed(&world, &hybrid).await;
    look(&here, "延期になりました").await;
    office::cancelled(&world, &room).await;
    look(&there, "中止になりました").await;
    look(&format!("/r/{}", "0".repeat(26)), "このリンクでは回答できません").await;
}
