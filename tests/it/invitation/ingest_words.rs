//! What comes in besides calendar answers: reports of mail servers, and words with a reply number.

use entity::outbox::{self, OutboxState};
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyMode, ReplyWay};
use renkei::invitation::commands::Outcome;
use sea_orm::EntityTrait;

use super::ingest::take;
use crate::support::letters::queued;
use crate::support::office::{asked, convened, replies, token, waiting};
use crate::support::story::story;
use crate::support::world::{World, instant};

/// What a server writes about a mail it could not deliver.
fn report(action: &str, status: &str, to: &str, original: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.houkan.example (Mail Delivery System)\r\n\
         To: renkei@renkei.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.houkan.example\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} <{to}>: User unknown\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

async fn state(world: &World, id: entity::id::OutboxId) -> outbox::Model {
    outbox::Entity::find_by_id(id).one(&world.db().read).await.unwrap().unwrap()
}

story!(
    a_mail_that_comes_back_stands_among_those_that_did_not_arrive,
    "2026-11-10T09:00+09:00",
    async |world| {
        let meeting = convened(&world).await;
        world.run_worker().await;
        let one = asked(&world, &meeting, 1).await;
        let sent = queued(&world, meeting.id)
            .await
            .into_iter()
            .find(|row| row.invitation_id == Some(one.id))
            .unwrap();
        assert_eq!(sent.state, OutboxState::Sent);
        let late = report("delayed", "4.4.1", "takahashi@example.jp", &sent.message_id);
        assert_eq!(take(&world, &late).await.outcome, Outcome::Ignored);
        for (to, original) in
            [("yamamoto@example.jp", sent.message_id.as_str()), ("takahashi@example.jp", "x@y.z")]
        {
            let forged = report("failed", "5.1.1", to, original);
            assert_eq!(take(&world, &forged).await.outcome, Outcome::Rejected, "{to} {original}");
        }
        assert_eq!(state(&world, sent.id).await.state, OutboxState::Sent);
        let back = report("failed", "5.1.1", "Takahashi@Example.JP", &sent.message_id);
        let done = take(&world, &back).await;
        assert_eq!((done.outcome, done.invitation), (Outcome::Recorded, Some(one.id)), "{}", done.reason);
        let row = state(&world, sent.id).await;
        assert_eq!((row.state, row.error_code), (OutboxState::Refused, Some(550)));
        let clerk = world.secretary();
        clerk.get("/").await.shows("届いていない通知が1通あります").shows("あて先が見つかりません");
        clerk.get("/outbox").await.shows("届きませんでした");
        // A second report, from the next server on the way, changes nothing.
        let words =
            b"From: postmaster@example.jp\r\nX-Failed-Recipients: takahashi@example.jp\r\n\r\n552 full\r\n";
        let again = [&words[..], format!("\r\nMessage-ID: <{}>\r\n", sent.message_id).as_bytes()].concat();
        assert_eq!(take(&world, &again).await.outcome, Outcome::Recorded);
        assert_eq!(state(&world, sent.id).await, row);
    }
);

fn plain(id: usize, from: &str, to: &str, words: &str) -> Vec<u8> {
    format!(
        "Message-ID: <{id}@houkan.example>\r\nFrom: {from}\r\nTo: {to}\r\nSubject: Re: x\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    )
    .into_bytes()
}

story!(words_are_proposed_and_never_taken, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    let office = "reply@renkei.example";
    let numbered = |words: &str| format!("{} {words}", one.reply_number.to_lowercase());
    let done =
        take(&world, &plain(1, "takahashi@example.jp", office, &numbered("オンラインで出席します"))).await;
    assert_eq!((done.outcome, done.invitation), (Outcome::Queued, Some(one.id)), "{}", done.reason);
    let wait = waiting(&world, one.id).await.pop().unwrap();
    assert_eq!((wait.source, wait.answer), (PendingSource::Words, Some(Answer::Attend)));
    assert_eq!(wait.mode, Some(ReplyMode::Online));
    assert_eq!(replies(&world, one.id).await, []);
    let stranger = plain(2, "dareka@example.net", office, &numbered("欠席します\r\n> 出席"));
    assert_eq!(take(&world, &stranger).await.outcome, Outcome::Queued);
    let doubtful = plain(3, "takahashi@example.jp", office, &numbered("やはり出席できません"));
    assert_eq!(take(&world, &doubtful).await.outcome, Outcome::Queued);
    let last = waiting(&world, one.id).await;
    let of = |source, answer| last.iter().any(|row| row.source == source && row.answer == answer);
    assert!(of(PendingSource::ForeignSender, Some(Answer::Absent)) && of(PendingSource::Words, None));
    for (n, words) in [(4, "ZZZZZ 出席します"), (5, "出席します")] {
        let nobody = plain(n, "takahashi@example.jp", office, words);
        assert_eq!(take(&world, &nobody).await.outcome, Outcome::Rejected, "{words}");
    }
    let own = format!("reply+{}@renkei.example", token(&world, &one));
    assert_eq!(
        take(&world, &plain(6, "takahashi@example.jp", &own, "出席します")).await.outcome,
        Outcome::Queued
    );
    let clerk = world.secretary();
    let page = clerk.get(&format!("/meetings/{}", meeting.id)).await;
    page.shows("メールの文：出席").shows("案内していないアドレスから：欠席").shows("やはり出席できません");
    let take_it = format!("/pending-replies/{}/acceptance", wait.id);
    clerk.post(&take_it, &[("seen", "0")]).await.is(303);
    let taken = replies(&world, one.id).await;
    assert_eq!((taken.len(), taken[0].answer, taken[0].way), (1, Answer::Attend, ReplyWay::Mail));
});

story!(a_number_ends_with_its_meeting, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    world.clock.set(instant("2026-12-06T09:00+09:00"));
    let words = format!("{} 出席します", one.reply_number);
    let late = plain(1, "takahashi@example.jp", "reply@renkei.example", &words);
    assert_eq!(take(&world, &late).await.outcome, Outcome::Rejected);
    assert_eq!(waiting(&world, one.id).await, []);
});
