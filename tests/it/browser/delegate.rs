//! The delegate of an association answers for three seats on a telephone.

use entity::seat;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::browser::{Browser, Window};
use crate::support::office::{asked, convened, replies};
use crate::support::world::World;

#[actix_web::test]
async fn a_delegate_answers_for_three_seats() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    let association = world.people.members[0].seat.association_id;
    for one in &world.people.members[1..=2] {
        let row = seat::ActiveModel { association_id: Set(association), ..one.seat.clone().into() };
        world.write(async |tx| row.update(tx).await).await;
    }
    let meeting = convened(&world).await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    page.sign_in(&world.delegate()).await;
    page.goto("/").await;
    page.reads("未回答 3席").await.is_sound_at_every_width().await;
    for (name, answer) in [("髙橋 さくら", "出席"), ("宮﨑 一郎", "欠席")] {
        page.press(&format!("回答する（連携協議会 第1回 {name}")).await;
        page.reads(&format!("{name}さんの出欠を回答する")).await;
        page.press(answer).await.press(&format!("{answer}と答える")).await;
        page.reads(&format!("{name}さんの")).await.reads("の回答を承りました").await;
    }
    page.press("回答する（連携協議会 第1回 𠮷田 花子").await.press("代理出席").await;
    page.is_sound().await;
    page.fill("代理の方の氏名", "髙田 真弓").await.fill("所属・役職", "副管理者").await;
    page.press("代理出席と答える").await.reads("𠮷田 花子さんの代理出席の回答を承りました").await;
    page.lacks("未回答").await;
    for n in 1..=3 {
        assert_eq!(replies(&world, asked(&world, &meeting, n).await.id).await.len(), 1);
    }
}
