//! A town's officer opens the first screen and sees what the town owes: the answer of its seat.

use entity::seat;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::browser::{Browser, Window};
use crate::support::office::{called, letter};
use crate::support::world::World;

#[actix_web::test]
async fn an_officer_sees_what_the_town_owes() {
    let world = World::at("2026-11-20T09:00+09:00").await;
    let town = world.people.towns[0].name.clone();
    // The seat goes with a post of the town, as the roster prints it.
    let row = seat::ActiveModel {
        id: Set(world.people.members[0].seat.id),
        association_id: Set(None),
        label: Set(town.clone()),
        ..Default::default()
    };
    world.write(async |tx| row.update(tx).await).await;
    called(&world, &world.planned("", "2026-12-18T14:00+09:00").await, letter(&world)).await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    page.sign_in(&world.officer()).await;
    page.goto("/").await;
    page.reads("未回答 1席").await.reads("髙橋 さくら").await.reads("回答期限 12月4日").await;
    page.reads("市町村の席").await.lacks("回答する").await.lacks("宮﨑 一郎").await;
    page.is_sound_at_every_width().await;
    page.press("会議のページ").await.reads("連携協議会").await;
}
