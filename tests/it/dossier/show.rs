//! `GET /meetings/{id}`: one page, and what each person sees of it.

use entity::contact_point::ContactKind;
use entity::meeting::MeetingMode;
use entity::pending_reply::PendingSource;

use crate::support::contacts::{Holder, added};
use crate::support::office::{
    answered, asked, called, cancelled, convened, convened_as, letter, page_of, waiting, withdrawn,
};
use crate::support::story::story;
use crate::support::world::instant;

story!(the_secretariat_sees_everything, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    added(&world, Holder::Person(people.chair.person.id), ContactKind::Telephone, "0000-00-0101").await;
    let clerk = world.secretary();
    let planned = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}", planned.id);
    let page = clerk.get(&path).await;
    page.is(200)
        .shows("令和8年度第1回（仮） 連携協議会 通知前")
        .shows("令和8年（2026年）12月4日(金) 14:00～15:30　東部広域連合 3階 大会議室")
        .shows("議題はまだありません。")
        .shows("招集すると、開催日に在任の委員へ案内が届き、ここに回答が並びます。")
        .shows("公開 公開")
        .shows("経過");
    assert_eq!(page.link("議題を決める"), format!("{path}/agenda"));
    let item = [("kind", "discuss"), ("title", "ルールの見直し"), ("minutes", "30"), ("programme", "ウ")];
    clerk.post(&format!("{path}/agenda"), &item).await.is(303);
    let page = clerk.get(&path).await;
    page.shows("1 協議 ルールの見直し 30分").shows("議題を加えました（佐藤 恵）");
    assert_eq!(page.link("招集する"), format!("{path}/convocation"));

    let meeting = called(&world, &planned, letter(&world)).await;
    world.run_worker().await;
    answered(&world, &asked(&world, &meeting, 1).await, &[("answer", "absent"), ("comment", "資料を先に")])
        .await;
    let page = clerk.get(&path).await;
    page.shows("令和8年度第1回 連携協議会 回答待ち")
        .shows("招集 会長　辻 太郎　事務連絡（11月10日(火)施行）")
        .shows("委員名簿の順。案内した人 5人、欠員1")
        .shows("医師会 辻\u{e0100} 太郎 会長 未回答 届いた 11/10 回答を入力")
        .shows("訪問看護 髙橋 さくら 欠席 「資料を先に」 届いた 11/10 11/10 回答ページ")
        .shows("住民代表 （欠員） 欠員 — —")
        .shows("東部保健所 山本 修 顧問（数えません） 未回答")
        .shows("文書 開催通知の送り先　事務連絡（11月10日(火)施行）")
        .shows("髙橋 さくらさんが回答しました")
        .shows("招集し、開催通知を出しました（佐藤 恵）")
        .shows("未回答の4人に催促する");
    // Whom to call is one press away.
    let calls = page.link("電話の一覧");
    clerk.get(calls.split('#').next().unwrap()).await.is(200).shows("0000-00-0101（本人）");
    let letter = page.link("開催通知の送り先");
    clerk.get(&letter).await.is(200).shows("5通のうち");
});

story!(what_waits_for_the_clerk_stands_beside_the_person, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    world.clock.set(instant("2026-11-24T09:00+09:00"));
    let (path, phone) = (page_of(&world, &one), world.anonymous());
    let page = phone.get(&path).await;
    phone.submit(&page, &path, &[("answer", "absent"), ("comment", "急な往診")]).await.is(303);
    let pending = waiting(&world, one.id).await.remove(0);
    assert_eq!(pending.source, PendingSource::Late);
    let (clerk, path) = (world.secretary(), format!("/meetings/{}", meeting.id));
    let page = clerk.get(&path).await;
    page.is(200)
        .shows("開催待ち")
        .shows("期限後の連絡：欠席 11/24「急な往診」 回答にする")
        .shows("返事 4人中0人");
    world.chair().get(&path).await.is(200).hides("急な往診").hides("期限後の連絡");
    clerk.submit(&page, &format!("/pending-replies/{}/acceptance", pending.id), &[]).await.is(303);
    clerk.get(&path).await.shows("返事 4人中1人").hides("回答にする");
});

story!(each_capacity_sees_its_part, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let path = format!("/meetings/{}", meeting.id);
    let absent = [("answer", "absent"), ("comment", "家の事情"), ("mode", "")];
    answered(&world, &asked(&world, &meeting, 1).await, &absent).await;
    answered(&world, &asked(&world, &meeting, 2).await, &[("mode", "room")]).await;
    let secret = ["家の事情", "届いた", "送信待ち", "経過", "回答を入力", "に催促する", "送り先"];
    // The chair knows who comes.
    let page = world.chair().get(&path).await;
    page.is(200).shows("髙橋 さくら 欠席").shows("宮﨑 一郎 出席").shows("（欠員）").shows("返事 4人中2人");
    page.shows("あなたの回答 未回答 回答する").shows("オンラインの会議に入る");
    for words in secret {
        page.hides(words);
    }
    // A member knows the own answer and the counts.
    let page = world.member(1).get(&path).await;
    page.is(200)
        .shows("あなたの回答 欠席")
        .shows("返事 4人中2人")
        .shows("オンラインの会議に入る")
        .hides("宮﨑");
    for words in secret {
        page.hides(words);
    }
    // A delegate knows the own association's seats.
    let page = world.delegate().get(&path).await;
    page.is(200).shows("髙橋 さくら 欠席").hides("宮﨑").hides("meet.example").hides("家の事情");
    // An officer knows the counts.
    let page = world.officer().get(&path).await;
    page.is(200).shows("返事 4人中2人").hides("髙橋").hides("宮﨑").hides("meet.example");
    world.ended_member().get(&path).await.is(404);
    world.administrator().get(&path).await.is(404);
    world.other_secretary().get(&path).await.is(404);
    let planned = world.planned("", "2026-12-11T14:00+09:00").await;
    for persona in [world.chair(), world.member(1), world.delegate(), world.officer()] {
        persona.get(&format!("/meetings/{}", planned.id)).await.is(404);
    }
    // What somebody was asked to stays visible, without the way in.
    withdrawn(&world, &asked(&world, &meeting, 1).await).await;
    world.member(1).get(&path).await.is(200).hides("オンラインの会議に入る").hides("回答を変える");
});

story!(a_cancelled_meeting_says_why, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    cancelled(&world, &meeting).await;
    let path = format!("/meetings/{}", meeting.id);
    for persona in [world.secretary(), world.member(1), world.officer()] {
        persona
            .get(&path)
            .await
            .is(200)
            .shows("この会議は中止になりました")
            .shows("理由：大雪警報のため")
            .hides("に催促する")
            .hides("回答する")
            .hides("あと3人");
    }
    let page = world.secretary().get(&path).await;
    page.shows("会議を中止しました。理由：大雪警報のため（佐藤 恵）").shows("中止の通知の送り先");
});

story!(the_log_is_shortened_and_opened, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    for n in 0..24 {
        answered(&world, &one, &[("answer", if n % 2 == 0 { "attend" } else { "absent" })]).await;
    }
    let (clerk, path) = (world.secretary(), format!("/meetings/{}", meeting.id));
    let page = clerk.get(&path).await;
    page.is(200).shows("経過をすべて見る（25件）").shows("前の回答 23件");
    assert_eq!(page.words().matches("さんが回答しました").count(), 20);
    let all = clerk.get(&format!("{path}?log=all")).await;
    assert_eq!(all.words().matches("さんが回答しました").count(), 24);
});
