//! 開会, 流会, 閉会, and the quorum of each item.

use entity::agenda_item::{self, AgendaItemKind};
use entity::charter_setting::Setting;
use entity::id::AgendaItemId;
use entity::meeting;
use sea_orm::{ActiveModelTrait, Set};

use super::{AT_THE_DOOR, chair_key, key, press, roll};
use crate::support::charter::{is_silent, says};
use crate::support::client::Client;
use crate::support::office::{called, convened, letter, reread};
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::{World, instant};

async fn sits(clerk: &Client<'_>, meeting: &meeting::Model, verb: &str, time: &str) -> Page {
    let fields = [("verb", verb), ("time", time), ("presider", "会長 辻 太郎")];
    clerk.post(&format!("/meetings/{}/sitting", meeting.id), &fields).await
}

async fn come(world: &World, clerk: &Client<'_>, meeting: &meeting::Model, how_many: usize) {
    for n in 1..=how_many {
        let who = key(world, meeting, n).await;
        press(clerk, meeting, &[("press", &format!("room:{who}")), ("time", "13:50")]).await.is(303);
    }
}

story!(a_quorate_meeting_opens_and_closes, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let page = format!("/meetings/{}", meeting.id);
    world.secretary().get(&page).await.hides("当日の出欠をとる");
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    assert_eq!(clerk.get(&page).await.link("当日の出欠をとる"), roll(&meeting));
    come(&world, &clerk, &meeting, 2).await;
    sits(&clerk, &meeting, "opened", "14:00")
        .await
        .is(422)
        .shows("この時刻の出席は定足数に1人足りません。流会にするか、懇談会として続けてください。");
    sits(&clerk, &meeting, "closed", "14:05").await.is(422).shows("開会を記録してから");
    let chair = chair_key(&world, &meeting).await;
    press(&clerk, &meeting, &[("press", &format!("room:{chair}")), ("time", "13:55")]).await.is(303);
    // Who is there presides.
    let shown = clerk.get(&roll(&meeting)).await;
    assert_eq!(
        shown.field(&format!("/meetings/{}/sitting", meeting.id), "presider"),
        "会長 辻\u{e0100} 太郎"
    );
    sits(&clerk, &meeting, "opened", "14:00").await.is_redirect_to(&format!("{}#sitting", roll(&meeting)));
    let words =
        "委員4人のうち3人が出席し、設置要綱第6条第2項に定める定足数（3人）に達しているため、会議は成立した。";
    clerk.get(&roll(&meeting)).await.shows(words).shows("開会 14:00　議長 会長 辻 太郎");
    clerk.get(&page).await.shows(words).shows("開会を記録しました（佐藤 恵）").hides("当日の出欠をとる");
    world.chair().get(&page).await.shows(words);
    world.member(1).get(&page).await.hides(words);
    sits(&clerk, &meeting, "closed", "13:00").await.is(422);
    sits(&clerk, &meeting, "closed", "14:05").await.is(303);
    clerk.get(&roll(&meeting)).await.shows("閉会 14:05");
    sits(&clerk, &meeting, "x", "14:05").await.is(422);
    sits(&clerk, &meeting, "opened", "23:00").await.is(422).shows("まだ来ていない時刻です。");
});

story!(too_few_and_the_meeting_falls_through, "2026-11-10T09:00+09:00", async |world| {
    says(&world, Setting::CancelledNumber, "free").await;
    let meeting = convened(&world).await;
    assert_eq!(meeting.number, Some(1));
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    come(&world, &clerk, &meeting, 2).await;
    clerk.get(&roll(&meeting)).await.shows("流会にする").shows("懇談会として続ける");
    sits(&clerk, &meeting, "fell_through", "14:05").await.is(303);
    let words = "委員4人のうち2人が出席したが、設置要綱第6条第2項に定める定足数（3人）に達しなかったため、流会とした。";
    clerk.get(&roll(&meeting)).await.shows(words);
    clerk
        .get(&format!("/meetings/{}", meeting.id))
        .await
        .shows("流会")
        .shows("流会を記録しました（佐藤 恵）");
    clerk.get("/meetings?state=fell_through").await.shows("連携協議会 第1回").shows("流会");
    // The number goes to the next meeting where the charter leaves it free.
    let next = called(&world, &world.planned("", "2026-12-18T14:00+09:00").await, letter(&world)).await;
    assert_eq!(next.number, Some(1));
    // A third member was there after all, only nobody had pressed.
    let chair = chair_key(&world, &meeting).await;
    press(&clerk, &meeting, &[("press", &format!("room:{chair}")), ("time", "14:00")]).await.is(303);
    sits(&clerk, &meeting, "fell_through", "14:05").await.is(422).shows("この時刻には定足数に達しています。");
    sits(&clerk, &meeting, "opened", "14:05").await.is(303);
    assert_eq!(reread(&world, &meeting).await.fell_through_at, None);
});

story!(they_talk_and_decide_nothing, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    come(&world, &clerk, &meeting, 1).await;
    sits(&clerk, &meeting, "talked", "14:00").await.is(303);
    clerk
        .get(&roll(&meeting))
        .await
        .shows("この会議では何も決められません")
        .shows("懇談会として意見を交わした。");
});

story!(without_a_quorum_rule_every_meeting_opens, "2026-11-10T09:00+09:00", async |world| {
    is_silent(&world, Setting::Quorum).await;
    let meeting = convened(&world).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    come(&world, &clerk, &meeting, 1).await;
    sits(&clerk, &meeting, "opened", "").await.is(303);
    clerk.get(&roll(&meeting)).await.shows("委員4人のうち1人が出席した。").shows("定足数はありません");
});

story!(each_item_has_the_quorum_of_its_moment, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let item = agenda_item::ActiveModel {
        id: Set(AgendaItemId::at(world.now())),
        meeting_id: Set(meeting.id),
        position: Set(1),
        kind: Set(AgendaItemKind::Discuss),
        title: Set("委託先の選定".to_owned()),
        minutes: Set(None),
        presenter: Set(String::new()),
        version: Set(1),
    };
    let item = world.write(async |tx| item.insert(tx).await).await;
    world.clock.set(instant("2026-12-04T15:00+09:00"));
    let clerk = world.secretary();
    come(&world, &clerk, &meeting, 3).await;
    let begin = format!("begin:{}", item.id);
    press(&clerk, &meeting, &[("press", &begin), ("time", "14:10")]).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("14:10 出席3人、定足数3人　定足数に達しています");
    // 医師会 has an interest in it and does not decide.
    let who = key(&world, &meeting, 1).await;
    let out = [("press", &*format!("exclude:{}", item.id)), ("who", &*who)];
    press(&clerk, &meeting, &out).await.is(303);
    clerk
        .get(&roll(&meeting))
        .await
        .shows("除斥 髙橋 さくら")
        .shows("出席2人、定足数3人　あと1人で成立します");
    // Whether the base shrinks, too, is the charter's to say.
    for (word, said) in [
        ("shrinks", "出席2人、定足数2人　定足数に達しています"),
        ("stays", "出席3人、定足数3人　定足数に達しています"),
    ] {
        says(&world, Setting::Exclusion, word).await;
        clerk.get(&roll(&meeting)).await.shows(said);
    }
    let nobody = [("press", &*format!("exclude:{}", item.id)), ("who", "")];
    press(&clerk, &meeting, &nobody).await.is(422).shows("一覧から選んでください。");
    // The others of the meeting are as they were.
    clerk.get(&roll(&meeting)).await.shows("定足数に達しています いま 3人");
});
