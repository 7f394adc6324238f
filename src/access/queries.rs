//! Reads what an account may act as today: given capacities, and memberships of its persons.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::capacity::{self, CapacityKind};
use entity::id::{AccountId, AssociationId, BodyId, PersonId, RegionId};
use entity::membership::{self, MemberRole};
use entity::{account, account_person, association, body, municipality, person, region, seat};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use super::actor::{Actor, Held, HeldKind};
use super::capacity::System;
use crate::platform::clock::Instant;
use crate::platform::outbox::undelivered_count;

/// The program standing in for an account, in the first of its capacities: sample data are entered in the name of
/// the clerk they belong to. `None` for an account that may act as nothing.
pub async fn standing_in(
    db: &impl ConnectionTrait,
    _by: &System,
    account: &account::Model,
    today: NaiveDate,
) -> Result<Option<Actor>, DbErr> {
    let held = held(db, account.id, today).await?;
    Ok(Actor::new(account.id, account.name.clone(), held, None))
}

/// What an account holds on a day, in the order in which it begins.
pub(super) async fn held(
    db: &impl ConnectionTrait,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<Held>, DbErr> {
    let persons = persons(db, account, today).await?;
    let given = given(db, account, today).await?;
    let several = several_regions(&persons, &given);
    let mut held = Vec::new();
    for row in given {
        let Some(kind) = kind(db, &row).await? else { continue };
        let person = row.region.as_ref().and_then(|(id, _)| persons.get(id)).map(|found| found.person);
        let label = labelled(&word(&row), row.region.as_ref().map(|(_, name)| name.as_str()), several);
        let since = Some(row.since);
        held.push(Held { kind, region: row.region.map(|(id, _)| id), person, since, label });
    }
    // Who never had a seat is no member; but an account joined to a person can always look around.
    let alone = held.is_empty();
    for (region, found) in persons.into_iter().filter(|(_, found)| found.ever || alone) {
        held.extend(memberships(region, found, several));
    }
    held.sort_by_key(|one| order(&one.kind));
    Ok(held)
}

struct Given {
    kind: CapacityKind,
    since: Instant,
    region: Option<(RegionId, String)>,
    municipality: Option<municipality::Model>,
    association: Option<association::Model>,
}

/// What the frame of every page says of a region.
#[derive(Debug, FromQueryResult)]
pub(super) struct Frame {
    #[sea_orm(nested)]
    pub(super) region: region::Model,
    /// Messages that did not arrive, for the secretariat.
    pub(super) undelivered: i64,
}

/// The region acted in; none for the administrator.
pub(super) async fn frame(db: &impl ConnectionTrait, actor: &Actor) -> Result<Option<Frame>, DbErr> {
    let Some(region) = actor.region() else { return Ok(None) };
    let undelivered = match actor.secretary() {
        Ok(_) => undelivered_count(region),
        Err(_) => Expr::val(0_i64),
    };
    let found = region::Entity::find_by_id(region).expr_as(undelivered, "undelivered");
    found.into_model().one(db).await
}

struct Found {
    person: PersonId,
    region_name: String,
    /// Whether the person has, or once had, a seat.
    ever: bool,
    /// Seats held on the day.
    seats: Vec<(BodyId, String, MemberRole)>,
}

async fn given(db: &impl ConnectionTrait, account: AccountId, today: NaiveDate) -> Result<Vec<Given>, DbErr> {
    use capacity::{Column, Entity, Model};
    type Row = (Model, Option<region::Model>, Option<municipality::Model>, Option<association::Model>);
    let rows: Vec<Row> = Entity::find()
        .find_also_related(region::Entity)
        .find_also(Entity, municipality::Entity)
        .find_also(Entity, association::Entity)
        .filter(Column::AccountId.eq(account))
        .filter(Condition::any().add(Column::FromOn.is_null()).add(Column::FromOn.lte(today)))
        .filter(Condition::any().add(Column::ToOn.is_null()).add(Column::ToOn.gte(today)))
        .order_by_asc(Column::CreatedAt)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(row, region, municipality, association)| Given {
            kind: row.kind,
            since: row.created_at,
            region: region.map(|region| (region.id, region.name)),
            municipality,
            association,
        })
        .collect())
}

type PersonRow =
    (PersonId, RegionId, String, Option<BodyId>, Option<String>, Option<MemberRole>, Option<NaiveDate>);

async fn persons(
    db: &impl ConnectionTrait,
    account: AccountId,
    today: NaiveDate,
) -> Result<BTreeMap<RegionId, Found>, DbErr> {
    let begun = move |_left, _right| Condition::all().add(membership::Column::FromOn.lte(today));
    let rows: Vec<PersonRow> = account_person::Entity::find()
        .join(JoinType::InnerJoin, account_person::Relation::Person.def())
        .join(JoinType::InnerJoin, person::Relation::Region.def())
        .join(JoinType::LeftJoin, membership::Relation::Person.def().rev().on_condition(begun))
        .join(JoinType::LeftJoin, membership::Relation::Seat.def())
        .join(JoinType::LeftJoin, seat::Relation::Body.def())
        .filter(account_person::Column::AccountId.eq(account))
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::RegionId)
        .column(region::Column::Name)
        .column(body::Column::Id)
        .column(body::Column::ShortName)
        .column(membership::Column::Role)
        .column(membership::Column::ToOn)
        .order_by_asc(body::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    let mut found = BTreeMap::new();
    for (person, region, region_name, body, body_name, role, last_day) in rows {
        let blank = Found { person, region_name, ever: false, seats: Vec::new() };
        let entry = found.entry(region).or_insert(blank);
        let (Some(body), Some(name), Some(role)) = (body, body_name, role) else { continue };
        entry.ever = true;
        if last_day.is_none_or(|last| last >= today) {
            entry.seats.push((body, name, role));
        }
    }
    Ok(found)
}

async fn kind(db: &impl ConnectionTrait, row: &Given) -> Result<Option<HeldKind>, DbErr> {
    Ok(match row.kind {
        CapacityKind::Secretary => Some(HeldKind::Secretary),
        CapacityKind::Administrator => Some(HeldKind::Administrator),
        CapacityKind::Officer => row.municipality.as_ref().map(|town| HeldKind::Officer(town.id)),
        CapacityKind::Delegate => match &row.association {
            Some(association) => Some(HeldKind::Delegate {
                association: association.id,
                bodies: bodies_of(db, association.id).await?,
            }),
            None => None,
        },
    })
}

async fn bodies_of(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<BodyId>, DbErr> {
    seat::Entity::find()
        .select_only()
        .column(seat::Column::BodyId)
        .distinct()
        .filter(seat::Column::AssociationId.eq(association))
        .into_tuple()
        .all(db)
        .await
}

fn memberships(region: RegionId, found: Found, several: bool) -> Vec<Held> {
    let mut bodies: Vec<_> = found.seats.iter().map(|(body, _, _)| *body).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let presided = found.seats.iter().filter(|(_, _, role)| *role == MemberRole::Chair);
    let presides: Vec<_> = presided.clone().map(|(body, _, _)| *body).collect();
    let name = Some(found.region_name.as_str());
    let held = |kind, word: &str| Held {
        kind,
        region: Some(region),
        person: Some(found.person),
        since: None,
        label: labelled(word, name, several),
    };
    let mut all = Vec::new();
    if let Some((_, body, _)) = presided.clone().next() {
        all.push(held(HeldKind::Chair { presides, bodies: bodies.clone() }, &format!("{body}の議長")));
    }
    all.push(held(HeldKind::Member { bodies }, "委員"));
    all
}

fn several_regions(persons: &BTreeMap<RegionId, Found>, given: &[Given]) -> bool {
    let mut regions: Vec<_> = persons.keys().copied().collect();
    regions.extend(given.iter().filter_map(|row| row.region.as_ref().map(|(id, _)| *id)));
    regions.sort_unstable();
    regions.dedup();
    regions.len() > 1
}

fn word(row: &Given) -> String {
    match row.kind {
        CapacityKind::Secretary => "事務局".to_owned(),
        CapacityKind::Administrator => "管理者".to_owned(),
        CapacityKind::Officer => row
            .municipality
            .as_ref()
            .map_or("市町村の担当".into(), |town| format!("{}の担当", town.name)),
        CapacityKind::Delegate => row
            .association
            .as_ref()
            .map_or("団体の連絡役".into(), |found| format!("{}の連絡役", found.short_name)),
    }
}

fn labelled(word: &str, region: Option<&str>, several: bool) -> String {
    match region {
        Some(region) if several => format!("{word}（{region}）"),
        _ => word.to_owned(),
    }
}

fn order(kind: &HeldKind) -> u8 {
    match kind {
        HeldKind::Secretary => 0,
        HeldKind::Chair { .. } => 1,
        HeldKind::Officer(_) => 2,
        HeldKind::Delegate { .. } => 3,
        HeldKind::Member { .. } => 4,
        HeldKind::Administrator => 5,
    }
}
