//! The main job where pages may not run scripts: they add comfort, nothing else.

use super::clerk::Clerk;
use crate::support::browser::{Browser, Window};
use crate::support::office::convened;
use crate::support::world::World;

const PROBE: &str = "data:text/html,<title>off</title><script>document.title = 'on'</script>";

#[actix_web::test]
async fn a_clerk_convenes_without_scripts() {
    let Some(clerk) = Clerk::open(Window::DESK.without_scripts()).await else { return };
    clerk.signs_in().await;
    clerk.plans().await;
    clerk.sets_the_agenda().await;
    clerk.convenes().await;
    clerk.sees_what_left().await;
    clerk.sees_answers_arrive().await;
}

#[actix_web::test]
async fn a_member_answers_without_scripts() {
    let world = World::at("2026-11-10T09:00+09:00").await;
    convened(&world).await;
    let mails = world.run_worker().await;
    let link = mails.iter().find(|mail| mail.to == "takahashi@example.jp").unwrap().link("/r/").unwrap();
    let Some(page) = Browser::open(&world.address, Window::TELEPHONE.without_scripts()).await else { return };
    page.page.goto(PROBE).await.unwrap();
    assert_eq!(page.page.title().await.unwrap(), "off", "the browser runs scripts after all");
    page.goto(&link).await;
    page.press("欠席").await.fill("議題への意見", "案に賛成です").await.press("欠席と答える").await;
    page.reads("承りました").await.reads("案に賛成です").await.is_sound_at_every_width().await;
    page.press("回答を変える").await.press("出席").await.press("出席と答える").await;
    page.reads("承りました").await.lacks("案に賛成です").await;
}
