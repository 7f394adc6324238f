//! Winding a body up.

use entity::membership;
use sea_orm::EntityTrait;

use super::edit::set_up;
use crate::support::story::story;

story!(a_body_ends_with_its_terms, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/closure");
    let page = clerk.get(&action).await;
    page.is(200).shows("続いている任期5件");
    let form = [("on", "令和9年3月31日"), ("reason", "目的を達したため")];
    clerk.submit(&page, &action, &form).await.is_redirect_to(&address);
    clerk.get(&address).await.is(200).shows("令和9年3月31日まで").shows("最後の日を令和9年3月31日にしました");
    let term = world.people.chair.membership.id;
    let term = membership::Entity::find_by_id(term).one(&world.db().read).await.unwrap().unwrap();
    assert_eq!(term.to_on.map(|day| day.to_string()).as_deref(), Some("2027-03-31"));
});

story!(a_body_with_work_to_come_goes_on, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/closure");
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let seen = [("version", "1"), ("reason", "統合のため")];
    let page = clerk.post(&action, &[seen[0], seen[1], ("on", "2026-12-03")]).await;
    assert!(page.is(422).field_error("on").unwrap().contains("会議が1件あります"));
    assert_eq!(page.link("12月4日(金)の会議"), format!("/meetings/{}", meeting.id));
    let page = clerk.post(&action, &[seen[0], seen[1], ("on", "2018-03-31")]).await;
    assert!(page.is(422).field_error("on").unwrap().contains("設置した日より前"));
    let section = set_up(&world, "退院支援分科会", &world.people.council.id.to_string()).await;
    let page = clerk.post(&action, &[seen[0], seen[1], ("on", "2026-12-04")]).await;
    assert!(page.is(422).field_error("on").unwrap().contains("下の会議体が続いています"));
    assert_eq!(page.link("退院支援分科会"), section);
    let below = format!("{section}/closure");
    clerk.post(&below, &[seen[0], seen[1], ("on", "2026-12-04")]).await.is_redirect_to(&section);
    clerk.post(&action, &[seen[0], seen[1], ("on", "2026-12-04")]).await.is_redirect_to(&address);
});
