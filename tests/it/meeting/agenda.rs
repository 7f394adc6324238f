//! The order of business: items added, moved, edited and taken off, and what a bad form keeps.

use entity::agenda_item;
use entity::id::MeetingId;
use renkei::agenda::queries::of_meeting;

use crate::support::office::{convened, reread};
use crate::support::story::story;
use crate::support::world::World;

async fn titles(world: &World, meeting: MeetingId) -> Vec<String> {
    let items = of_meeting(&world.db().read, meeting).await.unwrap();
    let positions: Vec<_> = items.iter().map(|item| item.row.position).collect();
    assert_eq!(positions, (1..).take(items.len()).collect::<Vec<_>>(), "numbers run from 1 without gaps");
    items.into_iter().map(|item| item.row.title).collect()
}

async fn named(world: &World, meeting: MeetingId, title: &str) -> agenda_item::Model {
    let items = of_meeting(&world.db().read, meeting).await.unwrap();
    items.into_iter().find(|item| item.row.title == title).unwrap().row
}

async fn step(world: &World, meeting: MeetingId, title: &str, step: &str) -> u16 {
    let item = named(world, meeting, title).await;
    let (id, version) = (item.id.to_string(), item.version.to_string());
    let fields = [("item", id.as_str()), ("version", version.as_str()), ("step", step)];
    world.secretary().post(&format!("/meetings/{meeting}/agenda/order"), &fields).await.status.as_u16()
}

story!(items_are_added_moved_edited_and_taken_off, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = convened(&world).await;
    let path = format!("/meetings/{}/agenda", meeting.id);
    assert!(office.get(&path).await.body.contains("議題はまだありません"));
    for title in ["前回会議録の確認", "上半期の取組", "ルールの見直し"] {
        let fields = [
            ("kind", "report"),
            ("title", title),
            ("minutes", "５０分"),
            ("programme", "ア"),
            ("programme", "イ"),
            ("scenes", "end_of_life"),
        ];
        assert_eq!(office.post(&path, &fields).await.status, 303, "{title}");
    }
    let page = office.get(&path).await.body;
    for words in ["議題 3件、予定 150分（会議は90分）", "60分こえています", "ア・イ　看取り"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(step(&world, meeting.id, "ルールの見直し", "up").await, 303);
    assert_eq!(titles(&world, meeting.id).await, ["前回会議録の確認", "ルールの見直し", "上半期の取組"]);
    assert_eq!(step(&world, meeting.id, "前回会議録の確認", "up").await, 303, "the first stays first");

    let item = named(&world, meeting.id, "ルールの見直し").await;
    let (edit, removal) =
        (format!("/agenda-items/{}/edit", item.id), format!("/agenda-items/{}/removal", item.id));
    let version = item.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("kind", "approve"),
        ("title", "ルールの改定"),
        ("scenes", "daily_care"),
    ];
    assert_eq!(office.post(&edit, &fields).await.status, 303);
    let late = [("version", version.as_str()), ("kind", "approve"), ("title", "別の題")];
    let page = office.post(&edit, &late).await;
    page.is(409).shows("議題 ルールの改定 別の題");

    assert_eq!(office.post(&removal, &[("version", version.as_str())]).await.status, 409);
    assert_eq!(office.post(&removal, &[]).await.status, 422);
    let version = named(&world, meeting.id, "ルールの改定").await.version.to_string();
    assert_eq!(office.post(&removal, &[("version", version.as_str())]).await.status, 303);
    assert_eq!(titles(&world, meeting.id).await, ["前回会議録の確認", "上半期の取組"]);
    let after = reread(&world, &meeting).await;
    assert_eq!((after.sequence, after.version), (meeting.sequence, meeting.version), "no calendar follows");
});

story!(a_form_that_cannot_be_taken_stays, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}/agenda", meeting.id);
    let fields = [("title", ""), ("minutes", "0"), ("programme", "ケ"), ("presenter", "事務局")];
    let page = office.post(&path, &fields).await;
    assert_eq!(page.status, 422);
    for words in ["4か所を直してください", "value=\"事務局\"", "1から600までの分の数"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(office.post(&format!("{path}/order"), &[]).await.status, 422);
});

story!(a_cancelled_meeting_keeps_its_agenda, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}/agenda", meeting.id);
    let item = [("kind", "discuss"), ("title", "見直し")];
    assert_eq!(office.post(&path, &item).await.status, 303);
    let cancelled = [("reason", "議題がないため"), ("version", "1")];
    office.post(&format!("/meetings/{}/cancellation", meeting.id), &cancelled).await;
    let page = office.get(&path).await;
    assert!(page.body.contains("見直し") && !page.body.contains("<form class=\"inline\""), "{}", page.body);
    assert_eq!(office.post(&path, &item).await.status, 422);
    assert_eq!(step(&world, meeting.id, "見直し", "up").await, 422);
});
