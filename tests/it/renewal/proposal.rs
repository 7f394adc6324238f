//! An association proposes who follows in its seat, through its delegate.

use std::collections::BTreeMap;

use entity::charter_setting::Setting;
use entity::proposal::{self, ProposalState};
use entity::{contact_point, nomination, person};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::charter::says;
use crate::support::office::proposed;
use crate::support::story::story;
use crate::support::world::World;

/// Lets the term in the delegate's seat end with March.
async fn ending(world: &World) {
    says(world, Setting::Term, "march:1").await;
    let edit = format!("/memberships/{}/edit", world.people.members[0].membership.id);
    let clerk = world.secretary();
    let page = clerk.get(&edit).await;
    clerk.submit(&page, &edit, &[("to", "R9.3.31")]).await.is(303);
}

fn address(world: &World) -> String {
    format!("/seats/{}/proposal", world.people.members[0].seat.id)
}

async fn stored(world: &World) -> Vec<proposal::Model> {
    proposal::Entity::find().all(&world.db().read).await.unwrap()
}

const TYPED: [(&str, &str); 6] = [
    ("name", " 髙橋 誠 "),
    ("kana", "タカハシ マコト"),
    ("workplace", "みどり訪問看護"),
    ("post", "所長"),
    ("mail", "makoto@houkan.example"),
    ("remark", "役員の改選のため"),
];

story!(a_proposal_becomes_the_nomination, "2027-02-10T09:00+09:00", async |world| {
    ending(&world).await;
    let (delegate, clerk, path) = (world.delegate(), world.secretary(), address(&world));
    let first = delegate.get("/").await;
    let link = first.link("後任を推薦する（連携協議会 髙橋 さくら）");
    assert_eq!(link, path);
    let form = delegate.get(&path).await;
    form.is(200).shows("いまの委員　髙橋 さくらさん（令和8年4月1日～令和9年3月31日）").hides("取り下げる");
    assert_eq!(form.field(&path, "from"), "令和9年4月1日");
    delegate.submit(&form, &path, &TYPED).await.is_redirect_to("/");
    delegate.get("/").await.shows("髙橋 誠さんを後任に推薦しました").shows("髙橋 誠 確認待ち 推薦を直す");
    // The clerk sees it on the first screen, on the handover sheet, in the round and on the sheet of requests.
    let desk = clerk.get("/").await;
    desk.shows("連携協議会 訪問看護の後任の推薦を確かめる").shows("髙橋 誠さん　令和9年4月1日から");
    clerk.get("/handover").await.shows("後任の推薦を確かめる");
    let round = format!("/bodies/{}/renewal", world.people.council.id);
    clerk.get(&format!("{round}/requests?from=2027-04-01")).await.shows("推薦あり（確認待ち）");
    clerk.get(&format!("{round}?from=2027-04-01")).await.shows("団体からの推薦　髙橋 誠　令和9年4月1日から");
    let proposal = desk.link("推薦を確かめる");
    let page = clerk.get(&proposal).await;
    page.is(200)
        .shows("髙橋 誠（たかはし まこと）")
        .shows("makoto@houkan.example")
        .shows("役員の改選のため")
        .shows("同じ名前やふりがなの人はいません");
    clerk.submit(&page, &format!("{proposal}/acceptance"), &[]).await.is(303);
    let noted = clerk.get(&format!("{round}?from=2027-04-01")).await;
    noted.shows("髙橋 誠さんを次の委員として記録しました").hides("団体からの推薦");
    let seat = world.people.members[0].seat.id;
    let post = format!("{round}?page=1");
    assert_eq!(noted.field(&post, &format!("person-{seat}")), "髙橋 誠（たかはし まこと）");
    assert_eq!(noted.field(&post, &format!("nominated-{seat}")), "令和9年2月10日");
    assert_eq!(noted.field(&post, "to"), "令和10年3月31日");
    let entered = person::Entity::find().filter(person::Column::Name.eq("髙橋 誠"));
    let entered = entered.one(&world.db().read).await.unwrap().unwrap();
    assert_eq!((entered.workplace.as_str(), entered.post.as_str()), ("みどり訪問看護", "所長"));
    let mail = contact_point::Column::PersonId.eq(entered.id);
    let mail = contact_point::Entity::find().filter(mail).one(&world.db().read).await.unwrap();
    assert_eq!(mail.unwrap().value, "makoto@houkan.example");
    delegate.get("/").await.shows("髙橋 誠 受付済み 後任を推薦する");
    delegate.get(&path).await.shows("事務局が受け付けました");
    clerk.get("/").await.hides("後任の推薦を確かめる");
    clerk.get(&proposal).await.shows("次の委員として記録しました").hides("見送る理由");
});

story!(whom_a_proposal_means_is_said_by_the_clerk, "2027-02-10T09:00+09:00", async |world| {
    ending(&world).await;
    let clerk = world.secretary();
    let namesake = [("name", "高橋 誠"), ("kana", "たかはし まこと"), ("workplace", "あおば病院")];
    clerk.post("/people/new", &namesake).await.is(303);
    let other = [("name", "髙橋 真琴"), ("kana", "たかはし まこと")];
    clerk.post("/people/new", &other).await.is(303);
    let page = format!("/proposals/{}", proposed(&world, "R9.4.1").await);
    let form = clerk.get(&page).await;
    form.shows("名簿の高橋 誠さん（たかはし まこと、あおば病院）").shows("名簿の髙橋 真琴さん");
    let accept = format!("{page}/acceptance");
    let people = person::Entity::find().count(&world.db().read).await.unwrap();
    for who in ["", "x", &world.people.secretary.person.id.to_string()] {
        let refused = clerk.submit(&form, &accept, &[("who", who)]).await;
        assert!(refused.is(422).field_error("who").is_some(), "{who}");
    }
    let known = person::Entity::find().filter(person::Column::Name.eq("高橋 誠"));
    let known = known.one(&world.db().read).await.unwrap().unwrap().id;
    clerk.submit(&form, &accept, &[("who", &known.to_string())]).await.is(303);
    let named = nomination::Entity::find().all(&world.db().read).await.unwrap();
    assert_eq!((named.len(), named[0].person_id), (1, Some(known)));
    assert_eq!(person::Entity::find().count(&world.db().read).await.unwrap(), people);
    // What was looked at twice is done once.
    clerk.submit(&form, &accept, &[("who", "new")]).await.is(409);
    clerk.submit(&form, &format!("{page}/refusal"), &[("reason", "重複")]).await.is(409);
});

story!(a_seat_that_is_taken_waits_for_its_end, "2027-02-10T09:00+09:00", async |world| {
    ending(&world).await;
    let clerk = world.secretary();
    let page = format!("/proposals/{}", proposed(&world, "R9.3.1").await);
    let form = clerk.get(&page).await;
    form.shows("この日は、まだ席に人がいます").shows("任期を終える");
    let accept = format!("{page}/acceptance");
    let refused = clerk.submit(&form, &accept, &[]).await;
    let why = refused.is(422).field_error("from").unwrap();
    assert!(why.contains("髙橋 さくらさんの任期です（令和9年3月31日まで）"), "{why}");
    let far = clerk.submit(&form, &accept, &[("from", "R19.4.1")]).await;
    assert!(far.is(422).field_error("from").is_some());
    assert_eq!(stored(&world).await[0].state, ProposalState::Open);
    // Somebody is noted already for the day.
    let round = format!("/bodies/{}/renewal", world.people.council.id);
    let open = clerk.get(&format!("{round}?from=2027-04-01")).await;
    let person = format!("person-{}", world.people.members[0].seat.id);
    let named = [(person.as_str(), "大塚 実"), ("act", "save")];
    clerk.submit(&open, &format!("{round}?page=1"), &named).await.is(303);
    let refused = clerk.submit(&form, &accept, &[("from", "R9.4.1")]).await;
    assert!(refused.is(422).field_error("from").unwrap().contains("もう記録されています"));
    assert_eq!(stored(&world).await[0].state, ProposalState::Open);
});

story!(a_proposal_is_changed_taken_back_or_declined, "2027-02-10T09:00+09:00", async |world| {
    ending(&world).await;
    let (delegate, clerk, path) = (world.delegate(), world.secretary(), address(&world));
    let empty = delegate.get(&path).await;
    let first = proposed(&world, "R9.4.1").await;
    // Whoever began before must see what was sent meanwhile.
    let late = delegate.submit(&empty, &path, &TYPED).await;
    late.is(409).shows("推薦の内容が、先に変わりました");
    delegate.submit(&late, &path, &[("name", "髙橋 実")]).await.is(303);
    let page = clerk.get(&format!("/proposals/{first}")).await;
    page.shows("髙橋 実（たかはし まこと）");
    let form = delegate.get(&path).await;
    delegate.submit(&form, &format!("{path}/withdrawal"), &[]).await.is_redirect_to("/");
    delegate.get("/").await.shows("推薦を取り下げました").hides("髙橋 実 確認待ち");
    delegate.submit(&form, &format!("{path}/withdrawal"), &[]).await.is(409);
    clerk.get(&format!("/proposals/{first}")).await.shows("団体が取り下げました");
    clerk.submit(&page, &format!("/proposals/{first}/acceptance"), &[]).await.is(409);
    let second = format!("/proposals/{}", proposed(&world, "R9.4.1").await);
    let page = clerk.get(&second).await;
    let refusal = format!("{second}/refusal");
    assert!(clerk.submit(&page, &refusal, &[]).await.is(422).field_error("reason").is_some());
    clerk.submit(&page, &refusal, &[("reason", "別の席の委員のため")]).await.is(303);
    delegate.get("/").await.shows("髙橋 誠 事務局から返事 後任を推薦する");
    delegate.get(&path).await.shows("事務局から：別の席の委員のため");
    assert_eq!(stored(&world).await.len(), 2);
});

story!(what_cannot_be_proposed, "2027-02-10T09:00+09:00", async |world| {
    let (delegate, path) = (world.delegate(), address(&world));
    let form = delegate.get(&path).await;
    for (field, typed) in [
        ("name", ""),
        ("name", "髙橋\n誠"),
        ("kana", "高橋"),
        ("mail", "makoto"),
        ("mail", "a@b.example\r\nBcc: c@d.example"),
        ("from", "あした"),
        ("from", "R19.4.1"),
        ("from", "H20.4.1"),
    ] {
        let mut all: BTreeMap<_, _> = TYPED.into_iter().chain([("from", "R9.4.1")]).collect();
        all.insert(field, typed);
        let all: Vec<_> = all.into_iter().collect();
        let refused = delegate.submit(&form, &path, &all).await;
        assert!(refused.is(422).field_error(field).is_some(), "{field} {typed}");
        assert_eq!(refused.field(&path, "remark"), "役員の改選のため");
    }
    assert_eq!(stored(&world).await, []);
    let others = format!("/seats/{}/proposal", world.people.members[1].seat.id);
    delegate.get(&others).await.is(404);
    let typed = [&TYPED[..], &[("from", "R9.4.1"), ("version", "0")]].concat();
    delegate.post(&others, &typed).await.is(404);
    assert_eq!(stored(&world).await, []);
});

story!(nobody_follows_in_a_seat_that_ends, "2027-02-10T09:00+09:00", async |world| {
    ending(&world).await;
    let (delegate, clerk, path) = (world.delegate(), world.secretary(), address(&world));
    let page = format!("/proposals/{}", proposed(&world, "R9.4.1").await);
    let form = clerk.get(&page).await;
    let edit = format!("/seats/{}/edit", world.people.members[0].seat.id);
    let seat = clerk.get(&edit).await;
    clerk.submit(&seat, &edit, &[("to", "R9.3.31")]).await.is(303);
    let refused = clerk.submit(&form, &format!("{page}/acceptance"), &[]).await;
    assert!(refused.is(422).field_error("from").unwrap().contains("席または会議体がありません"));
    let own = delegate.get(&path).await;
    let refused = delegate.submit(&own, &path, &[("remark", "後任です")]).await;
    assert!(refused.is(422).field_error("from").unwrap().contains("席または会議体がありません"));
    assert_eq!(stored(&world).await[0].remark, "");
});
