//! What an account may act as. Giving a role also joins the account to a person of that region, because whoever
//! acts in a region acts as somebody of its register.

use chrono::NaiveDate;
use entity::account_person;
use entity::capacity::{self, ActiveModel, CapacityKind, Column, Entity};
use entity::id::{AccountId, AssociationId, CapacityId, MunicipalityId, PersonId, RegionId};
use entity::{association, person};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Set,
};

use super::account::{AccountError, refuse_last_administrator};
use crate::account::queries;
use crate::directory::commands::{Keeper, NamedError, person_named};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;

/// What an account is to act as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 管理者 of the deployment.
    Administrator,
    /// 事務局 of a region.
    Secretary(RegionId),
    /// 市町村担当 of a town in a region.
    Officer(RegionId, MunicipalityId),
    /// 団体の連絡役 of an association in a region.
    Delegate(RegionId, AssociationId),
    /// 委員: joined to a person of a region; the seats themselves are given elsewhere.
    Member(RegionId),
}

impl Role {
    /// Where; none for the administrator.
    pub fn region(self) -> Option<RegionId> {
        match self {
            Self::Administrator => None,
            Self::Secretary(region) | Self::Member(region) => Some(region),
            Self::Officer(region, _) | Self::Delegate(region, _) => Some(region),
        }
    }

    fn kind(self) -> Option<CapacityKind> {
        match self {
            Self::Administrator => Some(CapacityKind::Administrator),
            Self::Secretary(_) => Some(CapacityKind::Secretary),
            Self::Officer(..) => Some(CapacityKind::Officer),
            Self::Delegate(..) => Some(CapacityKind::Delegate),
            Self::Member(_) => None,
        }
    }

    fn town(self) -> Option<MunicipalityId> {
        if let Self::Officer(_, town) = self { Some(town) } else { None }
    }

    fn association(self) -> Option<AssociationId> {
        if let Self::Delegate(_, association) = self { Some(association) } else { None }
    }
}

/// Which person of the region the account speaks for, unless it speaks for one already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonChoice {
    /// The one of this name, made if there is none.
    Named(String),
    /// This one, chosen among several of one name.
    Known(PersonId),
}

/// How giving a role can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// Several people of the region have the account's name.
    #[error("同じ名前の人が{}人います。どの人かを選んでください。", .0.len())]
    SeveralPersons(Vec<person::Model>),
    /// The chosen person is of another region or gone.
    #[error("選んだ人はこの圏域の名簿にいません。")]
    NoPerson,
    /// The town is no member of the region, or the association is another region's.
    #[error("この圏域の市町村や団体ではありません。")]
    OtherRegion,
    /// The account has the role.
    #[error("この役割はもう付いています。")]
    Already,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Gives a role from today, and joins the account to its person in the region.
pub async fn give_role(
    tx: &Tx,
    by: &Keeper,
    account: AccountId,
    (role, choice): (Role, &PersonChoice),
    now: Instant,
) -> Result<(), GiveError> {
    refuse_other_region(tx, role).await?;
    if has(tx, account, role, now).await? {
        return Err(GiveError::Already);
    }
    if let Some(region) = role.region() {
        join(tx, by, (account, region), choice, now).await?;
    }
    if let Some(kind) = role.kind() {
        let row = ActiveModel {
            id: Set(CapacityId::at(now)),
            account_id: Set(account),
            kind: Set(kind),
            region_id: Set(role.region()),
            municipality_id: Set(role.town()),
            association_id: Set(role.association()),
            from_on: Set(None),
            to_on: Set(None),
            created_at: Set(now),
        };
        row.insert(tx).await?;
    }
    record(tx, by, "account.role_given", account, now).await?;
    Ok(())
}

/// Ends a role: after a day to come, as on 31 March, or at once, when its last day was yesterday.
pub async fn end_capacity(
    tx: &Tx,
    by: &Keeper,
    (capacity, last): (capacity::Model, Option<NaiveDate>),
    now: Instant,
) -> Result<(), AccountError> {
    let account = capacity.account_id;
    if last.is_some_and(|last| last < tokyo_day(now)) {
        return Err(AccountError::EndsBeforeToday);
    }
    if capacity.kind == CapacityKind::Administrator {
        refuse_last_administrator(tx, account, now).await?;
    }
    let mut row = capacity.into_active_model();
    row.to_on = Set(last.or_else(|| tokyo_day(now).pred_opt()));
    row.update(tx).await?;
    record(tx, by, "account.role_ended", account, now).await?;
    Ok(())
}

async fn refuse_other_region(tx: &Tx, role: Role) -> Result<(), GiveError> {
    let known = match role {
        Role::Officer(region, town) => queries::belongs(tx, region, town).await?,
        Role::Delegate(region, id) => {
            let found = association::Entity::find_by_id(id).one(tx).await?;
            found.is_some_and(|association| association.region_id == region)
        }
        _ => true,
    };
    if known { Ok(()) } else { Err(GiveError::OtherRegion) }
}

async fn has(tx: &Tx, account: AccountId, role: Role, now: Instant) -> Result<bool, DbErr> {
    let Some(kind) = role.kind() else {
        let Some(region) = role.region() else { return Ok(false) };
        return Ok(queries::person_in(tx, account, region).await?.is_some());
    };
    let open = Condition::any().add(Column::ToOn.is_null()).add(Column::ToOn.gte(tokyo_day(now)));
    let held =
        Entity::find().filter(Column::AccountId.eq(account)).filter(Column::Kind.eq(kind)).filter(open);
    let held = held.lock_exclusive().all(tx).await?;
    Ok(held.iter().any(|row| {
        (row.region_id, row.municipality_id, row.association_id)
            == (role.region(), role.town(), role.association())
    }))
}

async fn join(
    tx: &Tx,
    by: &Keeper,
    (account, region): (AccountId, RegionId),
    choice: &PersonChoice,
    now: Instant,
) -> Result<(), GiveError> {
    if queries::person_in(tx, account, region).await?.is_some() {
        return Ok(());
    }
    let person = match choice {
        PersonChoice::Named(name) => match person_named(tx, &by.of_region(region), name, now).await {
            Ok(person) => person,
            Err(NamedError::Several(people)) => return Err(GiveError::SeveralPersons(people)),
            Err(NamedError::Db(error)) => return Err(error.into()),
        },
        PersonChoice::Known(id) => {
            let found = person::Entity::find_by_id(*id).filter(person::Column::RegionId.eq(region));
            found.one(tx).await?.ok_or(GiveError::NoPerson)?.id
        }
    };
    account_person::ActiveModel { account_id: Set(account), person_id: Set(person) }.insert(tx).await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    by: &Keeper,
    verb: &'static str,
    account: AccountId,
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by(), verb, Subject("account", account.0), &["role"], None, now).await
}
