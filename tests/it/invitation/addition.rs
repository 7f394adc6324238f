//! Somebody asked after everybody else was.

use entity::membership::{self, MemberRole};
use entity::{invitation, meeting};
use renkei::platform::outbox::LetterHead;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::support::golden::golden;
use crate::support::letters::{addresses, looked_at, object, queued, sent};
use crate::support::office::{DAY, called, cancelled, letter, page_of, reread};
use crate::support::story::story;
use crate::support::world::World;

/// Called by letter 45; afterwards 大塚 fills the vacant seat of the residents.
async fn with_a_newcomer(world: &World) -> meeting::Model {
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(world) };
    let meeting = called(world, &world.planned("", DAY).await, head).await;
    world.run_worker().await;
    let term = membership::ActiveModel {
        id: Set(entity::id::MembershipId::at(world.now())),
        seat_id: Set(world.people.vacant_seat.id),
        person_id: Set(world.people.ended_member.person.id),
        role: Set(MemberRole::Member),
        from_on: Set("2026-11-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        deputy_order: Set(None),
        version: Set(1),
    };
    world.write(async |tx| term.insert(tx).await).await;
    meeting
}

async fn invited(world: &World, meeting: &meeting::Model) -> u64 {
    let rows = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    rows.count(&world.db().read).await.unwrap()
}

story!(a_newcomer_alone_is_told, "2026-11-10T09:00+09:00", async |world| {
    let meeting = with_a_newcomer(&world).await;
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/invitations/new", meeting.id));
    clerk.get(&path).await.is(200).shows("大塚 実").hides("髙橋").hides("宮﨑");
    let person = world.people.ended_member.person.id.to_string();
    let typed = [("people", person.as_str()), ("number", "8東広福第51号")];
    let preview = looked_at(&clerk, &path, &typed).await;
    preview
        .shows("1人に送ります（メール1通）")
        .shows("大塚 実 住民代表 メール（本人） otsuka@example.jp あり")
        .shows("開催通知を1人に送る")
        .hides("髙橋");
    assert_eq!((invited(&world, &meeting).await, queued(&world, meeting.id).await.len()), (5, 5));
    sent(&clerk, &path, &typed).await;
    let after = reread(&world, &meeting).await;
    assert_eq!(after.sequence, 0, "nobody's calendar changes");
    let rows = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    let rows = rows.filter(invitation::Column::PersonId.eq(world.people.ended_member.person.id));
    let asked = rows.one(&world.db().read).await.unwrap().unwrap();
    assert_eq!((asked.asked_sequence, asked.position, asked.association.as_str()), (0, 6, "住民代表"));
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["otsuka@example.jp"]);
    golden("invitation/added.txt", &mails);
    assert_eq!(object(&mails[0]).head["METHOD"], "REQUEST");
    let page = world.anonymous().get(&page_of(&world, &asked)).await;
    page.is(200).shows("大塚 実 様");
    clerk
        .get(&format!("/meetings/{}", meeting.id))
        .await
        .shows("返事 5人中0人")
        .shows("大塚 実さんを加えました（佐藤 恵）");
    clerk.get(&path).await.is(200).shows("加える人はいません");
});

story!(who_cannot_be_added, "2026-11-10T09:00+09:00", async |world| {
    let meeting = with_a_newcomer(&world).await;
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/invitations/new", meeting.id));
    let form = clerk.get(&path).await;
    let people = &world.people;
    let (newcomer, already, stranger) = (
        people.ended_member.person.id.to_string(),
        people.members[0].person.id.to_string(),
        people.other_secretary.person.id.to_string(),
    );
    for (typed, words) in [
        ("", "送る人を選んでください。"),
        ("x", "送る人を選んでください。"),
        (&already, "この人への案内は、ほかの人がすでに変更しました。"),
        (&stranger, "この人への案内は、ほかの人がすでに変更しました。"),
    ] {
        let page = clerk.submit(&form, &path, &[("people", typed), ("confirm", "yes")]).await;
        page.is(422).shows(words);
    }
    let none: Vec<_> = form.form(&path).into_iter().filter(|(name, _)| name != "people").collect();
    let none: Vec<_> = none.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    clerk.post_raw(&path, &none).await.is(422).shows("送る人を選んでください。");
    // Two clerks add the same person at once.
    let typed = [("people", newcomer.as_str()), ("confirm", "yes")];
    clerk.submit(&form, &path, &typed).await.is(303);
    clerk.submit(&form, &path, &typed).await.is(422);
    assert_eq!(invited(&world, &meeting).await, 6);
    cancelled(&world, &meeting).await;
    clerk.get(&path).await.is(200).shows("いまは送れません");
    clerk.submit(&form, &path, &typed).await.is(409).shows("中止");
});
