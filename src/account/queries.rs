//! Reads about accounts, for signing in and for the administrator.

use chrono::NaiveDate;
use entity::capacity::{self, CapacityKind};
use entity::id::{AccountId, CapacityId, PersonId, RegionId};
use entity::{
    account, account_person, association, failed_sign_in, municipality, person, region, region_municipality,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use super::rules::Limit;
use crate::directory::rules::folded;
use crate::platform::clock::Instant;
use crate::platform::error::AppError;

/// The account with a sign-in name, disabled or not.
pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::Email.eq(name)).one(db).await
}

/// One account for the administrator, or 404.
pub async fn one(db: &impl ConnectionTrait, id: AccountId) -> Result<account::Model, AppError> {
    account::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Accounts whose name or address holds `sought`, by address.
pub async fn accounts_like(db: &impl ConnectionTrait, sought: &str) -> Result<Vec<account::Model>, DbErr> {
    let sought = folded(sought);
    let mut found = account::Entity::find().order_by_asc(account::Column::Email).all(db).await?;
    found.retain(|one| folded(&one.name).contains(&sought) || one.email.contains(&sought));
    Ok(found)
}

/// Tries on one sign-in name, by its hash, within a limit's time.
pub async fn tries_on_name(
    db: &impl ConnectionTrait,
    email_sha256: &str,
    limit: Limit,
    now: Instant,
) -> Result<u64, DbErr> {
    use failed_sign_in::{Column, Entity};
    let on_name = Entity::find().filter(Column::EmailSha256.eq(email_sha256));
    on_name.filter(Column::TriedAt.gt(now - limit.within)).count(db).await
}

/// Tries from one place within a limit's time.
pub async fn tries_from(
    db: &impl ConnectionTrait,
    place: &str,
    limit: Limit,
    now: Instant,
) -> Result<u64, DbErr> {
    use failed_sign_in::{Column, Entity};
    let from_place = Entity::find().filter(Column::Address.eq(place));
    from_place.filter(Column::TriedAt.gt(now - limit.within)).count(db).await
}

/// Something an account was given to act as, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its key.
    pub id: CapacityId,
    /// Whose.
    pub account: AccountId,
    /// What.
    pub kind: CapacityKind,
    /// Where: the region's name, then the town or association.
    pub place: String,
    /// First day; none when at once.
    pub from_on: Option<NaiveDate>,
    /// Last day; none while open.
    pub to_on: Option<NaiveDate>,
}

impl Given {
    /// Whether it can be acted in on a day, or will be.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.to_on.is_none_or(|last| last >= today)
    }
}

type GivenRow =
    (capacity::Model, Option<region::Model>, Option<municipality::Model>, Option<association::Model>);

/// Everything the accounts were given, the newest last.
pub async fn given_to(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<Vec<Given>, DbErr> {
    use capacity::{Column, Entity};
    let mut all = Vec::new();
    for block in accounts.chunks(500) {
        let rows: Vec<GivenRow> = Entity::find()
            .find_also_related(region::Entity)
            .find_also(Entity, municipality::Entity)
            .find_also(Entity, association::Entity)
            .filter(Column::AccountId.is_in(block.iter().copied()))
            .order_by_asc(Column::CreatedAt)
            .all(db)
            .await?;
        all.extend(rows.into_iter().map(given));
    }
    Ok(all)
}

fn given((row, region, town, association): GivenRow) -> Given {
    let names = [
        region.map(|region| region.name),
        town.map(|town| town.name),
        association.map(|association| association.name),
    ];
    Given {
        id: row.id,
        account: row.account_id,
        kind: row.kind,
        place: names.into_iter().flatten().collect::<Vec<_>>().join(" "),
        from_on: row.from_on,
        to_on: row.to_on,
    }
}

/// One given capacity, or 404.
pub async fn capacity(db: &impl ConnectionTrait, id: CapacityId) -> Result<capacity::Model, AppError> {
    capacity::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Accounts not disabled that are administrators on a day or later.
pub async fn administrators(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<AccountId>, DbErr> {
    use capacity::{Column, Entity};
    Entity::find()
        .join(JoinType::InnerJoin, capacity::Relation::Account.def())
        .filter(Column::Kind.eq(CapacityKind::Administrator))
        .filter(account::Column::DisabledAt.is_null())
        .filter(Condition::any().add(Column::FromOn.is_null()).add(Column::FromOn.lte(today)))
        .filter(Condition::any().add(Column::ToOn.is_null()).add(Column::ToOn.gte(today)))
        .select_only()
        .column(Column::AccountId)
        .into_tuple()
        .all(db)
        .await
}

/// The persons an account speaks for, with their regions.
pub async fn persons_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(person::Model, region::Model)>, DbErr> {
    let rows = person::Entity::find()
        .join(JoinType::InnerJoin, account_person::Relation::Person.def().rev())
        .find_also_related(region::Entity)
        .filter(account_person::Column::AccountId.eq(account))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(person, region)| Some((person, region?))).collect())
}

/// The person an account speaks for in a region.
pub async fn person_in(
    db: &impl ConnectionTrait,
    account: AccountId,
    region: RegionId,
) -> Result<Option<PersonId>, DbErr> {
    let persons = persons_of(db, account).await?;
    Ok(persons.into_iter().find(|(person, _)| person.region_id == region).map(|(person, _)| person.id))
}

/// The office whose telephone number stands in an account's mails, where the account acts in one region only.
pub async fn office_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<region::Model>, DbErr> {
    let persons = persons_of(db, account).await?;
    match persons.as_slice() {
        [(_, region)] => Ok(Some(region.clone())),
        _ => Ok(None),
    }
}

/// Whether a town belongs to a region today.
pub async fn belongs(
    db: &impl ConnectionTrait,
    region: RegionId,
    town: entity::id::MunicipalityId,
) -> Result<bool, DbErr> {
    let member = region_municipality::Entity::find_by_id((region, town)).one(db).await?;
    Ok(member.is_some_and(|member| member.to_on.is_none()))
}
