//! The seats of a body: adding one, and changing its place, its association or its days. A seat is closed by its
//! last day; it is never deleted, because past meetings name it.

use chrono::NaiveDate;
use entity::id::{AssociationId, BodyId, RegionId, SeatId};
use entity::{association, membership, seat};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::rules;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// What a seat is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatFacts {
    /// Who names its holder; empty for a seat by post or for residents.
    pub association: Option<AssociationId>,
    /// 選出区分; may be empty.
    pub category: String,
    /// What the roster prints where no association stands.
    pub label: String,
    /// Order in the roster; seats of one place are sorted by reading.
    pub position: i32,
    /// First day; empty when from the body's start.
    pub from: Option<NaiveDate>,
    /// Last day; empty while it exists.
    pub to: Option<NaiveDate>,
}

/// A seat to be.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// In which body.
    pub body: BodyId,
    /// What it is.
    pub facts: SeatFacts,
}

/// A change of a seat.
#[derive(Clone, Debug)]
pub struct SeatUpdate {
    /// Which seat.
    pub seat: SeatId,
    /// The version the person saw.
    pub seen: i32,
    /// All facts as they are to be.
    pub facts: SeatFacts,
}

/// Why a seat cannot be what was typed.
#[derive(Debug, thiserror::Error)]
pub enum ArrangeError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<seat::Model>),
    /// Beside the association.
    #[error("団体が見つかりません。選びなおしてください。")]
    NoSuchAssociation,
    /// Beside the words, where there is no association either.
    #[error("団体を選ぶか、名簿にのせる言葉を入れてください。")]
    Nameless,
    /// Beside the last day.
    #[error("終わりの日が始まりの日より前になっています。")]
    EndsBeforeItBegins,
    /// Beside the days: somebody is in it outside of them.
    #[error("この席の任期が、席の期間からはみ出します。先に任期を直してください。")]
    TermsOutside,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Adds a seat. It is vacant until somebody is appointed.
pub async fn add_seat(tx: &Tx, by: &Secretary, input: NewSeat, now: Instant) -> Result<SeatId, ArrangeError> {
    let body = lock::body(tx, by.region(), input.body).await?;
    check(tx, by.region(), &input.facts).await?;
    let (id, facts) = (SeatId::at(now), input.facts);
    let row = seat::ActiveModel {
        id: Set(id),
        body_id: Set(body.id),
        association_id: Set(facts.association),
        category: Set(facts.category),
        label: Set(facts.label),
        position: Set(facts.position),
        from_on: Set(facts.from),
        to_on: Set(facts.to),
        version: Set(1),
    };
    row.insert(tx).await?;
    audit::record(tx, by.by(), "seat.added", Subject("seat", id.0), &[], None, now).await?;
    Ok(id)
}

/// Changes a seat; closes it when a last day is given.
pub async fn edit_seat(tx: &Tx, by: &Secretary, input: SeatUpdate, now: Instant) -> Result<(), ArrangeError> {
    let (_, old) = lock::seat(tx, by.region(), input.seat).await?;
    if old.version != input.seen {
        return Err(ArrangeError::Stale(Box::new(old)));
    }
    let facts = input.facts;
    check(tx, by.region(), &facts).await?;
    let of_seat = membership::Column::SeatId.eq(old.id);
    let terms = membership::Entity::find().filter(of_seat).all(tx).await?;
    if terms.iter().any(|term| !rules::is_within(term.from_on, term.to_on, facts.from, facts.to)) {
        return Err(ArrangeError::TermsOutside);
    }
    let changed = changes(&old, &facts);
    let row = seat::ActiveModel {
        association_id: Set(facts.association),
        category: Set(facts.category),
        label: Set(facts.label),
        position: Set(facts.position),
        from_on: Set(facts.from),
        to_on: Set(facts.to),
        version: Set(old.version + 1),
        ..old.into()
    };
    row.update(tx).await?;
    audit::record(tx, by.by(), "seat.edited", Subject("seat", input.seat.0), &changed, None, now).await?;
    Ok(())
}

async fn check(tx: &Tx, region: RegionId, facts: &SeatFacts) -> Result<(), ArrangeError> {
    if !rules::term_is_valid(facts.from, facts.to) {
        return Err(ArrangeError::EndsBeforeItBegins);
    }
    let Some(id) = facts.association else {
        let named = !facts.label.trim().is_empty();
        return if named { Ok(()) } else { Err(ArrangeError::Nameless) };
    };
    let of_region = association::Column::RegionId.eq(region);
    let found = association::Entity::find_by_id(id).filter(of_region).one(tx).await?;
    found.map(|_| ()).ok_or(ArrangeError::NoSuchAssociation)
}

pub(super) fn changes(old: &seat::Model, new: &SeatFacts) -> Vec<&'static str> {
    let all = [
        ("association_id", old.association_id != new.association),
        ("category", old.category != new.category),
        ("label", old.label != new.label),
        ("position", old.position != new.position),
        ("from_on", old.from_on != new.from),
        ("to_on", old.to_on != new.to),
    ];
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
