//! 名寄せ: two rows of one person become one. The one that is no longer used stays for the records that name it, and
//! is found nowhere else.

use std::collections::HashMap;

use entity::id::{ContactPointId, PersonId};
use entity::person::{Column, Entity, Model};
use entity::{contact_point, person_double, person_name};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::{ChangeError, Holder, Registrar};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// The row that stays in use and the other, each as it was seen.
#[derive(Clone, Copy, Debug)]
pub struct Join {
    /// Stays in use.
    pub kept: (PersonId, i32),
    /// Is used no more.
    pub double: (PersonId, i32),
}

/// Joins the rows of the register: contact points and earlier names go over. Says by which contact point each of the
/// double's is replaced, itself where it only changed hands.
pub async fn join_person(
    tx: &Tx,
    by: &Registrar,
    joined_by: PersonId,
    input: Join,
    now: Instant,
) -> Result<HashMap<ContactPointId, ContactPointId>, ChangeError<Model>> {
    let (kept, double) = both(tx, by, input).await?;
    let contacts = give_contacts(tx, kept.id, double.id, now).await?;
    let names =
        person_name::Entity::find().filter(person_name::Column::PersonId.eq(double.id)).all(tx).await?;
    let own = person_name::Entity::find().filter(person_name::Column::PersonId.eq(kept.id)).all(tx).await?;
    let fits = |name: &person_name::Model| own.iter().all(|one| one.last_on != name.last_on);
    for name in names.into_iter().filter(fits) {
        person_name::ActiveModel { person_id: Set(kept.id), ..name.into() }.insert(tx).await?;
    }
    let record = person_double::ActiveModel {
        person_id: Set(double.id),
        kept_id: Set(kept.id),
        joined_by: Set(joined_by),
        joined_at: Set(now),
    };
    record.insert(tx).await?;
    let fields = ["contacts", "names", "seats", "nominations", "invitations", "account"];
    for (row, verb) in [(kept, "person.joined"), (double, "person.became_double")] {
        let (id, next) = (row.id, row.version + 1);
        let mut row = row.into_active_model();
        row.version = Set(next);
        row.update(tx).await?;
        audit::record(tx, by.by, verb, Subject("person", id.0), &fields, None, now).await?;
    }
    refresh(tx, [input.kept.0, input.double.0]).await?;
    Ok(contacts)
}

/// Both rows, held in one order whoever asks, so that two who join them the other way round do not wait for each other.
async fn both(tx: &Tx, by: &Registrar, input: Join) -> Result<(Model, Model), ChangeError<Model>> {
    let ids = [input.kept.0, input.double.0];
    let rows = Entity::find()
        .filter(Column::RegionId.eq(by.region))
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let doubles = person_double::Entity::find().filter(person_double::Column::PersonId.is_in(ids));
    if !doubles.all(tx).await?.is_empty() {
        return Err(ChangeError::NotFound);
    }
    let seen = |(id, version): (PersonId, i32)| {
        let row = rows.iter().find(|row| row.id == id).cloned().ok_or(ChangeError::NotFound)?;
        if row.version == version { Ok(row) } else { Err(ChangeError::Stale(Box::new(row))) }
    };
    Ok((seen(input.kept)?, seen(input.double)?))
}

/// Gives the ways to reach the double over, after those of the one kept; what both have is kept once.
async fn give_contacts(
    tx: &Tx,
    kept: PersonId,
    double: PersonId,
    now: Instant,
) -> Result<HashMap<ContactPointId, ContactPointId>, ChangeError<Model>> {
    let own = Holder::Person(kept).contacts().all(tx).await?;
    let mut replaced = HashMap::new();
    for row in Holder::Person(double).contacts().all(tx).await? {
        let same = own.iter().find(|one| one.kind == row.kind && one.value.eq_ignore_ascii_case(&row.value));
        let last = own.iter().filter(|one| one.kind == row.kind).map(|one| one.position).max().unwrap_or(0);
        let (id, position, next) = (row.id, row.position, row.version + 1);
        let mut changed: contact_point::ActiveModel = row.into();
        changed.version = Set(next);
        match same {
            Some(_) => changed.retired_at = Set(Some(now)),
            None => {
                changed.person_id = Set(Some(kept));
                changed.position = Set(last.saturating_add(position));
            }
        }
        changed.update(tx).await?;
        replaced.insert(id, same.map_or(id, |same| same.id));
    }
    Ok(replaced)
}
