//! Reminders by a body's rules: to whom, when, and never twice.

use entity::outbox;
use entity::pace::{self, Step};
use sea_orm::{EntityTrait, Set};

use crate::support::golden::golden;
use crate::support::letters::{addresses, queued};
use crate::support::mails::Mail;
use crate::support::office::{answered, asked, called, convened, letter, moved};
use crate::support::story::story;
use crate::support::world::{World, instant};

/// The council reminds twice before the deadline and on the day before its meetings.
async fn reminding(world: &World) {
    let rules = [(Step::FirstReminder, 3), (Step::LastReminder, 0), (Step::EveReminder, 1)];
    let rows = rules.map(|(step, days)| pace::ActiveModel {
        body_id: Set(world.people.council.id),
        step: Set(step),
        days: Set(Some(days)),
    });
    world.write(async |tx| pace::Entity::insert_many(rows).exec_without_returning(tx).await).await;
}

/// What leaves at an instant because of the rules.
async fn left(world: &World, at: &str) -> Vec<Mail> {
    world.clock.set(instant(at));
    let mails = world.run_worker().await;
    mails.into_iter().filter(|mail| !mail.subject.contains("開催")).collect()
}

story!(the_silent_are_reminded_and_those_who_come_are_told, "2026-11-10T09:00+09:00", async |world| {
    reminding(&world).await;
    let meeting = convened(&world).await;
    for (n, answer) in [(1, "attend"), (2, "absent")] {
        answered(&world, &asked(&world, &meeting, n).await, &[("answer", answer)]).await;
    }
    world.run_worker().await;
    // Answers are due on Friday 20 November; three office days before is the 17th.
    assert!(left(&world, "2026-11-16T12:00+09:00").await.is_empty());
    assert!(left(&world, "2026-11-17T08:50+09:00").await.is_empty());
    let first = left(&world, "2026-11-17T09:05+09:00").await;
    assert_eq!(addresses(&first), ["tsuji@example.jp", "yamamoto@example.jp", "yoshida@example.jp"]);
    golden("pace/silent.txt", &first[1..2]);
    assert!(left(&world, "2026-11-17T12:00+09:00").await.is_empty(), "once a day");
    assert!(left(&world, "2026-11-18T12:00+09:00").await.is_empty(), "once a rule");
    answered(&world, &asked(&world, &meeting, 3).await, &[]).await;
    world.run_worker().await;
    let last = left(&world, "2026-11-20T09:05+09:00").await;
    assert_eq!(last.len(), 2);
    let clerk = world.secretary();
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("催促 11/20");
    let eve = left(&world, "2026-12-03T10:00+09:00").await;
    assert_eq!(addresses(&eve), ["takahashi@example.jp", "yoshida@example.jp"]);
    golden("pace/attending.txt", &eve[..1]);
    assert!(left(&world, "2026-12-04T10:00+09:00").await.is_empty());
});

story!(two_meetings_are_one_mail, "2026-11-10T09:00+09:00", async |world| {
    reminding(&world).await;
    let (first, second) = (convened(&world).await, convened(&world).await);
    answered(&world, &asked(&world, &first, 1).await, &[]).await;
    world.run_worker().await;
    let mails = left(&world, "2026-11-17T09:05+09:00").await;
    let of = |address: &str| mails.iter().filter(|mail| mail.to == address).collect::<Vec<_>>();
    assert_eq!(of("tsuji@example.jp").len(), 1);
    assert_eq!(of("tsuji@example.jp")[0].subject, "会議のお知らせ（2件）");
    golden("pace/two.txt", &[of("tsuji@example.jp")[0].clone()]);
    // Whoever has answered one of them reads of the other only.
    assert_eq!(of("takahashi@example.jp").len(), 1);
    assert!(of("takahashi@example.jp")[0].subject.contains("回答のお願い"));
    // By hand nobody is asked again on the same day, whichever of the two led.
    for meeting in [first, second] {
        let page = world.secretary().get(&format!("/meetings/{}/reminder", meeting.id)).await;
        page.shows("きょうもう催促しています");
    }
});

story!(a_reminder_is_shown_before_it_leaves_and_can_be_stopped, "2026-11-13T09:00+09:00", async |world| {
    reminding(&world).await;
    let meeting = convened(&world).await;
    world.run_worker().await;
    let (clerk, show) = (world.secretary(), format!("/meetings/{}", meeting.id));
    let page = clerk.get(&show).await;
    page.shows("11月17日(火)未回答の人に自動で催促する（1回目） 自動");
    let preview = clerk.get(&format!("{show}/reminders/first_reminder")).await;
    preview.is(200).shows("人に送ります").shows("まだ回答をいただいていません").shows("髙橋 さくら");
    assert!(!queued(&world, meeting.id).await.iter().any(|row| row.kind == "invitation.prompted"));
    clerk.get(&format!("{show}/reminders/eve_reminder")).await.shows("いま送る相手はいません。");
    clerk.get(&format!("{show}/reminders/papers")).await.is(404);
    let stop = [("step", "first_reminder"), ("verb", "skipped")];
    clerk.post(&format!("{show}/steps"), &stop).await.is(303);
    assert!(left(&world, "2026-11-17T09:05+09:00").await.is_empty());
    assert!(!left(&world, "2026-11-20T09:05+09:00").await.is_empty(), "the other rule stands");
});

story!(a_body_without_rules_reminds_nobody, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.run_worker().await;
    for day in ["2026-11-17T09:05+09:00", "2026-11-20T09:05+09:00", "2026-12-03T09:05+09:00"] {
        assert!(left(&world, day).await.is_empty(), "{day}");
    }
    let told = outbox::Entity::find().all(&world.db().read).await.unwrap();
    assert!(told.iter().all(|row| row.meeting_id != Some(meeting.id) || row.kind != "invitation.prompted"));
});

story!(rules_follow_a_meeting_that_moves, "2026-11-10T09:00+09:00", async |world| {
    reminding(&world).await;
    let planned = world.planned("", "2026-12-04T14:00+09:00").await;
    let meeting = called(&world, &planned, letter(&world)).await;
    for n in 1..=3 {
        answered(&world, &asked(&world, &meeting, n).await, &[]).await;
    }
    world.run_worker().await;
    world.clock.set(instant("2026-11-18T09:00+09:00"));
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    world.run_worker().await;
    for n in 1..=3 {
        answered(&world, &asked(&world, &meeting, n).await, &[]).await;
    }
    world.run_worker().await;
    assert!(left(&world, "2026-12-03T10:00+09:00").await.is_empty(), "nobody is told of the old day");
    let eve = left(&world, "2026-12-10T10:00+09:00").await;
    assert_eq!(eve.len(), 3);
    assert!(eve.iter().all(|mail| mail.text.contains("12月11日")));
});
