//! What the clerk does to a meeting, as the commands behind the pages do it, and what members then hold in hand.

use entity::id::{InvitationId, ProposalId};
use entity::link::LinkPurpose;
use entity::meeting::MeetingMode;
use entity::{invitation, meeting, pending_reply, proposal, reply};
use renkei::invitation::commands::{self, Change, ChangeOf, Convene, Withdraw};
use renkei::meeting::commands::{Cancel, cancel};
use renkei::meeting::rules::Facts;
use renkei::platform::date::tokyo_day;
use renkei::platform::outbox::LetterHead;
use renkei::platform::{db, link};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::world::{World, instant};

/// The day of the meetings these stories are about; answers are due on 20 November.
pub const DAY: &str = "2026-12-04T14:00+09:00";

/// 事務連絡 of today.
pub fn letter(world: &World) -> LetterHead {
    let today = tokyo_day(world.now());
    LetterHead {
        number: None, approved_on: today, issued_on: today, sender: "会長　辻 太郎".to_owned()
    }
}

/// A meeting of the council to which everybody has been called, its mails still waiting.
pub async fn convened(world: &World) -> meeting::Model {
    convened_as(world, MeetingMode::Room).await
}

/// The same, held in another way.
pub async fn convened_as(world: &World, mode: MeetingMode) -> meeting::Model {
    let planned = world.planned("", DAY).await;
    let mut row: meeting::ActiveModel = planned.clone().into();
    row.mode = Set(mode);
    row.online_url = Set(if mode == MeetingMode::Room { "" } else { "https://meet.example/1" }.to_owned());
    world.write(async |tx| row.update(tx).await).await;
    called(world, &planned, letter(world)).await
}

/// Calls everybody to a planned meeting; the mails wait for the worker.
pub async fn called(world: &World, planned: &meeting::Model, letter: LetterHead) -> meeting::Model {
    let (by, now) = (world.clerk().await, world.now());
    let input = Convene { meeting: planned.id, seen: planned.version, letter };
    db::write(world.db(), async |tx| commands::convene(tx, &by, input, now).await).await.unwrap();
    reread(world, planned).await
}

/// The meeting as it is now.
pub async fn reread(world: &World, meeting: &meeting::Model) -> meeting::Model {
    meeting::Entity::find_by_id(meeting.id).one(&world.db().read).await.unwrap().unwrap()
}

/// Moves a meeting to another hour.
pub async fn moved(world: &World, meeting: &meeting::Model, to: &str) {
    let start = instant(to);
    let end = start + chrono::TimeDelta::minutes(90);
    let was = reread(world, meeting).await;
    let facts = Facts { starts_at: Some(start), ends_at: Some(end), ..Facts::of(&was) };
    // A deadline that has passed cannot be kept for a new day.
    let reply_due_on = was.reply_due_on.map(|due| due.max(tokyo_day(world.now())));
    changed(world, &was, ChangeOf::Facts { facts, reply_due_on }).await;
}

/// Gives a meeting another room.
pub async fn relocated(world: &World, meeting: &meeting::Model, place: &str) {
    let was = reread(world, meeting).await;
    let facts = Facts { place: place.to_owned(), ..Facts::of(&was) };
    changed(world, &was, ChangeOf::Facts { facts, reply_due_on: was.reply_due_on }).await;
}

/// Puts a meeting off without a date.
pub async fn postponed(world: &World, meeting: &meeting::Model) {
    let was = reread(world, meeting).await;
    changed(world, &was, ChangeOf::Postponement).await;
}

async fn changed(world: &World, was: &meeting::Model, to: ChangeOf) {
    let (by, now) = (world.clerk().await, world.now());
    let reason = "会場の都合".to_owned();
    let input = Change { meeting: was.id, seen: was.version, to, reason, letter: letter(world) };
    db::write(world.db(), async |tx| commands::change(tx, &by, input, now).await).await.unwrap();
}

/// Calls a meeting off.
pub async fn cancelled(world: &World, meeting: &meeting::Model) {
    let (by, now, was) = (world.clerk().await, world.now(), reread(world, meeting).await);
    let (reason, letter) = ("大雪警報のため".to_owned(), Some(letter(world)));
    let input = Cancel { meeting: was.id, seen: was.version, reason, letter };
    db::write(world.db(), async |tx| cancel(tx, &by, input, now).await).await.unwrap();
}

/// Takes somebody off the list.
pub async fn withdrawn(world: &World, asked: &invitation::Model) {
    let (by, now) = (world.clerk().await, world.now());
    let meeting = meeting::Entity::find_by_id(asked.meeting_id).one(&world.db().read).await.unwrap().unwrap();
    let reason = "委員の交代".to_owned();
    let input = Withdraw { invitation: asked.id, seen: meeting.version, reason, letter: letter(world) };
    db::write(world.db(), async |tx| commands::withdraw(tx, &by, input, now).await).await.unwrap();
}

/// The n-th ordinary member as asked to a meeting, from 1.
pub async fn asked(world: &World, meeting: &meeting::Model, n: usize) -> invitation::Model {
    let person = world.people.members[n - 1].person.id;
    let rows = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    let row = rows.filter(invitation::Column::PersonId.eq(person)).one(&world.db().read).await;
    row.unwrap().unwrap()
}

/// The token of that person's link.
pub fn token(world: &World, asked: &invitation::Model) -> String {
    link::token(&world.db().terms().key, LinkPurpose::Reply, asked.id.0, asked.generation)
}

/// The address of that person's page.
pub fn page_of(world: &World, asked: &invitation::Model) -> String {
    format!("/r/{}", token(world, asked))
}

/// Answers by the link: 出席 in the room unless `fields` say otherwise.
pub async fn answered(world: &World, asked: &invitation::Model, fields: &[(&str, &str)]) {
    let (path, phone) = (page_of(world, asked), world.anonymous());
    let page = phone.get(&path).await;
    phone.submit(&page, &path, fields).await.is_redirect_to(&path);
}

/// The answers of a person, the oldest first.
pub async fn replies(world: &World, of: InvitationId) -> Vec<reply::Model> {
    let rows = reply::Entity::find().filter(reply::Column::InvitationId.eq(of));
    rows.order_by_asc(reply::Column::RepliedAt).all(&world.db().read).await.unwrap()
}

/// What waits for the clerk beside a person, the oldest first.
pub async fn waiting(world: &World, of: InvitationId) -> Vec<pending_reply::Model> {
    let rows = pending_reply::Entity::find().filter(pending_reply::Column::InvitationId.eq(of));
    rows.order_by_asc(pending_reply::Column::Id).all(&world.db().read).await.unwrap()
}

/// What the delegate proposes for the first member's seat, as the secretariat finds it.
pub async fn proposed(world: &World, from: &str) -> ProposalId {
    let seat = world.people.members[0].seat.id;
    let (delegate, path) = (world.delegate(), format!("/seats/{seat}/proposal"));
    let form = delegate.get(&path).await;
    let typed =
        [("name", "髙橋 誠"), ("kana", "たかはし まこと"), ("workplace", "みどり訪問看護"), ("from", from)];
    delegate.submit(&form, &path, &typed).await.is_redirect_to("/");
    let of_seat = proposal::Entity::find().filter(proposal::Column::SeatId.eq(seat));
    let found = of_seat.order_by_desc(proposal::Column::Id).one(&world.db().read).await.unwrap();
    found.unwrap().id
}
