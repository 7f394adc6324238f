//! The list: filters, pages, and each state in the words of the office.

use entity::contact_point::ContactKind;
use entity::outbox::{self, OutboxState};
use sea_orm::{ActiveModelTrait, Set};

use crate::support::contacts::{replaced, retired};
use crate::support::letters::queued;
use crate::support::office::{cancelled, convened};
use crate::support::smtp_sink::{At, Fault, Manner, Sink};
use crate::support::story::{story, tell_with};
use crate::support::world::instant;

story!(an_empty_list_says_what_to_do, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    clerk
        .get("/outbox")
        .await
        .is(200)
        .shows("送ったものはまだありません。")
        .shows("会議を招集すると、一人ひとりへの通知がここに並びます。");
    clerk
        .get("/outbox?state=printing")
        .await
        .is(200)
        .shows("この条件の通知はありません。")
        .shows("条件を消す");
    clerk
        .get("/outbox?state=moon&meeting=x&letter=y&page=-3")
        .await
        .is(200)
        .shows("送ったものはまだありません。");
});

story!(each_shelf_holds_what_stands_there, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    replaced(&world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    retired(&world, &people.adviser.mail).await;
    let (meeting, other) = (convened(&world).await, convened(&world).await);
    let clerk = world.secretary();
    let all = clerk.get("/outbox").await;
    all.is(200)
        .shows("メール、FAX、郵送のすべて。10通")
        .shows("辻\u{e0100} 太郎（医師会） メール tsuji@example.jp 開催通知 連携協議会 第1回 まもなく送ります やめる")
        .shows("𠮷田 花子（薬剤師会） FAX 0000-00-0002 開催通知 連携協議会 第1回 印刷待ち（FAXで送る紙） 印刷する FAXしたと記録する")
        .shows("山本 修（東部保健所） 手渡し 開催通知 連携協議会 第1回 印刷待ち（手渡す紙） 印刷する 手渡したと記録する");
    for (query, count) in [
        ("state=waiting", 6),
        ("state=printing", 4),
        ("state=sent", 0),
        ("state=undelivered", 0),
        ("state=ended", 0),
        (&format!("meeting={}", meeting.id), 5),
        (&format!("meeting={}&state=printing", other.id), 2),
    ] {
        let words = if count == 0 {
            "この条件の通知はありません。".to_owned()
        } else {
            format!("{count}通のうち 1～{count}通目")
        };
        clerk.get(&format!("/outbox?{query}")).await.is(200).shows(&words);
    }
    let filtered = clerk.get(&format!("/outbox?meeting={}", meeting.id)).await;
    assert!(
        filtered
            .body
            .contains(&format!("<option value=\"{}\" selected>連携協議会 第1回（12/4）", meeting.id))
    );
    world.run_worker().await;
    clerk.get("/outbox?state=sent").await.shows("6通のうち 1～6通目").shows("送りました 9:00 もう一度送る");
    world.clock.set(instant("2026-11-11T10:00+09:00"));
    let clerk = world.secretary();
    clerk.get("/outbox?state=sent").await.shows("送りました 11/10 9:00");
    cancelled(&world, &other).await;
    clerk
        .get("/outbox?state=ended")
        .await
        .shows("2通のうち")
        .shows("取りやめました 10:00（あとの通知に替わったか、用がなくなりました）");
    clerk.get("/outbox?state=printing").await.shows("4通のうち").shows("中止の通知");
    let letter = queued(&world, meeting.id).await[0].letter_id.unwrap();
    clerk.get(&format!("/outbox?letter={letter}")).await.shows("5通のうち").shows("待っている2通");
});

story!(a_long_list_has_pages, "2026-11-10T09:00+09:00", async |world| {
    world.seat_many(120).await;
    let meeting = convened(&world).await;
    let clerk = world.secretary();
    let first = clerk.get(&format!("/outbox?meeting={}", meeting.id)).await;
    first.is(200).shows("125通のうち 1～");
    let second = clerk.get(&first.link("次")).await;
    second.is(200).shows("125通のうち").hides("125通のうち 1～");
    let last = clerk.get(&format!("/outbox?meeting={}&page=99", meeting.id)).await;
    last.is(200).shows("～125通目");
});

#[actix_web::test]
async fn failures_are_told_in_words() {
    let sink = Sink::start(Manner::Ordinary);
    let url = sink.url();
    tell_with(&[("RENKEI_SMTP_URL", &url)], "2026-11-10T09:00+09:00", async |world| {
        sink.behave(Manner::Recipients(vec![
            ("takahashi@example.jp", At::Rcpt, Fault::Say("550 5.1.1 no such user here")),
            ("miyazaki@example.jp", At::Rcpt, Fault::Say("552 5.2.2 mailbox full")),
            ("yoshida@example.jp", At::Rcpt, Fault::Say("450 4.7.1 greylisted")),
        ]));
        convened(&world).await;
        world.run_worker().await;
        let clerk = world.secretary();
        clerk
            .get("/outbox")
            .await
            .shows("届きませんでした 9:00：あて先が見つかりません。電話で伝えてください")
            .shows("届きませんでした 9:00：相手の受信箱がいっぱいです。電話で伝えてください")
            .shows("相手のメールサーバーが混み合っています。送り直します（2回目、次は9:0")
            .hides("550 ")
            .hides("5.1.1")
            .hides("no such user");
        clerk.get("/outbox?state=undelivered").await.shows("2通のうち").hides("𠮷田");
        clerk
            .get("/")
            .await
            .shows("届いていない通知が2通あります")
            .shows("宮﨑")
            .shows("相手の受信箱がいっぱいです");

        // Three days later nobody tries any longer.
        for _ in 0..40 {
            world.clock.advance(chrono::TimeDelta::hours(5));
            world.run_worker().await;
        }
        let clerk = world.secretary();
        clerk.get("/outbox").await.shows("3日間送り直しましたが届きませんでした");
        clerk.get("/outbox?state=undelivered").await.shows("3通のうち");

        // A refusal of ourselves is nobody's address: everything rests.
        sink.behave(Manner::Always(At::Mail, Fault::Say("553 5.7.1 sender not yours")));
        world.clock.set(instant("2026-11-25T09:00+09:00"));
        let meeting = convened(&world).await;
        world.run_worker().await;
        let clerk = world.secretary();
        clerk.get("/outbox").await.shows("メールの送信を休んでいます").shows("9:05ごろにもう一度つなぎます");
        let rows = queued(&world, meeting.id).await;
        assert!(rows.iter().all(|row| row.state == OutboxState::Waiting));
        sink.behave(Manner::Ordinary);
        world.clock.advance(chrono::TimeDelta::minutes(5));
        world.run_worker().await;
        clerk.get("/outbox").await.hides("メールの送信を休んでいます");
        assert!(queued(&world, meeting.id).await.iter().all(|row| row.state == OutboxState::Sent));
    })
    .await;
}

story!(a_message_a_worker_holds_is_being_sent, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let row = queued(&world, meeting.id).await.remove(0);
    let mut held: outbox::ActiveModel = row.into();
    held.lease_until_ms = Set(Some(world.now().timestamp_millis() + 60_000));
    world.write(async |tx| held.update(tx).await).await;
    world.secretary().get("/outbox").await.shows("送っています");
});

story!(nobody_else_looks_into_it, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let other = world.other_secretary();
    other.get("/outbox").await.is(200).shows("送ったものはまだありません。");
    other
        .get(&format!("/outbox?meeting={}", meeting.id))
        .await
        .is(200)
        .hides("髙橋")
        .hides("連携協議会 第1回");
    let letter = queued(&world, meeting.id).await[0].letter_id.unwrap();
    other.get(&format!("/outbox?letter={letter}")).await.is(200).hides("髙橋");
    for persona in [world.member(1), world.chair(), world.officer(), world.delegate(), world.administrator()]
    {
        persona.get("/outbox").await.is(403);
    }
    world.anonymous().get("/outbox").await.is_redirect_to("/sign-in?next=/outbox");
});
