//! Towns: entered once for the whole deployment, members of a region from a day to a day.

use chrono::NaiveDate;
use entity::id::{MunicipalityId, RegionId};
use entity::{municipality, region_municipality};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::{Keeper, is_taken};
use crate::directory::rules::MunicipalityCode;
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;

/// What is written down about a town.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityFacts {
    /// 全国地方公共団体コード.
    pub code: MunicipalityCode,
    /// Name as written.
    pub name: String,
    /// Reading in hiragana.
    pub kana: String,
}

/// How entering a town can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum MunicipalityError {
    /// The code is in the list.
    #[error("このコードの市町村はもう登録されています。")]
    CodeTaken,
    /// The database.
    #[error(transparent)]
    Db(DbErr),
}

impl From<DbErr> for MunicipalityError {
    fn from(error: DbErr) -> Self {
        if is_taken(&error) { Self::CodeTaken } else { Self::Db(error) }
    }
}

/// How joining a region can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// No town has this code.
    #[error("このコードの市町村は登録されていません。先に市町村を登録してください。")]
    Unknown,
    /// It is a member today.
    #[error("{0}はもう構成市町村です。")]
    Already(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Enters a town.
pub async fn enter_municipality(
    tx: &Tx,
    by: &Keeper,
    facts: MunicipalityFacts,
    now: Instant,
) -> Result<MunicipalityId, MunicipalityError> {
    let id = MunicipalityId::at(now);
    let row = municipality::ActiveModel {
        id: Set(id),
        code: Set(facts.code.to_string()),
        name: Set(facts.name),
        kana: Set(facts.kana),
        valid_from: Set(None),
        valid_to: Set(None),
        successor_id: Set(None),
    };
    row.insert(tx).await?;
    audit::record(tx, by.by(), "municipality.entered", Subject("municipality", id.0), &[], None, now).await?;
    Ok(id)
}

/// Makes a town a member of a region, from `from_on` or from the start. One that had left comes back.
pub async fn join_municipality(
    tx: &Tx,
    by: &Keeper,
    region: RegionId,
    (code, from_on): (&MunicipalityCode, Option<NaiveDate>),
    now: Instant,
) -> Result<municipality::Model, JoinError> {
    use municipality::Column::Code;
    let town = municipality::Entity::find().filter(Code.eq(code.as_str())).one(tx).await?;
    let town = town.ok_or(JoinError::Unknown)?;
    let known = region_municipality::Entity::find_by_id((region, town.id)).one(tx).await?;
    match known {
        Some(member) if member.to_on.is_none() => return Err(JoinError::Already(town.name)),
        Some(member) => {
            let mut row = member.into_active_model();
            row.to_on = Set(None);
            row.update(tx).await?;
        }
        None => {
            let row = region_municipality::ActiveModel {
                region_id: Set(region),
                municipality_id: Set(town.id),
                from_on: Set(from_on),
                to_on: Set(None),
            };
            row.insert(tx).await?;
        }
    }
    record(tx, by, "region.municipality_joined", region, now).await?;
    Ok(town)
}

/// Ends a town's membership with today. Answers whether it was a member.
pub async fn part_municipality(
    tx: &Tx,
    by: &Keeper,
    region: RegionId,
    town: MunicipalityId,
    now: Instant,
) -> Result<bool, DbErr> {
    let known = region_municipality::Entity::find_by_id((region, town)).one(tx).await?;
    let Some(member) = known.filter(|member| member.to_on.is_none()) else {
        return Ok(false);
    };
    let mut row = member.into_active_model();
    row.to_on = Set(Some(tokyo_day(now)));
    row.update(tx).await?;
    record(tx, by, "region.municipality_parted", region, now).await?;
    Ok(true)
}

async fn record(
    tx: &Tx,
    by: &Keeper,
    verb: &'static str,
    region: RegionId,
    now: Instant,
) -> Result<(), DbErr> {
    let by = By { region: Some(region), ..by.by() };
    audit::record(tx, by, verb, Subject("region", region.0), &["municipality"], None, now).await
}
