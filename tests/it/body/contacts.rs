//! Where letters for a seat go.

use chrono::NaiveDate;
use entity::contact_point::{self, ContactKind};
use entity::id::PersonId;
use entity::seat_contact::ContactPurpose;
use renkei::body::queries;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::contacts::{Holder, added};
use crate::support::story::story;
use crate::support::world::World;

async fn chosen(world: &World, purpose: ContactPurpose, of: PersonId) -> Vec<String> {
    let day: NaiveDate = "2026-11-20".parse().unwrap();
    let heads = queries::people_on(&world.db().read, world.people.council.id, day).await.unwrap();
    let found = queries::contacts_for(&world.db().read, &heads, purpose).await.unwrap();
    assert_eq!(found.len(), heads.len());
    found[&of].iter().map(|point| point.value.clone()).collect()
}

story!(each_purpose_has_its_way, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let member = &people.members[0];
    let person = member.person.id;
    let nurses = Holder::Association(people.associations[1].id);
    let office = added(&world, nurses, ContactKind::Mail, "office@example.jp").await;
    let fax = added(&world, Holder::Person(person), ContactKind::Fax, "0000-00-0009").await;
    assert_eq!(chosen(&world, ContactPurpose::Notice, person).await, ["takahashi@example.jp"]);
    let action = format!("/seats/{}/contacts", member.seat.id);
    let page = clerk.get(&action).await;
    page.is(200)
        .shows("東部訪問看護連絡会　メール　office@example.jp")
        .shows("髙橋 さくら　FAX　0000-00-0009");
    let (office_id, own, fax_id) = (office.id.to_string(), member.mail.id.to_string(), fax.id.to_string());
    let ticks = [
        ("notice", office_id.as_str()),
        ("notice", own.as_str()),
        ("reminder", fax_id.as_str()),
        ("version", "1"),
    ];
    clerk.post(&action, &ticks).await.is(303);
    let mut both = chosen(&world, ContactPurpose::Notice, person).await;
    both.sort();
    assert_eq!(both, ["office@example.jp", "takahashi@example.jp"]);
    assert_eq!(chosen(&world, ContactPurpose::Reminder, person).await, ["0000-00-0009"]);
    // What is taken out of use serves no more; the holder's own mail does again.
    world
        .write(async |tx| {
            let mut row: contact_point::ActiveModel = fax.clone().into();
            row.retired_at = Set(Some(world.now()));
            row.update(tx).await
        })
        .await;
    assert_eq!(chosen(&world, ContactPurpose::Reminder, person).await, ["takahashi@example.jp"]);
    let page = clerk.post(&action, &[("reminder", fax_id.as_str()), ("version", "2")]).await;
    assert_eq!(
        page.is(422).field_error("reminder").unwrap(),
        "使えない連絡先が入っています。選びなおしてください。"
    );
    clerk.post(&action, &[("version", "1")]).await.is(409).shows("office@example.jp");
    clerk.post(&action, &[("version", "2")]).await.is(303);
    assert_eq!(chosen(&world, ContactPurpose::Notice, person).await, ["takahashi@example.jp"]);
});

story!(an_address_of_somebody_else_is_refused, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let action = format!("/seats/{}/contacts", people.members[0].seat.id);
    let other = people.members[1].mail.id.to_string();
    let page = clerk.post(&action, &[("notice", other.as_str()), ("version", "1")]).await;
    assert!(page.is(422).field_error("notice").is_some());
    page.hides("miyazaki@example.jp");
    clerk
        .get(&format!("/seats/{}/contacts", people.vacant_seat.id))
        .await
        .is(200)
        .shows("選べる連絡先がありません");
});
