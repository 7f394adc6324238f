//! Where notices and reminders for a seat go: addresses of its association or of those who fill it.

use std::collections::BTreeSet;

use entity::id::{ContactPointId, SeatId};
use entity::seat;
use entity::seat_contact::{self, ContactPurpose};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::queries;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;

/// The choice for a seat; an empty one leaves it to the holder's mail, else fax, else post.
#[derive(Clone, Debug)]
pub struct ChooseContacts {
    /// Which seat.
    pub seat: SeatId,
    /// The version of the seat the person saw.
    pub seen: i32,
    /// For notices.
    pub notice: BTreeSet<ContactPointId>,
    /// For reminders.
    pub reminder: BTreeSet<ContactPointId>,
}

/// Why the choice cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum ContactsError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<seat::Model>),
    /// Beside the purpose: retired meanwhile, or of somebody else.
    #[error("使えない連絡先が入っています。選びなおしてください。")]
    NotForThisSeat(ContactPurpose),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Replaces what a seat says for both purposes.
pub async fn choose_contacts(
    tx: &Tx,
    by: &Secretary,
    input: ChooseContacts,
    now: Instant,
) -> Result<(), ContactsError> {
    let (_, seat) = lock::seat(tx, by.region(), input.seat).await?;
    if seat.version != input.seen {
        return Err(ContactsError::Stale(Box::new(seat)));
    }
    let usable = queries::contact_choices(tx, &seat, tokyo_day(now)).await?;
    let usable: BTreeSet<_> = usable.iter().map(|choice| choice.point.id).collect();
    let chosen = [(ContactPurpose::Notice, input.notice), (ContactPurpose::Reminder, input.reminder)];
    if let Some((purpose, _)) = chosen.iter().find(|(_, points)| !points.is_subset(&usable)) {
        return Err(ContactsError::NotForThisSeat(*purpose));
    }
    let of_seat = seat_contact::Column::SeatId.eq(seat.id);
    seat_contact::Entity::delete_many().filter(of_seat).exec(tx).await?;
    let rows = chosen.into_iter().flat_map(|(purpose, points)| {
        points.into_iter().map(move |point| seat_contact::ActiveModel {
            seat_id: Set(input.seat),
            purpose: Set(purpose),
            contact_point_id: Set(point),
        })
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        seat_contact::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let row = seat::ActiveModel { version: Set(seat.version + 1), ..seat.into() };
    row.update(tx).await?;
    let subject = Subject("seat", input.seat.0);
    audit::record(tx, by.by(), "seat_contact.chosen", subject, &["contacts"], None, now).await?;
    Ok(())
}
