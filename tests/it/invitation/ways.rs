//! By which way people are told: two addresses, one shared by three, none at all, and what a seat says.

use entity::contact_point::ContactKind;
use entity::membership::{self, MemberRole};
use entity::outbox::{Channel, OutboxState};
use entity::seat_contact::ContactPurpose;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::contacts::{Holder, added, chosen, replaced, retired};
use crate::support::letters::{addresses, object, queued, sent, to};
use crate::support::mails::Mail;
use crate::support::office::{
    answered, asked, cancelled, convened, moved, page_of, postponed, relocated, withdrawn,
};
use crate::support::story::story;
use crate::support::world::World;

/// Three members, one mailbox: 辻, 髙橋 and 宮﨑 at the office of 医師会.
async fn one_mailbox(world: &World) {
    let people = &world.people;
    for (contact, value) in [
        (&people.chair.mail, "office@ishikai.example"),
        (&people.members[0].mail, "Office@ishikai.example"),
        (&people.members[1].mail, "office@ishikai.example"),
    ] {
        replaced(world, contact, ContactKind::Mail, value).await;
    }
}

fn shared(mails: &[Mail]) -> Vec<&Mail> {
    mails.iter().filter(|mail| mail.to.eq_ignore_ascii_case("office@ishikai.example")).collect()
}

/// The names in the subjects, and whether the object goes with each mail.
fn marks(mails: &[Mail]) -> Vec<(String, bool)> {
    let name = |mail: &Mail| {
        let (_, rest) = mail.subject.rsplit_once('（').unwrap_or_else(|| panic!("no name: {}", mail.subject));
        (rest.trim_end_matches('）').to_owned(), mail.calendar.is_some())
    };
    shared(mails).into_iter().map(name).collect()
}

story!(three_people_on_one_mailbox, "2026-11-10T09:00+09:00", async |world| {
    one_mailbox(&world).await;
    let meeting = convened(&world).await;
    let mails = world.run_worker().await;
    let mut told = marks(&mails);
    told.sort();
    let names = ["宮﨑 一郎 様", "辻\u{e0100} 太郎 様", "髙橋 さくら 様"];
    assert_eq!(told.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
    let carrying: Vec<_> =
        told.iter().filter(|(_, carries)| *carries).map(|(name, _)| name.as_str()).collect();
    assert_eq!(carrying, ["辻\u{e0100} 太郎 様"], "the object comes once, with the first of the roster");
    for mail in shared(&mails) {
        if mail.calendar.is_some() {
            let event = &object(mail).events[0];
            assert_eq!(event["ATTENDEE;RSVP"], "FALSE");
            assert!(!event["DESCRIPTION"].contains("/r/"), "an entry of three has nobody's link");
        }
    }
    let links: std::collections::BTreeSet<_> = shared(&mails).iter().map(|mail| mail.link("/r/")).collect();
    assert_eq!(links.len(), 3, "each has a link of their own");
    assert_eq!(object(to(&mails, "yoshida@example.jp")).events[0]["ATTENDEE;RSVP"], "TRUE");

    // Each answer, reminder and letter says whose it is.
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[]).await;
    let mails = world.run_worker().await;
    assert_eq!(marks(&mails), [("髙橋 さくら 様".to_owned(), false)]);
    world.anonymous().get(&page_of(&world, &one)).await.shows("髙橋 さくら 様");
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/reminder", meeting.id));
    let page = clerk.get(&path).await;
    clerk.submit(&page, &path, &[]).await.is(303);
    let mails = world.run_worker().await;
    assert_eq!(marks(&mails).len(), 2);

    // Taking off the one whose mail carried the object: CANCEL would take it from the other two.
    let off = asked(&world, &meeting, 2).await;
    withdrawn(&world, &off).await;
    let mails = world.run_worker().await;
    assert_eq!(marks(&mails), [("宮﨑 一郎 様".to_owned(), false)]);

    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    let told = marks(&world.run_worker().await);
    assert_eq!((told.len(), told.iter().filter(|(_, carries)| *carries).count()), (2, 1));
    postponed(&world, &meeting).await;
    let mails = world.run_worker().await;
    let told = marks(&mails);
    assert_eq!((told.len(), told.iter().filter(|(_, carries)| *carries).count()), (2, 1));
    cancelled(&world, &meeting).await;
    let told = marks(&world.run_worker().await);
    assert_eq!(told.len(), 2, "{told:?}");
});

story!(the_last_at_an_address_takes_the_entry_away, "2026-11-10T09:00+09:00", async |world| {
    one_mailbox(&world).await;
    let meeting = convened(&world).await;
    world.run_worker().await;
    for n in [1, 2] {
        withdrawn(&world, &asked(&world, &meeting, n).await).await;
        let mails = world.run_worker().await;
        assert_eq!(marks(&mails).iter().filter(|(_, carries)| *carries).count(), 0, "辻 stays invited");
    }
    let chair = {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        let rows = entity::invitation::Entity::find();
        let rows = rows.filter(entity::invitation::Column::PersonId.eq(world.people.chair.person.id));
        rows.one(&world.db().read).await.unwrap().unwrap()
    };
    withdrawn(&world, &chair).await;
    let mails = world.run_worker().await;
    let last = shared(&mails);
    assert_eq!(object(last[0]).head["METHOD"], "CANCEL");
});

story!(a_newcomer_at_a_shared_address_gets_words, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.run_worker().await;
    replaced(&world, &world.people.ended_member.mail, ContactKind::Mail, "takahashi@example.jp").await;
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
    let person = world.people.ended_member.person.id.to_string();
    let path = format!("/meetings/{}/invitations/new", meeting.id);
    sent(&world.secretary(), &path, &[("people", &person)]).await;
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    assert!(mails[0].calendar.is_none(), "the address has the entry already");
    assert!(mails[0].subject.ends_with("（大塚 実 様）"), "{}", mails[0].subject);
});

story!(one_person_with_two_addresses, "2026-11-10T09:00+09:00", async |world| {
    let (people, person) = (&world.people, world.people.members[0].person.id);
    let second = added(&world, Holder::Person(person), ContactKind::Mail, "sakura@home.example").await;
    chosen(&world, people.members[0].seat.id, ContactPurpose::Notice, &[&people.members[0].mail, &second])
        .await;
    let meeting = convened(&world).await;
    let own = |mails: &[Mail]| {
        let first = to(mails, "takahashi@example.jp").clone();
        (first, to(mails, "sakura@home.example").clone())
    };
    let mails = world.run_worker().await;
    let (first, second) = own(&mails);
    assert_eq!((first.calendar.is_some(), second.calendar.is_some()), (true, false));
    assert_eq!((first.link("/r/"), &first.text), (second.link("/r/"), &second.text));
    assert_eq!(first.header("reply-to"), second.header("reply-to"));
    assert_ne!(first.header("message-id"), second.header("message-id"));
    assert_eq!(
        object(&first).events[0]["ATTENDEE;RSVP"],
        "TRUE",
        "two addresses of one person share nothing"
    );
    assert!(!first.subject.contains('様'), "{}", first.subject);

    relocated(&world, &meeting, "若草村役場").await;
    let (first, second) = own(&world.run_worker().await);
    assert_eq!((first.calendar.is_some(), second.calendar.is_some()), (true, false));
    cancelled(&world, &meeting).await;
    let (first, second) = own(&world.run_worker().await);
    assert_eq!((first.calendar.is_some(), second.calendar.is_some()), (true, false));
    assert_eq!(object(&first).head["METHOD"], "CANCEL");
});

story!(a_seat_says_where_notices_and_reminders_go, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    let (member, nurses) = (&people.members[0], Holder::Association(people.associations[1].id));
    let office = added(&world, nurses, ContactKind::Mail, "office@houkan.example").await;
    let residents = added(&world, Holder::Person(member.person.id), ContactKind::Fax, "0000-00-0044").await;
    chosen(&world, member.seat.id, ContactPurpose::Notice, &[&office]).await;
    chosen(&world, member.seat.id, ContactPurpose::Reminder, &[&member.mail]).await;
    // 髙橋 sits for the residents, too; that seat comes later in the roster and is not asked.
    chosen(&world, people.vacant_seat.id, ContactPurpose::Notice, &[&residents]).await;
    let term = membership::ActiveModel {
        id: Set(entity::id::MembershipId::at(world.now())),
        seat_id: Set(people.vacant_seat.id),
        person_id: Set(member.person.id),
        role: Set(MemberRole::Member),
        from_on: Set("2026-04-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        deputy_order: Set(None),
        version: Set(1),
    };
    world.write(async |tx| term.insert(tx).await).await;
    let meeting = convened(&world).await;
    let mails = world.run_worker().await;
    let notice = to(&mails, "office@houkan.example");
    assert_eq!(notice.to_name, "髙橋 さくら");
    assert!(!addresses(&mails).contains(&"takahashi@example.jp"));
    let own = queued(&world, meeting.id).await;
    assert!(own.iter().all(|row| row.channel == Channel::Mail), "one way, and one mail for two seats");
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/reminder", meeting.id));
    let page = clerk.get(&path).await;
    page.shows("メール（本人） takahashi@example.jp");
    clerk.submit(&page, &path, &[]).await.is(303);
    let mails = world.run_worker().await;
    to(&mails, "takahashi@example.jp");
    // Later letters take the way of the notice.
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    let mails = world.run_worker().await;
    to(&mails, "office@houkan.example");
    assert!(!addresses(&mails).contains(&"takahashi@example.jp"));
});

story!(whoever_has_no_address_is_handed_a_sheet, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    retired(&world, &people.members[0].mail).await;
    replaced(&world, &people.members[1].mail, ContactKind::Telephone, "0000-00-0103").await;
    replaced(&world, &people.members[2].mail, ContactKind::Post, "青葉町1-2-3").await;
    let meeting = convened(&world).await;
    let rows = queued(&world, meeting.id).await;
    let sheets = rows.iter().filter(|row| row.state == OutboxState::Printing);
    let mut ways: Vec<_> = sheets.map(|row| (row.channel, row.carries_calendar, row.wants_reply)).collect();
    ways.sort_unstable();
    let hand = (Channel::Hand, false, false);
    assert_eq!(ways, [(Channel::Post, false, false), hand, hand]);
    for (n, words) in [(1, "手渡し"), (2, "手渡し"), (3, "郵送（本人） 青葉町1-2-3")] {
        let one = asked(&world, &meeting, n).await;
        let row = rows.iter().find(|row| row.invitation_id == Some(one.id)).unwrap();
        world.secretary().get(&format!("/outbox/{}/sheet", row.id)).await.is(200).shows(words);
    }
    // The receipt of an answer goes by mail or not at all.
    answered(&world, &asked(&world, &meeting, 1).await, &[]).await;
    assert_eq!(world.run_worker().await.len(), 2);
    cancelled(&world, &meeting).await;
    assert_eq!(world.run_worker().await.len(), 2);
    let waiting = queued(&world, meeting.id).await;
    let waiting = waiting.iter().filter(|row| row.state == OutboxState::Printing);
    assert_eq!(waiting.map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["meeting.cancelled"; 3]);
});

story!(an_address_out_of_use_is_not_written_to, "2026-11-10T09:00+09:00", async |world| {
    let (people, meeting) = (&world.people, convened(&world).await);
    world.run_worker().await;
    // 髙橋 has a new address; 宮﨑's is gone.
    retired(&world, &people.members[0].mail).await;
    added(&world, Holder::Person(people.members[0].person.id), ContactKind::Mail, "sakura@new.example").await;
    retired(&world, &people.members[1].mail).await;
    relocated(&world, &meeting, "若草村役場").await;
    let mails = world.run_worker().await;
    let expected = ["sakura@new.example", "tsuji@example.jp", "yamamoto@example.jp", "yoshida@example.jp"];
    assert_eq!(addresses(&mails), expected);
    assert_eq!(object(to(&mails, "sakura@new.example")).head["METHOD"], "REQUEST");
    cancelled(&world, &meeting).await;
    assert_eq!(addresses(&world.run_worker().await), expected);
    let rows = queued(&world, meeting.id).await;
    let sheets: Vec<_> = rows.iter().filter(|row| row.state == OutboxState::Printing).collect();
    assert_eq!(sheets.iter().map(|row| row.channel).collect::<Vec<_>>(), [Channel::Hand]);
});
