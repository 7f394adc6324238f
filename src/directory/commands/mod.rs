//! Writes to the register. Who may keep it is a value: a `Registrar` keeps one region's, a `Keeper` the regions
//! and towns themselves, and each is made from a capacity only. Every write leaves an audit entry, without what
//! was written into contact fields.

mod association;
mod contact;
mod import;
mod import_towns;
mod join;
mod municipality;
mod person;
mod region;

use entity::id::RegionId;
use sea_orm::{DbErr, SqlErr};

use crate::access::{Administrator, Secretary, System};
use crate::platform::audit::By;
use crate::platform::error::AppError;

pub use association::{AssociationError, AssociationFacts, change_association, enter_association};
pub use contact::{
    ChangeContact, ContactFacts, Holder, add_contact, change_contact, move_contact, retire_contact,
};
pub use import::{AssociationEntry, PersonEntry, import_associations, import_people};
pub use import_towns::{TownEntry, import_municipalities};
pub use join::{Join, join_person};
pub use municipality::{
    JoinError, MunicipalityError, MunicipalityFacts, enter_municipality, join_municipality, part_municipality,
};
pub use person::{
    NamedError, PersonError, PersonFacts, change_person, enter_person, forget_name, person_named,
};
pub use region::{Office, RegionError, RegionFacts, change_office, change_region, set_up_region};

/// Somebody who keeps the register of one region.
#[derive(Clone, Copy, Debug)]
pub struct Registrar {
    region: RegionId,
    by: By,
}

impl Registrar {
    /// An administrator looking after the accounts of a region.
    pub fn administrator(by: &Administrator, region: RegionId) -> Self {
        Self { region, by: By { region: Some(region), ..by.by() } }
    }

    /// The program itself, at the command line.
    pub fn system(by: &System, region: RegionId) -> Self {
        Self { region, by: by.by(Some(region)) }
    }

    /// The region kept.
    pub fn region(&self) -> RegionId {
        self.region
    }
}

impl From<&Secretary> for Registrar {
    fn from(by: &Secretary) -> Self {
        Self { region: by.region(), by: by.by() }
    }
}

/// Somebody who keeps what belongs to no region: regions, towns, accounts.
#[derive(Clone, Copy, Debug)]
pub struct Keeper(By);

impl Keeper {
    /// Who acts, for the audit.
    pub fn by(&self) -> By {
        self.0
    }

    /// The same, keeping the register of one region.
    pub fn of_region(&self, region: RegionId) -> Registrar {
        Registrar { region, by: By { region: Some(region), ..self.0 } }
    }
}

impl From<&Administrator> for Keeper {
    fn from(by: &Administrator) -> Self {
        Self(by.by())
    }
}

impl From<&System> for Keeper {
    fn from(by: &System) -> Self {
        Self(by.by(None))
    }
}

/// How a change of an existing row can end.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<M: std::fmt::Debug> {
    /// Somebody else was faster; this is the row now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<M>),
    /// It is not in this region, or not at all.
    #[error("見つかりません。")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Where there is no form to show it on: 409, 404, or the database's own.
impl<M: std::fmt::Debug> From<ChangeError<M>> for AppError {
    fn from(error: ChangeError<M>) -> Self {
        match error {
            ChangeError::Stale(_) => Self::Conflict,
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Db(error) => error.into(),
        }
    }
}

/// Whether a write failed because a unique name or code is taken.
fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
