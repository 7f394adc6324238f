//! A signed-in member answers.

use entity::reply::{Answer, ReplyWay};

use crate::support::office::{asked, cancelled, convened, moved, replies, waiting};
use crate::support::story::story;
use crate::support::world::{World, instant};

story!(a_member_answers_signed_in, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let (one, two) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    let (path, member) = (format!("/meetings/{}/reply", meeting.id), world.member(1));
    let page = member.get(&path).await;
    page.is(200).shows("11月20日(金)まで").shows("代理出席");
    member.submit(&page, &path, &[]).await.is_redirect_to(&format!("/meetings/{}", meeting.id));
    member.get(&path).await.shows("いまのお答え").shows("出席");
    let given = replies(&world, one.id).await;
    assert_eq!((given.len(), given[0].answer, given[0].way), (1, Answer::Attend, ReplyWay::Web));
    assert_eq!(replies(&world, two.id).await, [], "nobody answers for another");

    member.post(&path, &[]).await.is(422);
    member
        .post(&path, &[("answer", "proxy"), ("seen", "0"), ("comment", "駐車場")])
        .await
        .is(422)
        .shows("駐車場");
    world.chair().post(&path, &[]).await.is(422);
    world.secretary().post(&path, &[]).await.is(403);
    world.delegate().post(&path, &[]).await.is(403);
    world.other_secretary().post(&path, &[]).await.is(404);
    world.anonymous().post(&path, &[]).await.is(401);
    member.post_raw(&path, &[]).await.is(403);

    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let overtaken = member.submit(&page, &path, &[("answer", "absent"), ("comment", "資料を先に")]).await;
    overtaken.is(409).shows("12月7日(月)").shows("資料を先に");
    member.submit(&overtaken, &path, &[("answer", "absent")]).await.is(303);
    world.clock.set(instant("2026-11-25T09:00+09:00"));
    let member = world.member(1);
    let page = member.get(&path).await;
    page.is(200).shows("過ぎました");
    member.submit(&page, &path, &[]).await.is(303);
    assert_eq!((replies(&world, one.id).await.len(), waiting(&world, one.id).await.len()), (2, 1));
    cancelled(&world, &meeting).await;
    member.submit(&page, &path, &[("comment", "行きます")]).await.is(409).shows("中止").shows("行きます");
    member.get(&path).await.is(200).shows("中止になりました");
});
