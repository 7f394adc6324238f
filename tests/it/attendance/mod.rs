//! 当日の出欠: what is entered at the door, what follows for the quorum, and the counts of a year.

mod roll;
mod sheets;
mod sitting;
mod table;

use entity::id::{AttendanceEntryId, InvitationId};
use entity::invitation;
use entity::meeting;

use crate::support::client::Client;
use crate::support::office::asked;
use crate::support::page::Page;
use crate::support::world::{World, instant};

/// A quarter past the planned start, on the day of `office::DAY`.
const AT_THE_DOOR: &str = "2026-12-04T14:05+09:00";

/// The address of the roll call.
fn roll(meeting: &meeting::Model) -> String {
    format!("/meetings/{}/attendance", meeting.id)
}

/// A member of the council as buttons name them.
async fn key(world: &World, meeting: &meeting::Model, n: usize) -> String {
    format!("i-{}", asked(world, meeting, n).await.id)
}

/// The chair as buttons name them.
async fn chair_key(world: &World, meeting: &meeting::Model) -> String {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let found: invitation::Model = invitation::Entity::find()
        .filter(invitation::Column::MeetingId.eq(meeting.id))
        .filter(invitation::Column::PersonId.eq(world.people.chair.person.id))
        .one(&world.db().read)
        .await
        .unwrap()
        .unwrap();
    let id: InvitationId = found.id;
    format!("i-{id}")
}

/// One press with a key of its own.
async fn press(clerk: &Client<'_>, meeting: &meeting::Model, fields: &[(&str, &str)]) -> Page {
    let id = AttendanceEntryId::at(instant(AT_THE_DOOR)).to_string();
    let fields: Vec<_> = std::iter::once(("id", id.as_str())).chain(fields.iter().copied()).collect();
    clerk.post(&roll(meeting), &fields).await
}
