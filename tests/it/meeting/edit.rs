use super::office::Office;

const TYPED: [(&str, &str); 7] = [
    ("scope", "plan"),
    ("day", "2026-12-07"),
    ("starts", "14:00"),
    ("ends", "15:30"),
    ("mode", "room"),
    ("openness", "open"),
    ("place", "第1会議室"),
];

#[actix_web::test]
async fn two_people_at_once_see_both_versions() {
    let office = Office::open().await;
    let meeting = office.planned().await;
    let path = format!("/meetings/{}/edit", meeting.id);
    let seen = |version| TYPED.into_iter().chain([("version", version)]).collect::<Vec<_>>();
    assert_eq!(office.post(&path, &seen("1")).await.status, 303);

    let mut late = seen("1");
    late.retain(|(name, _)| *name != "place");
    late.push(("place", "市役所"));
    let page = office.post(&path, &late).await;
    assert_eq!(page.status, 409);
    assert!(page.html.contains("<td>第1会議室</td><td>市役所</td>"), "{}", page.html);
    assert!(!page.html.contains("<th scope=\"row\">開催日</th>"), "the same day written in two ways");
    assert!(page.html.contains("name=\"version\" value=\"2\""), "sent again it counts as seen");
    assert_eq!(office.meeting(meeting.id).await.place, "第1会議室");
}

#[actix_web::test]
async fn after_the_notice_only_the_wording_changes() {
    let office = Office::open().await;
    let meeting = office.convened().await;
    let path = format!("/meetings/{}/edit", meeting.id);
    let page = office.get(&path).await;
    assert!(!page.html.contains("name=\"day\""), "{}", page.html);

    let version = meeting.version.to_string();
    let typed: Vec<_> = TYPED.into_iter().chain([("version", version.as_str())]).collect();
    let page = office.post(&path, &typed).await;
    assert_eq!(page.status, 422);
    assert!(page.html.contains("もう招集しています"), "{}", page.html);

    let wording = [
        ("version", version.as_str()),
        ("scope", "wording"),
        ("openness", "open"),
        ("title", "臨時会"),
        ("reply_due", "2026-11-24"),
    ];
    assert_eq!(office.post(&path, &wording).await.status, 303);
    let now = office.meeting(meeting.id).await;
    assert_eq!((now.title.as_str(), now.sequence, now.version), ("臨時会", 0, meeting.version + 1));
    assert_eq!((now.starts_at, now.changed_at), (meeting.starts_at, meeting.changed_at));

    let version = now.version.to_string();
    let earlier = [("version", version.as_str()), ("openness", "open"), ("reply_due", "2026-11-21")];
    let page = office.post(&path, &earlier).await;
    assert!(page.html.contains("回答期限（11月24日(火)）を早められません"), "{}", page.html);
}

#[actix_web::test]
async fn others_may_not() {
    let office = Office::open().await;
    let (planned, convened) = (office.planned().await, office.convened().await);
    for page in ["edit", "cancellation", "rulings", "agenda"] {
        assert_eq!(office.member_gets(&format!("/meetings/{}/{page}", planned.id)).await, 404, "{page}");
        assert_eq!(office.member_gets(&format!("/meetings/{}/{page}", convened.id)).await, 403, "{page}");
    }
    assert_eq!(office.member_gets("/meetings/new").await, 403);
}

#[actix_web::test]
async fn the_clerk_rules_where_the_charter_is_silent() {
    let office = Office::open().await;
    let meeting = office.planned().await;
    let path = format!("/meetings/{}/rulings", meeting.id);
    let page = office.get(&path).await;
    assert!(page.html.contains("value=\"quorum=more_than_half\""), "{}", page.html);
    assert!(!page.html.contains("value=\"numbering=running\""), "the charter says it");

    for wrong in [&[][..], &[("ruling", "numbering=running"), ("reason", "x")], &[("ruling", "quorum=none")]]
    {
        assert_eq!(office.post(&path, wrong).await.status, 422, "{wrong:?}");
    }
    let fixed = [("ruling", "quorum_base=fixed"), ("members", "２０"), ("reason", "要綱に定めがないため")];
    assert_eq!(office.post(&path, &fixed).await.status, 303);
    let page = office.get(&path).await;
    assert!(page.html.contains("要綱に定めがないため"), "{}", page.html);
}
