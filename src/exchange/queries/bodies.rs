//! Bodies, charters, seats and terms of a region.

use std::collections::HashMap;

use entity::id::{AssociationId, BodyId, ContactPointId, RegionId, SeatId};
use entity::{association, body, charter, charter_setting, membership, person, seat, seat_contact};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::Stock;
use super::register::contacts;
use crate::body::queries::in_tree_order;
use crate::directory::commands::Holder;
use crate::directory::queries::no_double;
use crate::exchange::rules::terms::name_key;
use crate::exchange::rules::{
    Known, Lookup, bodies as body_cells, charters as charter_cells, seats as seat_cells, terms as term_cells,
};

/// The bodies of a region by their short names, in the order of the tree.
pub async fn bodies(db: &impl ConnectionTrait, region: RegionId) -> Result<Stock<Lookup<BodyId>>, DbErr> {
    let rows = rows(db, region).await?;
    let names = names(&rows);
    let known = rows.iter().map(|body| Known { id: body.id.0, cells: body_cells::cells(body, &names) });
    Ok(Stock { known: known.collect(), names })
}

/// What the bodies of a region are called.
pub async fn body_names(db: &impl ConnectionTrait, region: RegionId) -> Result<Lookup<BodyId>, DbErr> {
    Ok(names(&rows(db, region).await?))
}

async fn rows(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<body::Model>, DbErr> {
    let rows = body::Entity::find()
        .filter(body::Column::RegionId.eq(region))
        .order_by_asc(body::Column::Id)
        .all(db)
        .await?;
    Ok(in_tree_order(rows).into_iter().map(|line| line.body).collect())
}

fn names(rows: &[body::Model]) -> Lookup<BodyId> {
    let mut names = Lookup::new("会議体");
    for body in rows {
        names.add(body.id, [body.short_name.clone(), body.name.clone()]);
    }
    names
}

/// The versions of every charter, those of a body together.
pub async fn charters(db: &impl ConnectionTrait, region: RegionId) -> Result<Stock<Lookup<BodyId>>, DbErr> {
    let bodies = rows(db, region).await?;
    let names = names(&bodies);
    let place: HashMap<_, _> = bodies.iter().enumerate().map(|(at, body)| (body.id, at)).collect();
    let mut rows = charter::Entity::find()
        .join(JoinType::InnerJoin, charter::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region))
        .all(db)
        .await?;
    rows.sort_by_key(|row| (place.get(&row.body_id).copied(), row.effective_on, row.id));
    let mut settings: HashMap<_, Vec<_>> = HashMap::new();
    let found = charter_setting::Entity::find()
        .join(JoinType::InnerJoin, charter_setting::Relation::Charter.def())
        .join(JoinType::InnerJoin, charter::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region));
    for row in found.all(db).await? {
        settings.entry(row.charter_id).or_default().push(row);
    }
    let known = rows.iter().map(|row| {
        let own = settings.get(&row.id).map_or(&[][..], Vec::as_slice);
        Known { id: row.id.0, cells: charter_cells::cells(row, own, &names) }
    });
    Ok(Stock { known: known.collect(), names })
}

/// The seats of every body in the order of its roster.
pub async fn seats(db: &impl ConnectionTrait, region: RegionId) -> Result<Stock<seat_cells::Names>, DbErr> {
    let rows = seat_rows(db, region).await?;
    let names = seat_cells::Names {
        bodies: body_names(db, region).await?,
        associations: association_names(db, region).await?,
        contacts: contact_names(db, region).await?,
    };
    let mut chosen: HashMap<_, Vec<_>> = HashMap::new();
    let found = seat_contact::Entity::find()
        .join(JoinType::InnerJoin, seat_contact::Relation::Seat.def())
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region));
    for row in found.all(db).await? {
        chosen.entry(row.seat_id).or_default().push(row);
    }
    let known = rows.iter().map(|row| {
        let own = chosen.get(&row.id).map_or(&[][..], Vec::as_slice);
        Known { id: row.id.0, cells: seat_cells::cells(row, own, &names) }
    });
    Ok(Stock { known: known.collect(), names })
}

/// The terms in every seat, the earliest first.
pub async fn terms(db: &impl ConnectionTrait, region: RegionId) -> Result<Stock<term_cells::Names>, DbErr> {
    let seats = seat_rows(db, region).await?;
    let place: HashMap<SeatId, usize> = seats.iter().enumerate().map(|(at, seat)| (seat.id, at)).collect();
    let mut in_body: HashMap<_, Vec<_>> = HashMap::new();
    for seat in &seats {
        in_body.entry(seat.body_id).or_default().push(seat.id);
    }
    let of_region = person::Column::RegionId.eq(region);
    let people = person::Entity::find().filter(of_region).filter(no_double()).all(db).await?;
    let mut named: HashMap<_, Vec<_>> = HashMap::new();
    for person in &people {
        named.entry(name_key(&person.name)).or_default().push(person.id);
    }
    let mut rows = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Seat.def())
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region))
        .all(db)
        .await?;
    rows.sort_by_key(|row| (place.get(&row.seat_id).copied(), row.from_on, row.id));
    let names = term_cells::Names {
        bodies: body_names(db, region).await?,
        associations: association_names(db, region).await?,
        seats: seats.into_iter().map(|seat| (seat.id, seat)).collect(),
        in_body,
        people: people.into_iter().map(|person| (person.id, person)).collect(),
        named,
        terms: rows.iter().map(|row| row.id).collect(),
    };
    let known = rows.iter().map(|row| Known { id: row.id.0, cells: term_cells::cells(row, &names) });
    Ok(Stock { known: known.collect(), names })
}

async fn seat_rows(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<seat::Model>, DbErr> {
    let bodies = rows(db, region).await?;
    let place: HashMap<_, _> = bodies.iter().enumerate().map(|(at, body)| (body.id, at)).collect();
    let mut seats = seat::Entity::find()
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region))
        .all(db)
        .await?;
    seats.sort_by_key(|seat| (place.get(&seat.body_id).copied(), seat.position, seat.id));
    Ok(seats)
}

async fn association_names(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Lookup<AssociationId>, DbErr> {
    let of_region = association::Column::RegionId.eq(region);
    let mut names = Lookup::new("団体");
    for row in association::Entity::find().filter(of_region).all(db).await? {
        names.add(row.id, [row.short_name, row.name]);
    }
    Ok(names)
}

/// Contact points as 「持ち主：値」 and as the value alone.
async fn contact_names(db: &impl ConnectionTrait, region: RegionId) -> Result<Lookup<ContactPointId>, DbErr> {
    let people = person::Entity::find().filter(person::Column::RegionId.eq(region)).all(db).await?;
    let people: HashMap<_, _> = people.into_iter().map(|row| (row.id, row.name)).collect();
    let of_region = association::Column::RegionId.eq(region);
    let offices = association::Entity::find().filter(of_region).all(db).await?;
    let offices: HashMap<_, _> = offices.into_iter().map(|row| (row.id, row.name)).collect();
    let mut names = Lookup::new("連絡先");
    for (holder, points) in contacts(db, region).await? {
        let name = match holder {
            Holder::Person(id) => people.get(&id),
            Holder::Association(id) => offices.get(&id),
        };
        let Some(name) = name else { continue };
        for point in points {
            names.add(point.id, [format!("{name}：{}", point.value), point.value]);
        }
    }
    Ok(names)
}
