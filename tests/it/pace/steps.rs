//! 済み and しない, on the page of the meeting and on the first screen.

use crate::support::office::{cancelled, convened, moved, postponed};
use crate::support::story::story;
use crate::support::world::{World, instant};

story!(what_the_program_cannot_see_is_ticked, "2026-11-24T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let (clerk, show) = (world.secretary(), format!("/meetings/{}", meeting.id));
    let steps = format!("{show}/steps");
    clerk.get("/").await.shows("：資料を送る").shows("開催 12月4日(金) 14:00");
    let done = [("step", "papers"), ("verb", "done"), ("from", "desk")];
    clerk.post(&steps, &done).await.is_redirect_to("/");
    clerk.get("/").await.hides("：資料を送る");
    clerk
        .get(&show)
        .await
        .shows("11月24日(火)資料を送る 済")
        .shows("「資料を送る」を済みにしました（佐藤 恵）");
    // Twice is once.
    clerk.post(&steps, &done).await.is(303);
    clerk.get(&show).await.shows("「資料を送る」を済みにしました");
    assert_eq!(clerk.get(&show).await.words().matches("済みにしました").count(), 1);
    let skip = [("step", "briefing"), ("verb", "skipped")];
    clerk.post(&steps, &skip).await.is_redirect_to(&format!("{show}#steps"));
    clerk.get(&show).await.shows("会長と打ち合わせる しない");
    clerk.post(&steps, &[("step", "briefing"), ("verb", "reopened")]).await.is(303);
    clerk.get(&show).await.shows("11月24日(火)会長と打ち合わせる 今日");
    for wrong in [("notice", "done"), ("meeting", "skipped"), ("first_reminder", "done")] {
        clerk.post(&steps, &[("step", wrong.0), ("verb", wrong.1)]).await.is(303);
        clerk.get(&show).await.shows("この手順は、すると自動で済みになります。");
    }
    clerk.post(&steps, &[("step", "nonsense"), ("verb", "done")]).await.is(422);
    clerk.post(&steps, &[("step", "papers"), ("verb", "nonsense")]).await.is(422);
});

story!(steps_move_with_the_meeting_and_end_with_it, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let (clerk, show) = (world.secretary(), format!("/meetings/{}", meeting.id));
    clerk.get(&show).await.shows("11月27日(金)資料を送る");
    moved(&world, &meeting, "2026-12-18T14:00+09:00").await;
    clerk.get(&show).await.shows("12月11日(金)資料を送る");
    let member = world.member(1).get(&show).await;
    member.hides("資料を送る").hides("段取り");
    cancelled(&world, &meeting).await;
    clerk.get(&show).await.hides("資料を送る");
    let late = [("step", "papers"), ("verb", "done")];
    clerk.post(&format!("{show}/steps"), &late).await.is(303);
    clerk.get(&show).await.shows("この会議は中止になっています。");
});

story!(a_meeting_that_was_held_asks_for_its_minutes, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.clock.set(instant("2026-12-14T09:00+09:00"));
    let (clerk, show) = (world.secretary(), format!("/meetings/{}", meeting.id));
    let desk = clerk.get("/").await;
    desk.shows("の当日の出欠を記録する").hides("会議録案");
    clerk
        .get(&show)
        .await
        .shows("12月7日(月)当日の出欠を記録する 7日遅れ")
        .shows("12月18日(金)会議録案を送る");
    clerk.get("/board").await.shows("次は記録 7日遅れ");
    world.clock.set(instant("2027-03-10T09:00+09:00"));
    world.secretary().get("/").await.hides("会議録案");
});

story!(a_meeting_without_a_day_asks_for_one_and_for_nothing_else, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    postponed(&world, &meeting).await;
    let show = world.secretary().get(&format!("/meetings/{}", meeting.id)).await;
    show.shows("11月10日(火)日時と場所を決める 今日").hides("資料を送る");
    show.shows("日時が決まると、ほかの手順の期限がここに並びます。");
});
