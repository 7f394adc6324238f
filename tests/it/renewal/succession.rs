//! The seats of a post go from who leaves it to who takes it.

use entity::charter_setting::Setting;

use crate::support::charter::says;
use crate::support::story::story;

story!(seats_follow_the_post, "2027-03-10T09:00+09:00", async |world| {
    says(&world, Setting::ExOfficio, "in_post").await;
    let (clerk, people) = (world.secretary(), &world.people);
    let leaver = people.adviser.person.id;
    let address = format!("/people/{leaver}/succession");
    assert_eq!(clerk.get(&format!("/people/{leaver}")).await.link("席を引きつぐ"), address);
    let page = clerk.get(&address).await;
    page.is(200).shows("医療・介護連携推進協議会").shows("顧問　充て職（令和8年4月1日～）");
    let id = people.adviser.membership.id.to_string();
    assert_eq!(page.field(&address, "seats"), id, "it is ticked");
    for (what, successor, on, seats, field) in [
        ("nobody", "", "R9.4.1", id.as_str(), "successor"),
        ("unknown", "山田 太郎", "R9.4.1", id.as_str(), "successor"),
        ("before the term", "小林 進", "R8.4.1", id.as_str(), "on"),
        ("no seat", "小林 進", "R9.4.1", "", "seats"),
        ("another's seat", "小林 進", "R9.4.1", &people.chair.membership.id.to_string(), "seats"),
    ] {
        let mut form = vec![("successor", successor), ("on", on)];
        if !seats.is_empty() {
            form.push(("seats", seats));
        }
        let refused = clerk.post(&address, &form).await;
        assert!(refused.is(422).field_error(field).is_some(), "{what}\n{}", refused.words());
    }
    let form = [("successor", "小林 進"), ("on", "R9.4.1"), ("seats", id.as_str())];
    clerk.post(&address, &form).await.is_redirect_to(&format!("/people/{}", people.officer.person.id));
    let council = format!("/bodies/{}", people.council.id);
    clerk.get(&format!("{council}?on=R9.3.31")).await.is(200).shows("山本 修").hides("小林 進");
    clerk
        .get(&format!("{council}?on=R9.4.1"))
        .await
        .is(200)
        .shows("小林 進")
        .hides("山本 修")
        .shows("（補欠）");
    clerk.post(&address, &form).await.is(422);
});
