//! The administrator adds accounts, gives and ends roles, and never locks everybody out.

use entity::id::PersonId;
use entity::person;
use renkei::account::jobs;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::story::story;
use crate::support::world::World;

/// Adds an account and returns the address of its page.
async fn added(world: &World, email: &str, name: &str) -> String {
    let administrator = world.administrator();
    let page = administrator.get("/admin/accounts/new").await;
    let fields = [("email", email), ("name", name)];
    let answer = administrator.submit(&page, "/admin/accounts/new", &fields).await;
    answer.is(303).header("location").to_owned()
}

story!(a_new_clerk_begins_with_a_link, "2026-11-20T09:00+09:00", async |world| {
    let administrator = world.administrator();
    let account = added(&world, "Hayashi@example.jp", "林 京子").await;
    let form = format!("{account}/roles/new");
    let page = administrator.get(&form).await;
    let missed = administrator.submit(&page, &form, &[("role", "secretary")]).await;
    assert!(missed.is(422).field_error("region").is_some(), "no region is chosen for anybody");
    let role = [("role", "secretary"), ("region", "tobu")];
    administrator.submit(&page, &form, &role).await.is_redirect_to(&account);
    administrator.submit(&page, &form, &role).await.is(422).shows("この役割はもう付いています。");
    let page = administrator.get(&account).await;
    page.is(200).shows("事務局（東部広域連合）").shows("林 京子（東部広域連合）");
    administrator.submit(&page, &format!("{account}/password-reset"), &[]).await.is_redirect_to(&account);
    let mails = world.run_worker().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "hayashi@example.jp"));
    let path = &mails[0].link("/sign-in/").unwrap();
    let browser = world.anonymous();
    let page = browser.get(path).await;
    browser.submit(&page, path, &[]).await.is_redirect_to("/");
    browser.get("/people?q=林").await.is(200).shows("林 京子");
});

story!(an_address_has_one_account, "2026-11-20T09:00+09:00", async |world| {
    let administrator = world.administrator();
    let page = administrator.get("/admin/accounts/new").await;
    let fields = [("email", "SATO@example.jp"), ("name", "別の人")];
    let answer = administrator.submit(&page, "/admin/accounts/new", &fields).await;
    assert!(answer.is(422).field_error("email").unwrap().contains("もう登録されています"));
});

story!(one_of_several_namesakes_is_chosen, "2026-11-20T09:00+09:00", async |world| {
    let region_id = world.people.region.id;
    for workplace in ["市民病院", "東部歯科"] {
        let row = person::ActiveModel {
            id: Set(PersonId::at(world.now())),
            region_id: Set(region_id),
            name: Set("林 京子".to_owned()),
            kana: Set("はやし きょうこ".to_owned()),
            workplace: Set(workplace.to_owned()),
            post: Set(String::new()),
            created_at: Set(world.now()),
            version: Set(1),
        };
        world.write(async |tx| row.clone().insert(tx).await).await;
    }
    let administrator = world.administrator();
    let account = added(&world, "hayashi@example.jp", "林　京子").await;
    let form = format!("{account}/roles/new");
    let page = administrator.get(&form).await;
    let role = [("role", "member"), ("region", "tobu")];
    let asked = administrator.submit(&page, &form, &role).await;
    asked.is(422).shows("林 京子（市民病院）").shows("林 京子（東部歯科）");
    let chosen = asked.body.split("name=\"person\" value=\"").nth(2).unwrap().split('"').next().unwrap();
    let role = [("role", "member"), ("region", "tobu"), ("person", chosen)];
    administrator.submit(&page, &form, &role).await.is_redirect_to(&account);
});

story!(roles_end_at_once, "2026-11-20T09:00+09:00", async |world| {
    let (administrator, clerk) = (world.administrator(), world.secretary());
    clerk.get("/people").await.is(200);
    let page = administrator.get(&format!("/admin/accounts/{}", world.people.secretary.account)).await;
    let ending = page.body.split("action=\"/admin/capacities/").nth(1).unwrap().split('"').next().unwrap();
    administrator.submit(&page, &format!("/admin/capacities/{ending}"), &[]).await.is(303);
    clerk.get("/people").await.is(403);
});

story!(roles_end_with_a_day_to_come, "2027-03-20T09:00+09:00", async |world| {
    let (administrator, account) = (world.administrator(), world.people.secretary.account);
    let address = format!("/admin/accounts/{account}");
    let page = administrator.get(&address).await;
    let ending = page.body.split("action=\"/admin/capacities/").nth(1).unwrap().split('"').next().unwrap();
    let ending = format!("/admin/capacities/{ending}");
    for (typed, why) in [("R9.3.19", "きょうより前の日です"), ("年度末", "")] {
        let refused = administrator.submit(&page, &ending, &[("last", typed)]).await;
        refused.is(422).shows(why);
        assert_eq!(refused.field(&ending, "last"), typed);
    }
    let done = administrator.submit(&page, &ending, &[("last", "R9.3.31")]).await;
    done.is_redirect_to(&address);
    let page = administrator.get(&address).await;
    page.shows("令和9年3月31日で役割を終えます");
    assert_eq!(page.field(&ending, "last"), "令和9年3月31日");
    let clerk = world.secretary();
    world.clock.set(crate::support::world::instant("2027-03-31T23:59+09:00"));
    clerk.get("/people").await.is(200);
    world.clock.set(crate::support::world::instant("2027-04-01T00:00+09:00"));
    clerk.get("/people").await.is(403);
});

story!(the_last_administrator_stays, "2026-11-20T09:00+09:00", async |world| {
    let (administrator, account) = (world.administrator(), world.people.administrator);
    let page = administrator.get(&format!("/admin/accounts/{account}")).await;
    let disabling = format!("/admin/accounts/{account}/disabling");
    administrator.submit(&page, &disabling, &[]).await.is(422).shows("最後の管理者は止められません");
    let ending = page.body.split("action=\"/admin/capacities/").nth(1).unwrap().split('"').next().unwrap();
    administrator.submit(&page, &format!("/admin/capacities/{ending}"), &[]).await.is(422);
    administrator.post(&disabling, &[]).await.is(422);
});

story!(only_the_administrator_comes_here, "2026-11-20T09:00+09:00", async |world| {
    for path in ["/admin/accounts", "/admin/accounts/new", "/admin/regions", "/admin/municipalities/new"] {
        world.secretary().get(path).await.is(403);
        world.member(1).get(path).await.is(403);
        world.administrator().get(path).await.is(200);
    }
});

story!(what_is_over_is_swept_once, "2026-11-20T09:00+09:00", async |world| {
    let browser = world.anonymous();
    let page = browser.get("/sign-in").await;
    let fields = [("email", "sato@example.jp"), ("password", "x")];
    browser.submit(&page, "/sign-in", &fields).await.is(422);
    world.secretary().get("/people").await.is(200);
    world.clock.advance(chrono::TimeDelta::hours(15));
    let now = world.now();
    let first = world.write(async |tx| jobs::sweep(tx, now).await).await;
    let second = world.write(async |tx| jobs::sweep(tx, now).await).await;
    assert_eq!((first, second), (2, 0));
});
