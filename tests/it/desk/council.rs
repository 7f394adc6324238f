//! The first screens of a chair, a delegate and a town's officer.

use entity::id::{InvitationId, MeetingId, PersonId};
use entity::reply::{Answer, ReplyWay};
use entity::{association, invitation, membership, seat};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::support::office::{answered, asked, cancelled, convened, replies};
use crate::support::story::story;
use crate::support::world::{World, instant};

story!(a_chair_sees_whether_the_meeting_will_open, "2026-11-10T09:00+09:00", async |world| {
    let chair = world.chair();
    chair.get("/").await.is(200).shows("これからの会議はありません。");
    let meeting = convened(&world).await;
    answered(&world, &asked(&world, &meeting, 1).await, &[]).await;
    let item = [("kind", "discuss"), ("title", "上半期の取組")];
    world.secretary().post(&format!("/meetings/{}/agenda", meeting.id), &item).await.is(303);
    let page = chair.get("/").await;
    page.is(200)
        .shows("連携協議会 第1回 回答期限 11月20日(金)")
        .shows("あと2人で成立します　出席見込 1人、定足数 3人　返事 4人中1人")
        .shows("まだ答えていない人")
        .shows("宮﨑 一郎")
        .shows("上半期の取組")
        .hides("髙橋 さくら")
        .hides("当日の出欠");
    world.clock.set(instant("2026-12-04T13:50+09:00"));
    let page = world.chair().get("/").await;
    let roll = page.link("当日の出欠（連携協議会 第1回）");
    world.chair().get(&roll).await.is(200);
    cancelled(&world, &meeting).await;
    world.chair().get("/").await.hides("第1回");
});

/// Gives two more members seats of the delegate's association.
async fn three_seats(world: &World) {
    let own = world.people.members[0].seat.association_id;
    for one in &world.people.members[1..=2] {
        let mut row: seat::ActiveModel = one.seat.clone().into();
        row.association_id = Set(own);
        world.write(async |tx| row.update(tx).await).await;
    }
}

async fn invited(world: &World, meeting: MeetingId, person: PersonId) -> InvitationId {
    let own = invitation::Column::MeetingId.eq(meeting).and(invitation::Column::PersonId.eq(person));
    invitation::Entity::find().filter(own).one(&world.db().read).await.unwrap().unwrap().id
}

story!(a_delegate_answers_for_three_seats, "2026-11-10T09:00+09:00", async |world| {
    three_seats(&world).await;
    let meeting = convened(&world).await;
    let delegate = world.delegate();
    let page = delegate.get("/").await;
    page.is(200)
        .shows("団体の席と、その回答。未回答 3席")
        .shows("髙橋 さくら未回答 回答する")
        .hides("辻󠄀 太郎");
    let seats = [
        asked(&world, &meeting, 1).await,
        asked(&world, &meeting, 2).await,
        asked(&world, &meeting, 3).await,
    ];
    let answers: [&[(&str, &str)]; 3] = [
        &[("answer", "attend")],
        &[("answer", "absent"), ("comment", "学会のため")],
        &[("answer", "proxy"), ("proxy_name", "髙田 真弓"), ("proxy_title", "副管理者")],
    ];
    for (one, typed) in seats.iter().zip(answers) {
        let path = format!("/invitations/{}/seat-reply", one.id);
        let form = delegate.get(&path).await;
        form.is(200).shows(&format!("{}さんの出欠を回答する", one.name));
        delegate.submit(&form, &path, typed).await.is_redirect_to("/");
        delegate.get("/").await.shows(&format!("{}さんの", one.name));
    }
    delegate.get("/").await.shows("髙橋 さくら出席 変える").shows("代理").hides("未回答");
    for (one, expected) in seats.iter().zip([Answer::Attend, Answer::Absent, Answer::Proxy]) {
        let given = replies(&world, one.id).await;
        assert_eq!((given.len(), given[0].answer, given[0].way), (1, expected, ReplyWay::Office));
    }
    world.secretary().get(&format!("/meetings/{}", meeting.id)).await.shows("団体の事務局");
    delegate.get(&format!("/meetings/{}", meeting.id)).await.shows("変える（髙橋 さくら）");
    // Not for the seats of others, and with bad input nothing changes.
    let chair = invited(&world, meeting.id, world.people.chair.person.id).await;
    let path = format!("/invitations/{chair}/seat-reply");
    delegate.get(&path).await.is(404);
    delegate.post(&path, &[("answer", "attend"), ("seen", "0")]).await.is(404);
    let own = format!("/invitations/{}/seat-reply", seats[0].id);
    let form = delegate.get(&own).await;
    delegate.submit(&form, &own, &[("answer", "proxy"), ("proxy_name", "")]).await.is(422);
    assert_eq!(replies(&world, seats[0].id).await.len(), 1);
    // After the deadline it is a message to the office.
    world.clock.set(instant("2026-11-21T09:00+09:00"));
    let delegate = world.delegate();
    let form = delegate.get(&own).await;
    delegate.submit(&form, &own, &[("answer", "absent")]).await.is(303);
    delegate.get("/").await.shows("期限後の連絡をお預かりしました");
    assert_eq!(replies(&world, seats[0].id).await.len(), 1);
});

story!(an_association_sees_its_seats_and_their_terms, "2026-11-10T09:00+09:00", async |world| {
    let mut term: membership::ActiveModel = world.people.members[0].membership.clone().into();
    term.to_on = Set(Some("2026-12-31".parse().unwrap()));
    world.write(async |tx| term.update(tx).await).await;
    world
        .delegate()
        .get("/")
        .await
        .shows("団体の席 1席")
        .shows("連携協議会")
        .shows("髙橋 さくら 令和8年12月31日(木)まで まもなく終わります");
    world.clock.set(instant("2027-01-04T09:00+09:00"));
    world.delegate().get("/").await.shows("欠員").hides("髙橋 さくら");
});

story!(an_officer_sees_the_seats_under_the_towns_name, "2026-11-10T09:00+09:00", async |world| {
    let (town, members) = (world.people.towns[0].name.clone(), &world.people.members);
    let by_post = seat::ActiveModel {
        id: Set(members[0].seat.id),
        association_id: Set(None),
        label: Set(town.clone()),
        ..Default::default()
    };
    let named = association::ActiveModel {
        id: Set(world.people.associations[2].id),
        short_name: Set(town),
        ..Default::default()
    };
    world.write(async |tx| by_post.update(tx).await).await;
    world.write(async |tx| named.update(tx).await).await;
    convened(&world).await;
    let page = world.officer().get("/").await;
    page.is(200)
        .shows("未回答 2席")
        .shows("髙橋 さくら")
        .shows("宮﨑 一郎")
        .hides("𠮷田 花子")
        .hides("回答する");
    world.other_officer().get("/").await.hides("未回答").hides("市町村の席").hides("髙橋");
});

story!(an_officer_sees_what_is_coming, "2026-11-10T09:00+09:00", async |world| {
    world.planned("", "2026-12-18T14:00+09:00").await;
    convened(&world).await;
    let page = world.officer().get("/").await;
    page.is(200).shows("これからの会議").shows("連携協議会 第1回").shows("12月4日(金) 14:00～15:30");
    page.hides("12月18日").hides("髙橋 さくら").hides("定足数");
});
