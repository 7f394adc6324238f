//! Ways to reach somebody: read by their kind, put in order, retired and never deleted.

use entity::contact_point;
use sea_orm::EntityTrait;

use crate::support::story::story;

story!(numbers_are_read_by_their_kind, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let person = format!("/people/{}", world.people.chair.person.id);
    let form = format!("{person}/contacts/new");
    let page = clerk.get(&form).await;
    for (kind, value, error) in [
        ("mail", "tsuji", true),
        ("fax", "tsuji@example.jp", true),
        ("telephone", "00-0000", true),
        ("pigeon", "x", true),
        ("fax", "０２６５－００－０００１", false),
        ("mail", "ｔｓｕｊｉ＠hospital.example", false),
        ("post", "〒395-0000 長野県飯田市大久保町", false),
    ] {
        let answer = clerk.submit(&page, &form, &[("kind", kind), ("value", value)]).await;
        answer.is(if error { 422 } else { 303 });
    }
    clerk.get(&person).await.shows("0265-00-0001").shows("tsuji@hospital.example");
});

story!(the_first_of_a_kind_serves, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let person = format!("/people/{}", world.people.chair.person.id);
    let form = format!("{person}/contacts/new");
    let page = clerk.get(&form).await;
    clerk.submit(&page, &form, &[("kind", "mail"), ("value", "second@example.jp")]).await.is(303);
    let page = clerk.get(&person).await;
    let action = page.body.split("action=\"/contacts/").nth(1).unwrap().split('"').next().unwrap();
    let action = format!("/contacts/{action}");
    assert!(action.ends_with("/precedence"), "{action}");
    clerk.submit(&page, &action, &[]).await.is_redirect_to(&person);
    let words = clerk.get(&person).await.words();
    assert!(words.find("second@example.jp").unwrap() < words.find("tsuji@example.jp").unwrap());
    clerk.post(&action, &[]).await.is(422);
});

story!(a_retired_contact_stays_on_record, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let mail = &world.people.chair.mail;
    let retirement = format!("/contacts/{}/retirement", mail.id);
    world.other_secretary().get(&retirement).await.is(404);
    let page = clerk.get(&retirement).await;
    page.is(200).shows("これまでに送った記録は残ります");
    clerk.submit(&page, &retirement, &[]).await.is(303);
    clerk.get(&retirement).await.is(404);
    let row = contact_point::Entity::find_by_id(mail.id).one(&world.db().read).await.unwrap().unwrap();
    assert_eq!((row.value, row.retired_at), (mail.value.clone(), Some(world.now())));
});
