//! A standing to act that is not a membership: 事務局, 市町村担当, 団体の連絡役, 管理者. Rights hang on it from its
//! first to its last day.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, CapacityId, MunicipalityId, RegionId};

/// A standing that is given by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum CapacityKind {
    /// Stored as `secretary`.
    #[sea_orm(string_value = "secretary")]
    Secretary,
    /// Stored as `officer`.
    #[sea_orm(string_value = "officer")]
    Officer,
    /// Stored as `delegate`.
    #[sea_orm(string_value = "delegate")]
    Delegate,
    /// Stored as `administrator`.
    #[sea_orm(string_value = "administrator")]
    Administrator,
}

/// One row of `capacity`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capacity")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CapacityId,
    /// Who holds it.
    pub account_id: AccountId,
    /// Which standing.
    pub kind: CapacityKind,
    /// Where; empty for the administrator.
    pub region_id: Option<RegionId>,
    /// The officer's town.
    pub municipality_id: Option<MunicipalityId>,
    /// The delegate's association.
    pub association_id: Option<AssociationId>,
    /// First day; empty when at once.
    pub from_on: Option<Date>,
    /// Last day; empty while open.
    pub to_on: Option<Date>,
    /// When it was given.
    pub created_at: DateTimeUtc,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
    /// By `region_id`.
    #[sea_orm(
        belongs_to = "super::region::Entity",
        from = "Column::RegionId",
        to = "super::region::Column::Id"
    )]
    Region,
    /// By `municipality_id`.
    #[sea_orm(
        belongs_to = "super::municipality::Entity",
        from = "Column::MunicipalityId",
        to = "super::municipality::Column::Id"
    )]
    Municipality,
    /// By `association_id`.
    #[sea_orm(
        belongs_to = "super::association::Entity",
        from = "Column::AssociationId",
        to = "super::association::Column::Id"
    )]
    Association,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::municipality::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Municipality.def()
    }
}

impl Related<super::association::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Association.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
