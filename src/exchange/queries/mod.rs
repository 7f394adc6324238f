//! Everything of a kind that a region has, in the cells in which it is written out, with what its lines name. One read
//! a table, however many lines there are.

mod bodies;
mod drafts;
mod meetings;
mod register;
mod taken;

pub use bodies::{bodies, body_names, charters, seats, terms};
pub use drafts::{draft, drafts_of, mapping};
pub use meetings::{agenda_items, board_entries, meetings};
pub use register::{associations, people, towns};
pub use taken::taken;

use entity::id::RegionId;
use sea_orm::{ConnectionTrait, DbErr};

use super::rules::{Kind, Known};
use crate::platform::clock::Instant;

/// What there is of a kind, and what its lines name.
pub struct Stock<N> {
    /// In the order in which it is written out.
    pub known: Vec<Known>,
    /// What lines name.
    pub names: N,
}

/// What there is of a kind, to be written out.
pub async fn stock(
    db: &impl ConnectionTrait,
    kind: Kind,
    region: RegionId,
    now: Instant,
) -> Result<Vec<Known>, DbErr> {
    Ok(match kind {
        Kind::Municipalities => towns(db, region).await?.known,
        Kind::Associations => associations(db, region).await?,
        Kind::Persons => people(db, region).await?,
        Kind::Bodies => bodies(db, region).await?.known,
        Kind::Charters => charters(db, region).await?.known,
        Kind::Seats => seats(db, region).await?.known,
        Kind::Memberships => terms(db, region).await?.known,
        Kind::Meetings => meetings(db, region, now).await?.known,
        Kind::AgendaItems => agenda_items(db, region).await?.known,
        Kind::BoardEntries => board_entries(db, region).await?.known,
    })
}
