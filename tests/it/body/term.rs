//! Appointing people, correcting and ending terms.

use crate::support::story::story;

story!(the_next_one_follows_when_a_term_has_ended, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let (address, member) = (format!("/bodies/{}", people.council.id), &people.members[0]);
    let appoint = format!("/seats/{}/memberships/new", member.seat.id);
    let successor = people.delegate.person.id.to_string();
    let form = [
        ("person", successor.as_str()),
        ("role", "member"),
        ("from", "令和8年12月1日"),
        ("to", "令和10年3月31日"),
    ];
    let page = clerk.post(&appoint, &form).await;
    assert!(page.is(422).field_error("from").unwrap().contains("髙橋 さくらさんがいます"));
    let ending = format!("/memberships/{}/ending", member.membership.id);
    let page = clerk.get(&ending).await;
    page.is(200).shows("髙橋 さくらさん");
    let early = clerk.submit(&page, &ending, &[("on", "R8.3.31"), ("reason", "人事異動")]).await;
    assert!(early.is(422).field_error("on").unwrap().contains("任期の始まり（令和8年4月1日）より前"));
    let done = [("on", "R8.11.30"), ("reason", "人事異動")];
    clerk.submit(&page, &ending, &done).await.is_redirect_to(&format!("{address}#roster"));
    clerk.submit(&page, &ending, &done).await.is(409);
    let page = clerk.get(&appoint).await;
    page.is(200).shows("髙橋 さくら（令和8年4月1日～令和8年11月30日）");
    let predecessor = member.membership.id.to_string();
    let form = [&form[..], &[("predecessor", predecessor.as_str())]].concat();
    clerk.submit(&page, &appoint, &form).await.is(303);
    clerk.get(&format!("{address}?on=R8.11.30")).await.is(200).shows("髙橋 さくら").hides("中村 文");
    clerk.get(&format!("{address}?on=R8.12.1")).await.is(200).shows("中村 文").shows("（補欠）");
});

story!(what_no_term_can_be, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let appoint = format!("/seats/{}/memberships/new", people.vacant_seat.id);
    let (ours, theirs) = (people.officer.person.id.to_string(), people.other_secretary.person.id.to_string());
    let chair = people.chair.membership.id.to_string();
    for (what, person, role, from, to, predecessor, field) in [
        ("backwards", &ours, "member", "R8.4.1", "R8.3.31", "", "to"),
        ("before the body", &ours, "member", "2018-03-31", "R8.3.31", "", "from"),
        ("a second chair", &ours, "chair", "R8.4.1", "", "", "role"),
        ("of another region", &theirs, "member", "R8.4.1", "", "", "person"),
        ("after another seat", &ours, "member", "R8.4.1", "", chair.as_str(), "predecessor"),
    ] {
        let form = [
            ("person", person.as_str()),
            ("role", role),
            ("from", from),
            ("to", to),
            ("predecessor", predecessor),
        ];
        let page = clerk.post(&appoint, &form).await;
        assert!(page.is(422).field_error(field).is_some(), "{what}\n{}", page.words());
        assert_eq!(page.field(&appoint, "from"), from);
    }
});

story!(a_term_is_corrected, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let edit = format!("/memberships/{}/edit", people.members[2].membership.id);
    let page = clerk.get(&edit).await;
    page.is(200).shows("𠮷田 花子さん");
    clerk.submit(&page, &edit, &[("role", "vice_chair"), ("to", "R10.3.31")]).await.is(303);
    let body = clerk.get(&format!("/bodies/{}", people.council.id)).await;
    body.is(200).shows("副会長").shows("令和10年3月31日");
    clerk.submit(&page, &edit, &[("to", "")]).await.is(409).shows("令和8年4月1日～令和10年3月31日");
});
