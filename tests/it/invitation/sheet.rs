//! What is printed for fax, post and hands: the official letter with its reply slip, and every other letter.

use entity::contact_point::ContactKind;
use entity::meeting::MeetingMode;
use entity::outbox::{Channel, OutboxState};
use renkei::platform::outbox::LetterHead;

use crate::support::charter::says;
use crate::support::contacts::{replaced, retired};
use crate::support::letters::queued;
use crate::support::office::{
    DAY, asked, called, cancelled, convened, convened_as, letter, moved, postponed, token, withdrawn,
};
use crate::support::story::story;
use crate::support::world::World;

/// 𠮷田 by fax, 宮﨑 by post, 山本 by hand.
async fn on_paper(world: &World) {
    let people = &world.people;
    replaced(world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    replaced(world, &people.members[1].mail, ContactKind::Post, "青葉町1-2-3").await;
    retired(world, &people.adviser.mail).await;
}

story!(a_notice_has_its_slip, "2026-11-10T09:00+09:00", async |world| {
    on_paper(&world).await;
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(&world) };
    let meeting = called(&world, &world.planned("", DAY).await, head).await;
    let clerk = world.secretary();
    let all = clerk.get(&format!("/meetings/{}/sheets", meeting.id)).await;
    all.is(200)
        .shows("８東広福第４５号 令和８年１１月１０日 東部在宅医療・介護連携推進協議会　委員　宮﨑 一郎 様")
        .shows("（公印省略）")
        .shows("令和８年度第１回東部在宅医療・介護連携推進協議会の開催について（通知）")
        .shows("記 １　日　時 令和８年１２月４日（金）　午後２時～午後３時３０分")
        .shows("１１月２０日（金）までに、下の回答票（FAX）、電話又は次のページで回答してください。")
        .shows("以上 （担当　東部広域連合 福祉課　佐藤）")
        .shows("出欠回答票　FAX 0000-00-0001")
        .shows("当てはまるものを○で囲んでください。 出席 欠席 代理出席")
        .shows("代理のかたの氏名・所属");
    let faxed = asked(&world, &meeting, 3).await;
    all.shows(&format!("回答番号　{}", faxed.reply_number)).shows(&format!("/r/{}", token(&world, &faxed)));
    let order: Vec<_> =
        ["宮﨑 一郎 様", "𠮷田 花子 様", "山本 修 様"].map(|name| all.words().find(name)).into();
    assert!(order.is_sorted() && order.iter().all(Option::is_some), "{order:?}");

    let row = queued(&world, meeting.id).await.into_iter().find(|row| row.channel == Channel::Fax).unwrap();
    let path = format!("/outbox/{}/sheet", row.id);
    clerk.get(&path).await.is(200).shows("FAX（本人） 0000-00-0002").shows("𠮷田 花子 様").hides("宮﨑");
    clerk.post(&format!("/outbox/{}/handover", row.id), &[("seen", "printing")]).await.is(303);
    clerk.get(&path).await.is(200).shows("𠮷田 花子 様");
    let rest = clerk.get(&format!("/meetings/{}/sheets", meeting.id)).await;
    rest.is(200).shows("宮﨑").hides("𠮷田");
    for persona in [world.member(1), world.chair(), world.officer(), world.delegate()] {
        persona.get(&path).await.is(404);
        persona.get(&format!("/meetings/{}/sheets", meeting.id)).await.is(403);
    }
    world.other_secretary().get(&path).await.is(404);
    world.other_secretary().get(&format!("/meetings/{}/sheets", meeting.id)).await.is(404);
    assert_eq!(
        queued(&world, meeting.id).await.iter().filter(|row| row.state == OutboxState::Sent).count(),
        1
    );
});

story!(a_hybrid_slip_asks_where_and_no_proxy_is_no_box, "2026-11-10T09:00+09:00", async |world| {
    on_paper(&world).await;
    says(&world, entity::charter_setting::Setting::Proxy, "not_allowed").await;
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let all = world.secretary().get(&format!("/meetings/{}/sheets", meeting.id)).await;
    all.shows("出席（会場） 出席（オンライン） 欠席 御意見・連絡")
        .shows("事務連絡 令和８年１１月１０日")
        .shows("オンライン　https://meet.example/1")
        .hides("代理のかた")
        .hides("公印省略");
});

story!(other_letters_are_printed_with_number_and_day, "2026-11-10T09:00+09:00", async |world| {
    on_paper(&world).await;
    let meeting = convened(&world).await;
    let clerk = world.secretary();
    let sheets = format!("/meetings/{}/sheets", meeting.id);
    for row in queued(&world, meeting.id).await.iter().filter(|row| row.state == OutboxState::Printing) {
        clerk.post(&format!("/outbox/{}/handover", row.id), &[("seen", "printing")]).await.is(303);
    }
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    clerk
        .get(&sheets)
        .await
        .is(200)
        .shows("（令和8年11月10日付け事務連絡）")
        .shows("令和8年12月11日(金) 14:00～15:30")
        .shows("もう一度お答えください")
        .shows("出欠回答票")
        .shows("当てはまるものを○で囲んでください。 出席 欠席 代理出席");
    let path = format!("/meetings/{}/reminder", meeting.id);
    let page = clerk.get(&path).await;
    clerk.submit(&page, &path, &[]).await.is(303);
    let reminders = queued(&world, meeting.id).await;
    let reminder =
        reminders.iter().find(|row| row.kind == "invitation.reminded" && row.channel == Channel::Fax);
    clerk
        .get(&format!("/outbox/{}/sheet", reminder.unwrap().id))
        .await
        .is(200)
        .shows("回答のお願い（再送）")
        .shows("出欠回答票");
    postponed(&world, &meeting).await;
    clerk
        .get(&sheets)
        .await
        .is(200)
        .shows("延期します")
        .shows("（令和8年11月10日付け事務連絡）")
        .hides("出欠回答票")
        .hides("もう送る必要が");
    let one = asked(&world, &meeting, 3).await;
    withdrawn(&world, &one).await;
    clerk.get(&sheets).await.is(200).shows("会議の御案内を取り消します。").hides("出欠回答票");
    cancelled(&world, &meeting).await;
    clerk.get(&sheets).await.is(200).shows("中止します").shows("大雪警報のため").hides("延期します");
});
