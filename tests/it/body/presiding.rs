//! Who presides when the chair is away.

use entity::charter_setting::Setting;

use crate::support::charter::says;
use crate::support::story::story;

story!(members_named_beforehand_follow_the_vice_chairs, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let (address, action) =
        (format!("/bodies/{}", people.council.id), format!("/bodies/{}/deputies", people.council.id));
    clerk.get(&address).await.is(200).shows("不在のときにだれが代理するかは、要綱に定めがありません。");
    says(&world, Setting::ActingChair, "vice_chairs_then_named").await;
    clerk.get(&address).await.is(200).shows("不在のときに代理する人がいません（設置要綱 第9条）");
    let [one, two] = [0, 1].map(|at| people.members[at].membership.id.to_string());
    let (mine, theirs) = (clerk.get(&action).await, clerk.get(&action).await);
    let twice = clerk.submit(&mine, &action, &[("first", &one), ("third", &one)]).await;
    assert_eq!(twice.is(422).field_error("third").unwrap(), "同じ人を2回選んでいます。");
    let named = [("first", two.as_str()), ("second", one.as_str())];
    clerk.submit(&mine, &action, &named).await.is_redirect_to(&format!("{address}#roster"));
    let [first, second] = [1, 0].map(|at| people.members[at].person.name.as_str());
    let line = format!("不在のときは、1 委員 {first}、2 委員 {second}（設置要綱 第9条）");
    clerk.get(&address).await.is(200).shows(&line);
    world.member(1).get(&address).await.is(200).shows(&line).hides("職務を代理する委員を決める");
    clerk.submit(&theirs, &action, &[("first", &one)]).await.is(409).shows("ほかの人が先に変更しました");
    // A vice-chair goes before them; who is not counted cannot be named.
    let term = format!("/memberships/{two}/edit");
    let page = clerk.get(&term).await;
    clerk.submit(&page, &term, &[("role", "vice_chair")]).await.is(303);
    let line = format!("不在のときは、1 副会長 {first}、2 委員 {second}");
    clerk.get(&address).await.is(200).shows(&line);
    let page = clerk.get(&action).await;
    let gone = people.adviser.membership.id.to_string();
    let refused = clerk.submit(&page, &action, &[("first", &gone)]).await;
    assert_eq!(refused.is(422).field_error("first").unwrap(), "いま在任の委員から選んでください。");
    clerk.submit(&page, &action, &[("first", ""), ("second", "")]).await.is(303);
    let line = format!("不在のときは、1 副会長 {first}（設置要綱 第9条）");
    clerk.get(&address).await.is(200).shows(&line);
});
