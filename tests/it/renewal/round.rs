//! From the request to the associations to the appointment of all who consented.

use entity::charter_setting::Setting;

use crate::support::charter::says;
use crate::support::story::story;
use crate::support::world::World;

/// So many years to the end of March, and 補欠 for what remains.
async fn charter(world: &World, years: u32) {
    says(world, Setting::Term, &format!("march:{years}")).await;
    says(world, Setting::Replacement, "remaining").await;
}

/// Lets the terms of 髙橋 and 𠮷田 end on a day.
async fn ending(world: &World, to: &str) {
    let clerk = world.secretary();
    for member in [&world.people.members[0], &world.people.members[2]] {
        let edit = format!("/memberships/{}/edit", member.membership.id);
        let page = clerk.get(&edit).await;
        clerk.submit(&page, &edit, &[("to", to)]).await.is(303);
    }
}

/// The names of a seat's fields.
struct Fields {
    again: String,
    person: String,
    nominated: String,
    consented: String,
}

fn fields(seat: entity::id::SeatId) -> Fields {
    let name = |what: &str| format!("{what}-{seat}");
    Fields {
        again: name("again"),
        person: name("person"),
        nominated: name("nominated"),
        consented: name("consented"),
    }
}

story!(many_seats_are_renewed_in_one_step, "2027-02-10T09:00+09:00", async |world| {
    charter(&world, 1).await;
    ending(&world, "R9.3.31").await;
    let (clerk, people) = (world.secretary(), &world.people);
    let address = format!("/bodies/{}/renewal", people.council.id);
    let page = clerk.get(&address).await;
    page.is(200)
        .shows("令和9年4月1日付けの委嘱　3席")
        .shows("1年（3月31日まで）（設置要綱 第9条）")
        .shows("いままで　髙橋 さくら（令和8年4月1日～令和9年3月31日）")
        .shows("これから　令和9年4月1日～令和10年3月31日")
        .shows("いままで　だれもいません");
    assert_eq!(page.field(&format!("{address}?page=1"), "to"), "令和10年3月31日");
    let [first, third, vacant] =
        [people.members[0].seat.id, people.members[2].seat.id, people.vacant_seat.id].map(fields);
    let asked = [
        ("requested", "R9.2.1"),
        ("due", "R9.3.5"),
        (first.again.as_str(), "yes"),
        (third.person.as_str(), "大塚実"),
        (third.nominated.as_str(), "R9.2.9"),
    ];
    let post = format!("{address}?page=1");
    let nobody = [&asked[..], &[("act", "appoint")]].concat();
    clerk.submit(&page, &post, &nobody).await.is(422).shows("委嘱できる席がありません");
    let saved = [&asked[..], &[("act", "save")]].concat();
    clerk.submit(&page, &post, &saved).await.is(303);
    clerk
        .submit(&page, &post, &saved)
        .await
        .is(409)
        .shows("大塚 実（おおつか みのる）")
        .shows("髙橋 さくら（再任）");
    let sheet = clerk.get(&format!("{address}/requests?from=2027-04-01")).await;
    sheet
        .is(200)
        .shows("推薦の期限　令和9年3月5日(金)")
        .shows("薬剤師会")
        .shows("推薦済み")
        .shows("推薦待ち");

    let page = clerk.get(&format!("{address}?from=R9.4.1")).await;
    page.is(200);
    assert_eq!(page.field(&post, &third.person), "大塚 実（おおつか みのる）");
    let consented =
        [(first.consented.as_str(), "R9.2.9"), (third.consented.as_str(), "R9.2.10"), ("act", "appoint")];
    let done = clerk.submit(&page, &post, &consented).await;
    done.is(303);
    let left = clerk.get(&format!("{address}?from=2027-04-01")).await;
    left.is(200).shows("2席を委嘱しました").shows("のこりの1席は").shows("令和9年4月1日付けの委嘱　1席");
    let roster = clerk.get(&format!("/bodies/{}?on=R9.4.1", people.council.id)).await;
    roster.is(200).shows("髙橋 さくら").shows("大塚 実").hides("𠮷田 花子").shows("欠員1");
    roster.shows("令和9年4月1日～令和10年3月31日");
    // Whoever filled the seat meanwhile is not replaced.
    let typed = [(vacant.person.as_str(), "中村 文"), (third.person.as_str(), "中村 文"), ("act", "save")];
    clerk.submit(&page, &post, &typed).await.is(409);
});

story!(a_replacement_serves_what_remains, "2026-11-20T09:00+09:00", async |world| {
    charter(&world, 2).await;
    let (clerk, people) = (world.secretary(), &world.people);
    let ending = format!("/memberships/{}/ending", people.members[0].membership.id);
    let page = clerk.get(&ending).await;
    clerk.submit(&page, &ending, &[("on", "R8.11.30"), ("reason", "転勤")]).await.is(303);
    let address = format!("/bodies/{}/renewal", people.council.id);
    let page = clerk.get(&address).await;
    page.is(200)
        .shows("令和8年12月1日付けの委嘱　2席")
        .shows("これから　令和8年12月1日～令和10年3月31日　補欠（前任の残りの任期）");
    let first = fields(people.members[0].seat.id);
    let named = [
        (first.person.as_str(), "中村 文（なかむら ふみ）"),
        (first.consented.as_str(), "R8.11.20"),
        ("act", "appoint"),
        ("to", "R20.3.31"),
    ];
    clerk.submit(&page, &format!("{address}?page=1"), &named).await.is(303);
    let roster = clerk.get(&format!("/bodies/{}?on=R8.12.1", people.council.id)).await;
    roster.is(200).shows("中村 文").shows("（補欠）");
    roster.shows("令和8年12月1日～令和10年3月31日（補欠）");
});

story!(all_seats_are_filled_or_none, "2027-02-10T09:00+09:00", async |world| {
    charter(&world, 1).await;
    ending(&world, "R9.3.31").await;
    let (clerk, people) = (world.secretary(), &world.people);
    let seat = format!("/seats/{}/edit", people.members[2].seat.id);
    let page = clerk.get(&seat).await;
    clerk.submit(&page, &seat, &[("to", "R9.12.31")]).await.is(303);
    let address = format!("/bodies/{}/renewal", people.council.id);
    let post = format!("{address}?page=1");
    let page = clerk.get(&address).await;
    let (first, third) = (fields(people.members[0].seat.id), fields(people.members[2].seat.id));
    let both = [
        (first.again.as_str(), "yes"),
        (first.consented.as_str(), "R9.2.9"),
        (third.again.as_str(), "yes"),
        (third.consented.as_str(), "R9.2.9"),
        ("act", "appoint"),
    ];
    let refused = clerk.submit(&page, &post, &both).await;
    assert!(refused.is(422).field_error(&third.person).unwrap().contains("令和9年12月31日までです"));
    assert!(refused.field_error(&first.person).is_none());
    let again = clerk.get(&address).await;
    again.is(200).shows("令和9年4月1日付けの委嘱　3席");
    assert_eq!(again.field(&post, &first.consented), "", "nothing was noted either");
});

story!(what_cannot_be_noted_of_a_seat, "2027-02-10T09:00+09:00", async |world| {
    ending(&world, "R9.3.31").await;
    let (clerk, people) = (world.secretary(), &world.people);
    let address = format!("/bodies/{}/renewal", people.council.id);
    let post = format!("{address}?page=1");
    let page = clerk.get(&address).await;
    let first = fields(people.members[0].seat.id);
    let (again, person) = (first.again.as_str(), first.person.as_str());
    let (nominated, consented) = (first.nominated.as_str(), first.consented.as_str());
    for (typed, field, why) in [
        (vec![(person, "山田 太郎")], person, "名簿にいません"),
        (vec![(person, "大塚 実"), (again, "yes")], person, "どちらか1つ"),
        (vec![(consented, "R9.2.9")], person, "だれが承諾したのか"),
        (
            vec![(person, "大塚 実"), (nominated, "R9.2.9"), (consented, "R9.2.8")],
            consented,
            "推薦の日より前",
        ),
        (vec![(nominated, "きのう")], nominated, ""),
        (vec![("to", "R9.3.31")], "to", "始まりより前"),
        (vec![("due", "2月30日")], "due", ""),
    ] {
        let typed = [&typed[..], &[("act", "save")]].concat();
        let refused = clerk.submit(&page, &post, &typed).await;
        let error = refused.is(422).field_error(field);
        assert!(error.is_some_and(|error| error.contains(why)), "{typed:?}\n{}", refused.words());
    }
    clerk.get(&format!("{address}?from=きのう")).await.is(200);
    clerk.get(&format!("{address}?from=2040-04-01")).await.is(200).shows("令和22年4月1日付けの委嘱　3席");
});
