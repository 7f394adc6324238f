//! A quorum of nobody: a body whose terms have all ended, or that has no seat.

use entity::membership;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;

use crate::body::edit::set_up;
use crate::support::office::{convened, reread};
use crate::support::story::story;
use crate::support::world::World;

async fn end_all_terms(world: &World, on: &str) {
    let on: chrono::NaiveDate = on.parse().unwrap();
    let end = membership::Entity::update_many().col_expr(membership::Column::ToOn, Expr::value(on));
    world.write(async |tx| end.exec(tx).await).await;
}

story!(nobody_can_be_called, "2026-11-20T09:00+09:00", async |world: World| {
    end_all_terms(&world, "2026-11-30").await;
    let (office, council) = (world.secretary(), world.people.council.id);
    let empty = set_up(&world, "退院支援分科会", &council.to_string()).await;
    let empty = empty.trim_start_matches("/bodies/").parse().unwrap();
    for body in [council, empty] {
        let meeting = world.planned_for(body, "", "2026-12-04T14:00+09:00").await;
        let path = format!("/meetings/{}/convocation", meeting.id);
        let page = office.get(&path).await;
        page.is(200);
        let head = [
            ("version", "1"),
            ("approved_on", "2026-11-20"),
            ("issued_on", "2026-11-20"),
            ("sender", "会長"),
            ("confirm", "yes"),
        ];
        for head in [&head[..4], &head[..]] {
            let refused = office.post(&path, head).await;
            refused.is(422).shows("会議の日に在任する委員がいません").hides("人に送ります");
        }
        assert_eq!(reread(&world, &meeting).await.convened_at, None);
        for page in ["", "/edit", "/rulings", "/agenda", "/cancellation"] {
            office.get(&format!("/meetings/{}{page}", meeting.id)).await.is(200);
        }
        office.get(&format!("/bodies/{body}?on=2026-12-04")).await.is(200).shows("在任0人");
    }
    office.get("/meetings").await.is(200);
    office.get("/").await.is(200);
});

story!(everybody_has_left_since, "2026-11-20T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    end_all_terms(&world, "2026-11-20").await;
    let page = world.secretary().get(&format!("/meetings/{}", meeting.id)).await;
    page.is(200).shows("在任の委員がいません");
    world
        .secretary()
        .get(&format!("/bodies/{}?on=2026-12-04", world.people.council.id))
        .await
        .shows("会議は成立しません");
});
