//! A convened meeting moved or relocated: who is asked again, whose answer stays, and what everybody reads.

use entity::contact_point::ContactKind;
use entity::meeting::MeetingMode;
use entity::meeting_change::{self, ChangeKind};
use entity::outbox::{self, Channel, OutboxState};
use entity::reply::Answer;
use entity::{invitation, meeting};
use renkei::platform::outbox::LetterHead;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::contacts::replaced;
use crate::support::golden::golden;
use crate::support::letters::{addresses, flat, looked_at, object, queued, sent, to};
use crate::support::office::{
    DAY, answered, asked, called, cancelled, convened, convened_as, letter, page_of, postponed, relocated,
    replies, reread, withdrawn,
};
use crate::support::story::story;
use crate::support::world::{World, instant};

const REASON: (&str, &str) = ("reason", "会長の公務のため");
const NEW_DAY: [(&str, &str); 5] = [
    ("day", "令和8年12月11日(金)"),
    ("starts", "午後6時30分"),
    ("ends", "20:00"),
    ("reply_due", "2026-11-27"),
    REASON,
];

fn path(meeting: &meeting::Model) -> String {
    format!("/meetings/{}/change", meeting.id)
}

/// Called by letter 45 on 27 October, and everybody has it.
async fn told(world: &World) -> meeting::Model {
    let now = world.now();
    world.clock.set(instant("2026-10-27T09:00+09:00"));
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(world) };
    let meeting = called(world, &world.planned("", DAY).await, head).await;
    world.run_worker().await;
    world.clock.set(now);
    meeting
}

async fn asked_sequences(world: &World, meeting: &meeting::Model) -> Vec<i32> {
    let rows = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    let rows = rows.all(&world.db().read).await.unwrap();
    rows.iter().map(|one| one.asked_sequence).collect()
}

story!(a_new_day_asks_everybody_again, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    replaced(&world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    let meeting = told(&world).await;
    let (one, off) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    answered(&world, &one, &[]).await;
    withdrawn(&world, &off).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    let before = reread(&world, &meeting).await;
    let preview = looked_at(&clerk, &path, &NEW_DAY).await;
    preview
        .shows("日時 令和8年12月4日(金) 14:00～15:30 令和8年12月11日(金) 18:30～20:00")
        .shows("回答期限 令和8年11月20日(金) 令和8年11月27日(金)")
        .shows("日時が変わるので、全員にもう一度聞きます")
        .shows("いままでに返事をした1人の返事は消えません。")
        .shows("4人に送ります（メール3通、印刷1通）")
        .shows("再回答のお願い")
        .hides("宮﨑");
    assert!(preview.body.contains(">変更して4人に知らせる</button>"), "{}", preview.body);
    // The number the person has stays, so the preview may show it.
    let own = preview.words().contains("回答番号 （送るときに決まります）");
    assert!(!own, "{}", preview.words());
    assert_eq!(reread(&world, &meeting).await, before);

    sent(&clerk, &path, &[&NEW_DAY[..], &[("number", "8東広福第52号")]].concat()).await;
    let after = reread(&world, &meeting).await;
    assert_eq!((after.sequence, after.number, after.uid.as_str()), (2, Some(1), meeting.uid.as_str()));
    assert_eq!(after.changed_at, world.now());
    let page = clerk.get(&format!("/meetings/{}", meeting.id)).await;
    page.shows("会議を変更し、4人への通知を「送信待ち」にしました")
        .shows("返事 3人中0人")
        .shows("日時を変更しました。理由：会長の公務のため（佐藤 恵）");
    assert_eq!(replies(&world, one.id).await.len(), 1, "the old answer stays as history");
    let mut sequences = asked_sequences(&world, &meeting).await;
    sequences.sort_unstable();
    assert_eq!(sequences, [0, 2, 2, 2, 2], "whoever was taken off is not asked again");
    world.anonymous().get(&page_of(&world, &one)).await.shows("日時が変わりました").shows("前のお答え（出席");

    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp", "tsuji@example.jp", "yamamoto@example.jp"]);
    for mail in &mails {
        let event = &object(mail).events[0];
        assert_eq!((event["UID"].as_str(), event["SEQUENCE"].as_str()), (meeting.uid.as_str(), "2"));
        assert_eq!(event["ATTENDEE;RSVP"], "TRUE");
        assert!(mail.html.contains("日時の変更について（通知）"), "{}", mail.html);
    }
    golden("invitation/changed_date.txt", &mails[..1]);
    let sheet = queued(&world, meeting.id).await.into_iter().rfind(|row| row.channel == Channel::Fax);
    assert_eq!(sheet.unwrap().state, OutboxState::Printing);
    let kinds: Vec<_> = meeting_change::Entity::find().all(&world.db().read).await.unwrap();
    let kinds: Vec<_> = kinds.iter().map(|change| (change.kind, change.reason.as_str())).collect();
    assert_eq!(kinds, [(ChangeKind::Rescheduled, "会長の公務のため")]);
});

story!(a_new_place_spoils_no_answer, "2026-11-10T09:00+09:00", async |world| {
    let meeting = told(&world).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[]).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    let typed = [("place", "若草村役場 2階 会議室"), ("reason", "空調の工事のため")];
    looked_at(&clerk, &path, &typed)
        .await
        .shows("場所 東部広域連合 3階 大会議室 若草村役場 2階 会議室")
        .shows("日時は変わらないので、1人の返事はそのまま有効です。")
        .shows("5人に送ります（メール5通）");
    sent(&clerk, &path, &[&typed[..], &[("number", "8東広福第52号")]].concat()).await;
    let after = reread(&world, &meeting).await;
    assert_eq!((after.sequence, asked_sequences(&world, &meeting).await), (1, vec![0; 5]));
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("返事 4人中1人");
    world.anonymous().get(&page_of(&world, &one)).await.shows("承りました").shows("若草村役場");
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5);
    golden("invitation/changed_place.txt", &mails[..1]);
    let event = &object(&mails[0]).events[0];
    assert_eq!((event["SEQUENCE"].as_str(), event["LOCATION"].as_str()), ("1", "若草村役場 2階 会議室"));

    // After the deadline nobody can be told to answer until then.
    world.clock.set(instant("2026-11-24T09:00+09:00"));
    sent(&world.secretary(), &path, &[("place", "青葉町役場"), ("reason", "停電のため")]).await;
    let mails = world.run_worker().await;
    let text = flat(to(&mails, "tsuji@example.jp"));
    assert!(!text.contains("11/20(金)までに"), "{text}");
    assert!(text.contains("電話、FAX又は次のページで"), "{text}");
});

story!(only_the_way_to_join_changes, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    sent(&clerk, &path, &[("online_url", "https://meet.example/2"), REASON]).await;
    let mails = world.run_worker().await;
    let mail = to(&mails, "tsuji@example.jp");
    assert_eq!(mail.subject, "【連携協議会】オンラインのアドレス変更 12/4(金)14:00");
    assert!(mail.text.contains("■オンライン　https://meet.example/2"), "{}", mail.text);
    assert!(object(mail).events[0]["DESCRIPTION"].contains("オンライン https://meet.example/2"));
    sent(&clerk, &path, &[("mode", "room"), ("online_url", ""), REASON]).await;
    let mails = world.run_worker().await;
    let mail = to(&mails, "tsuji@example.jp");
    assert_eq!(mail.subject, "【連携協議会】場所変更 12/4(金)14:00");
    assert!(
        mail.text.contains("（変更前 東部広域連合 3階 大会議室（オンライン出席もできます））"),
        "{}",
        mail.text
    );
});

story!(what_makes_no_sense_is_refused, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    let form = clerk.get(&path).await;
    assert_eq!(form.field(&path, "day"), "令和8年12月4日(金)");
    for (typed, words) in [
        (&[REASON][..], "日時・場所・開き方のどれも変わっていません。"),
        (&[("reply_due", "2026-11-27"), REASON], "日時・場所・開き方のどれも変わっていません。"),
        (&[("place", "若草村役場"), ("reason", "")], "変更の理由：入力してください。"),
        (&[("day", "令和8年12月4日(木)"), REASON], "金曜日"),
        (&[("day", ""), REASON], "開催日"),
        (&[("starts", "16:00"), REASON], "終了時刻を、開始時刻より後にしてください。"),
        (&[("ends", "24:00"), REASON], "24:00は翌日の0:00です。"),
        (&[("day", "2026-12-11"), ("reply_due", "2026-12-11"), REASON], "より前の日にしてください。"),
        (&[("day", "2026-12-11"), ("reply_due", "2026-11-09"), REASON], "回答期限"),
        (&[("place", "若草村役場"), ("reply_due", "2026-11-18"), REASON], "回答期限"),
        (&[("place", ""), REASON], "場所"),
        (&[("mode", "moon"), REASON], "開き方"),
    ] {
        for button in [("check", "yes"), ("confirm", "yes")] {
            let page = clerk.submit(&form, &path, &[typed, &[button]].concat()).await;
            page.is(422).shows(words);
        }
    }
    assert_eq!(reread(&world, &meeting).await, meeting);
    assert_eq!(queued(&world, meeting.id).await.len(), 5, "nothing but the notice");
});

story!(whoever_was_overtaken_sees_both_states, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    let form = clerk.get(&path).await;
    let preview = clerk.submit(&form, &path, &NEW_DAY).await;
    relocated(&world, &meeting, "若草村役場").await;
    let late = clerk.submit(&preview, &path, &[("confirm", "yes")]).await;
    late.is(409)
        .shows("ほかの人が先に会議を変更しました。まだ何も送っていません")
        .shows("場所 若草村役場 東部広域連合 3階 大会議室");
    assert_eq!(late.field(&path, "day"), "令和8年12月11日(金)", "what was typed is still there");
    let again = clerk.submit(&late, &path, &[("place", "若草村役場")]).await;
    again.is(200).shows("令和8年12月11日(金) 18:30～20:00");
    clerk.submit(&again, &path, &[("confirm", "yes")]).await.is(303);

    cancelled(&world, &meeting).await;
    clerk.get(&path).await.is(200).shows("いまは送れません").shows("中止");
    clerk.submit(&late, &path, &[("confirm", "yes")]).await.is(409).shows("中止");
    let planned = world.planned("", DAY).await;
    let closed = format!("/meetings/{}/change", planned.id);
    clerk.get(&closed).await.is(200).shows("いまは送れません");
    let held = convened(&world).await;
    world.clock.set(instant("2026-12-04T16:00+09:00"));
    world.secretary().get(&format!("/meetings/{}/change", held.id)).await.is(200).shows("いまは送れません");
});

story!(a_letter_that_still_waits_gives_way, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    sent(&world.secretary(), &path(&meeting), &NEW_DAY).await;
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5, "the notice that waited does not follow");
    for mail in &mails {
        assert!(
            mail.subject.starts_with("【連携協議会】開催通知 12/11(金)18:30 回答期限11/27(金)"),
            "{}",
            mail.subject
        );
        assert!(mail.text.contains("会議を次のとおり開きます。"), "{}", mail.text);
        for words in ["お知らせした", "変更前", "もう一度", "理由"] {
            assert!(!mail.text.contains(words), "nobody had heard of it: {}", mail.text);
        }
    }
    let dropped = queued(&world, meeting.id).await;
    let dropped = dropped.iter().filter(|row| row.state == OutboxState::Dropped);
    assert_eq!(dropped.map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["meeting.convened"; 5]);
});

// A worker that took a notice before the meeting was moved gives it back; it must not leave after the newer letter.
story!(a_notice_tried_again_does_not_follow_its_change, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let first = queued(&world, meeting.id).await[0].clone();
    hold(&world, &first, 60_000).await;
    sent(&world.secretary(), &path(&meeting), &NEW_DAY).await;
    hold(&world, &first, -1).await;
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5);
    for mail in &mails {
        assert_eq!(object(mail).events[0]["DTSTART"], "20261211T183000");
    }
    let row = outbox::Entity::find_by_id(first.id).one(&world.db().read).await.unwrap().unwrap();
    assert_eq!(row.state, OutboxState::Dropped);
});

/// What a worker does when it takes a row, and when its lease runs out.
async fn hold(world: &World, row: &outbox::Model, for_ms: i64) {
    use sea_orm::{ActiveModelTrait, Set};
    let mut held: outbox::ActiveModel = row.clone().into();
    held.attempt_id = Set(Some(uuid::Uuid::from_u128(1)));
    held.lease_until_ms = Set(Some(world.now().timestamp_millis() + for_ms));
    world.write(async |tx| held.update(tx).await).await;
}

story!(the_new_day_of_a_meeting_that_was_put_off, "2026-11-10T09:00+09:00", async |world| {
    let meeting = told(&world).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[("answer", "absent")]).await;
    postponed(&world, &meeting).await;
    world.run_worker().await;
    let (clerk, path) = (world.secretary(), path(&meeting));
    let form = clerk.get(&path).await;
    form.is(200).shows("新しい日時を決める");
    let preview = sent(&clerk, &path, &[&NEW_DAY[..], &[("number", "8東広福第60号")]].concat()).await;
    preview.shows("日時 未定 令和8年12月11日(金) 18:30～20:00").shows("5人に送ります");
    let after = reread(&world, &meeting).await;
    assert_eq!((after.sequence, after.postponed_at, after.number), (2, None, Some(1)));
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 5);
    golden("invitation/changed_after_postponement.txt", &mails[1..2]);
    for mail in &mails {
        let object = object(mail);
        assert_eq!(object.head["METHOD"], "REQUEST");
        assert_eq!(
            (object.events[0]["UID"].as_str(), object.events[0]["SEQUENCE"].as_str()),
            (meeting.uid.as_str(), "2")
        );
    }
    let given = replies(&world, one.id).await;
    assert_eq!((given[0].answer, given[0].for_sequence), (Answer::Absent, 0));
    world.anonymous().get(&page_of(&world, &one)).await.is(200).shows("12月11日(金)").hides("承りました");
});
