//! Associations: one of a name, in the region's own order.

use crate::support::story::story;

story!(an_association_is_entered_and_ended, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/associations/new").await;
    assert_eq!(page.field("/associations/new", "position"), "5");
    let fields = [("name", "東部栄養士会"), ("short_name", "栄養士会"), ("kana", "とうぶえいようしかい")];
    let entered = clerk.submit(&page, "/associations/new", &fields).await;
    let association = entered.is(303).header("location").to_owned();
    let again = clerk.submit(&page, "/associations/new", &fields).await;
    assert!(again.is(422).field_error("name").unwrap().contains("もうあります"));
    let edit = format!("{association}/edit");
    let page = clerk.get(&edit).await;
    clerk.submit(&page, &edit, &[("ended_on", "令和9年3月31日")]).await.is_redirect_to(&association);
    clerk.get(&association).await.shows("令和9年3月31日まで");
    clerk.submit(&page, &edit, &[("ended_on", "")]).await.is(409).shows("令和9年3月31日");
});

story!(the_list_keeps_its_own_order, "2026-11-20T09:00+09:00", async |world| {
    let page = world.secretary().get("/associations").await;
    page.is(200).shows("4団体");
    let places: Vec<_> =
        world.people.associations.iter().map(|one| page.words().find(&one.name).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    let one = format!("/associations/{}", world.people.associations[0].id);
    world.other_secretary().get(&one).await.is(404);
    world.secretary().get(&one).await.is(200).shows("1席");
});
