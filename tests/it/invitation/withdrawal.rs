//! One person taken off the list, and invited again.

use entity::{audit_entry, invitation};
use renkei::platform::outbox::LetterHead;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::golden::golden;
use crate::support::letters::{addresses, looked_at, object, sent};
use crate::support::office::{
    DAY, answered, asked, called, cancelled, convened, letter, page_of, relocated, replies, reread,
};
use crate::support::story::story;

story!(only_the_person_hears_of_it, "2026-11-10T09:00+09:00", async |world| {
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(&world) };
    let meeting = called(&world, &world.planned("", DAY).await, head).await;
    let (one, other) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    answered(&world, &one, &[]).await;
    answered(&world, &other, &[("answer", "absent")]).await;
    let notices = world.run_worker().await;
    let notice = notices.iter().find(|mail| mail.to == "takahashi@example.jp" && mail.calendar.is_some());
    let asked_by = object(notice.unwrap()).events[0]["ORGANIZER"].clone();
    let (clerk, path) = (world.secretary(), format!("/invitations/{}/withdrawal", one.id));
    let typed = [("reason", "委員の交代のため"), ("number", "8東広福第50号")];
    looked_at(&clerk, &path, &typed)
        .await
        .shows("取り消す人 髙橋 さくら（訪問看護）")
        .shows("1人に送ります（メール1通）")
        .shows("【連携協議会】案内の取消し 12/4(金)14:00")
        .hides("宮﨑");
    assert_eq!(reread(&world, &meeting).await, meeting);
    sent(&clerk, &path, &typed).await;
    assert_eq!(reread(&world, &meeting).await.sequence, 1);
    let page = clerk.get(&format!("/meetings/{}", meeting.id)).await;
    page.shows("髙橋 さくらさんへの案内を取り消しました")
        .shows("返事 3人中1人")
        .shows("髙橋 さくらさんの案内を取り消しました。理由：委員の交代のため（佐藤 恵）");
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    golden("invitation/withdrawn.txt", &mails);
    let cancel = object(&mails[0]);
    assert_eq!((cancel.head["METHOD"].as_str(), cancel.events[0]["SEQUENCE"].as_str()), ("CANCEL", "1"));
    assert_eq!(cancel.events[0]["STATUS"], "CANCELLED");
    assert_eq!(cancel.events[0]["ORGANIZER"], asked_by, "programs obey only whoever had invited");

    let phone = world.anonymous();
    phone.get(&page_of(&world, &one)).await.is(404);
    let other = asked(&world, &meeting, 2).await;
    assert_eq!(other.asked_sequence, 0);
    phone.get(&page_of(&world, &other)).await.is(200).shows("欠席");
    // A calendar answer of somebody else for the state before still fits.
    relocated(&world, &meeting, "若草村役場").await;
    let mails = world.run_worker().await;
    assert!(!addresses(&mails).contains(&"takahashi@example.jp"), "{:?}", addresses(&mails));
    let log = audit_entry::Entity::find().filter(audit_entry::Column::Verb.eq("invitation.withdrawn"));
    let log = log.one(&world.db().read).await.unwrap().unwrap();
    assert_eq!((log.subject_id, log.reason.as_deref()), (one.id.0, Some("委員の交代のため")));
});

story!(whoever_is_invited_again_begins_anew, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[]).await;
    let old = page_of(&world, &one);
    let clerk = world.secretary();
    sent(&clerk, &format!("/invitations/{}/withdrawal", one.id), &[("reason", "委員の交代のため")]).await;
    world.run_worker().await;
    let path = format!("/meetings/{}/invitations/new", meeting.id);
    let form = clerk.get(&path).await;
    form.is(200).shows("髙橋 さくら（訪問看護）　前に案内を取り消した人").hides("宮﨑");
    let person = world.people.members[0].person.id.to_string();
    sent(&clerk, &path, &[("people", &person)]).await;
    let again = asked(&world, &meeting, 1).await;
    assert_eq!((again.id, again.asked_sequence, again.generation), (one.id, 2, 1));
    assert_eq!((again.withdrawn_at, again.withdrawn_reason.as_deref()), (None, None));
    let others: Vec<_> = invitation::Entity::find()
        .filter(invitation::Column::Id.ne(one.id))
        .all(&world.db().read)
        .await
        .unwrap();
    assert!(others.iter().all(|other| other.asked_sequence == 0), "nobody else is asked again");

    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    let request = object(&mails[0]);
    let event = &request.events[0];
    assert_eq!((request.head["METHOD"].as_str(), event["SEQUENCE"].as_str()), ("REQUEST", "2"));
    assert_eq!((event["UID"].as_str(), event["STATUS"].as_str()), (meeting.uid.as_str(), "CONFIRMED"));
    let new = page_of(&world, &again);
    assert_eq!(mails[0].link("/r/").as_deref(), Some(new.as_str()));
    let phone = world.anonymous();
    phone.get(&old).await.is(404);
    phone.get(&new).await.is(200).hides("承りました");
    assert_eq!(replies(&world, one.id).await.len(), 1, "the earlier answer is history");
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("返事 4人中0人");
    answered(&world, &again, &[("answer", "absent")]).await;
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("返事 4人中1人");
});

story!(who_cannot_be_taken_off, "2026-11-10T09:00+09:00", async |world| {
    let (meeting, off) = (convened(&world).await, convened(&world).await);
    let (one, gone) = (asked(&world, &meeting, 1).await, asked(&world, &off, 1).await);
    cancelled(&world, &off).await;
    let (clerk, path) = (world.secretary(), format!("/invitations/{}/withdrawal", one.id));
    let form = clerk.get(&path).await;
    clerk.submit(&form, &path, &[("reason", "")]).await.is(422).shows("理由：入力してください。");
    let preview = clerk.submit(&form, &path, &[("reason", "交代")]).await;
    relocated(&world, &meeting, "若草村役場").await;
    let late = clerk.submit(&preview, &path, &[("confirm", "yes")]).await;
    late.is(409).shows("ほかの人が先に会議を変更しました");
    clerk.submit(&late, &path, &[("confirm", "yes")]).await.is(303);
    let done = clerk.get(&path).await;
    done.is(200).shows("いまは送れません").shows("ほかの人がすでに変更しました");
    clerk.get(&format!("/invitations/{}/withdrawal", gone.id)).await.is(200).shows("中止");
    for persona in [world.member(1), world.chair(), world.delegate(), world.officer()] {
        persona.get(&path).await.is(403);
        persona.post(&path, &[]).await.is(403);
    }
    world.other_secretary().get(&path).await.is(404);
    world.anonymous().post(&path, &[]).await.is(401);
});
