//! The database is away: whoever reads is told so, whoever saves has their form back.

use crate::support::office::{asked, convened, page_of};
use crate::support::story::story;
use crate::support::world::World;

story!(everybody_is_told_and_keeps_what_they_typed, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let path = page_of(&world, &asked(&world, &meeting, 1).await);
    let (office, phone) = (world.secretary(), world.anonymous());
    let (page, plan) = (phone.get(&path).await, office.get("/meetings/new").await);
    let sign_in = phone.get("/sign-in").await;
    world.db().clone().close().await.unwrap();
    for (client, address) in [(&office, "/meetings"), (&phone, "/sign-in"), (&phone, path.as_str())] {
        let away = client.get(address).await;
        away.is(503).shows("ただいま表示できません");
        assert_eq!(away.header("retry-after"), "30");
    }
    let kept = phone.submit(&page, &path, &[("answer", "absent"), ("comment", "資料を先にください")]).await;
    kept.is(503).shows("連絡・意見 資料を先にください").shows("もう一度保存する");
    assert_eq!(kept.field(&path, "answer"), "absent");
    let kept =
        office.submit(&plan, "/meetings/new", &[("day", "令和8年12月18日"), ("place", "髙﨑会館")]).await;
    kept.is(503).shows("開催日 令和8年12月18日").shows("場所 髙﨑会館");
    // A password is not written into any page.
    let tried = [("email", "sato@example.jp"), ("password", "春の小川はさらさらいくよ")];
    phone.submit(&sign_in, "/sign-in", &tried).await.is(503).hides("春の小川").hides("もう一度保存する");
});
