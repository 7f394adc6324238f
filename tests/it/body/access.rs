//! Who sees bodies, and that an empty form changes nothing.

use crate::support::client::Persona;
use crate::support::story::story;

story!(members_read_and_the_secretariat_writes, "2026-11-20T09:00+09:00", async |world| {
    let council = format!("/bodies/{}", world.people.council.id);
    let seat = format!("/seats/{}", world.people.vacant_seat.id);
    let term = format!("/memberships/{}", world.people.chair.membership.id);
    let reads = ["".to_owned(), "/roster".to_owned()].map(|end| format!("{council}{end}"));
    let forms = [
        format!("{council}/edit"),
        format!("{council}/closure"),
        format!("{council}/charters/new"),
        format!("{council}/seats/new"),
        format!("/charters/{}/edit", world.people.charter.id),
        format!("{seat}/edit"),
        format!("{seat}/contacts"),
        format!("{seat}/memberships/new"),
        format!("{term}/edit"),
        format!("{term}/ending"),
    ];
    for persona in Persona::ALL {
        let (read, get, post) = match persona {
            Persona::Secretary => (200, 200, 422),
            Persona::Chair | Persona::Member | Persona::Delegate => (200, 403, 403),
            Persona::Officer | Persona::OtherOfficer => (200, 403, 403),
            Persona::OtherSecretary | Persona::EndedMember | Persona::Administrator => (404, 404, 404),
            Persona::SignedOut => (303, 303, 401),
        };
        let client = world.anyone(persona);
        for path in &reads {
            client.get(path).await.is(read);
        }
        for path in &forms {
            client.get(path).await.is(get);
            client.post(path, &[]).await.is(post);
        }
    }
    world.member(1).get("/bodies/new").await.is(403);
    world.secretary().post("/bodies/new", &[]).await.is(422);
});

story!(no_reader_sees_an_address, "2026-11-20T09:00+09:00", async |world| {
    let council = format!("/bodies/{}", world.people.council.id);
    for path in [council.clone(), format!("{council}/roster"), "/bodies".to_owned()] {
        let page = world.member(2).get(&path).await;
        page.is(200).hides("@example.jp").hides("任期を直す").hides("/memberships/new");
    }
});

story!(a_list_shows_what_one_may_see, "2026-11-20T09:00+09:00", async |world| {
    world.secretary().get("/bodies").await.is(200).shows("会議体 1件").shows("会議体を設ける");
    world.ended_member().get("/bodies").await.is(200).shows("見られる会議体はありません");
    let page = world.other_secretary().get("/bodies").await;
    page.is(200).shows("会議体はまだありません").hides("東部在宅医療");
});
