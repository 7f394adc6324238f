//! The roll call: buttons, what they do to the count, and that nothing is counted twice.

use entity::attendance_entry;
use entity::charter_setting::Setting;
use entity::meeting::MeetingMode;
use entity::membership::{self, MemberRole};
use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set};

use super::{AT_THE_DOOR, chair_key, key, press, roll};
use crate::support::charter::says;
use crate::support::office::{answered, asked, cancelled, convened, convened_as, postponed, withdrawn};
use crate::support::story::story;
use crate::support::world::{World, instant};

const PROXY: [(&str, &str); 4] =
    [("answer", "proxy"), ("proxy_name", "髙田 真弓"), ("proxy_title", "副管理者"), ("mode", "")];

async fn entries(world: &World) -> u64 {
    attendance_entry::Entity::find().count(&world.db().read).await.unwrap()
}

story!(people_come_and_go_and_the_count_follows, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    answered(&world, &asked(&world, &meeting, 2).await, &PROXY).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    let page = clerk.get(&roll(&meeting)).await;
    page.is(200)
        .shows("あと3人で成立します いま 0人、定足数 3人")
        .shows("在任委員4人の過半数（設置要綱 第6条第2項）。")
        .shows("𠮷田 花子 薬剤師会")
        .shows("回答 代理（髙田 真弓）")
        .shows("山本 修 東部保健所　顧問（数えません）");
    let (chair, online) = (chair_key(&world, &meeting).await, key(&world, &meeting, 1).await);
    let (proxied, adviser) = (key(&world, &meeting, 2).await, "来ていない 3人");
    press(&clerk, &meeting, &[("press", &format!("room:{chair}"))])
        .await
        .is_redirect_to(&format!("{}#list", roll(&meeting)));
    press(&clerk, &meeting, &[("press", &format!("online:{online}"))]).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("あと1人で成立します いま 2人").shows("会場 14:05");
    // The proxy of the reply comes with one press.
    press(&clerk, &meeting, &[("press", &format!("expected:{proxied}"))]).await.is(303);
    let page = clerk.get(&roll(&meeting)).await;
    page.shows("定足数に達しています いま 3人").shows("代理 髙田 真弓 14:05").hides(adviser);
    // The connection is lost at three.
    let left = [("press", &*format!("left:{online}")), ("time", "14:05")];
    press(&clerk, &meeting, &left).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("あと1人で成立します いま 2人").shows("14:05 退席");
});

story!(a_press_counts_once_however_often_it_arrives, "2026-11-10T09:00+09:00", async |world| {
    let (meeting, other) = (convened(&world).await, convened(&world).await);
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    let who = key(&world, &meeting, 1).await;
    let id = entity::id::AttendanceEntryId::at(world.now()).to_string();
    let again = [("id", id.as_str()), ("press", &format!("room:{who}")), ("ago", "60000")];
    for _ in 0..3 {
        clerk.post(&roll(&meeting), &again).await.is(303);
    }
    assert_eq!(entries(&world).await, 1);
    clerk.get(&roll(&meeting)).await.shows("会場 14:04").shows("いま 1人");
    // Another key for what has happened already is kept on record and changes nothing.
    press(&clerk, &meeting, &[("press", &format!("room:{who}"))]).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("会場 14:04").shows("いま 1人");
    // The key of one meeting is nothing in another.
    let elsewhere = key(&world, &other, 1).await;
    let stray = [("id", id.as_str()), ("press", &format!("room:{elsewhere}"))];
    clerk.post(&roll(&other), &stray).await.is(409).shows("この入力は、別の会議のものです。");
    let foreign = [("press", &*format!("room:{who}"))];
    press(&clerk, &other, &foreign).await.is(409).shows("一覧が変わっています。");
    assert_eq!(entries(&world).await, 2);
});

story!(a_wrong_entry_is_taken_back_and_stays_on_record, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    let who = key(&world, &meeting, 1).await;
    press(&clerk, &meeting, &[("press", &format!("room:{who}"))]).await.is(303);
    let entry = attendance_entry::Entity::find().one(&world.db().read).await.unwrap().unwrap();
    press(&clerk, &meeting, &[("press", &format!("back:{}", entry.id))]).await.is(303);
    let page = clerk.get(&roll(&meeting)).await;
    page.shows("いま 0人").shows("髙橋 さくら　会場に出席 取り消しました");
    // A taking back is not taken back: one presses again.
    let all = attendance_entry::Entity::find().all(&world.db().read).await.unwrap();
    let back = all.iter().find(|one| one.takes_back_id.is_some()).unwrap();
    press(&clerk, &meeting, &[("press", &format!("back:{}", back.id))]).await.is(409);
});

story!(somebody_comes_unasked, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    // 住民代表 was vacant when everybody was asked; on the day somebody holds the seat.
    let resident = world.people.officer.person.id;
    let term = membership::ActiveModel {
        id: Set(entity::id::MembershipId::at(world.now())),
        seat_id: Set(world.people.vacant_seat.id),
        person_id: Set(resident),
        role: Set(MemberRole::Member),
        from_on: Set("2026-12-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        deputy_order: Set(None),
        version: Set(1),
    };
    world.write(async |tx| term.insert(tx).await).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    clerk.get(&roll(&meeting)).await.shows("在任委員5人の過半数").shows("小林 進（住民代表）");
    let expert = [("press", "guest"), ("role", "expert"), ("name", "救急 次郎"), ("association", "消防本部")];
    press(&clerk, &meeting, &expert).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("救急 次郎 関係者　消防本部").shows("いま 0人");
    let person = resident.to_string();
    let member = [("press", "guest"), ("role", "member"), ("person", person.as_str())];
    press(&clerk, &meeting, &member).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("小林 進 委員（案内なし）　住民代表").shows("いま 1人");
    // Nobody counts under two names.
    press(&clerk, &meeting, &member).await.is(422).shows("一覧から選んでください。");
    let chair = world.people.chair.person.id.to_string();
    let twice = [("press", "guest"), ("role", "member"), ("person", chair.as_str())];
    press(&clerk, &meeting, &twice).await.is(422);
    let both = [("press", "guest"), ("role", "member"), ("name", "別名 太郎"), ("person", "")];
    let page = press(&clerk, &meeting, &both).await;
    page.is(422).shows("委員を選んだときは、空にしてください。");
    assert!(page.body.contains("value=\"別名 太郎\""), "{}", page.body);
});

story!(bad_input_is_said_and_changes_nothing, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let clerk = world.secretary();
    let who = key(&world, &meeting, 1).await;
    let room = format!("room:{who}");
    // Before the day nothing can have happened.
    press(&clerk, &meeting, &[("press", &room)]).await.is(409).shows("会議の日になってから記録できます。");
    clerk.get(&roll(&meeting)).await.is(200).shows("会議の日になってから記録できます。").hides("退席");
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    for (fields, said) in [
        (&[("press", "room:x")][..], "画面が古くなっています。"),
        (&[("press", "")], "画面が古くなっています。"),
        (&[("press", &*room), ("time", "14:06")], "まだ来ていない時刻です。"),
        (&[("press", &*room), ("time", "午後")], "時刻として読めません。"),
        (&[("press", &*room), ("ago", "-1")], "画面が古くなっています。"),
        (&[("press", "proxy"), ("who", ""), ("proxy_name", "")], "入力してください。"),
        (&[("press", "proxy"), ("who", &*who), ("proxy_name", "代理\u{0}")], "目に見えない文字"),
        (&[("press", "guest"), ("name", "だれか")], "一覧から選んでください。"),
        (&[("press", "observers"), ("count", "大勢")], "0から999までの数を入れてください。"),
        (&[("press", "observers"), ("count", "1000")], "0から999までの数を入れてください。"),
    ] {
        press(&clerk, &meeting, fields).await.is(422).shows(said);
    }
    clerk.post(&roll(&meeting), &[("press", &room), ("id", "1")]).await.is(422);
    assert_eq!(entries(&world).await, 0);
    press(&clerk, &meeting, &[("press", "observers"), ("count", "１２")]).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("傍聴人 12人");
});

story!(only_those_on_the_list_of_a_meeting_that_takes_place, "2026-11-10T09:00+09:00", async |world| {
    let (off, away, meeting) = (convened(&world).await, convened(&world).await, convened(&world).await);
    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    let gone = asked(&world, &meeting, 1).await;
    withdrawn(&world, &gone).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    for (of, said) in [(&off, "この会議は中止になっています。"), (&away, "この会議は延期中です。")]
    {
        let who = key(&world, of, 2).await;
        press(&clerk, of, &[("press", &format!("room:{who}"))]).await.is(409).shows(said);
        clerk.get(&roll(of)).await.is(200).shows(said);
    }
    let gone = [("press", &*format!("room:i-{}", gone.id))];
    press(&clerk, &meeting, &gone).await.is(409).shows("一覧が変わっています。");
    assert_eq!(entries(&world).await, 0);
});

story!(what_the_charter_does_not_count_is_not_counted, "2026-11-10T09:00+09:00", async |world| {
    says(&world, Setting::Online, "not_counted").await;
    says(&world, Setting::Proxy, "not_allowed").await;
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    world.clock.set(instant(AT_THE_DOOR));
    let clerk = world.secretary();
    let who = key(&world, &meeting, 1).await;
    press(&clerk, &meeting, &[("press", &format!("online:{who}"))]).await.is(303);
    let other = key(&world, &meeting, 2).await;
    let proxy = [("press", "proxy"), ("who", &*other), ("proxy_name", "代理 一郎"), ("mode", "room")];
    press(&clerk, &meeting, &proxy).await.is(303);
    // What happened is recorded; what it is worth is the charter's.
    clerk
        .get(&roll(&meeting))
        .await
        .shows("あと3人で成立します いま 0人")
        .shows("代理 代理 一郎")
        .shows("代理出席はできません（設置要綱 第9条）。");
    // In the room the same member counts.
    press(&clerk, &meeting, &[("press", &format!("room:{who}"))]).await.is(303);
    clerk.get(&roll(&meeting)).await.shows("いま 1人");
});

story!(the_chair_reads_along, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.clock.set(instant(AT_THE_DOOR));
    let who = key(&world, &meeting, 1).await;
    press(&world.secretary(), &meeting, &[("press", &format!("room:{who}"))]).await.is(303);
    let page = world.chair().get(&roll(&meeting)).await;
    page.is(200).shows("いま 1人").shows("会場 14:05").hides("取り消す").hides("代理の出席を記録する");
});
