//! 委員の今日: three buttons for the next meeting, and what was said to the others.

use entity::meeting::MeetingMode;

use crate::support::charter::says;
use crate::support::office::{
    answered, asked, called, cancelled, convened, convened_as, letter, moved, page_of, postponed, withdrawn,
};
use crate::support::story::story;
use crate::support::world::instant;

story!(a_member_answers_from_the_first_screen, "2026-11-10T09:00+09:00", async |world| {
    let member = world.member(1);
    member.get("/").await.is(200).shows("お答えいただく会議はありません。");
    let later = called(&world, &world.planned("", "2026-12-18T14:00+09:00").await, letter(&world)).await;
    let meeting = convened(&world).await;
    let page = member.get("/").await;
    page.is(200)
        .shows("次の会議 連携協議会 第2回 未回答 令和8年12月4日(金) 14:00～15:30 東部広域連合 3階 大会議室")
        .shows("11月20日(金)までにお答えください。")
        .shows("代理出席")
        .shows("ほかの会議 連携協議会 第1回 未回答 令和8年12月18日(金) 14:00～15:30")
        .shows("購読用のアドレスを作る");
    let path = format!("/meetings/{}/reply", meeting.id);
    member.submit(&page, &path, &[]).await.is_redirect_to(&format!("/meetings/{}", meeting.id));
    member.get(&format!("/meetings/{}", meeting.id)).await.shows("あなたの回答 出席");
    member.get("/").await.shows("第2回 出席と回答しました").shows("期限までは何度でも変えられます。");
    // The link and the screen are one.
    answered(&world, &asked(&world, &meeting, 1).await, &[("answer", "absent")]).await;
    member.get("/").await.shows("第2回 欠席と回答しました");
    let others = member.get("/").await.link("回答する");
    assert_eq!(others, format!("/meetings/{}/reply", later.id));
    world.member(2).get("/").await.shows("第2回 未回答");
});

story!(what_became_of_a_meeting_is_said, "2026-11-10T09:00+09:00", async |world| {
    let (off, away, out) = (convened(&world).await, convened(&world).await, convened(&world).await);
    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    withdrawn(&world, &asked(&world, &out, 1).await).await;
    let member = world.member(1);
    member
        .get("/")
        .await
        .is(200)
        .shows("お答えいただく会議はありません。")
        .shows("第1回 中止になりました")
        .shows("第2回 延期になりました 日時は決まっていません")
        .hides("第3回");
    moved(&world, &away, "2026-12-11T14:00+09:00").await;
    member.get("/").await.shows("次の会議 連携協議会 第2回 未回答 令和8年12月11日(金)");
    let due = convened(&world).await;
    world.clock.set(instant("2026-11-24T09:00+09:00"));
    let member = world.member(1);
    member.get("/").await.shows("第4回 未回答").shows("回答の期限（11月20日(金)）を過ぎました。");
    world.clock.set(instant("2026-12-05T00:00+09:00"));
    let page = world.member(1).get("/").await;
    page.shows("次の会議 連携協議会 第2回").hides(&format!("/meetings/{}", due.id));
});

story!(the_buttons_fit_the_meeting, "2026-11-10T09:00+09:00", async |world| {
    says(&world, entity::charter_setting::Setting::Proxy, "not_allowed").await;
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let member = world.member(1);
    let page = member.get("/").await;
    page.is(200).shows("会場かオンラインで出ます").hides("代理");
    let path = format!("/meetings/{}/reply", meeting.id);
    member.submit(&page, &path, &[("mode", "online")]).await.is(303);
    let phone = world.anonymous();
    phone.get(&page_of(&world, &asked(&world, &meeting, 1).await)).await.shows("出席（オンライン）");
});
