//! The clerk types in what came by telephone or fax.

use entity::reply::{Answer, ReplyWay};

use crate::support::office::{asked, cancelled, convened, moved, page_of, replies, withdrawn};
use crate::support::story::story;
use crate::support::world::{World, instant};

story!(a_fax_is_an_answer, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked_one = asked(&world, &meeting, 1).await;
    let (path, clerk) = (format!("/invitations/{}/replies/new", asked_one.id), world.secretary());
    let page = clerk.get(&path).await;
    page.is(200).shows("髙橋 さくら さんの回答を入力").shows(&asked_one.reply_number).shows("団体の事務局");
    clerk.post(&path, &[]).await.is(422);
    let refused = clerk.submit(&page, &path, &[("way", "pigeon"), ("answer", "proxy")]).await;
    refused.is(422).shows("受けた方法").shows("代理の方の氏名：入力してください。");
    for persona in [world.member(1), world.delegate(), world.officer()] {
        persona.get(&path).await.is(403);
    }
    world.other_secretary().get(&path).await.is(404);
    world.other_secretary().post(&path, &[]).await.is(404);

    // The deadline binds the member, not the clerk.
    world.clock.set(instant("2026-11-25T09:00+09:00"));
    let clerk = world.secretary();
    let page = clerk.get(&path).await;
    let said = [("way", "fax"), ("answer", "absent"), ("comment", "FAXで届いた")];
    clerk.submit(&page, &path, &said).await.is_redirect_to(&format!("/meetings/{}#replies", meeting.id));
    let given = replies(&world, asked_one.id).await;
    assert_eq!((given[0].answer, given[0].way), (Answer::Absent, ReplyWay::Fax));
    assert_eq!(given[0].entered_by, Some(world.people.secretary.person.id));
    world.anonymous().get(&page_of(&world, &asked_one)).await.shows("FAX。事務局が入力しました");
    clerk.get(&path).await.shows("いまの回答").shows("FAXで届いた");

    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let overtaken = clerk.submit(&page, &path, &said).await;
    overtaken.is(409).shows("12月7日(月)").shows("FAXで届いた");
    clerk.submit(&overtaken, &path, &said).await.is(303);
    let other = asked(&world, &meeting, 2).await;
    withdrawn(&world, &other).await;
    let off = format!("/invitations/{}/replies/new", other.id);
    clerk.get(&off).await.is(200).shows("回答は入れられません");
    clerk.post(&off, &said).await.is(409);
    cancelled(&world, &meeting).await;
    clerk.submit(&overtaken, &path, &said).await.is(409);
    assert_eq!(replies(&world, asked_one.id).await.len(), 2);
});
