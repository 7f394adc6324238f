//! 延期: the entry leaves the calendars, the link waits, and nothing can be answered until there is a new day.

use entity::meeting_change::{self, ChangeKind};
use renkei::platform::outbox::LetterHead;
use sea_orm::EntityTrait;

use crate::support::golden::golden;
use crate::support::letters::{addresses, looked_at, object, queued, sent};
use crate::support::office::{
    DAY, answered, asked, called, cancelled, convened, letter, page_of, postponed, reread,
};
use crate::support::story::story;
use crate::support::world::instant;

story!(everybody_is_told_and_nobody_can_answer, "2026-11-10T09:00+09:00", async |world| {
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(&world) };
    let meeting = called(&world, &world.planned("", DAY).await, head).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[]).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), format!("/meetings/{}/postponement", meeting.id));
    let typed = [("reason", "大雪のおそれがあるため"), ("number", "8東広福第58号")];
    let preview = looked_at(&clerk, &path, &typed).await;
    preview
        .shows("取りやめる日時 令和8年12月4日(金) 14:00～15:30")
        .shows("返事は、新しい日時でもう一度聞くことになります")
        .shows("いままでに1人が返事をしています。")
        .shows("5人に送ります（メール5通）");
    assert!(preview.body.contains(">会議を延期し、5人に知らせる</button>"), "{}", preview.body);
    assert_eq!(reread(&world, &meeting).await, meeting);
    sent(&clerk, &path, &typed).await;
    let after = reread(&world, &meeting).await;
    assert_eq!((after.starts_at, after.reply_due_on, after.sequence), (None, None, 1));
    assert_eq!((after.postponed_at, after.number), (Some(world.now()), Some(1)));
    let record = meeting_change::Entity::find().one(&world.db().read).await.unwrap().unwrap();
    assert_eq!((record.kind, record.letter_id.is_some()), (ChangeKind::Postponed, true));

    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5);
    golden("invitation/postponed.txt", &mails[..1]);
    for mail in &mails {
        let object = object(mail);
        assert_eq!(object.head["METHOD"], "CANCEL");
        let event = &object.events[0];
        assert_eq!((event["STATUS"].as_str(), event["SEQUENCE"].as_str()), ("CANCELLED", "1"));
        assert_eq!(
            (event["UID"].as_str(), event["DTSTART"].as_str()),
            (meeting.uid.as_str(), "20261204T140000")
        );
        assert_eq!(event["ATTENDEE;RSVP"], "FALSE");
    }
    let phone = world.anonymous();
    phone.get(&page_of(&world, &one)).await.is(200).shows("延期になりました").hides("<form");
    // The old day passes; the link still waits for the new one.
    world.clock.set(instant("2027-01-15T09:00+09:00"));
    phone.get(&page_of(&world, &one)).await.is(200).shows("延期になりました");
    let clerk = world.secretary();
    clerk
        .get(&format!("/meetings/{}", meeting.id))
        .await
        .shows("この会議は延期になりました")
        .shows("新しい日時を決める")
        .shows("延期しました。理由：大雪のおそれがあるため（佐藤 恵）");
    clerk.get(&path).await.is(200).shows("いまは送れません");
});

story!(what_cannot_be_put_off, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let (planned, off, held) = (world.planned("", DAY).await, convened(&world).await, convened(&world).await);
    cancelled(&world, &off).await;
    let form = clerk.get(&format!("/meetings/{}/postponement", held.id)).await;
    let path = format!("/meetings/{}/postponement", held.id);
    clerk.submit(&form, &path, &[("reason", " ")]).await.is(422).shows("入力してください。");
    postponed(&world, &held).await;
    let late = clerk.submit(&form, &path, &[("reason", "大雪のため"), ("confirm", "yes")]).await;
    late.is(409).shows("いまは送れません");
    for meeting in [&planned, &off, &held] {
        let path = format!("/meetings/{}/postponement", meeting.id);
        let before = queued(&world, meeting.id).await.len();
        clerk.get(&path).await.is(200).shows("いまは送れません").hides("name=\"reason\"");
        let version = reread(&world, meeting).await.version.to_string();
        let fields = [
            ("version", version.as_str()),
            ("reason", "大雪のため"),
            ("approved_on", "2026-11-10"),
            ("issued_on", "2026-11-10"),
            ("sender", "会長"),
            ("confirm", "yes"),
        ];
        clerk.post(&path, &fields).await.is(422);
        assert_eq!(queued(&world, meeting.id).await.len(), before);
    }
    let mails = world.run_worker().await;
    assert!(addresses(&mails).len() >= 5);
});
