//! Associations (所属団体): named once in a region, ordered by hand, ended on a day and never deleted.

use chrono::NaiveDate;
use entity::association::{ActiveModel, Column, Entity, Model};
use entity::id::AssociationId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use super::{ChangeError, Registrar, is_taken};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// What is written down about an association.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssociationFacts {
    /// Full name as printed in letters.
    pub name: String,
    /// Name for tables.
    pub short_name: String,
    /// Reading in hiragana.
    pub kana: String,
    /// Place in the region's own order, from 1.
    pub position: i32,
    /// Last day; none while it exists.
    pub ended_on: Option<NaiveDate>,
}

/// How a write to an association can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum AssociationError {
    /// The region has one of this name.
    #[error("この名前の団体はもうあります。")]
    NameTaken,
    /// Somebody was faster, it is not there, or the database.
    #[error(transparent)]
    Change(#[from] ChangeError<Model>),
}

impl From<DbErr> for AssociationError {
    fn from(error: DbErr) -> Self {
        if is_taken(&error) { Self::NameTaken } else { Self::Change(error.into()) }
    }
}

/// Enters an association.
pub async fn enter_association(
    tx: &Tx,
    by: &Registrar,
    facts: AssociationFacts,
    now: Instant,
) -> Result<AssociationId, AssociationError> {
    let id = AssociationId::at(now);
    let row = ActiveModel {
        id: Set(id),
        region_id: Set(by.region),
        name: Set(facts.name),
        short_name: Set(facts.short_name),
        kana: Set(facts.kana),
        position: Set(facts.position),
        ended_on: Set(facts.ended_on),
        version: Set(1),
    };
    row.insert(tx).await?;
    refresh(tx, [id]).await?;
    audit::record(tx, by.by, "association.entered", Subject("association", id.0), &[], None, now).await?;
    Ok(id)
}

/// Changes what is written down about an association.
pub async fn change_association(
    tx: &Tx,
    by: &Registrar,
    (association, seen): (AssociationId, i32),
    facts: AssociationFacts,
    now: Instant,
) -> Result<(), AssociationError> {
    let found = Entity::find_by_id(association).filter(Column::RegionId.eq(by.region));
    let old = found.lock_exclusive().one(tx).await?.ok_or(ChangeError::NotFound)?;
    if old.version != seen {
        return Err(ChangeError::Stale(Box::new(old)).into());
    }
    let changed = changed(&old, &facts);
    let mut row = old.into_active_model();
    row.name = Set(facts.name);
    row.short_name = Set(facts.short_name);
    row.kana = Set(facts.kana);
    row.position = Set(facts.position);
    row.ended_on = Set(facts.ended_on);
    row.version = Set(seen + 1);
    row.update(tx).await?;
    refresh(tx, [association]).await?;
    let subject = Subject("association", association.0);
    audit::record(tx, by.by, "association.changed", subject, &changed, None, now).await?;
    Ok(())
}

pub(super) fn changed(old: &Model, new: &AssociationFacts) -> Vec<&'static str> {
    [
        ("name", old.name != new.name),
        ("short_name", old.short_name != new.short_name),
        ("kana", old.kana != new.kana),
        ("position", old.position != new.position),
        ("ended_on", old.ended_on != new.ended_on),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
