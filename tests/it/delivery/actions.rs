//! Sent again, handed over, told by telephone.

use entity::audit_entry;
use entity::contact_point::ContactKind;
use entity::outbox::{self, Channel, OutboxState};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::{again, state};
use crate::support::contacts::replaced;
use crate::support::letters::{addresses, object, queued, to};
use crate::support::office::{asked, convened, moved, page_of};
use crate::support::story::story;
use crate::support::world::World;

async fn of(world: &World, meeting: &entity::meeting::Model, n: usize) -> outbox::Model {
    let one = asked(world, meeting, n).await;
    queued(world, meeting.id).await.into_iter().rfind(|row| row.invitation_id == Some(one.id)).unwrap()
}

async fn logged(world: &World, verb: &str) -> u64 {
    let rows = audit_entry::Entity::find().filter(audit_entry::Column::Verb.eq(verb));
    rows.count(&world.db().read).await.unwrap()
}

/// As a mail server refuses an address for ever.
async fn refused(world: &World, row: &outbox::Model) {
    let mut row: outbox::ActiveModel = row.clone().into();
    row.state = Set(OutboxState::Refused);
    row.attempts = Set(1);
    row.error = Set(Some("550 5.1.1 no such user".to_owned()));
    row.error_code = Set(Some(550));
    row.settled_at = Set(Some(world.now()));
    world.write(async |tx| row.update(tx).await).await;
}

story!(a_resending_is_a_delivery_of_its_own, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let first = world.run_worker().await;
    let row = of(&world, &meeting, 1).await;
    let (clerk, path) = (world.secretary(), format!("/outbox/{}/resending", row.id));
    clerk.post(&path, &[("seen", "sent")]).await.is_redirect_to("/outbox");
    clerk.get("/outbox").await.shows("もう一度送ります").shows("6通");
    let mails = world.run_worker().await;
    assert_eq!(addresses(&mails), ["takahashi@example.jp"]);
    let before = to(&first, "takahashi@example.jp");
    assert_ne!(mails[0].header("message-id"), before.header("message-id"));
    assert_eq!((&mails[0].text, &mails[0].subject), (&before.text, &before.subject));
    assert_eq!(mails[0].link("/r/"), Some(page_of(&world, &asked(&world, &meeting, 1).await)));
    assert_eq!(object(&mails[0]).events[0]["SEQUENCE"], "0");
    let repeated = of(&world, &meeting, 1).await;
    assert_eq!((repeated.resend_of_id, repeated.state), (Some(row.id), OutboxState::Sent));
    assert_eq!(again(&world, &row).await, row_sent(&world, &row).await);
    // Pressed twice, it leaves once.
    clerk.post(&path, &[("seen", "sent")]).await.is(409);
    assert_eq!(world.run_worker().await.len(), 0);
    assert_eq!(logged(&world, "outbox.sent_again").await, 1);
    for typed in ["", "moon"] {
        clerk.post(&path, &[("seen", typed)]).await.is(422);
    }
    let waiting = convened(&world).await;
    let waiting = of(&world, &waiting, 1).await;
    let path = format!("/outbox/{}/resending", waiting.id);
    for seen in ["waiting", "sent"] {
        clerk.post(&path, &[("seen", seen)]).await.is(409);
    }
    world.other_secretary().post(&path, &[("seen", "sent")]).await.is(404);
    world.member(1).post(&path, &[("seen", "sent")]).await.is(404);
});

/// The row as the worker left it: a resending changes nothing about it.
async fn row_sent(world: &World, row: &outbox::Model) -> outbox::Model {
    let now = again(world, row).await;
    assert_eq!((now.state, now.attempts, &now.message_id), (OutboxState::Sent, 1, &row.message_id));
    now
}

// An old notice sent again after the meeting was moved would put the old day back into a calendar.
story!(an_overtaken_letter_is_not_sent_again, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    world.run_worker().await;
    let old = of(&world, &meeting, 1).await;
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    world.run_worker().await;
    let new = of(&world, &meeting, 1).await;
    let clerk = world.secretary();
    let page = clerk.get("/outbox").await;
    page.shows("変更の通知");
    assert!(page.body.contains(&format!("/outbox/{}/resending", new.id)), "the newest can be sent again");
    assert!(!page.body.contains(&format!("/outbox/{}/resending", old.id)), "the old one cannot");
    clerk.post(&format!("/outbox/{}/resending", old.id), &[("seen", "sent")]).await.is(409);
    assert_eq!(world.run_worker().await.len(), 0);
    clerk.post(&format!("/outbox/{}/resending", new.id), &[("seen", "sent")]).await.is(303);
    let mails = world.run_worker().await;
    assert_eq!(object(&mails[0]).events[0]["DTSTART"], "20261211T140000");
    // Stopped or refused makes no difference.
    refused(&world, &old).await;
    clerk.post(&format!("/outbox/{}/resending", old.id), &[("seen", "refused")]).await.is(409);
    clerk.get(&format!("/outbox/{}/correction", old.id)).await.is(409);
});

story!(a_sheet_that_left_is_recorded, "2026-11-10T09:00+09:00", async |world| {
    replaced(&world, &world.people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    let meeting = convened(&world).await;
    let row = of(&world, &meeting, 3).await;
    assert_eq!(row.channel, Channel::Fax);
    let (clerk, path) = (world.secretary(), format!("/outbox/{}/handover", row.id));
    clerk.post(&path, &[]).await.is(422);
    world.other_secretary().post(&path, &[("seen", "printing")]).await.is(404);
    clerk.post(&path, &[("seen", "printing")]).await.is_redirect_to("/outbox?state=printing");
    let now = again(&world, &row).await;
    assert_eq!((now.state, now.settled_by), (OutboxState::Sent, Some(world.people.secretary.person.id)));
    clerk.get("/outbox").await.shows("送ったと記録しました").shows("FAXで送りました 9:00");
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("FAX 11/10");
    clerk.post(&path, &[("seen", "printing")]).await.is(409);
    let mail = of(&world, &meeting, 1).await;
    clerk.post(&format!("/outbox/{}/handover", mail.id), &[("seen", "printing")]).await.is(409);
    assert_eq!(logged(&world, "outbox.handed_over").await, 1);
});

story!(whoever_was_told_by_telephone_waits_no_longer, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let row = of(&world, &meeting, 1).await;
    refused(&world, &row).await;
    let (clerk, path) = (world.secretary(), format!("/outbox/{}/acknowledgement", row.id));
    clerk
        .get("/")
        .await
        .is(200)
        .shows("届いていない通知が1通あります")
        .shows("髙橋 さくら 様（訪問看護）")
        .shows("連携協議会 第1回の開催通知。あて先が見つかりません（11月10日(火) 9:00）。");
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("不達 11/10");
    clerk.post(&path, &[]).await.is(422);
    world.other_secretary().post(&path, &[("seen", "refused")]).await.is(404);
    clerk.post(&path, &[("seen", "refused")]).await.is_redirect_to("/outbox");
    clerk.get("/").await.hides("届いていない通知が");
    clerk.get("/outbox").await.shows("届きませんでした 9:00。ほかの方法で伝えました");
    clerk.get(&format!("/meetings/{}", meeting.id)).await.shows("電話などで伝えた");
    clerk.post(&path, &[("seen", "refused")]).await.is(409);
    assert_eq!(state(&world, &row).await, OutboxState::Refused);
    assert_eq!(logged(&world, "outbox.acknowledged").await, 1);
});
