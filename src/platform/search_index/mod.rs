//! The index behind the search box: for every meeting, agenda item, body, person and association the words it is
//! found by, folded (`folding`), and every two letters that stand together in them. Two letters are looked up in
//! the index of the database; of a longer word the text itself is asked once more, so nothing false is found.
//!
//! A command that changes such a row ends with [`refresh`], in the same transaction. What was there before the index,
//! or was made by older rules, is added when the schema is brought up to date ([`complete`]).

mod marking;
mod store;
mod wanted;
mod words;

use std::collections::HashSet;

use entity::id::{AgendaItemId, AssociationId, BodyId, MeetingId, PersonId};
use entity::search_entry::SearchKind;
use sea_orm::{DbErr, Iterable};
use uuid::Uuid;

use super::db::{self, Db, Tx};

pub use marking::{Part, marked};
pub use wanted::{LONGEST, TooLong, Wanted, found};

/// By which rules texts are folded and cut. Raised when they change; entries of older rules are then made anew.
pub const RULES: i32 = 1;

/// How many entries are made at once.
const AT_ONCE: usize = 500;

/// The key of something that can be found.
pub trait Findable: Copy + Into<Uuid> {
    /// What it is.
    const KIND: SearchKind;
}

impl Findable for MeetingId {
    const KIND: SearchKind = SearchKind::Meeting;
}

impl Findable for AgendaItemId {
    const KIND: SearchKind = SearchKind::AgendaItem;
}

impl Findable for BodyId {
    const KIND: SearchKind = SearchKind::Body;
}

impl Findable for PersonId {
    const KIND: SearchKind = SearchKind::Person;
}

impl Findable for AssociationId {
    const KIND: SearchKind = SearchKind::Association;
}

/// Writes the entries of these rows anew as they stand now; a row that is gone is found no more. A meeting is found
/// by the name of its body, too, so a body takes its meetings along.
pub async fn refresh<K: Findable>(tx: &Tx, keys: impl IntoIterator<Item = K>) -> Result<(), DbErr> {
    let keys: Vec<Uuid> = keys.into_iter().map(Into::into).collect();
    make(tx, K::KIND, &keys).await?;
    if K::KIND == SearchKind::Body {
        let meetings = words::meetings_of(tx, &keys).await?;
        make(tx, SearchKind::Meeting, &meetings).await?;
    }
    Ok(())
}

/// Adds what has no entry by today's rules.
pub async fn complete(db: &Db) -> Result<(), DbErr> {
    db::write(db, async |tx| {
        for kind in SearchKind::iter() {
            let missing = words::without_entry(tx, kind).await?;
            make(tx, kind, &missing).await?;
        }
        Ok(())
    })
    .await
}

async fn make(tx: &Tx, kind: SearchKind, keys: &[Uuid]) -> Result<(), DbErr> {
    for some in keys.chunks(AT_ONCE) {
        let entries = words::entries(tx, kind, some).await?;
        let there: HashSet<_> = entries.iter().map(|one| one.subject_id).collect();
        let gone: Vec<_> = some.iter().copied().filter(|key| !there.contains(key)).collect();
        store::forget(tx, &gone).await?;
        store::put(tx, entries).await?;
    }
    Ok(())
}
