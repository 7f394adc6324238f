//! An address that was wrong: put right in the roster, and the letter leaves again.

use entity::contact_point;
use entity::outbox::OutboxState;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::state;
use crate::support::letters::{addresses, object, queued, to};
use crate::support::mails::Mail;
use crate::support::office::{asked, convened, moved};
use crate::support::smtp_sink::{At, Fault, Manner, Sink};
use crate::support::story::{story, tell_with};

#[actix_web::test]
async fn a_corrected_address_serves_from_then_on() {
    let sink = Sink::start(Manner::Ordinary);
    let url = sink.url();
    tell_with(&[("RENKEI_SMTP_URL", &url)], "2026-11-10T09:00+09:00", async |world| {
        let fault = ("takahashi@example.jp", At::Rcpt, Fault::Say("550 5.1.1 no such user"));
        sink.behave(Manner::Recipients(vec![fault]));
        let taken_before = sink.taken().len();
        let meeting = convened(&world).await;
        world.run_worker().await;
        let one = asked(&world, &meeting, 1).await;
        let rows = queued(&world, meeting.id).await;
        let row = rows.iter().find(|row| row.invitation_id == Some(one.id)).unwrap();
        assert_eq!(state(&world, row).await, OutboxState::Refused);
        let (clerk, path) = (world.secretary(), format!("/outbox/{}/correction", row.id));
        let page = clerk.get(&path).await;
        page.is(200)
            .shows("あて先を直して、もう一度送る 髙橋 さくら 様　開催通知")
            .shows("届かなかった理由 あて先が見つかりません。");
        assert_eq!(page.field(&path, "value"), "takahashi@example.jp");
        for typed in ["", "takahashi", "a@b@c", "たかはし＠example.jp x"] {
            let refused = clerk.submit(&page, &path, &[("value", typed)]).await;
            assert!(refused.is(422).field_error("value").is_some(), "{typed}");
        }
        clerk.submit(&page, &path, &[("value", "sakura@example.jp")]).await.is_redirect_to("/outbox");
        clerk
            .get("/outbox")
            .await
            .shows("あて先を直して、もう一度送ります")
            .shows("名簿の連絡先も直しました。");
        let contact = contact_point::Entity::find_by_id(world.people.members[0].mail.id);
        let contact = contact.one(&world.db().read).await.unwrap().unwrap();
        assert_eq!((contact.value.as_str(), contact.version), ("sakura@example.jp", 2));
        world.run_worker().await;
        let mails: Vec<_> = sink.taken().split_off(taken_before);
        let mails: Vec<_> = mails.into_iter().map(|letter| Mail::read(letter.octets)).collect();
        let mail = to(&mails, "sakura@example.jp");
        assert_eq!(object(mail).events[0]["ATTENDEE"], "mailto:sakura@example.jp");
        assert_eq!(mails.len(), 5);
        // Later letters go there, too.
        let taken_before = sink.taken().len();
        moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
        world.run_worker().await;
        let mails = sink.taken().split_off(taken_before);
        let mails: Vec<_> = mails.into_iter().map(|letter| Mail::read(letter.octets)).collect();
        assert_eq!(addresses(&mails).iter().filter(|to| **to == "sakura@example.jp").count(), 1);
        assert_eq!(mails.len(), 5);
        // The message was sent again: there is nothing left to correct.
        clerk.submit(&page, &path, &[("value", "other@example.jp")]).await.is(409);
    })
    .await;
}

story!(two_clerks_correct_one_address, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    let rows = queued(&world, meeting.id).await;
    let row = rows.into_iter().find(|row| row.invitation_id == Some(one.id)).unwrap();
    let mut failed: entity::outbox::ActiveModel = row.clone().into();
    failed.state = Set(OutboxState::GivenUp);
    failed.settled_at = Set(Some(world.now()));
    world.write(async |tx| failed.update(tx).await).await;
    let (clerk, path) = (world.secretary(), format!("/outbox/{}/correction", row.id));
    let page = clerk.get(&path).await;
    let mut contact: contact_point::ActiveModel = world.people.members[0].mail.clone().into();
    (contact.value, contact.version) = (Set("sakura@houkan.example".to_owned()), Set(2));
    world.write(async |tx| contact.update(tx).await).await;
    let late = clerk.submit(&page, &path, &[("value", "sakura@example.jp")]).await;
    late.is(409)
        .shows("ほかの人が先に連絡先を変えました。まだ保存していません")
        .shows("いまの連絡先：sakura@houkan.example");
    assert_eq!(late.field(&path, "value"), "sakura@example.jp");
    clerk.submit(&late, &path, &[]).await.is(303);
    world.other_secretary().get(&path).await.is(404);
    world.other_secretary().post(&path, &[("value", "x@y.example")]).await.is(404);
    world.member(1).get(&path).await.is(404);
    let by_hand = world.people.adviser.mail.clone();
    crate::support::contacts::retired(&world, &by_hand).await;
    let gone = queued(&world, meeting.id).await;
    let gone = gone.iter().find(|row| row.contact_point_id == Some(by_hand.id)).unwrap();
    clerk.get(&format!("/outbox/{}/correction", gone.id)).await.is(404);
});
