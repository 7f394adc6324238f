//! 回答の控え: what comes back after an answer, whoever gave it and by which way.

use entity::meeting::MeetingMode;

use crate::support::golden::golden;
use crate::support::letters::addresses;
use crate::support::office::{answered, asked, convened, convened_as, moved};
use crate::support::story::story;
use crate::support::world::instant;

story!(the_persons_own_answer_is_confirmed, "2026-11-10T21:14+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    world.run_worker().await;
    let proxy = [
        ("answer", "proxy"),
        ("proxy_name", "髙田 真弓"),
        ("proxy_title", "副管理者"),
        ("comment", "駐車場を1台お願いします"),
        ("mode", ""),
    ];
    answered(&world, &asked(&world, &meeting, 1).await, &proxy).await;
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    assert!(mails[0].calendar.is_none());
    golden("invitation/recorded_by_person.txt", &mails);
    // Who joins online is told where.
    answered(&world, &asked(&world, &meeting, 2).await, &[("mode", "online")]).await;
    let mails = world.run_worker().await;
    assert!(mails[0].text.contains("■回答　出席（オンライン）"), "{}", mails[0].text);
    for words in [&mails[0].text, &mails[0].html] {
        assert!(words.contains("https://meet.example/1"), "{words}");
    }
    answered(&world, &asked(&world, &meeting, 3).await, &[("answer", "absent")]).await;
    let mails = world.run_worker().await;
    assert!(!mails[0].text.contains("https://meet.example/1"), "{}", mails[0].text);
});

story!(what_the_clerk_entered_is_confirmed, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    world.run_worker().await;
    world.clock.set(instant("2026-11-24T09:05+09:00"));
    let (clerk, path) = (world.secretary(), format!("/invitations/{}/replies/new", one.id));
    let page = clerk.get(&path).await;
    let fields = [("way", "telephone"), ("answer", "absent"), ("comment", "往診のため")];
    clerk.submit(&page, &path, &fields).await.is(303);
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    golden("invitation/recorded_by_clerk.txt", &mails);
});

story!(a_receipt_for_a_day_that_has_changed_says_so, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.run_worker().await;
    answered(&world, &asked(&world, &meeting, 1).await, &[]).await;
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    let mails = world.run_worker().await;
    let receipts = mails.iter().filter(|mail| mail.subject.contains("承りました")).count();
    assert_eq!(receipts, 0, "an answer that counts no longer is not confirmed for the new day");
    assert_eq!(mails.len(), 5);
});
