//! A new clerk on 1 April finds what the last one left.

use crate::support::browser::{Browser, Window};
use crate::support::office::{called, letter};
use crate::support::world::World;

#[actix_web::test]
async fn a_new_clerk_opens_the_handover_sheet() {
    let world = World::at("2027-03-20T09:00+09:00").await;
    world.planned("", "2026-07-09T14:00+09:00").await;
    let planned = world.planned("", "2027-04-28T14:00+09:00").await;
    let called = called(&world, &planned, letter(&world)).await;
    world.clock.set(crate::support::world::instant("2027-04-01T08:30+09:00"));
    let Some(page) = Browser::open(&world.address, Window::DESK).await else { return };
    page.sign_in(&world.secretary()).await;
    page.goto("/").await;
    page.reads("引き継いだ方へ").await.press("引継書を見る").await;
    page.reads("引継書　令和9年4月1日現在").await.is_sound_at_every_width().await;
    page.reads("まだ答えていない人（5人）").await.reads("髙橋 さくら").await.reads("令和8年度").await;
    assert!(called.number.is_some());
}
