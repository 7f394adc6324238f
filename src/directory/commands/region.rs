//! Regions: set up and named by the administrator; the office's own facts are the secretariat's to keep.

use entity::id::RegionId;
use entity::region::{ActiveModel, Entity, Model};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, QuerySelect, Set};

use super::{ChangeError, Keeper, Registrar, is_taken};
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// The office as it stands in every contact block and on every mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// E.g. 事務局 福祉連携係.
    pub name: String,
    /// The clerk named under 担当.
    pub contact: String,
    /// As printed.
    pub telephone: String,
    /// As printed; none without a fax.
    pub fax: Option<String>,
    /// E.g. 平日 8:30～17:15.
    pub hours: String,
    /// Where replies in words go.
    pub mail: String,
    /// Display name of the From line.
    pub sender_name: String,
    /// Address of the From line.
    pub sender_mail: String,
}

/// What is written down about a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionFacts {
    /// The union or city as it signs.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// The council as residents know it.
    pub programme: String,
    /// Its office.
    pub office: Office,
}

/// How a write to a region can end otherwise.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// Another region has this name in addresses.
    #[error("このURL名はほかの圏域が使っています。")]
    SlugTaken,
    /// Somebody was faster, it is not there, or the database.
    #[error(transparent)]
    Change(#[from] ChangeError<Model>),
}

impl From<DbErr> for RegionError {
    fn from(error: DbErr) -> Self {
        if is_taken(&error) { Self::SlugTaken } else { Self::Change(error.into()) }
    }
}

/// Sets up a region.
pub async fn set_up_region(
    tx: &Tx,
    by: &Keeper,
    facts: RegionFacts,
    now: Instant,
) -> Result<RegionId, RegionError> {
    let id = RegionId::at(now);
    let mut row = ActiveModel { id: Set(id), created_at: Set(now), version: Set(1), ..Default::default() };
    put(&mut row, facts);
    row.insert(tx).await?;
    record(tx, by.by(), "region.set_up", id, now).await?;
    Ok(id)
}

/// Changes name, address name, programme and office of a region.
pub async fn change_region(
    tx: &Tx,
    by: &Keeper,
    (region, seen): (RegionId, i32),
    facts: RegionFacts,
    now: Instant,
) -> Result<(), RegionError> {
    let mut row = lock(tx, region, seen).await?;
    put(&mut row, facts);
    row.update(tx).await?;
    record(tx, by.by(), "region.changed", region, now).await?;
    Ok(())
}

/// Changes the office of one's own region. Mails that have not left carry the new facts.
pub async fn change_office(
    tx: &Tx,
    by: &Registrar,
    seen: i32,
    office: Office,
    now: Instant,
) -> Result<(), RegionError> {
    let mut row = lock(tx, by.region, seen).await?;
    put_office(&mut row, office);
    row.update(tx).await?;
    record(tx, by.by, "region.office_changed", by.region, now).await?;
    Ok(())
}

async fn lock(tx: &Tx, id: RegionId, seen: i32) -> Result<ActiveModel, ChangeError<Model>> {
    let found = Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(ChangeError::NotFound)?;
    if found.version != seen {
        return Err(ChangeError::Stale(Box::new(found)));
    }
    let mut row = found.into_active_model();
    row.version = Set(seen + 1);
    Ok(row)
}

fn put(row: &mut ActiveModel, facts: RegionFacts) {
    row.name = Set(facts.name);
    row.slug = Set(facts.slug);
    row.programme = Set(facts.programme);
    put_office(row, facts.office);
}

fn put_office(row: &mut ActiveModel, office: Office) {
    row.office_name = Set(office.name);
    row.office_contact = Set(office.contact);
    row.office_telephone = Set(office.telephone);
    row.office_fax = Set(office.fax);
    row.office_hours = Set(office.hours);
    row.office_mail = Set(office.mail);
    row.sender_name = Set(office.sender_name);
    row.sender_mail = Set(office.sender_mail);
}

async fn record(tx: &Tx, by: By, verb: &'static str, id: RegionId, now: Instant) -> Result<(), DbErr> {
    audit::record(tx, by, verb, Subject("region", id.0), &[], None, now).await
}
