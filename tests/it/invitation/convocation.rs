//! 開催通知: what the clerk sees before it leaves, and that meeting, letter, invitations, links and mails are one.

use entity::charter_setting::Setting;
use entity::contact_point::ContactKind;
use entity::membership::{self, MemberRole};
use entity::outbox::{Channel, OutboxState};
use entity::{audit_entry, convocation, invitation, invitation_seat, issued_letter, link, meeting, outbox};
use renkei::platform::outbox::LetterHead;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::support::charter::{is_silent, says};
use crate::support::contacts::{replaced, retired};
use crate::support::golden::golden;
use crate::support::letters::{addresses, looked_at, object, queued, sent};
use crate::support::office::{DAY, called, letter, reread};
use crate::support::story::story;
use crate::support::world::World;

fn path(meeting: &meeting::Model) -> String {
    format!("/meetings/{}/convocation", meeting.id)
}

/// 髙橋 sits for the residents, too; 𠮷田 has a fax only, 山本 nothing at all.
async fn unlike_ways(world: &World) {
    let people = &world.people;
    replaced(world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    retired(world, &people.adviser.mail).await;
    let twice = membership::ActiveModel {
        id: Set(entity::id::MembershipId::at(world.now())),
        seat_id: Set(people.vacant_seat.id),
        person_id: Set(people.members[0].person.id),
        role: Set(MemberRole::Member),
        from_on: Set("2026-04-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        deputy_order: Set(None),
        version: Set(1),
    };
    world.write(async |tx| twice.insert(tx).await).await;
}

/// Rows that convening writes, by table.
async fn rows(world: &World) -> [u64; 6] {
    let db = &world.db().read;
    [
        convocation::Entity::find().count(db).await.unwrap(),
        issued_letter::Entity::find().count(db).await.unwrap(),
        invitation::Entity::find().count(db).await.unwrap(),
        invitation_seat::Entity::find().count(db).await.unwrap(),
        link::Entity::find().count(db).await.unwrap(),
        outbox::Entity::find().count(db).await.unwrap(),
    ]
}

story!(the_preview_shows_who_gets_what_and_changes_nothing, "2026-11-10T09:00+09:00", async |world| {
    unlike_ways(&world).await;
    let (clerk, meeting) = (world.secretary(), world.planned("", DAY).await);
    let path = path(&meeting);
    let form = clerk.get(&path).await;
    form.is(200).shows("令和8年度第1回（仮）東部在宅医療・介護連携推進協議会").shows("議題がまだありません");
    let preview = looked_at(&clerk, &path, &[("number", "8東広福第45号")]).await;
    preview
        .shows("5人に送ります（メール3通、印刷2通）")
        .shows("髙橋 さくら 訪問看護・住民代表 メール（本人） takahashi@example.jp あり")
        .shows("𠮷田 花子 薬剤師会 FAX（本人） 0000-00-0002 なし")
        .shows("山本 修 東部保健所 手渡し なし")
        .shows("件名: 【連携協議会】開催通知 12/4(金)14:00 回答期限11/20(金)")
        .shows("東部在宅医療・介護連携推進協議会　会長　辻\u{e0100} 太郎 様")
        .shows("https://…/r/（送るときに作られます）")
        .shows("回答番号 （送るときに決まります）")
        .shows("印刷する文（𠮷田 花子 様）");
    assert_eq!(preview.field(&path, "number"), "8東広福第45号");
    assert_eq!(preview.field(&path, "sender"), "東部在宅医療・介護連携推進協議会　会長　辻\u{e0100} 太郎");
    assert!(preview.body.contains(">開催通知を5人に送る</button>"), "{}", preview.body);
    let again = clerk.submit(&preview, &path, &[("again", "yes")]).await;
    assert_eq!(again.is(200).field(&path, "number"), "8東広福第45号");
    assert_eq!(reread(&world, &meeting).await, meeting);
    assert_eq!(rows(&world).await, [0; 6]);
    assert_eq!(audit_entry::Entity::find().count(&world.db().read).await.unwrap(), 0);
    assert_eq!(world.run_worker().await.len(), 0);
});

story!(convening_is_one_transaction, "2026-11-10T09:00+09:00", async |world| {
    unlike_ways(&world).await;
    let (clerk, planned) = (world.secretary(), world.planned("", DAY).await);
    let path = path(&planned);
    // The register refuses the number after the meeting was given its own: all of it is taken back.
    let head = LetterHead { number: Some("8東広福第45号".to_owned()), ..letter(&world) };
    let other = called(&world, &world.planned("", "2026-12-11T14:00+09:00").await, head).await;
    let before = rows(&world).await;
    let form = clerk.get(&path).await;
    let taken = clerk.submit(&form, &path, &[("number", "8東広福第45号"), ("confirm", "yes")]).await;
    taken.is(422);
    assert_eq!(taken.field_error("number").as_deref(), Some("この文書番号は、ほかの文書で使われています。"));
    assert_eq!((reread(&world, &planned).await, rows(&world).await), (planned.clone(), before));

    let preview = sent(&clerk, &path, &[("number", "8東広福第46号")]).await;
    let meeting = reread(&world, &planned).await;
    assert_eq!(
        (meeting.number, meeting.sequence, meeting.convened_at, meeting.changed_at),
        (Some(2), 0, Some(world.now()), world.now())
    );
    assert_eq!(rows(&world).await, [before[0] + 1, before[1] + 1, 10, 12, 10, 10]);
    clerk
        .get(&format!("/meetings/{}", meeting.id))
        .await
        .shows("開催通知を5人に「送信待ち」にしました")
        .shows("メール3通、印刷2通。すぐに送り始めます。")
        .shows("2通を印刷する")
        .shows("招集し、開催通知を出しました（佐藤 恵）");
    let asked = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    let asked = asked.order_by_asc(invitation::Column::Position).all(&world.db().read).await.unwrap();
    let printed: Vec<_> = asked.iter().map(|one| (one.association.as_str(), one.counted)).collect();
    let expected = [
        ("医師会", true),
        ("訪問看護・住民代表", true),
        ("歯科医師会", true),
        ("薬剤師会", true),
        ("東部保健所", false),
    ];
    assert_eq!(printed, expected);
    assert!(asked.iter().all(|one| one.asked_sequence == 0 && one.reply_number.len() == 4));
    let states: Vec<_> =
        queued(&world, meeting.id).await.iter().map(|row| (row.channel, row.state)).collect();
    let mail = (Channel::Mail, OutboxState::Waiting);
    assert_eq!(states.iter().filter(|state| **state == mail).count(), 3);
    assert!(states.contains(&(Channel::Fax, OutboxState::Printing)));
    assert!(states.contains(&(Channel::Hand, OutboxState::Printing)));

    // Pressed twice: the second press finds a meeting that has been called.
    clerk.submit(&preview, &path, &[("confirm", "yes")]).await.is(409).shows("いまは送れません");
    assert_eq!(rows(&world).await[0], before[0] + 1);
    assert_eq!(queued(&world, other.id).await.len(), 5);
});

story!(the_notice_as_it_is_read, "2026-10-27T09:00+09:00", async |world| {
    let planned = world.planned("", "2026-12-04T18:30+09:00").await;
    let mut row: meeting::ActiveModel = planned.clone().into();
    row.mode = Set(meeting::MeetingMode::Hybrid);
    row.online_url = Set("https://meet.example/1".to_owned());
    row.remarks = Set("駐車場は庁舎の北側です。報酬は口座に振り込みます。".to_owned());
    world.write(async |tx| row.update(tx).await).await;
    let clerk = world.secretary();
    for title in ["令和8年度上半期の取組", "入退院支援ルールの見直し"] {
        let item = [("kind", "discuss"), ("title", title)];
        clerk.post(&format!("/meetings/{}/agenda", planned.id), &item).await.is(303);
    }
    sent(&clerk, &path(&planned), &[("number", "8東広福第45号")]).await;
    let mails = world.run_worker().await;
    let everybody = [
        "miyazaki@example.jp",
        "takahashi@example.jp",
        "tsuji@example.jp",
        "yamamoto@example.jp",
        "yoshida@example.jp",
    ];
    assert_eq!(addresses(&mails), everybody);
    for mail in &mails {
        let object = object(mail);
        assert_eq!(object.head["METHOD"], "REQUEST");
        assert_eq!(object.events[0]["ATTENDEE"], format!("mailto:{}", mail.to));
        for words in
            ["８東広福第４５号", "令和８年１０月２７日", "（公印省略）", "記", "以上", "開催について（通知）"]
        {
            assert!(mail.html.contains(words), "{words}: {}", mail.html);
        }
    }
    golden("invitation/convened.txt", &mails[..3]);
});

story!(a_head_that_cannot_be_so_is_refused, "2026-11-10T09:00+09:00", async |world| {
    let (clerk, meeting) = (world.secretary(), world.planned("", DAY).await);
    let path = path(&meeting);
    let form = clerk.get(&path).await;
    let long = "第".repeat(51);
    for (field, typed, status, words) in [
        ("approved_on", "令和8年11月11日", 422, "きょうより後の日です。決裁のあとに送ってください。"),
        ("issued_on", "2026-11-09", 422, "施行日を、決裁日（令和8年11月10日(火)）以後の日にしてください。"),
        ("issued_on", "令和9年2月29日", 422, "令和9年2月に29日はありません。"),
        ("approved_on", "", 422, "日付を入れてください。"),
        ("sender", "", 422, "入力してください。"),
        ("sender", "会長\r\nBcc: x@example.jp", 422, "改行は使えません"),
        ("number", &long, 422, "50文字以内"),
        ("number", "8東\u{0}広", 422, "目に見えない文字"),
        ("version", "", 422, "画面が古くなっています"),
        ("version", "9", 409, "ほかの人が先に会議を変更しました"),
    ] {
        for button in [("check", "yes"), ("confirm", "yes")] {
            let page = clerk.submit(&form, &path, &[(field, typed), button]).await;
            page.is(status).shows(words);
            if status == 422 && field != "version" {
                assert!(page.field_error(field).is_some(), "{field} {typed:?}");
            }
        }
    }
    let empty = clerk.post(&path, &[]).await;
    empty.is(422).shows("決裁日").shows("施行日").shows("差出人");
    assert_eq!((reread(&world, &meeting).await, rows(&world).await), (meeting, [0; 6]));
});

story!(what_is_missing_comes_first, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    for (change, words) in [
        ("no day", "開催日と時刻が決まっていません。"),
        ("past", "開始時刻を過ぎています。"),
        ("no place", "場所が決まっていません。"),
        ("no deadline", "回答期限が決まっていません。"),
        ("deadline past", "回答期限（11月9日(月)）を過ぎています。"),
    ] {
        let planned = world.planned("", if change == "past" { "2026-11-10T09:00+09:00" } else { DAY }).await;
        let mut row: meeting::ActiveModel = planned.clone().into();
        match change {
            "no day" => (row.starts_at, row.ends_at) = (Set(None), Set(None)),
            "no place" => row.place = Set("　".to_owned()),
            "no deadline" => row.reply_due_on = Set(None),
            "deadline past" => row.reply_due_on = Set(Some("2026-11-09".parse().unwrap())),
            _ => {}
        }
        world.write(async |tx| row.update(tx).await).await;
        let (path, edit) = (path(&planned), format!("/meetings/{}/edit", planned.id));
        let page = clerk.get(&path).await;
        page.is(200).shows("送る前に決めることがあります").shows(words);
        assert!(page.body.contains(&edit) && !page.body.contains("name=\"number\""), "{}", page.body);
        let head = [("approved_on", "2026-11-10"), ("issued_on", "2026-11-10"), ("sender", "会長")];
        for button in [("check", "yes"), ("confirm", "yes")] {
            let fields: Vec<_> = head.into_iter().chain([("version", "1"), button]).collect();
            clerk.post(&path, &fields).await.is(422).shows(words);
        }
        assert_eq!(rows(&world).await, [0; 6], "{change}");
    }
    let cancelled = world.planned("", DAY).await;
    let reason = [("reason", "議題がないため"), ("version", "1")];
    clerk.post(&format!("/meetings/{}/cancellation", cancelled.id), &reason).await.is(303);
    let page = clerk.get(&path(&cancelled)).await;
    page.is(200).shows("いまは送れません").shows("この会議は中止になっています。");
    let head = [("approved_on", "2026-11-10"), ("issued_on", "2026-11-10"), ("sender", "会長")];
    let fields: Vec<_> = head.into_iter().chain([("version", "2"), ("confirm", "yes")]).collect();
    clerk.post(&path(&cancelled), &fields).await.is(422).shows("中止");
    assert_eq!(rows(&world).await, [0; 6]);
});

story!(nobody_in_office_is_nobody_to_ask, "2026-11-10T09:00+09:00", async |world| {
    world.write(async |tx| membership::Entity::delete_many().exec(tx).await.map(drop)).await;
    let (clerk, meeting) = (world.secretary(), world.planned("", DAY).await);
    let form = clerk.get(&path(&meeting)).await;
    let page = clerk.submit(&form, &path(&meeting), &[("sender", "会長")]).await;
    page.is(422).shows("会議の日に在任する委員がいません");
    assert_eq!(rows(&world).await, [0; 6]);
});

story!(a_thousand_members_fit_on_every_page, "2026-11-10T09:00+09:00", async |world| {
    world.seat_many(1_000).await;
    let (clerk, planned) = (world.secretary(), world.planned("", DAY).await);
    let preview = sent(&clerk, &path(&planned), &[]).await;
    preview.shows("1005人に送ります（メール1005通）").shows("ほか925人");
    let page = format!("/meetings/{}", planned.id);
    clerk
        .get(&page)
        .await
        .is(200)
        .shows("返事 1004人中0人")
        .shows("案内した人 1005人、欠員1のうち 1～30番目")
        .shows("未回答の1005人に催促する");
    clerk.get(&format!("{page}?people=34")).await.is(200).shows("のうち 991～1006番目").shows("花子1000");
    clerk.get(&format!("{page}?people=99")).await.is(200).shows("花子1000");
    for under in ["reminder", "reminder?page=3", "change", "cancellation", "postponement", "invitations/new"]
    {
        clerk.get(&format!("{page}/{under}")).await.is(200);
    }
    for path in ["/", "/meetings", "/outbox", &format!("/bodies/{}", world.people.council.id)] {
        clerk.get(path).await.is(200);
    }
    assert_eq!(queued(&world, planned.id).await.len(), 1_005);
});

/// Calls a meeting of this day and tells its number.
async fn number(world: &World, day: &str) -> (meeting::Model, Option<i32>) {
    let planned = world.planned("", day).await;
    sent(&world.secretary(), &path(&planned), &[]).await;
    let meeting = reread(world, &planned).await;
    let number = meeting.number;
    (meeting, number)
}

story!(the_charter_numbers_meetings, "2026-11-10T09:00+09:00", async |world| {
    let (first, given) = number(&world, "2026-12-04T14:00+09:00").await;
    assert_eq!(given, Some(1));
    assert_eq!(number(&world, "2027-02-05T14:00+09:00").await.1, Some(2));
    let (april, given) = number(&world, "2027-04-16T14:00+09:00").await;
    assert_eq!(given, Some(1), "the register starts anew on 1 April");
    world.secretary().get(&format!("/meetings/{}", april.id)).await.shows("令和9年度第1回 連携協議会");

    // A number that was used stays used, also by a meeting that was called off; else it is given again.
    let head = [
        ("reason", "大雪のため"),
        ("approved_on", "2026-11-10"),
        ("issued_on", "2026-11-10"),
        ("sender", "会長"),
    ];
    let fields: Vec<_> = head.into_iter().chain([("version", "2")]).collect();
    world.secretary().post(&format!("/meetings/{}/cancellation", april.id), &fields).await.is(303);
    says(&world, Setting::CancelledNumber, "free").await;
    assert_eq!(number(&world, "2027-05-14T14:00+09:00").await.1, Some(1));
    says(&world, Setting::CancelledNumber, "used").await;
    world.secretary().post(&format!("/meetings/{}/cancellation", first.id), &fields).await.is(303);
    assert_eq!(number(&world, "2027-03-05T14:00+09:00").await.1, Some(3));

    says(&world, Setting::Numbering, "running").await;
    let (running, given) = number(&world, "2027-06-18T14:00+09:00").await;
    assert_eq!(given, Some(4), "running numbers do not start anew");
    let shown = world.secretary().get(&format!("/meetings/{}", running.id)).await;
    shown.shows("第4回 連携協議会").hides("令和9年度第4回");
});

story!(where_the_charter_is_silent_the_clerk_rules, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    is_silent(&world, Setting::Numbering).await;
    number(&world, "2026-12-04T14:00+09:00").await;
    let ruled = world.planned("", "2027-04-16T14:00+09:00").await;
    let convocation = path(&ruled);
    clerk.get(&convocation).await.shows("令和9年度第1回（仮）");
    let ruling = [("ruling", "numbering=running"), ("reason", "前の会議からの通し番号とする")];
    clerk.post(&format!("/meetings/{}/rulings", ruled.id), &ruling).await.is(303);
    clerk.get(&convocation).await.shows("第2回（仮）").hides("令和9年度第2回");
    let preview = sent(&clerk, &convocation, &[]).await;
    preview.shows("第2回東部在宅医療・介護連携推進協議会を次のとおり開きます。");
    assert_eq!(reread(&world, &ruled).await.number, Some(2));
    let mails = world.run_worker().await;
    assert!(mails.iter().any(|mail| object(mail).events[0]["SUMMARY"] == "連携協議会 第2回"));
});
