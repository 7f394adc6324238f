//! 催促: only those who have not answered, once a day, and as many as the clerk saw.

use entity::contact_point::ContactKind;
use entity::outbox::{Channel, OutboxState};
use entity::seat_contact::ContactPurpose;

use crate::support::contacts::{Holder, added, chosen, replaced};
use crate::support::golden::golden;
use crate::support::letters::{addresses, flat, queued, to};
use crate::support::office::{answered, asked, cancelled, convened, moved, page_of, postponed, withdrawn};
use crate::support::story::story;
use crate::support::world::instant;

story!(only_the_silent_are_asked_again, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    added(&world, Holder::Person(people.members[1].person.id), ContactKind::Telephone, "0000-00-0103").await;
    let office = Holder::Association(people.associations[0].id);
    added(&world, office, ContactKind::Telephone, "0000-00-0101").await;
    replaced(&world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    let meeting = convened(&world).await;
    answered(&world, &asked(&world, &meeting, 1).await, &[("answer", "absent")]).await;
    withdrawn(&world, &asked(&world, &meeting, 3).await).await;
    world.run_worker().await;
    world.clock.set(instant("2026-11-17T09:00+09:00"));
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/reminder", meeting.id));
    let page = clerk.get(&path).await;
    page.is(200)
        .shows("会議は令和8年12月4日(金) 14:00～15:30、回答期限は令和8年11月20日(金)です。")
        .shows("3人に送ります（メール3通）")
        .shows("未回答の3人に催促する")
        .shows("電話で確かめるとき（3人）")
        .shows("0000-00-0103（本人）")
        .shows("0000-00-0101（団体の事務局）")
        .shows("電話番号がありません")
        .hides("髙橋")
        .hides("𠮷田");
    assert_eq!(page.field(&path, "expected"), "3");
    assert_eq!(
        queued(&world, meeting.id).await.iter().filter(|row| row.kind == "invitation.reminded").count(),
        0
    );

    // Somebody answers while the clerk looks: nobody is reminded whom the clerk did not see.
    answered(&world, &asked(&world, &meeting, 2).await, &[]).await;
    let late = clerk.submit(&page, &path, &[]).await;
    late.is(409).shows("未回答の人が2人になっています。確かめて、もう一度押してください。");
    clerk.submit(&late, &path, &[]).await.is_redirect_to(&format!("/meetings/{}", meeting.id));
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("未回答の人に催促を送りました（佐藤 恵）");
    let mails = world.run_worker().await;
    let reminders: Vec<_> = mails.into_iter().filter(|mail| mail.subject.contains("再送")).collect();
    assert_eq!(addresses(&reminders), ["tsuji@example.jp", "yamamoto@example.jp"]);
    golden("invitation/reminded.txt", &reminders[..1]);
    assert!(reminders.iter().all(|mail| mail.calendar.is_none() && !mail.text.contains("督促")));
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("催促 11/17");

    let again = clerk.submit(&late, &path, &[]).await;
    again.is(422).shows("きょうもう催促しています。電話で確かめてください。");
    clerk.get(&path).await.is(200).shows("きょうもう催促しています").shows("電話で確かめるとき（2人）");
    world.clock.set(instant("2026-11-18T00:00+09:00"));
    let clerk = world.secretary();
    let page = clerk.get(&path).await;
    clerk.submit(&page, &path, &[]).await.is(303);
    assert_eq!(world.run_worker().await.len(), 2, "another day");
});

story!(whoever_answers_first_gets_none, "2026-11-17T09:00+09:00", async |world| {
    let people = &world.people;
    let fax =
        added(&world, Holder::Person(people.members[0].person.id), ContactKind::Fax, "0000-00-0009").await;
    chosen(&world, people.members[0].seat.id, ContactPurpose::Reminder, &[&fax]).await;
    let meeting = convened(&world).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/reminder", meeting.id));
    let page = clerk.get(&path).await;
    page.shows("5人に送ります（メール4通、印刷1通）").shows("FAX（本人） 0000-00-0009");
    clerk.submit(&page, &path, &[]).await.is(303);
    for n in [1, 2] {
        answered(&world, &asked(&world, &meeting, n).await, &[]).await;
    }
    let mails = world.run_worker().await;
    let reminded = mails.iter().filter(|mail| mail.subject.contains("再送")).count();
    assert_eq!(reminded, 3, "the answer came before the reminder left");
    let sheet = queued(&world, meeting.id).await.into_iter().find(|row| row.channel == Channel::Fax).unwrap();
    assert_eq!(sheet.state, OutboxState::Printing);
    clerk
        .get(&format!("/outbox/{}/sheet", sheet.id))
        .await
        .is(200)
        .shows("この通知は、もう送る必要がありません。");
});

story!(after_the_deadline_and_after_a_move, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[]).await;
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/reminder", meeting.id));
    let page = clerk.get(&path).await;
    clerk.submit(&page, &path, &[]).await.is(303);
    let mails = world.run_worker().await;
    let text = |address: &str| flat(to(&mails, address));
    assert!(
        text("takahashi@example.jp").contains("日時が変わりましたので"),
        "{}",
        text("takahashi@example.jp")
    );
    assert!(!text("tsuji@example.jp").contains("日時が変わりましたので"), "{}", text("tsuji@example.jp"));

    world.clock.set(instant("2026-11-24T09:00+09:00"));
    let clerk = world.secretary();
    let page = clerk.get(&path).await;
    clerk.submit(&page, &path, &[]).await.is(303);
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5);
    for mail in &mails {
        assert!(flat(mail).contains("回答期限の11月20日(金)を過ぎました。"), "{}", mail.text);
        assert!(
            !mail.subject.contains("回答期限"),
            "a deadline that has passed is no deadline: {}",
            mail.subject
        );
    }
});

story!(who_need_not_be_reminded, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let (planned, off, away) =
        (world.planned("", "2026-12-04T14:00+09:00").await, convened(&world).await, convened(&world).await);
    cancelled(&world, &off).await;
    postponed(&world, &away).await;
    for (meeting, words) in [(&planned, "招集"), (&off, "中止"), (&away, "延期")] {
        let path = format!("/meetings/{}/reminder", meeting.id);
        clerk.get(&path).await.is(200).shows(words).hides("に催促する</button>");
        clerk.post(&path, &[("expected", "5")]).await.is(422).shows(words);
    }
    let meeting = convened(&world).await;
    let path = format!("/meetings/{}/reminder", meeting.id);
    for typed in ["", "x", "-1"] {
        clerk.post(&path, &[("expected", typed)]).await.is(422).shows("催促する人数が分かりません。");
    }
    clerk.post(&path, &[("expected", "4")]).await.is(409).shows("未回答の人が5人");
    for one in entity_ids(&world, &meeting).await {
        answered(&world, &one, &[]).await;
    }
    clerk.get(&path).await.is(200).shows("未回答の人はいません。");
    clerk.post(&path, &[("expected", "0")]).await.is(422).shows("未回答の人はいません。");
    assert!(world.anonymous().get(&page_of(&world, &asked(&world, &meeting, 1).await)).await.status == 200);
});

/// Everybody asked to a meeting.
async fn entity_ids(
    world: &crate::support::world::World,
    meeting: &entity::meeting::Model,
) -> Vec<entity::invitation::Model> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let rows = entity::invitation::Entity::find();
    let rows = rows.filter(entity::invitation::Column::MeetingId.eq(meeting.id));
    rows.all(&world.db().read).await.unwrap()
}
