//! 当日: the roll call of twenty people on a tablet whose network fails in the middle.

use entity::attendance_entry;
use fantoccini::Locator;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::browser::{Browser, Window};
use crate::support::office::convened;
use crate::support::world::{World, instant};

/// Waits until the server has all that was pressed; what is pressed shows before.
async fn sent(page: &Browser) {
    page.page.wait().for_element(Locator::Css("#roll-wait[hidden]")).await.unwrap();
}

#[actix_web::test]
async fn twenty_people_come_while_the_network_fails() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    world.seat_many(20).await;
    let meeting = convened(&world).await;
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE).await else { return };
    world.clock.set(instant("2026-12-04T13:50+09:00"));
    page.sign_in(&world.secretary()).await;
    page.goto(&format!("/meetings/{}", meeting.id)).await;
    page.press("当日の出欠をとる").await.reads("あと13人で成立します").await;
    for n in 1..=7 {
        page.press(&come(n)).await.reads(&format!("いま {n}人")).await;
    }
    sent(&page).await;
    page.network(false).await;
    for n in 8..=20 {
        page.press(&come(n)).await.reads(&format!("いま {n}人")).await;
    }
    // Pressed in doubt a second time.
    page.press(&come(20)).await;
    page.reads("定足数に達しています").await.reads("送信待ち 13件").await;
    page.reads("入力は、この端末に残っています").await;
    assert_eq!(entries(&world).await, 7);
    page.network(true).await;
    // Closed and opened again, as a tablet that was put away: what waits is still there and leaves now.
    page.goto(&format!("/meetings/{}/attendance", meeting.id)).await;
    sent(&page).await;
    page.reads("来ていない 4人").await.lacks("送信待ち").await;
    assert_eq!(entries(&world).await, 20);
    page.press("開会を記録する").await.reads("開会を記録しました").await;
}

fn come(n: usize) -> String {
    format!("会場に出席（髙橋 花子{n}）")
}

async fn entries(world: &World) -> u64 {
    attendance_entry::Entity::find().count(&world.db().read).await.unwrap()
}
