//! 圏域: what one secretariat runs. Its office stands in every contact block; its sender on every mail.

use sea_orm::entity::prelude::*;

use crate::id::RegionId;

/// One row of `region`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionId,
    /// The union or city as it signs, e.g. 南信州広域連合.
    pub name: String,
    /// The name in addresses of the public portal: small letters, digits, hyphens.
    pub slug: String,
    /// The council as residents know it, e.g. 在宅医療・介護連携推進協議会; the second line of the brand.
    pub programme: String,
    /// The office that answers, e.g. 事務局 福祉連携係.
    pub office_name: String,
    /// The clerk named under 担当.
    pub office_contact: String,
    /// Telephone as printed, with hyphens.
    pub office_telephone: String,
    /// Fax as printed.
    pub office_fax: Option<String>,
    /// Hours as printed, e.g. 平日 8:30～17:15.
    pub office_hours: String,
    /// Where replies in words go.
    pub office_mail: String,
    /// Display name of the From line.
    pub sender_name: String,
    /// Address of the From line.
    pub sender_mail: String,
    /// When the region was set up.
    pub created_at: DateTimeUtc,
    /// Raised by every change; a form carries the one it saw.
    pub version: i32,
}

/// It points to no other table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
