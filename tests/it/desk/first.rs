//! Where each capacity begins, and that somebody with two of them can change.

use entity::membership;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::office::convened;
use crate::support::story::story;

story!(everybody_begins_where_their_work_is, "2026-11-10T09:00+09:00", async |world| {
    convened(&world).await;
    world.secretary().get("/").await.is(200).shows("今週やること").shows("返事待ち").shows("進行中の会議");
    world.member(1).get("/").await.is(200).shows("次の会議");
    for persona in [world.chair(), world.delegate(), world.officer(), world.ended_member()] {
        let page = persona.get("/").await;
        assert!(page.status == 303 || page.status == 200, "{}", page.status);
        persona.get("/meetings").await.is(200);
    }
    world.chair().get("/").await.is(200).shows("議長をつとめる会議");
    world.delegate().get("/").await.is(200).shows("団体の席と、その回答");
    world.officer().get("/").await.is(200).shows("これからの会議");
    world.administrator().get("/").await.is_redirect_to("/admin/accounts");
    world.anonymous().get("/").await.is_redirect_to("/sign-in");
    // Where nothing may be read the list says so instead of pretending an error.
    world.ended_member().get("/").await.is(200).shows("お答えいただく会議はありません。");
    world.other_secretary().get("/").await.is(200).hides("連携協議会");
});

story!(a_clerk_who_is_a_member_too_changes_places, "2026-11-10T09:00+09:00", async |world| {
    convened(&world).await;
    let people = &world.people;
    // 佐藤 follows 𠮷田 in the council.
    let mut term: membership::ActiveModel = people.members[2].membership.clone().into();
    term.person_id = Set(people.secretary.person.id);
    world.write(async |tx| term.update(tx).await).await;
    convened(&world).await;
    let clerk = world.secretary();
    let page = clerk.get("/").await;
    page.is(200).shows("佐藤 恵（事務局）").shows("今週やること").shows("委員として見る");
    let choice = format!("member@{}", people.region.id);
    assert!(page.body.contains(&format!("name=\"capacity\" value=\"{choice}\"")), "{}", page.body);
    clerk.post("/capacity", &[("capacity", &choice)]).await.is_redirect_to("/");
    clerk.get("/").await.is(200).shows("委員として表示しています").shows("次の会議").shows("佐藤 恵（委員）");
    // An actor acts in one capacity at a time.
    clerk.get("/outbox").await.is(403);
    clerk.post("/capacity", &[("capacity", &format!("secretary@{}", people.region.id))]).await.is(303);
    clerk.get("/outbox").await.is(200);
    for other in ["administrator", "officer:x", ""] {
        clerk.post("/capacity", &[("capacity", other)]).await.is(422);
    }
});
