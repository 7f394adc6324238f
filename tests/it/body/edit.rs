//! Setting bodies up and changing them.

use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::story::story;
use crate::support::world::World;

/// Sets up a body under another one (or at the top) and returns its address.
pub async fn set_up(world: &World, name: &str, parent: &str) -> String {
    let form = [
        ("name", name),
        ("short_name", name),
        ("kind", "section"),
        ("parent", parent),
        ("position", "２"),
        ("set_up_on", "令和8年4月1日"),
    ];
    let page = world.secretary().post("/bodies/new", &form).await;
    page.is(303).header("location").to_owned()
}

fn id(address: &str) -> &str {
    address.trim_start_matches("/bodies/")
}

story!(a_body_is_set_up_under_another, "2026-11-20T09:00+09:00", async |world| {
    let council = world.people.council.id.to_string();
    let section = set_up(&world, "退院支援分科会", &council).await;
    let page = world.secretary().get(&section).await;
    page.is(200).shows("退院支援分科会").shows("令和8年4月1日");
    page.shows("定足数の定めがありません").shows("設置要綱はまだ入っていません");
    let page = world.secretary().get("/bodies").await;
    page.is(200).shows("└").shows("退院支援分科会");
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::Verb.eq("body.set_up"));
    assert_eq!(entries.all(&world.db().read).await.unwrap().len(), 1);
});

story!(what_was_typed_is_kept_beside_the_errors, "2026-11-20T09:00+09:00", async |world| {
    let form =
        [("name", "𠮷田\t部会"), ("kind", "guild"), ("position", "0"), ("set_up_on", "令和8年2月30日")];
    let page = world.secretary().post("/bodies/new", &form).await;
    page.is(422).shows("5か所を直してください");
    for (field, error) in [
        ("name", "タブは使えません"),
        ("short_name", "入力してください"),
        ("kind", "一覧から選んで"),
        ("position", "1から9999"),
        ("set_up_on", "2月に30日はありません"),
    ] {
        assert!(page.field_error(field).unwrap().contains(error), "{field}");
    }
    assert_eq!(page.field("/bodies/new", "set_up_on"), "令和8年2月30日");
    let taken = [
        ("name", world.people.council.name.as_str()),
        ("short_name", "x"),
        ("kind", "council"),
        ("position", "1"),
    ];
    let page = world.secretary().post("/bodies/new", &taken).await;
    assert_eq!(
        page.is(422).field_error("name").unwrap(),
        "同じ名前の会議体があります。別の名前にしてください。"
    );
});

story!(the_tree_stays_a_tree, "2026-11-20T09:00+09:00", async |world| {
    let council = world.people.council.id.to_string();
    let second = set_up(&world, "二", &council).await;
    let third = set_up(&world, "三", id(&second)).await;
    let fourth = set_up(&world, "四", id(&third)).await;
    let clerk = world.secretary();
    for (body, parent, error) in [
        (&second, id(&second), "自分自身"),
        (&second, id(&fourth), "下にある会議体"),
        (&second, "6b7c0c1e-0000-7000-8000-000000000000", "見つかりません"),
    ] {
        let action = format!("{body}/edit");
        let page = clerk.get(&action).await;
        let page = clerk.submit(&page, &action, &[("parent", parent)]).await;
        assert!(page.is(422).field_error("parent").unwrap().contains(error), "{error}");
    }
    let form = [
        ("name", "五"),
        ("short_name", "五"),
        ("kind", "section"),
        ("position", "1"),
        ("parent", id(&fourth)),
    ];
    let page = clerk.post("/bodies/new", &form).await;
    assert!(page.is(422).field_error("parent").unwrap().contains("4段まで"));
});

story!(two_people_at_once_make_no_circle, "2026-11-20T09:00+09:00", async |world| {
    let (one, two) = (set_up(&world, "一", "").await, set_up(&world, "二", "").await);
    let (first, second) = (world.secretary(), world.secretary());
    let (under_two, under_one) = (format!("{one}/edit"), format!("{two}/edit"));
    let (page, other) = (first.get(&under_two).await, second.get(&under_one).await);
    let (below, above) = ([("parent", id(&two))], [("parent", id(&one))]);
    let (done, undone) =
        tokio::join!(first.submit(&page, &under_two, &below), second.submit(&other, &under_one, &above));
    let mut statuses = [done.status.as_u16(), undone.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let refused = if done.status == 422 { done } else { undone };
    assert!(refused.field_error("parent").unwrap().contains("下にある会議体"));
    first.get("/bodies").await.is(200);
});

story!(whoever_is_second_sees_the_body_above, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, section) = (world.secretary(), set_up(&world, "退院支援分科会", "").await);
    let action = format!("{section}/edit");
    let (mine, theirs) = (clerk.get(&action).await, clerk.get(&action).await);
    let council = world.people.council.id.to_string();
    clerk.submit(&theirs, &action, &[("parent", council.as_str())]).await.is(303);
    let page = clerk.submit(&mine, &action, &[("short_name", "退院支援")]).await;
    page.is(409).shows("上の会議体 東部在宅医療・介護連携推進協議会");
});

story!(two_people_do_not_overwrite_each_other, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/edit");
    let mine = clerk.get(&action).await;
    let theirs = clerk.get(&action).await;
    clerk.submit(&theirs, &action, &[("short_name", "協議会")]).await.is_redirect_to(&address);
    let page = clerk.submit(&mine, &action, &[("short_name", "推進協")]).await;
    page.is(409).shows("ほかの人が先に変更しました").shows("協議会");
    assert_eq!(page.field(&action, "short_name"), "推進協");
    assert_eq!(page.field(&action, "version"), "2");
    // An error in between does not make the form forget which version it was drawn from.
    let wrong = clerk.submit(&mine, &action, &[("position", "x")]).await;
    assert_eq!(wrong.is(422).field(&action, "version"), "1");
    clerk.submit(&page, &action, &[]).await.is_redirect_to(&address);
    clerk.get(&address).await.is(200).shows("推進協");
});

story!(
    a_council_keeps_the_meetings_of_its_preparation_within_reach,
    "2026-11-20T09:00+09:00",
    async |world| {
        let clerk = world.secretary();
        let preparation = set_up(&world, "設立準備会", "").await;
        let body = id(&preparation).parse().unwrap();
        world.planned_for(body, "", "2026-12-04T14:00+09:00").await;
        let council = format!("/bodies/{}", world.people.council.id);
        let edit = format!("{council}/edit");
        let form = clerk.get(&edit).await;
        clerk.submit(&form, &edit, &[("predecessor", id(&preparation))]).await.is(303);
        let page = clerk.get(&council).await;
        page.shows("前身 設立準備会");
        assert_eq!(page.link("設立準備会"), preparation);
        clerk.get(&page.link("その会議の記録")).await.is(200).shows("設立準備会 第1回（仮）");
        clerk.get(&preparation).await.shows("引きついだ会議体 東部在宅医療・介護連携推進協議会");
        let back = format!("{preparation}/edit");
        let form = clerk.get(&back).await;
        let council_id = world.people.council.id.to_string();
        for wrong in [council_id.as_str(), id(&preparation)] {
            let answer = clerk.submit(&form, &back, &[("predecessor", wrong)]).await;
            assert!(answer.is(422).field_error("predecessor").unwrap().contains("あとにできた会議体"));
        }
        let form = clerk.get(&edit).await;
        assert_eq!(form.field(&edit, "predecessor"), id(&preparation));
        clerk.submit(&form, &edit, &[("predecessor", "")]).await.is(303);
        clerk.get(&council).await.hides("前身");
    }
);
