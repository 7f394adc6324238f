//! People: entered with their name as they write it, changed under an optimistic lock, found or made by name.

use chrono::NaiveDate;
use entity::id::{PersonId, RegionId};
use entity::person::{ActiveModel, Column, Entity, Model};
use entity::person_name;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

use super::{ChangeError, Registrar};
use crate::directory::queries::no_double;
use crate::directory::rules::{RenameProblem, last_day_of_old_name, same_name};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
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

/// How a change to a person can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// Beside the day of the change of name.
    #[error(transparent)]
    Renamed(#[from] RenameProblem),
    /// Somebody was faster, it is not there, or the database.
    #[error(transparent)]
    Change(#[from] ChangeError<Model>),
}

impl From<DbErr> for PersonError {
    fn from(error: DbErr) -> Self {
        Self::Change(error.into())
    }
}

/// Changes what is written down about a person. A name that is new from a day (改姓・改名) leaves the old one to the
/// days before; without a day it was written wrongly. Records of the past keep what they copied.
pub async fn change_person(
    tx: &Tx,
    by: &Registrar,
    (person, seen): (PersonId, i32),
    (facts, renamed_on): (PersonFacts, Option<NaiveDate>),
    now: Instant,
) -> Result<(), PersonError> {
    let old = lock(tx, by.region, person).await?.ok_or(ChangeError::NotFound)?;
    if old.version != seen {
        return Err(ChangeError::Stale(Box::new(old)).into());
    }
    if let Some(first) = renamed_on {
        keep_name(tx, &old, &facts, first, now).await?;
    }
    let changed = changed(&old, &facts);
    let verb = if renamed_on.is_some() { "person.renamed" } else { "person.changed" };
    let mut row = old.into_active_model();
    row.name = Set(facts.name);
    row.kana = Set(facts.kana);
    row.workplace = Set(facts.workplace);
    row.post = Set(facts.post);
    row.version = Set(seen + 1);
    row.update(tx).await?;
    refresh(tx, [person]).await?;
    audit::record(tx, by.by, verb, Subject("person", person.0), &changed, None, now).await?;
    Ok(())
}

async fn keep_name(
    tx: &Tx,
    old: &Model,
    new: &PersonFacts,
    first: NaiveDate,
    now: Instant,
) -> Result<(), PersonError> {
    if old.name == new.name {
        return Err(RenameProblem::SameName.into());
    }
    let earlier = person_name::Entity::find()
        .filter(person_name::Column::PersonId.eq(old.id))
        .order_by_desc(person_name::Column::LastOn);
    let before = earlier.one(tx).await?.map(|name| name.last_on);
    let row = person_name::ActiveModel {
        person_id: Set(old.id),
        last_on: Set(last_day_of_old_name(first, tokyo_day(now), before)?),
        name: Set(old.name.clone()),
        kana: Set(old.kana.clone()),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Forgets a name a person is said to have had until a day: it was no change of name.
pub async fn forget_name(
    tx: &Tx,
    by: &Registrar,
    (person, seen): (PersonId, i32),
    last_on: NaiveDate,
    now: Instant,
) -> Result<(), ChangeError<Model>> {
    let old = lock(tx, by.region, person).await?.ok_or(ChangeError::NotFound)?;
    if old.version != seen {
        return Err(ChangeError::Stale(Box::new(old)));
    }
    let gone = person_name::Entity::delete_by_id((person, last_on)).exec(tx).await?;
    if gone.rows_affected == 0 {
        return Err(ChangeError::NotFound);
    }
    let mut row = old.into_active_model();
    row.version = Set(seen + 1);
    row.update(tx).await?;
    refresh(tx, [person]).await?;
    let subject = Subject("person", person.0);
    audit::record(tx, by.by, "person.name_forgotten", subject, &["name"], None, now).await?;
    Ok(())
}

/// The one person of this name in the region, made if there is none.
pub async fn person_named(tx: &Tx, by: &Registrar, name: &str, now: Instant) -> Result<PersonId, NamedError> {
    let mut found = Entity::find().filter(Column::RegionId.eq(by.region)).filter(no_double()).all(tx).await?;
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
