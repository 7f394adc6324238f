//! 名寄せ: a double of another spelling goes over to the row that stays, whole or not at all.

use entity::person_double;
use sea_orm::EntityTrait;

use crate::support::client::Client;
use crate::support::exchange::send;
use crate::support::office::{called, letter};
use crate::support::story::story;
use crate::support::world::World;

/// 高橋 さくら, the double of 髙橋 さくら, with a way to reach her; returns her page.
async fn entered(clerk: &Client<'_>, mail: &str) -> String {
    let form = clerk.get("/people/new").await;
    let fields = [("name", "高橋 さくら"), ("kana", "たかはし さくら"), ("another", "yes")];
    let page = clerk.submit(&form, "/people/new", &fields).await.is(303).header("location").to_owned();
    let new = format!("{page}/contacts/new");
    let form = clerk.get(&new).await;
    clerk.submit(&form, &new, &[("kind", "mail"), ("value", mail)]).await.is(303);
    page
}

/// Gives her the vacant seat.
async fn seated(world: &World, page: &str) {
    let appoint = format!("/seats/{}/memberships/new", world.people.vacant_seat.id);
    let person = page.trim_start_matches("/people/");
    let form = [("person", person), ("role", "member"), ("from", "R8.4.1"), ("to", "")];
    world.secretary().post(&appoint, &form).await.is(303);
}

async fn joined(world: &World) -> usize {
    person_double::Entity::find().all(&world.db().read).await.unwrap().len()
}

story!(a_double_of_another_spelling_goes_over_whole, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, kept) = (world.secretary(), format!("/people/{}", world.people.members[0].person.id));
    let meeting = called(&world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(&world)).await;
    let double = entered(&clerk, "sakura@second.example").await;
    seated(&world, &double).await;
    let page = clerk.get(&kept).await;
    let choose = clerk.get(&page.link("二重に入っている人をまとめる")).await;
    let beside = clerk.get(&choose.is(200).link("高橋 さくら")).await;
    beside
        .is(200)
        .shows("席 1件、招いた記録 0件、連絡先 1件")
        .shows("sakura@second.example")
        .shows("元には戻せません");
    assert_eq!(joined(&world).await, 0, "looking changes nothing");
    let action = format!("{kept}/double");
    clerk.submit(&beside, &action, &[]).await.is_redirect_to(&kept);
    let page = clerk.get(&kept).await;
    page.shows("髙橋 さくら").shows("住民代表").shows("sakura@second.example").shows("1人にまとめました");
    clerk.get(&double).await.is_redirect_to(&kept);
    clerk.get("/people?q=さくら").await.shows("1人のうち").hides("高橋");
    clerk.get("/search?q=たかはし").await.shows("髙橋 さくら").shows("1件見つかりました");
    clerk.get("/settings/export/persons.csv").await.is(200).hides("高橋");
    let roster = clerk.get(&format!("/bodies/{}/roster", world.people.council.id)).await;
    roster.shows("髙橋 さくら").hides("高橋 さくら");
    clerk.get(&format!("/meetings/{}", meeting.id)).await.is(200);
    clerk.submit(&beside, &action, &[]).await.is(404);
    assert_eq!(joined(&world).await, 1);
    // An old file that still names the double changes nothing of it.
    let old = format!("ID,氏名\n{},高橋 桜\n", double.trim_start_matches("/people/"));
    let preview =
        send(&clerk, "persons", "old.csv", old.as_bytes()).await.is(303).header("location").to_owned();
    clerk.get(&preview).await.is(200).shows("取り込めない行1件").hides("この内容で取り込む");
});

story!(her_invitation_and_account_come_along, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, member) = (world.secretary(), &world.people.members[0]);
    let meeting = called(&world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(&world)).await;
    let kept = entered(&clerk, "sakura@second.example").await;
    let beside = clerk.get(&format!("{kept}/double?double={}", member.person.id)).await;
    beside.is(200).shows("席 1件、招いた記録 1件、連絡先 1件、利用者としてのサインイン");
    clerk.submit(&beside, &format!("{kept}/double"), &[]).await.is_redirect_to(&kept);
    let own = world.member(1);
    own.get(&format!("/meetings/{}", meeting.id)).await.is(200);
    own.get("/").await.is(200).shows("連携協議会");
});

story!(what_could_not_be_right_is_refused, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let double = entered(&clerk, "sakura@second.example").await;
    seated(&world, &double).await;
    called(&world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(&world)).await;
    let kept = format!("/people/{}", people.members[0].person.id);
    let id = double.trim_start_matches("/people/");
    let beside = clerk.get(&format!("{kept}/double?double={id}")).await;
    beside.is(200).shows("2人とも招いている会議があります（連携協議会 第1回）").hides("元には戻せません");
    let versions = [("double", id), ("version", "1"), ("double_version", "1")];
    clerk.post(&format!("{kept}/double"), &versions).await.is(422).shows("2人とも招いている会議");
    let other = people.members[1].person.id.to_string();
    clerk.get(&format!("{kept}/double?double={other}")).await.is(200).shows("2人とも");
    let third = entered(&clerk, "sakura@third.example").await;
    let third = third.trim_start_matches("/people/");
    let stale = [("double", third), ("version", "99"), ("double_version", "1")];
    clerk.post(&format!("{kept}/double"), &stale).await.is(409).shows("ほかの人が先に変更しました");
    let own = kept.trim_start_matches("/people/");
    let same = [("double", own), ("version", "1"), ("double_version", "1")];
    clerk.post(&format!("{kept}/double"), &same).await.is(422).shows("残す人と同じ人です");
    let theirs = people.other_secretary.person.id.to_string();
    clerk.get(&format!("{kept}/double?double={theirs}")).await.is(404);
    clerk.post(&format!("{kept}/double"), &[("double", "x"), ("version", "1")]).await.is(422);
    assert_eq!(joined(&world).await, 0);
    clerk.get(&double).await.is(200).shows("住民代表");
});

story!(two_who_sign_in_are_two, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, people) = (world.secretary(), &world.people);
    let kept = format!("/people/{}", people.delegate.person.id);
    let beside = clerk.get(&format!("{kept}/double?double={}", people.officer.person.id)).await;
    beside.is(200).shows("2人とも利用者として登録されています");
    clerk.get(&format!("{kept}/double?q=小林")).await.is(200).shows("小林 進");
    clerk.get(&format!("{kept}/double")).await.is(200).shows("ほかにいません");
});
