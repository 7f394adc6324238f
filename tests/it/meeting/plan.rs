//! A meeting planned: days and times as people write them, clashes shown, bad input kept.

use entity::meeting;
use sea_orm::EntityTrait;

use crate::support::story::story;
use crate::support::world::{World, instant};

async fn all(world: &World) -> Vec<meeting::Model> {
    meeting::Entity::find().all(&world.db().read).await.unwrap()
}

const DAY: [(&str, &str); 6] = [
    ("day", "令和8年12月23日(水)"),
    ("starts", "午後6時半"),
    ("ends", "20:00"),
    ("mode", "room"),
    ("openness", "open"),
    ("place", "大会議室"),
];

fn with<'a>(body: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| more.iter().any(|(other, _)| *other == name);
    let kept = DAY.into_iter().filter(|(name, _)| !changed(name));
    kept.chain([("body", body)]).chain(more.iter().copied()).collect()
}

story!(a_day_or_only_a_month_enters_the_plan, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let body = world.people.council.id.to_string();
    let page = office.get(&format!("/meetings/new?body={body}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("<option value=\"{body}\" selected>")), "{}", page.body);

    let done = office.post("/meetings/new", &with(&body, &[])).await;
    let [meeting] = &all(&world).await[..] else { panic!("one meeting") };
    done.is_redirect_to(&format!("/meetings/{}", meeting.id));
    assert_eq!(meeting.starts_at, Some(instant("2026-12-23T18:30+09:00")));
    assert_eq!((meeting.fiscal_year, meeting.sequence, meeting.number), (2026, 0, None));
    assert_eq!(meeting.reply_due_on, Some("2026-12-09".parse().unwrap()), "two weeks before");

    let month = [("day", ""), ("starts", ""), ("ends", ""), ("month", "2027-02-01")];
    assert_eq!(office.post("/meetings/new", &with(&body, &month)).await.status, 303);
    let planned = all(&world).await;
    let planned = planned.iter().find(|meeting| meeting.month_on.is_some()).unwrap();
    assert_eq!((planned.fiscal_year, planned.starts_at), (2026, None));
});

story!(what_speaks_against_a_day_is_shown_without_storing, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let body = world.people.council.id.to_string();
    world.planned("", "2026-12-04T14:00+09:00").await;
    for (day, words) in [
        ("2026-11-23", "閉庁日です（祝日（勤労感謝の日））。"),
        (
            "2026-11-25",
            "通知の期限（11月18日(水)）を過ぎています。設置要綱 第5条第2項：7日前まで（当日を数えない）。",
        ),
        ("2026-12-04", "同じ日に、この会議体の連携協議会（14:00～15:30）があります。"),
        ("2026-12-09", "この日時で重なりはありません"),
    ] {
        let page = office.post("/meetings/new", &with(&body, &[("day", day), ("check", "1")])).await;
        assert_eq!(page.status, 200, "{day}");
        assert!(page.body.contains(words), "{day}: {}", page.body);
    }
    assert_eq!(all(&world).await.len(), 1, "nothing was stored");
});

story!(all_errors_show_at_once_and_the_form_stays_as_typed, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let body = world.people.council.id.to_string();
    let wrong: &[(&str, &str)] = &[
        ("day", "令和9年2月29日"),
        ("ends", "24:00"),
        ("openness", "closed"),
        ("online_url", "javascript:alert(1)"),
    ];
    let page = office.post("/meetings/new", &with(&body, wrong)).await;
    assert_eq!(page.status, 422);
    for words in [
        "令和9年2月に29日はありません。",
        "24:00は翌日の0:00です。",
        "https:// で始まるアドレスを入れてください。",
        "4か所を直してください",
        "value=\"令和9年2月29日\"",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    for (more, words) in [
        (&[("ends", "18:00")][..], "終了時刻を、開始時刻より後にしてください。"),
        (&[("day", "")][..], "時刻を入れるときは、開催日も入れてください。"),
        (&[("reply_due", "2026-12-23")][..], "開催日（12月23日(水)）より前の日にしてください。"),
        (&[("day", "2004-12-23")][..], "この会議体は平成30年4月1日からです。"),
    ] {
        let page = office.post("/meetings/new", &with(&body, more)).await;
        assert_eq!(page.status, 422, "{more:?}");
        assert!(page.body.contains(words), "{more:?}: {}", page.body);
    }
    let empty = office.post("/meetings/new", &[]).await;
    assert_eq!(empty.status, 422, "an empty form is no meeting");
    assert!(all(&world).await.is_empty());
});
