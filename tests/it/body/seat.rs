//! Adding, changing and closing seats.

use crate::support::story::story;

story!(a_seat_is_added_and_closed, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/seats/new");
    let page = clerk.post(&action, &[("position", "1000"), ("category", "学識")]).await;
    assert_eq!(
        page.is(422).field_error("label").unwrap(),
        "団体を選ぶか、名簿にのせる言葉を入れてください。"
    );
    let form = [("position", "７"), ("label", "学識経験者"), ("from", "R8.12.1")];
    let page = clerk.post(&action, &form).await;
    page.is_redirect_to(&format!("{address}#roster"));
    let page = clerk.get(&address).await;
    let appoint = page.link("この席に委嘱する");
    page.hides("学識経験者");
    clerk.get(&format!("{address}?on=R8.12.1")).await.is(200).shows("学識経験者").shows("欠員2");
    let edit = appoint.replace("/memberships/new", "/edit");
    let page = clerk.get(&edit).await;
    let page = clerk.submit(&page, &edit, &[("to", "令和8年11月30日")]).await;
    assert!(page.is(422).field_error("to").unwrap().contains("始まりの日より前"));
    clerk.submit(&page, &edit, &[("to", "令和9年3月31日")]).await.is(303);
    clerk.get(&format!("{address}?on=R9.4.1")).await.is(200).hides("学識経験者");
});

story!(a_seat_does_not_end_under_its_holder, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, seat) = (world.secretary(), world.people.members[0].seat.id);
    let edit = format!("/seats/{seat}/edit");
    let page = clerk.get(&edit).await;
    page.is(200).shows("髙橋 さくら").shows("令和8年4月1日～");
    let refused = clerk.submit(&page, &edit, &[("to", "令和9年3月31日")]).await;
    assert!(refused.is(422).field_error("to").unwrap().contains("はみ出します"));
    // Moving it to the end of the roster is always possible, but only once from the same page.
    clerk.submit(&page, &edit, &[("position", "99")]).await.is(303);
    clerk.submit(&page, &edit, &[("position", "98")]).await.is(409).shows("99");
    let other = world.other_secretary().get(&edit).await;
    other.is(404);
});
