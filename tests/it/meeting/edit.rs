//! A plan edited by several people, the wording of a convened meeting, and what the clerk rules for one meeting.

use entity::charter_setting::{self, Setting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::office::{convened, postponed, reread};
use crate::support::story::story;

const TYPED: [(&str, &str); 7] = [
    ("scope", "plan"),
    ("day", "2026-12-07"),
    ("starts", "14:00"),
    ("ends", "15:30"),
    ("mode", "room"),
    ("openness", "open"),
    ("place", "第1会議室"),
];

story!(two_people_at_once_see_both_versions, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}/edit", meeting.id);
    let seen = |version| TYPED.into_iter().chain([("version", version)]).collect::<Vec<_>>();
    assert_eq!(office.post(&path, &seen("1")).await.status, 303);

    let mut late = seen("1");
    late.retain(|(name, _)| *name != "place");
    late.push(("place", "市役所"));
    let page = office.post(&path, &late).await;
    page.is(409).shows("場所 第1会議室 市役所");
    // The same day written in two ways is no difference.
    page.hides("開催日 令和").hides("開催日 2026");
    assert!(page.body.contains("name=\"version\" value=\"2\""), "sent again it counts as seen");
    assert_eq!(reread(&world, &meeting).await.place, "第1会議室");
});

story!(after_the_notice_only_the_wording_changes, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = convened(&world).await;
    let path = format!("/meetings/{}/edit", meeting.id);
    let page = office.get(&path).await;
    assert!(!page.body.contains("name=\"day\""), "{}", page.body);

    let version = meeting.version.to_string();
    let typed: Vec<_> = TYPED.into_iter().chain([("version", version.as_str())]).collect();
    let page = office.post(&path, &typed).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("もう招集しています"), "{}", page.body);

    let wording = [
        ("version", version.as_str()),
        ("scope", "wording"),
        ("openness", "open"),
        ("title", "臨時会"),
        ("reply_due", "2026-11-24"),
    ];
    assert_eq!(office.post(&path, &wording).await.status, 303);
    let now = reread(&world, &meeting).await;
    assert_eq!((now.title.as_str(), now.sequence, now.version), ("臨時会", 0, meeting.version + 1));
    assert_eq!((now.starts_at, now.changed_at), (meeting.starts_at, meeting.changed_at));

    let version = now.version.to_string();
    let earlier = [("version", version.as_str()), ("openness", "open"), ("reply_due", "2026-11-21")];
    let page = office.post(&path, &earlier).await;
    assert!(page.body.contains("回答期限（11月24日(火)）を早められません"), "{}", page.body);
});

story!(others_may_not, "2026-11-20T09:00+09:00", async |world| {
    let member = world.member(1);
    let (planned, convened) = (world.planned("", "2026-12-04T14:00+09:00").await, convened(&world).await);
    for page in ["edit", "cancellation", "rulings", "agenda"] {
        assert_eq!(member.get(&format!("/meetings/{}/{page}", planned.id)).await.status, 404, "{page}");
        assert_eq!(member.get(&format!("/meetings/{}/{page}", convened.id)).await.status, 403, "{page}");
    }
    member.get("/meetings/new").await.is(403);
});

story!(the_clerk_rules_where_the_charter_is_silent, "2026-11-20T09:00+09:00", async |world| {
    let office = world.secretary();
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let path = format!("/meetings/{}/rulings", meeting.id);
    let silent = charter_setting::Column::Setting.is_in([Setting::Quorum, Setting::QuorumBase]);
    world.write(async |tx| charter_setting::Entity::delete_many().filter(silent).exec(tx).await).await;
    let page = office.get(&path).await;
    assert!(page.body.contains("value=\"quorum=more_than_half\""), "{}", page.body);
    assert!(!page.body.contains("value=\"numbering=running\""), "the charter says it");

    for wrong in [&[][..], &[("ruling", "numbering=running"), ("reason", "x")], &[("ruling", "quorum=none")]]
    {
        assert_eq!(office.post(&path, wrong).await.status, 422, "{wrong:?}");
    }
    let fixed = [("ruling", "quorum_base=fixed"), ("members", "２０"), ("reason", "要綱に定めがないため")];
    assert_eq!(office.post(&path, &fixed).await.status, 303);
    let page = office.get(&path).await;
    assert!(page.body.contains("要綱に定めがないため"), "{}", page.body);
});

story!(a_postponed_meeting_is_led_to_a_new_date, "2026-11-20T09:00+09:00", async |world| {
    let (office, meeting) = (world.secretary(), convened(&world).await);
    postponed(&world, &meeting).await;
    for start in ["/".to_owned(), format!("/meetings/{}", meeting.id)] {
        let way = office.get(&start).await.link("日時を決める");
        let page = office.get(&way).await;
        assert!(page.is(200).body.contains("name=\"day\""), "{start} leads to {way}, which takes no date");
    }
});
