//! The reply page, opened by a link.

use entity::charter_setting::Setting;
use entity::meeting::MeetingMode;
use entity::reply::{Answer, ReplyMode, ReplyWay};
use reqwest::Method;

use crate::support::calendars::assert_calendar;
use crate::support::charter::says;
use crate::support::office::{
    asked, cancelled, convened, convened_as, moved, page_of, postponed, relocated, replies, token, waiting,
    withdrawn,
};
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::{World, instant};

const ABSENT: [(&str, &str); 2] = [("answer", "absent"), ("comment", "資料を事前にください")];
const PROXY: [(&str, &str); 3] =
    [("answer", "proxy"), ("proxy_name", "髙田 真弓"), ("proxy_title", "副管理者")];

/// Nothing on the way may keep the page, list it, or learn its address.
#[track_caller]
fn is_private(page: &Page) {
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("x-robots-tag").contains("noindex"));
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("set-cookie"), "");
}

story!(a_member_answers_on_a_phone, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let mails = world.run_worker().await;
    let link = mails.iter().find(|mail| mail.to == "takahashi@example.jp").unwrap().link("/r/");
    assert_eq!(link.as_deref(), Some(path.as_str()));
    let page = phone.get(&path).await;
    page.is(200)
        .shows("髙橋 さくら 様")
        .shows("12月4日(金) 14:00")
        .shows("11月20日(金)まで")
        .shows("0000-00-0000");
    page.shows(&asked.reply_number).hides("承りました").hides("𠮷田");
    is_private(&page);
    for _ in 0..2 {
        phone.send(&Method::HEAD, &path, None).await.is(200);
        phone.get(&path.to_uppercase().replace("/R/", "/r/")).await.is(200);
    }
    assert_eq!(replies(&world, asked.id).await, [], "looking changes nothing");

    phone.submit(&page, &path, &[]).await.is_redirect_to(&path);
    let page = phone.get(&path).await;
    page.is(200).shows("承りました").shows("回答 出席").shows("回答を変える（11月20日(金)まで）");
    is_private(&page);
    phone.submit(&page, &path, &PROXY).await.is_redirect_to(&path);
    phone.get(&path).await.shows("代理出席").shows("髙田 真弓 様（副管理者）").shows("控えをメールで");
    let given = replies(&world, asked.id).await;
    let answers: Vec<_> = given.iter().map(|reply| (reply.answer, reply.mode, reply.way)).collect();
    let room = Some(ReplyMode::Room);
    assert_eq!(answers, [(Answer::Attend, room, ReplyWay::Web), (Answer::Proxy, room, ReplyWay::Web)]);
    assert!(given[0].replied_at < given[1].replied_at, "the later one counts, also on a clock that stands");
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.to == "takahashi@example.jp" && mail.calendar.is_none()));
    assert!(mails.iter().any(|mail| mail.text.contains("髙田 真弓 様（副管理者）")));
    phone.get(&path).await.shows("代理出席");
});

story!(what_is_missing_is_said_and_everything_typed_stays, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let page = phone.get(&path).await;
    let fields = [("answer", "proxy"), ("proxy_name", "髙田"), ("comment", "駐車場を1台")];
    let refused = phone.submit(&page, &path, &fields).await;
    refused.is(422).shows("所属・役職：入力してください。");
    assert_eq!(refused.field_error("proxy-title").as_deref(), Some("入力してください。"));
    assert!(refused.body.contains(" open>") && refused.body.contains("value=\"髙田\""), "{}", refused.body);
    refused.shows("駐車場を1台");
    for (fields, words) in [
        (vec![("seen", "")], "画面が古く"),
        (vec![("seen", "x")], "画面が古く"),
        (vec![("answer", "")], "どれかで"),
        (vec![("answer", "maybe")], "どれかで"),
        (vec![("mode", "moon")], "会場かオンライン"),
    ] {
        phone.submit(&page, &path, &fields).await.is(422).shows(words);
    }
    let long = "あ".repeat(2_001);
    phone
        .submit(&page, &path, &[("answer", "absent"), ("comment", &long)])
        .await
        .is(422)
        .shows("2000文字以内");
    let name = [("answer", "proxy"), ("proxy_name", "a\nb"), ("proxy_title", "c")];
    phone.submit(&page, &path, &name).await.is(422).shows("改行は使えません");
    let endless = "あ".repeat(4_000);
    phone.submit(&page, &path, &[("comment", &endless)]).await.is(413);
    let csrf = page.field(&path, "csrf");
    phone.post_raw(&path, &[("csrf", &csrf)]).await.is(422);
    phone.post_raw(&path, &ABSENT).await.is(403);
    assert_eq!(replies(&world, asked.id).await, []);
});

story!(a_link_opens_one_matter_only, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let (one, other) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    let phone = world.anonymous();
    let page = phone.get(&page_of(&world, &one)).await;
    // What one page was given does not fit another.
    phone.submit(&page, &page_of(&world, &one), &[("csrf", "00")]).await.is(403);
    let csrf = page.field(&page_of(&world, &one), "csrf");
    let crossed = [("csrf", csrf.as_str()), ("answer", "absent"), ("seen", "0")];
    phone.post_raw(&page_of(&world, &other), &crossed).await.is(403);

    let unknown = phone.get(&format!("/r/{}", "0".repeat(26))).await;
    unknown.is(404).shows("このリンクでは回答できません").shows("0000-00-0000").hides("髙橋");
    is_private(&unknown);
    let mut forged = token(&world, &one);
    forged.replace_range(25.., if forged.ends_with('0') { "1" } else { "0" });
    withdrawn(&world, &other).await;
    for path in [format!("/r/{forged}"), "/r/x".into(), "/r/%00".into(), page_of(&world, &other)] {
        let dead = phone.get(&path).await;
        assert_eq!((dead.status.as_u16(), &dead.body), (404, &unknown.body), "{path}");
        let posted = phone.post_raw(&path, &crossed).await;
        assert_eq!((posted.status.as_u16(), &posted.body), (404, &unknown.body), "{path}");
        let object = phone.get(&format!("{path}.ics")).await;
        assert_eq!((object.status.as_u16(), &object.body), (404, &unknown.body), "{path}");
    }
    phone.get(&page_of(&world, &one)).await.is(200);
    world.clock.set(instant("2026-12-04T23:59+09:00"));
    phone.get(&page_of(&world, &one)).await.is(200);
    world.clock.set(instant("2026-12-05T00:00+09:00"));
    let over = phone.get(&page_of(&world, &one)).await;
    assert_eq!((over.status.as_u16(), &over.body), (404, &unknown.body));
    assert_eq!(replies(&world, one.id).await, []);
});

story!(who_is_overtaken_sees_the_new_facts, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked_one = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked_one), world.anonymous());
    let old = phone.get(&path).await;
    phone.submit(&old, &path, &[]).await.is(303);
    relocated(&world, &meeting, "若草村役場").await;
    phone.get(&path).await.shows("承りました").shows("若草村役場");
    phone.submit(&old, &path, &[]).await.is(303);

    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    phone.get(&path).await.is(200).shows("前のお答え（出席）は数えません").hides("承りました");
    let overtaken = phone.submit(&old, &path, &ABSENT).await;
    overtaken
        .is(409)
        .shows("会議の内容が変わりました")
        .shows("12月7日(月) 10:00")
        .shows("資料を事前にください");
    let count = replies(&world, asked_one.id).await.len();
    assert_eq!(overtaken.field(&path, "seen"), "2");
    phone.submit(&overtaken, &path, &ABSENT).await.is(303);
    phone.get(&path).await.shows("承りました").shows("欠席");
    assert_eq!(replies(&world, asked_one.id).await.len(), count + 1);
    // A state that no page has shown yet would survive the next move.
    phone.submit(&overtaken, &path, &[("seen", "99")]).await.is(409);

    postponed(&world, &meeting).await;
    let off = phone.get(&path).await;
    off.is(200).shows("延期になりました").shows("会場の都合");
    assert!(!off.body.contains("<form"));
    phone.get(&format!("{path}.ics")).await.is(404);
    phone
        .submit(&overtaken, &path, &ABSENT)
        .await
        .is(409)
        .shows("延期になりました")
        .shows("資料を事前にください");
    cancelled(&world, &meeting).await;
    let off = phone.get(&path).await;
    off.is(200).shows("中止になりました").shows("大雪警報のため");
    assert!(!off.body.contains("<form"));
    phone
        .submit(&overtaken, &path, &ABSENT)
        .await
        .is(409)
        .shows("中止になりました")
        .shows("資料を事前にください");
    phone.submit(&overtaken, &path, &[("answer", "")]).await.is(409);
    assert_eq!(replies(&world, asked_one.id).await.len(), count + 1);
});

story!(after_the_deadline_the_office_decides, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let early = phone.get(&path).await;
    world.clock.set(instant("2026-11-21T00:00+09:00"));
    phone.get(&path).await.is(200).shows("回答の期限を過ぎました").shows("0000-00-0000");
    // Drawn before the deadline, sent after it.
    phone.submit(&early, &path, &ABSENT).await.is_redirect_to(&path);
    let page = phone.get(&path).await;
    page.is(200).shows("連絡をお預かりしました").shows("事務局が確かめて").hides("承りました");
    assert_eq!(replies(&world, asked.id).await, []);
    let kept = waiting(&world, asked.id).await;
    assert_eq!((kept.len(), kept[0].answer), (1, Some(Answer::Absent)));
    assert_eq!(world.run_worker().await.iter().filter(|mail| mail.subject.contains("承りました")).count(), 0);

    let (clerk, seen) = (world.secretary(), [("seen", "0")]);
    let accept = format!("/pending-replies/{}/acceptance", kept[0].id);
    clerk.post(&accept, &[]).await.is(422);
    world.member(1).post(&accept, &seen).await.is(403);
    world.other_secretary().post(&accept, &seen).await.is(404);
    world.anonymous().post(&accept, &seen).await.is(401);
    clerk.post(&accept, &seen).await.is_redirect_to(&format!("/meetings/{}#replies", meeting.id));
    clerk.post(&accept, &seen).await.is(409);
    phone.get(&path).await.shows("承りました").shows("欠席").shows("事務局が入力しました").hides("お預かり");
    let mails = world.run_worker().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("変えるときは、事務局へお電話ください"), "{}", mails[0].text);

    phone.submit(&early, &path, &PROXY).await.is(303);
    let kept = waiting(&world, asked.id).await;
    let kept = kept.iter().find(|words| words.settled_at.is_none()).unwrap();
    let dismiss = format!("/pending-replies/{}/dismissal", kept.id);
    clerk.post(&dismiss, &[]).await.is(422);
    clerk.post(&dismiss, &seen).await.is(303);
    phone.get(&path).await.shows("欠席").hides("お預かり");
    assert_eq!(replies(&world, asked.id).await.len(), 1);
});

story!(words_about_an_earlier_day_are_not_accepted, "2026-11-21T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let page = phone.get(&path).await;
    phone.submit(&page, &path, &[]).await.is(303);
    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let kept = waiting(&world, asked.id).await;
    let accept = format!("/pending-replies/{}/acceptance", kept[0].id);
    world.secretary().post(&accept, &[("seen", "1")]).await.is(409);
    assert_eq!(replies(&world, asked.id).await, []);
});

story!(a_hybrid_meeting_asks_where, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let page = phone.get(&path).await;
    page.shows("オンラインでも出席できます")
        .shows("会場（東部広域連合 3階 大会議室）")
        .hides("https://meet.example/1");
    phone.submit(&page, &path, &[("mode", "")]).await.is(422).shows("会場かオンラインかを選んでください");
    phone.submit(&page, &path, &[("mode", "online")]).await.is(303);
    phone.get(&path).await.shows("出席（オンライン）").shows("https://meet.example/1");
    // Nobody who stays away or sends somebody else is asked where.
    phone.submit(&page, &path, &[("answer", "absent"), ("mode", "")]).await.is(303);
    let proxy: Vec<_> = PROXY.into_iter().chain([("mode", "")]).collect();
    phone.submit(&page, &path, &proxy).await.is(303);
    let modes: Vec<_> = replies(&world, asked.id).await.into_iter().map(|reply| reply.mode).collect();
    assert_eq!(modes, [Some(ReplyMode::Online), None, Some(ReplyMode::Room)]);
});

story!(two_buttons_where_nobody_may_be_sent, "2026-11-10T09:00+09:00", async |world: World| {
    says(&world, Setting::Proxy, "not_allowed").await;
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    let page = phone.get(&path).await;
    page.is(200).shows("欠席").hides("代理");
    phone.submit(&page, &path, &PROXY).await.is(422).shows("この会議では代理出席はできません");
    assert_eq!(replies(&world, asked.id).await, []);
});

story!(the_meeting_is_added_by_hand, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let (path, phone) = (page_of(&world, &asked), world.anonymous());
    assert_eq!(phone.get(&path).await.link("カレンダーに追加"), format!("{path}.ics"));
    let file = phone.get(&format!("{path}.ics")).await;
    file.is(200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"kaigi.ics\"");
    let object = assert_calendar(&file.body);
    assert_eq!(object.head["METHOD"], "PUBLISH");
    let event = &object.events[0];
    assert_eq!((event["UID"].as_str(), event["SEQUENCE"].as_str()), (meeting.uid.as_str(), "0"));
    assert!(!event.contains_key("ATTENDEE"));
    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let object = assert_calendar(&phone.get(&format!("{path}.ics")).await.body);
    assert_eq!(object.events[0]["SEQUENCE"], "1");
    assert_eq!(object.events[0]["DTSTART"], "20261207T100000");
    cancelled(&world, &meeting).await;
    let object = assert_calendar(&phone.get(&format!("{path}.ics")).await.body);
    assert_eq!(object.events[0]["STATUS"], "CANCELLED");
});
