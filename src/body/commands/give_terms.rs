//! The seats of somebody who was entered twice go over to the row that stays in use, with the ways to reach them.

use std::collections::HashMap;

use entity::id::{ContactPointId, PersonId};
use entity::{membership, seat_contact};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Set};

use crate::access::Secretary;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Gives every term of one person, past ones too, to another; says how many there were. `contacts` names the contact
/// point by which each of the first one's is replaced.
pub async fn give_terms(
    tx: &Tx,
    by: &Secretary,
    (from, to): (PersonId, PersonId),
    contacts: &HashMap<ContactPointId, ContactPointId>,
    now: Instant,
) -> Result<usize, DbErr> {
    let of_person = membership::Column::PersonId.eq(from);
    let terms = membership::Entity::find().filter(of_person).lock_exclusive().all(tx).await?;
    let count = terms.len();
    for term in terms {
        let (id, next) = (term.id, term.version + 1);
        let mut row: membership::ActiveModel = term.into();
        row.person_id = Set(to);
        row.version = Set(next);
        row.update(tx).await?;
        let subject = Subject("membership", id.0);
        audit::record(tx, by.by(), "membership.given_over", subject, &["person_id"], None, now).await?;
    }
    for (old, new) in contacts.iter().filter(|(old, new)| old != new) {
        replace_contact(tx, *old, *new).await?;
    }
    Ok(count)
}

async fn replace_contact(tx: &Tx, old: ContactPointId, new: ContactPointId) -> Result<(), DbErr> {
    use seat_contact::Column::{ContactPointId, Purpose, SeatId};
    for chosen in seat_contact::Entity::find().filter(ContactPointId.eq(old)).all(tx).await? {
        let same = seat_contact::Entity::find()
            .filter(SeatId.eq(chosen.seat_id))
            .filter(Purpose.eq(chosen.purpose))
            .filter(ContactPointId.eq(new));
        let there = same.one(tx).await?.is_some();
        let of_old = (chosen.seat_id, chosen.purpose, chosen.contact_point_id);
        seat_contact::Entity::delete_by_id(of_old).exec(tx).await?;
        if !there {
            let row = seat_contact::ActiveModel { contact_point_id: Set(new), ..chosen.into() };
            row.insert(tx).await?;
        }
    }
    Ok(())
}
