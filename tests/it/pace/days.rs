//! A body's own days.

use crate::support::story::story;
use crate::support::world::World;

story!(a_body_chooses_its_days_and_the_meeting_follows, "2026-11-10T09:00+09:00", async |world| {
    let meeting = world.planned("", "2026-12-18T14:00+09:00").await;
    let (clerk, body) = (world.secretary(), world.people.council.id);
    let show = format!("/meetings/{}", meeting.id);
    clerk
        .get(&show)
        .await
        .shows("12月11日(金)開催通知を出す あと31日")
        .shows("12月11日(金)資料を送る")
        .shows("12月8日(火)会長と打ち合わせる");
    let path = format!("/bodies/{body}/pace");
    let page = clerk.get(&path).await;
    page.is(200).shows("段取りの日数を決める");
    assert_eq!(page.field(&path, "papers"), "7");
    assert_eq!(page.field(&path, "first_reminder"), "");
    let own = [("papers", "１０"), ("briefing", ""), ("first_reminder", "3")];
    clerk.submit(&page, &path, &own).await.is_redirect_to(&format!("/bodies/{body}"));
    clerk
        .get(&show)
        .await
        .shows("12月8日(火)資料を送る")
        .shows("未回答の人に自動で催促する（1回目） 自動")
        .hides("会長と打ち合わせる");
    assert_eq!(clerk.get(&path).await.field(&path, "papers"), "10");
});

story!(what_no_number_of_days_can_be, "2026-11-10T09:00+09:00", async |world| {
    let (clerk, body) = (world.secretary(), world.people.council.id);
    let path = format!("/bodies/{body}/pace");
    let page = clerk.get(&path).await;
    let refused = clerk.submit(&page, &path, &[("papers", "一週間"), ("notice", "-1"), ("eve", "366")]).await;
    refused.is(422);
    assert_eq!(
        refused.field_error("papers").unwrap(),
        "0から365までの数を入れるか、しないときは空にしてください。"
    );
    assert!(refused.field_error("notice").is_some() && refused.field_error("eve").is_some());
    assert_eq!(refused.field(&path, "papers"), "一週間");
    let forged = clerk.post(&path, &[("seen", "1,2"), ("papers", "7")]).await;
    forged.is(422).shows("画面が古くなっています");
    assert_eq!(clerk.get(&path).await.field(&path, "papers"), "7");
});

story!(two_people_choose_at_once, "2026-11-10T09:00+09:00", async |world: World| {
    let (clerk, body) = (world.secretary(), world.people.council.id);
    let path = format!("/bodies/{body}/pace");
    let (mine, theirs) = (clerk.get(&path).await, clerk.get(&path).await);
    clerk.submit(&theirs, &path, &[("papers", "5")]).await.is(303);
    let late = clerk.submit(&mine, &path, &[("papers", "9")]).await;
    late.is(409).shows("ほかの人が先に変更しました").shows("資料を送る 5日");
    assert_eq!(late.field(&path, "papers"), "9");
    clerk.submit(&late, &path, &[]).await.is(303);
    assert_eq!(clerk.get(&path).await.field(&path, "papers"), "9");
});
