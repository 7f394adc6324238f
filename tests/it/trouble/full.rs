//! The disk is full.

use renkei::app;
use renkei::platform::health::WorkerName;

use crate::access_matrix::{Ground, MATRIX};
use crate::input::forms::{every_form, filled};
use crate::support::client::Persona;
use crate::support::html::{Kind, tags};
use crate::support::office::convened;
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::{Backend, World};

/// The words beside a field.
fn label(page: &Page, id: &str) -> String {
    let tags = tags(&page.body);
    let label = tags.iter().find(|tag| tag.name == "label" && tag.attribute("for").as_deref() == Some(id));
    label.map(|tag| tag.text.trim().to_owned()).unwrap_or_default()
}

story!(every_form_is_given_back_and_taken_later, "2026-11-21T09:00+09:00", async |world: World| {
    let ground = Ground::of(&world).await;
    let mut wrong = Vec::new();
    for (n, place) in (1..).zip(every_form(&world, &ground).await) {
        let client = world.anyone(place.persona);
        let drawn = client.get(&ground.fill(&place.pattern)).await;
        let again =
            drawn.forms().into_iter().find(|form| form.posts && ground.unfilled(&form.action) == place.kind);
        // What was done before may have settled the matter of a form that follows.
        let Some(form) = again else { continue };
        let pairs = filled(&ground, &place.kind, &form, n);
        let sent: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let secret = form.controls.iter().any(|control| control.kind == Kind::Password);
        world.fill_disk().await;
        let answer = client.post_raw(&form.action, &sent).await;
        world.free_disk().await;
        if answer.status == 422 || answer.status == 409 {
            // Refused for a reason of its own before anything was written.
            continue;
        }
        if answer.status != 503 {
            wrong.push(format!("{}: {}", place.kind, answer.status));
            continue;
        }
        assert_eq!(answer.header("retry-after"), "30", "{}", place.kind);
        let back = answer.forms().into_iter().find(|form| form.posts);
        let Some(back) = back.filter(|_| !secret) else {
            assert!(secret, "{} is not given back", place.kind);
            continue;
        };
        answer.shows("ただいま保存できません").shows("もう一度保存する");
        assert_eq!(
            (back.action.as_str(), back.pairs()),
            (form.action.as_str(), pairs.clone()),
            "{}",
            place.kind
        );
        for control in form.controls.iter().filter(|control| matches!(control.kind, Kind::Line | Kind::Lines))
        {
            let typed = pairs.iter().find(|(name, value)| *name == control.name && !value.trim().is_empty());
            let Some((_, value)) = typed else { continue };
            let shown =
                tags(&answer.body).iter().any(|tag| tag.name == "dd" && tag.text.trim() == value.trim());
            if !shown {
                wrong.push(format!(
                    "{}: {} 「{}」 is not shown",
                    place.kind,
                    control.name,
                    label(&drawn, &control.id)
                ));
            }
        }
        // Whoever is shut out sees no further form, and what has ended takes nothing more.
        if ["/disabling", "/password-reset", "/ending", "/closure"]
            .iter()
            .any(|end| place.kind.ends_with(end))
        {
            continue;
        }
        let taken = client.post_raw(&back.action, &sent).await.status.as_u16();
        // A letter is looked at before it leaves.
        if !matches!(taken, 200 | 303) {
            wrong.push(format!("{}: later {taken}", place.kind));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

story!(reading_goes_on, "2026-11-21T09:00+09:00", async |world: World| {
    let ground = Ground::of(&world).await;
    let everyone = Persona::ALL.map(|persona| world.anyone(persona));
    for one in &everyone {
        one.csrf().await;
    }
    world.fill_disk().await;
    // What would come of a table is tried on the data themselves: that needs room, and is a 503 without it.
    let tried = |pattern: &str| pattern == "/settings/import/{draft}";
    for (_, pattern, row) in MATRIX.iter().copied().flatten().filter(|row| row.0 == "GET" && !tried(row.1)) {
        for (one, _) in everyone.iter().zip(row).filter(|(_, expected)| **expected == 200) {
            let page = one.get(&ground.fill(pattern)).await;
            assert_eq!(page.status.as_u16(), 200, "GET {pattern}");
        }
    }
    let reminder = everyone[0].get(&ground.fill("/meetings/{convened}/reminder")).await;
    reminder.shows("いまはメールを送れません").shows("髙橋 さくら");
});

#[actix_web::test]
async fn a_server_that_only_reads_is_waited_for() {
    let Some(world) = World::start(Backend::Postgres, "2026-11-21T09:00+09:00", &[]).await else { return };
    let office = world.secretary();
    let plan = office.get("/meetings/new").await;
    world.only_reads(true).await;
    office.get("/meetings").await.is(200);
    let body = world.people.council.id.to_string();
    let typed = [
        ("body", body.as_str()),
        ("day", "令和8年12月18日"),
        ("starts", "14:00"),
        ("ends", "15:30"),
        ("place", "髙﨑会館"),
        ("openness", "open"),
    ];
    let kept = office.submit(&plan, "/meetings/new", &typed).await;
    kept.is(503).shows("ただいま保存できません").shows("場所 髙﨑会館");
    world.only_reads(false).await;
    office.submit(&kept, "/meetings/new", &[]).await.is(303);
}

story!(nothing_leaves_that_is_not_recorded, "2026-11-10T09:00+09:00", async |world: World| {
    convened(&world).await;
    world.fill_disk().await;
    let worker = app::worker(&world.state, WorkerName::fresh()).unwrap();
    assert!(worker.drain().await.is_err());
    assert!(!world.data.join("mail/new").exists(), "nothing was sent");
    world.free_disk().await;
    assert_eq!(world.run_worker().await.len(), 5);
    assert_eq!(world.run_worker().await.len(), 0);
});
