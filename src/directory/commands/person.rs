//! People: entered with their name as they write it, changed under an optimistic lock, found or made by name.

use entity::id::{PersonId, RegionId};
use entity::person::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use super::{ChangeError, Registrar};
use crate::directory::rules::same_name;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// What is written down about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// As the person writes it.
    pub name: String,
    /// Reading in hiragana; empty while nobody has said it.
    pub kana: String,
    /// 勤務先; may be empty.
    pub workplace: String,
    /// 役職; may be empty.
    pub post: String,
}

/// How finding a person by name can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum NamedError {
    /// Several people of the region have this name.
    #[error("同じ名前の人が{}人います。", .0.len())]
    Several(Vec<Model>),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Enters a person. Namesakes are allowed: two people may well be called the same.
pub async fn enter_person(
    tx: &Tx,
    by: &Registrar,
    facts: PersonFacts,
    now: Instant,
) -> Result<PersonId, DbErr> {
    let id = PersonId::at(now);
    let row = ActiveModel {
        id: Set(id),
        region_id: Set(by.region),
        name: Set(facts.name),
        kana: Set(facts.kana),
        workplace: Set(facts.workplace),
        post: Set(facts.post),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(tx).await?;
    refresh(tx, [id]).await?;
    audit::record(tx, by.by, "person.entered", Subject("person", id.0), &[], None, now).await?;
    Ok(id)
}

/// Changes what is written down about a person. Rosters and records of the past keep what they copied.
pub async fn change_person(
    tx: &Tx,
    by: &Registrar,
    (person, seen): (PersonId, i32),
    facts: PersonFacts,
    now: Instant,
) -> Result<(), ChangeError<Model>> {
    let old = lock(tx, by.region, person).await?.ok_or(ChangeError::NotFound)?;
    if old.version != seen {
        return Err(ChangeError::Stale(Box::new(old)));
    }
    let changed = changed(&old, &facts);
    let mut row = old.into_active_model();
    row.name = Set(facts.name);
    row.kana = Set(facts.kana);
    row.workplace = Set(facts.workplace);
    row.post = Set(facts.post);
    row.version = Set(seen + 1);
    row.update(tx).await?;
    refresh(tx, [person]).await?;
    audit::record(tx, by.by, "person.changed", Subject("person", person.0), &changed, None, now).await?;
    Ok(())
}

/// The one person of this name in the region, made if there is none.
pub async fn person_named(tx: &Tx, by: &Registrar, name: &str, now: Instant) -> Result<PersonId, NamedError> {
    let mut found = Entity::find().filter(Column::RegionId.eq(by.region)).all(tx).await?;
    found.retain(|person| same_name(&person.name, name));
    match found.as_slice() {
        [] => {
            let facts = PersonFacts {
                name: name.to_owned(),
                kana: String::new(),
                workplace: String::new(),
                post: String::new(),
            };
            Ok(enter_person(tx, by, facts, now).await?)
        }
        [one] => Ok(one.id),
        _ => Err(NamedError::Several(found)),
    }
}

async fn lock(tx: &Tx, region: RegionId, id: PersonId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::RegionId.eq(region)).lock_exclusive().one(tx).await
}

pub(super) fn changed(old: &Model, new: &PersonFacts) -> Vec<&'static str> {
    [
        ("name", old.name != new.name),
        ("kana", old.kana != new.kana),
        ("workplace", old.workplace != new.workplace),
        ("post", old.post != new.post),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
