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

story!(a_term_ends_with_its_seat, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let seat = format!("/seats/{}/edit", people.vacant_seat.id);
    let drawn = clerk.get(&seat).await;
    clerk.submit(&drawn, &seat, &[("to", "R9.3.31")]).await.is(303);
    let appoint = format!("/seats/{}/memberships/new", people.vacant_seat.id);
    let person = people.ended_member.person.id.to_string();
    for to in ["", "R9.4.1"] {
        let form = [("person", person.as_str()), ("role", "member"), ("from", "R8.12.1"), ("to", to)];
        let page = clerk.post(&appoint, &form).await;
        assert!(page.is(422).field_error("to").unwrap().contains("令和9年3月31日まで"), "{to}");
        assert!(page.field_error("from").is_none(), "{to}");
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

story!(terms_of_a_seat_never_overlap, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let seat = people.members[1].seat.id;
    let appoint = format!("/seats/{seat}/memberships/new");
    let former = people.ended_member.person.id.to_string();
    // 大塚 sat there until 31 March 2026, 宮﨑 since 1 April without an end.
    let term = |from: &'static str, to: &'static str| {
        [
            ("person", former.clone()),
            ("role", "member".to_owned()),
            ("from", from.to_owned()),
            ("to", to.to_owned()),
        ]
    };
    for (from, to, whose) in [
        ("R6.3.1", "R6.4.1", Some("大塚 実")),
        ("R6.3.1", "R6.3.31", None),
        ("R8.3.31", "R8.3.31", Some("大塚 実")),
        ("R8.4.1", "", Some("宮﨑 一郎")),
        ("R20.4.1", "", Some("宮﨑 一郎")),
        ("R6.3.1", "", Some("さんがいます")),
    ] {
        let form = term(from, to);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = clerk.post(&appoint, &form).await;
        match whose {
            Some(name) => {
                assert!(page.is(422).field_error("from").unwrap_or_default().contains(name), "{from}")
            }
            None => drop(page.is(303)),
        }
    }
    // Nor by correcting one of them.
    let roster = clerk.get(&format!("/seats/{seat}/edit")).await;
    let edit = roster.link("大塚 実");
    let page = clerk.get(&edit).await;
    let refused = clerk.submit(&page, &edit, &[("to", "令和8年4月1日")]).await;
    assert!(refused.is(422).field_error("from").unwrap().contains("宮﨑 一郎さんがいます"));
    let refused = clerk.submit(&page, &edit, &[("from", "令和8年4月1日"), ("to", "令和8年3月31日")]).await;
    assert!(refused.is(422).field_error("to").unwrap().contains("始まりより前"));
    // Two clerks appoint to one seat in the same moment.
    let vacant = format!("/seats/{}/memberships/new", people.vacant_seat.id);
    let form = term("R8.12.1", "");
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (first, second) = (world.secretary(), world.secretary());
    let (done, undone) = tokio::join!(first.post(&vacant, &form), second.post(&vacant, &form));
    let mut statuses = [done.status.as_u16(), undone.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
});
