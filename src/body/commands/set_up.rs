//! Setting a body up, and changing what it is.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::body::{self, BodyKind};
use entity::id::BodyId;
use sea_orm::{ActiveModelTrait, DbErr, Set, SqlErr};

use super::follow::{FollowError, follow};
use super::lock;
use crate::access::Secretary;
use crate::body::rules::{self, TreeError};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::search_index::refresh;

/// What a body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFacts {
    /// The body it reports to.
    pub parent: Option<BodyId>,
    /// Full name as in the charter; one of its kind in the region.
    pub name: String,
    /// Name for subjects and tables.
    pub short_name: String,
    /// Council, subcommittee, section …
    pub kind: BodyKind,
    /// Order among its siblings.
    pub position: i32,
    /// First day, if known.
    pub set_up_on: Option<NaiveDate>,
}

/// A change of what a body is.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Which body.
    pub body: BodyId,
    /// The version the person saw.
    pub seen: i32,
    /// All facts as they are to be.
    pub facts: BodyFacts,
    /// The body it grew out of.
    pub predecessor: Option<BodyId>,
}

/// Why a body cannot be what was typed.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<body::Model>),
    /// Beside the name.
    #[error("同じ名前の会議体があります。別の名前にしてください。")]
    NameTaken,
    /// Beside the parent.
    #[error("上の会議体が見つかりません。選びなおしてください。")]
    NoSuchParent,
    /// Beside the parent.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// Beside the first day.
    #[error("終了した日より後になっています。")]
    AfterItsEnd,
    /// Beside the body before it.
    #[error(transparent)]
    Follow(FollowError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<FollowError> for BodyError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Db(error) => Self::Db(error),
            error => Self::Follow(error),
        }
    }
}

/// Sets up a body, at the top or under another one.
pub async fn set_up(
    tx: &Tx,
    by: &Secretary,
    (facts, predecessor): (BodyFacts, Option<BodyId>),
    now: Instant,
) -> Result<BodyId, BodyError> {
    let id = BodyId::at(now);
    check_place(&lock::bodies(tx, by.region()).await?, id, facts.parent)?;
    let row = body::ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        parent_id: Set(facts.parent),
        name: Set(facts.name),
        short_name: Set(facts.short_name),
        kind: Set(facts.kind),
        position: Set(facts.position),
        set_up_on: Set(facts.set_up_on),
        wound_up_on: Set(None),
        version: Set(1),
    };
    row.insert(tx).await.map_err(name_taken)?;
    refresh(tx, [id]).await?;
    audit::record(tx, by.by(), "body.set_up", Subject("body", id.0), &[], None, now).await?;
    follow(tx, by, id, predecessor, now).await?;
    Ok(id)
}

/// Changes what a body is. Rules of past days that were inherited follow the new parent; what was recorded of
/// past meetings stays.
pub async fn edit(tx: &Tx, by: &Secretary, input: Edit, now: Instant) -> Result<(), BodyError> {
    let bodies = lock::bodies(tx, by.region()).await?;
    let found = bodies.iter().find(|body| body.id == input.body).cloned();
    let old = found.ok_or_else(|| DbErr::RecordNotFound("body".to_owned()))?;
    if old.version != input.seen {
        return Err(BodyError::Stale(Box::new(old)));
    }
    let facts = input.facts;
    check_place(&bodies, old.id, facts.parent)?;
    if !rules::term_is_valid(facts.set_up_on, old.wound_up_on) {
        return Err(BodyError::AfterItsEnd);
    }
    let changed = changes(&old, &facts);
    let row = body::ActiveModel {
        parent_id: Set(facts.parent),
        name: Set(facts.name),
        short_name: Set(facts.short_name),
        kind: Set(facts.kind),
        position: Set(facts.position),
        set_up_on: Set(facts.set_up_on),
        version: Set(old.version + 1),
        ..old.into()
    };
    row.update(tx).await.map_err(name_taken)?;
    refresh(tx, [input.body]).await?;
    audit::record(tx, by.by(), "body.edited", Subject("body", input.body.0), &changed, None, now).await?;
    Ok(follow(tx, by, input.body, input.predecessor, now).await?)
}

fn check_place(bodies: &[body::Model], body: BodyId, parent: Option<BodyId>) -> Result<(), BodyError> {
    let Some(parent) = parent else { return Ok(()) };
    if !bodies.iter().any(|body| body.id == parent) {
        return Err(BodyError::NoSuchParent);
    }
    let parents: HashMap<_, _> =
        bodies.iter().filter_map(|body| body.parent_id.map(|parent| (body.id, parent))).collect();
    Ok(rules::may_stand_under(&parents, body, parent)?)
}

pub(super) fn changes(old: &body::Model, new: &BodyFacts) -> Vec<&'static str> {
    let all = [
        ("parent_id", old.parent_id != new.parent),
        ("name", old.name != new.name),
        ("short_name", old.short_name != new.short_name),
        ("kind", old.kind != new.kind),
        ("position", old.position != new.position),
        ("set_up_on", old.set_up_on != new.set_up_on),
    ];
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

fn name_taken(error: DbErr) -> BodyError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => BodyError::NameTaken,
        _ => error.into(),
    }
}
