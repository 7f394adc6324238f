//! People are entered as they write themselves, found in any form, and never overwritten unseen.

use crate::support::story::story;

story!(a_person_is_found_by_the_usual_form, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    for (sought, found) in [
        ("高橋", "髙橋 さくら"),
        ("山崎", "あてはまる人はいません"),
        ("宮崎", "宮﨑 一郎"),
        ("タカハシ", "髙橋 さくら"),
    ] {
        clerk.get(&format!("/people?q={sought}")).await.is(200).shows(found);
    }
    let all = clerk.get("/people").await;
    let (first, later) = (all.words().find("おおつか みのる"), all.words().find("よしだ はなこ"));
    assert!(first.unwrap() < later.unwrap());
});

story!(a_person_is_entered_as_written, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/people/new").await;
    let fields = [
        ("name", "渡邉 薫\u{e0100}"),
        ("kana", "ﾜﾀﾅﾍﾞ ｶｵﾙ"),
        ("workplace", "東部病院"),
        ("post", "<b>部長</b>"),
    ];
    let entered = clerk.submit(&page, "/people/new", &fields).await;
    let person = entered.is(303).header("location").to_owned();
    let page = clerk.get(&person).await;
    page.is(200).shows("渡邉 薫\u{e0100}").shows("わたなべ かおる").shows("<b>部長</b>");
});

story!(all_errors_show_at_once, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/people/new").await;
    let answer = clerk.submit(&page, "/people/new", &[("name", "a\u{0}b"), ("kana", "漢字")]).await;
    answer.is(422).shows("2か所を直してください");
    assert!(answer.field_error("name").is_some());
    assert_eq!(answer.field_error("kana").unwrap(), "ふりがなは、ひらがなで入れてください。");
});

story!(a_namesake_is_pointed_out_and_allowed, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/people/new").await;
    let fields = [("name", "高橋 さくら"), ("kana", "たかはし さくら")];
    let asked = clerk.submit(&page, "/people/new", &fields).await;
    asked.is(422).shows("同じ名前の人が名簿にいます");
    let own = format!("/people/{}", world.people.members[0].person.id);
    assert_eq!(asked.link("髙橋 さくら"), own);
    clerk.submit(&asked, "/people/new", &[("another", "yes")]).await.is(303);
});

story!(two_clerks_do_not_overwrite_each_other, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let edit = format!("/people/{}/edit", world.people.members[0].person.id);
    let page = clerk.get(&edit).await;
    clerk.submit(&page, &edit, &[("workplace", "東部病院")]).await.is(303);
    let late = clerk.submit(&page, &edit, &[("workplace", "西部病院")]).await;
    late.is(409).shows("ほかの人が先に変更しました").shows("東部病院");
    assert_eq!(late.field(&edit, "workplace"), "西部病院");
    clerk.submit(&late, &edit, &[]).await.is(303);
});

story!(others_see_no_person, "2026-11-20T09:00+09:00", async |world| {
    let person = format!("/people/{}", world.people.members[0].person.id);
    for path in [person.clone(), format!("{person}/edit"), format!("{person}/contacts/new")] {
        world.other_secretary().get(&path).await.is(404);
        world.member(1).get(&path).await.is(404);
        world.administrator().get(&path).await.is(404);
    }
    world.member(1).get("/people").await.is(403);
    world.secretary().get(&person).await.is(200).shows("委員").hides("停止");
});

story!(a_roster_of_an_older_day_prints_the_older_name, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let member = &world.people.members[0];
    let (page, edit) =
        (format!("/people/{}", member.person.id), format!("/people/{}/edit", member.person.id));
    let roster = format!("/bodies/{}/roster", world.people.council.id);
    let renamed = [("name", "田中 さくら"), ("kana", "たなか さくら"), ("renamed_on", "令和8年10月1日")];
    let form = clerk.get(&edit).await;
    clerk.submit(&form, &edit, &renamed).await.is(303);
    clerk.get(&page).await.shows("前の名前").shows("髙橋 さくら（令和8年9月30日まで）");
    clerk.get(&format!("{roster}?on=2026-10-01")).await.shows("田中 さくら").hides("髙橋 さくら");
    clerk.get(&format!("{roster}?on=2026-09-30")).await.shows("髙橋 さくら").hides("田中 さくら");
    clerk.get(&format!("{roster}.csv?on=2026-09-30")).await.shows("髙橋 さくら");
    for words in ["髙橋", "高橋", "田中"] {
        clerk.get(&format!("/search?q={words}")).await.shows("さくら").hides("見つかりません");
    }
    for (name, on, why) in [
        ("佐藤 さくら", "2026-11-21", "今日までの日を入れてください"),
        ("佐藤 さくら", "2026-10-01", "令和8年9月30日まで前の名前でした"),
        ("田中 さくら", "2026-11-01", "氏名が変わっていません"),
        ("佐藤 さくら", "きのう", "日付"),
    ] {
        let form = clerk.get(&edit).await;
        let answer = clerk.submit(&form, &edit, &[("name", name), ("renamed_on", on)]).await;
        let said = answer.is(422).field_error("renamed_on").unwrap_or_default();
        assert!(said.contains(why), "{on}: {said}");
        assert_eq!(answer.field(&edit, "renamed_on"), on);
    }
    let ask = clerk.get(&page).await.link("記録を消す（髙橋 さくら）");
    let form = clerk.get(&ask).await;
    form.is(200).shows("いまの名前「田中 さくら」がのる");
    clerk.submit(&form, &ask, &[]).await.is(303);
    clerk.submit(&form, &ask, &[]).await.is(404);
    clerk.get(&page).await.hides("前の名前");
    clerk.get(&format!("{roster}?on=2026-09-30")).await.shows("田中 さくら");
    clerk.get("/search?q=髙橋").await.shows("見つかりません");
});
