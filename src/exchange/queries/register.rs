//! Towns, associations and people of a region.

use std::collections::HashMap;

use entity::id::{MunicipalityId, RegionId};
use entity::{association, contact_point, municipality, person, region_municipality};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::Stock;
use crate::directory::commands::Holder;
use crate::directory::queries::no_double;
use crate::exchange::rules::{
    Known, Lookup, associations as association_cells, people as person_cells, towns as town_cells,
};

/// The towns of a region, and the codes of all towns.
pub async fn towns(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Stock<Lookup<MunicipalityId>>, DbErr> {
    let towns = municipality::Entity::find().order_by_asc(municipality::Column::Code).all(db).await?;
    let mut codes = Lookup::new("市町村");
    for town in &towns {
        codes.add(town.id, [town.code.clone()]);
    }
    let of_region = region_municipality::Column::RegionId.eq(region);
    let members = region_municipality::Entity::find().filter(of_region).all(db).await?;
    let members: HashMap<_, _> = members.into_iter().map(|row| (row.municipality_id, row)).collect();
    let own = towns.iter().filter_map(|town| Some((town, members.get(&town.id)?)));
    let known = own
        .map(|(town, member)| Known { id: town.id.0, cells: town_cells::cells(town, Some(member), &codes) });
    Ok(Stock { known: known.collect(), names: codes })
}

/// The associations of a region in its order.
pub async fn associations(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<Known>, DbErr> {
    let rows = association::Entity::find()
        .filter(association::Column::RegionId.eq(region))
        .order_by_asc(association::Column::Position)
        .order_by_asc(association::Column::Id)
        .all(db)
        .await?;
    let contacts = contacts(db, region).await?;
    let known = rows.iter().map(|row| {
        let own = contacts.get(&Holder::Association(row.id)).map_or(&[][..], Vec::as_slice);
        Known { id: row.id.0, cells: association_cells::cells(row, own) }
    });
    Ok(known.collect())
}

/// The people of a region by their reading.
pub async fn people(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<Known>, DbErr> {
    let of_region = person::Column::RegionId.eq(region);
    let mut rows = person::Entity::find().filter(of_region).filter(no_double()).all(db).await?;
    // Databases sort letters in ways of their own.
    rows.sort_by(|one, other| (&one.kana, &one.name, one.id).cmp(&(&other.kana, &other.name, other.id)));
    let contacts = contacts(db, region).await?;
    let known = rows.iter().map(|row| {
        let own = contacts.get(&Holder::Person(row.id)).map_or(&[][..], Vec::as_slice);
        Known { id: row.id.0, cells: person_cells::cells(row, own) }
    });
    Ok(known.collect())
}

/// The contact points in use of every holder, in their order.
pub(super) async fn contacts(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<HashMap<Holder, Vec<contact_point::Model>>, DbErr> {
    let rows = contact_point::Entity::find()
        .filter(contact_point::Column::RegionId.eq(region))
        .filter(contact_point::Column::RetiredAt.is_null())
        .order_by_asc(contact_point::Column::Position)
        .order_by_asc(contact_point::Column::Id)
        .all(db)
        .await?;
    let mut held: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(holder) = Holder::of(&row) {
            held.entry(holder).or_default().push(row);
        }
    }
    Ok(held)
}
