//! The world the other tests play in, tried for itself.

use entity::meeting;
use sea_orm::EntityTrait;

use crate::support::client::Persona;
use crate::support::story::story;
use crate::support::world::World;

const NOW: &str = "2026-11-20T09:00+09:00";

story!(everybody_is_who_they_are, "2026-11-20T09:00+09:00", async |world| {
    for persona in Persona::ALL {
        let page = world.anyone(persona).get("/nothing-here").await;
        page.is(404).shows("見つかりません");
        let page = world.anyone(persona).post("/capacity", &[]).await;
        page.is(if persona == Persona::SignedOut { 401 } else { 422 });
    }
    world.secretary().post_raw("/capacity", &[]).await.is(403);
});

story!(a_planned_meeting_is_a_row, "2026-11-20T09:00+09:00", async |world| {
    let made = world.planned("臨時", "2026-12-04T14:00+09:00").await;
    let found = meeting::Entity::find_by_id(made.id).one(&world.db().read).await.unwrap();
    assert_eq!(found, Some(made));
});

story!(nobody_has_mail_at_the_start, "2026-11-20T09:00+09:00", async |world| {
    assert_eq!(world.run_worker().await.len(), 0);
});

#[actix_web::test]
async fn worlds_do_not_meet() {
    let (here, there) = (World::at(NOW).await, World::at(NOW).await);
    here.planned("ここだけ", "2026-12-04T14:00+09:00").await;
    assert_eq!(meeting::Entity::find().all(&there.db().read).await.unwrap(), []);
}
