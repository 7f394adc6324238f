//! The messages of one letter stand in 送信箱 as people stand in the roster, so that a clerk finds them by it.

use crate::support::office::convened;
use crate::support::story::story;

story!(one_letter_stands_in_roster_order, "2026-11-20T09:00+09:00", async |world| {
    convened(&world).await;
    let words = world.secretary().get("/outbox").await.words();
    let people = &world.people;
    let names = std::iter::once(&people.chair).chain(&people.members).map(|one| one.person.name.as_str());
    let places: Vec<_> = names.map(|name| (words.find(&format!(" {name}")), name)).collect();
    assert!(places.iter().all(|(place, _)| place.is_some()), "{places:?}\n{words}");
    assert!(places.is_sorted(), "{places:?}");
});
