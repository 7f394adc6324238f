//! A letter as the clerk writes it: the form, the look at what would leave, and the button that sends.

use entity::id::MeetingId;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::calendars::{Calendar, assert_calendar};
use super::client::Client;
use super::mails::Mail;
use super::page::Page;
use super::world::World;

/// Fills in the page of a letter, looks at what would leave, and sends it. What was looked at comes back.
pub async fn sent(clerk: &Client<'_>, path: &str, typed: &[(&str, &str)]) -> Page {
    let preview = looked_at(clerk, path, typed).await;
    clerk.submit(&preview, path, &[("confirm", "yes")]).await.is(303);
    preview
}

/// Fills in the page of a letter and looks at what would leave.
pub async fn looked_at(clerk: &Client<'_>, path: &str, typed: &[(&str, &str)]) -> Page {
    let form = clerk.get(path).await;
    form.is(200);
    let preview = clerk.submit(&form, path, typed).await;
    preview.is(200).shows("まだ何も変わっていません");
    preview
}

/// Everything of a meeting in 送信箱, in the order queued.
pub async fn queued(world: &World, meeting: MeetingId) -> Vec<outbox::Model> {
    let rows = outbox::Entity::find().filter(outbox::Column::MeetingId.eq(meeting));
    rows.order_by_asc(outbox::Column::Id).all(&world.db().read).await.unwrap()
}

/// The mail to an address. Fails unless there is exactly one.
#[track_caller]
pub fn to<'a>(mails: &'a [Mail], address: &str) -> &'a Mail {
    let found: Vec<_> = mails.iter().filter(|mail| mail.to == address).collect();
    assert_eq!(found.len(), 1, "mails to {address} among {:?}", addresses(mails));
    found[0]
}

/// Whom mails went to, in order.
pub fn addresses(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

/// The calendar object of a mail, read by both readers. Fails if there is none.
#[track_caller]
pub fn object(mail: &Mail) -> Calendar {
    let object = mail.calendar.as_ref().unwrap_or_else(|| panic!("no calendar object to {}", mail.to));
    let read = assert_calendar(&object.ics);
    assert_eq!(read.head["METHOD"], object.method, "the part says what the object says");
    assert_eq!(read.events.len(), 1);
    read
}

/// The text of a mail without its line ends and full-width spaces, to look for words that a line end may part.
pub fn flat(mail: &Mail) -> String {
    mail.text.replace(['\n', '　'], "")
}
