//! Whether keys from a file are of something elsewhere.

use entity::{
    agenda_item, association, board_entry, body, charter, meeting, membership, municipality, person, seat,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::exchange::rules::Kind;
use crate::platform::bulk::AT_ONCE;

/// Those of some keys that rows of a kind have, of whatever region.
pub async fn taken(db: &impl ConnectionTrait, kind: Kind, keys: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut found = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        found.extend(match kind {
            Kind::Municipalities => of::<municipality::Entity>(db, municipality::Column::Id, some).await?,
            Kind::Associations => of::<association::Entity>(db, association::Column::Id, some).await?,
            Kind::Persons => of::<person::Entity>(db, person::Column::Id, some).await?,
            Kind::Bodies => of::<body::Entity>(db, body::Column::Id, some).await?,
            Kind::Charters => of::<charter::Entity>(db, charter::Column::Id, some).await?,
            Kind::Seats => of::<seat::Entity>(db, seat::Column::Id, some).await?,
            Kind::Memberships => of::<membership::Entity>(db, membership::Column::Id, some).await?,
            Kind::Meetings => of::<meeting::Entity>(db, meeting::Column::Id, some).await?,
            Kind::AgendaItems => of::<agenda_item::Entity>(db, agenda_item::Column::Id, some).await?,
            Kind::BoardEntries => of::<board_entry::Entity>(db, board_entry::Column::Id, some).await?,
        });
    }
    Ok(found)
}

async fn of<E: EntityTrait>(
    db: &impl ConnectionTrait,
    key: E::Column,
    keys: &[Uuid],
) -> Result<Vec<Uuid>, DbErr> {
    let found = E::find().filter(key.is_in(keys.iter().copied()));
    found.select_only().column(key).into_tuple().all(db).await
}
