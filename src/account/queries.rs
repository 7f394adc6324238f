//! Reads about accounts, for signing in and for the administrator.

use chrono::NaiveDate;
use entity::capacity::{self, CapacityKind};
use entity::id::{AccountId, AssociationId, CapacityId, MunicipalityId, PersonId, RegionId};
use entity::{
    account, account_person, association, failed_sign_in, municipality, person, region, region_municipality,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use super::commands::Role;
use super::rules::Limit;
use crate::directory::queries::{regions, town_by_code};
use crate::directory::rules::{MunicipalityCode, same_name};
use crate::platform::clock::Instant;
use crate::platform::error::AppError;
use crate::platform::folding::folded;

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
    town: MunicipalityId,
) -> Result<bool, DbErr> {
    let member = region_municipality::Entity::find_by_id((region, town)).one(db).await?;
    Ok(member.is_some_and(|member| member.to_on.is_none()))
}

/// A role as words: from the administrator's form or the command line.
#[derive(Clone, Debug, Default)]
pub struct RoleWords<'a> {
    /// `secretary`, `officer`, `delegate`, `member` or `administrator`.
    pub role: &'a str,
    /// Slug or name of the region; empty while there is one.
    pub region: &'a str,
    /// The officer's town: its code.
    pub municipality: &'a str,
    /// The delegate's association: its name or short name.
    pub association: &'a str,
}

/// What is wrong with a role's words; each belongs to one field.
#[derive(Debug, thiserror::Error)]
pub enum RoleProblem {
    /// Not a role.
    #[error("役割は secretary、officer、delegate、member、administrator のどれかです。")]
    Role,
    /// No region of this name, or several and none named.
    #[error("{0}")]
    Region(&'static str),
    /// Not a code, or no member town.
    #[error("{0}")]
    Municipality(String),
    /// No such association in the region.
    #[error("この圏域にその名前の団体はありません。")]
    Association,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// The role that words mean.
pub async fn role(db: &impl ConnectionTrait, words: &RoleWords<'_>) -> Result<Role, RoleProblem> {
    match words.role {
        "administrator" => Ok(Role::Administrator),
        "secretary" => Ok(Role::Secretary(region_named(db, words.region).await?)),
        "member" => Ok(Role::Member(region_named(db, words.region).await?)),
        "officer" => {
            let region = region_named(db, words.region).await?;
            let code = MunicipalityCode::parse(words.municipality)
                .map_err(|error| RoleProblem::Municipality(error.to_string()))?;
            let town = town_by_code(db, region, code.as_str()).await?;
            let unknown = || RoleProblem::Municipality("この圏域の構成市町村のコードではありません。".into());
            Ok(Role::Officer(region, town.ok_or_else(unknown)?))
        }
        "delegate" => {
            let region = region_named(db, words.region).await?;
            Ok(Role::Delegate(region, association_named(db, region, words.association).await?))
        }
        _ => Err(RoleProblem::Role),
    }
}

async fn region_named(db: &impl ConnectionTrait, words: &str) -> Result<RegionId, RoleProblem> {
    let regions = regions(db).await?;
    let words = words.trim();
    if words.is_empty() {
        return match regions.as_slice() {
            [only] => Ok(only.id),
            [] => Err(RoleProblem::Region("圏域がありません。先に圏域を設けてください。")),
            _ => Err(RoleProblem::Region("圏域が2つ以上あります。どの圏域かを指定してください。")),
        };
    }
    let named = regions.iter().find(|region| region.slug == words || same_name(&region.name, words));
    named.map(|region| region.id).ok_or(RoleProblem::Region("その圏域はありません。"))
}

async fn association_named(
    db: &impl ConnectionTrait,
    region: RegionId,
    words: &str,
) -> Result<AssociationId, RoleProblem> {
    let all = association::Entity::find().filter(association::Column::RegionId.eq(region)).all(db).await?;
    let named = all.iter().find(|one| same_name(&one.name, words) || same_name(&one.short_name, words));
    named.map(|one| one.id).ok_or(RoleProblem::Association)
}
