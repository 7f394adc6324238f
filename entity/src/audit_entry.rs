//! Who did what, when and why. Triggers refuse update and delete on both databases.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AuditEntryId, PersonId, RegionId};

/// One row of `audit_entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// Where; empty for the deployment's own matters.
    pub region_id: Option<RegionId>,
    /// Table of the thing acted on.
    pub subject_kind: String,
    /// Its key.
    pub subject_id: Uuid,
    /// When.
    pub happened_at: DateTimeUtc,
    /// The signed-in account, if any.
    pub account_id: Option<AccountId>,
    /// The person, if known.
    pub person_id: Option<PersonId>,
    /// The capacity acted in: secretary, member, link, system …
    pub capacity: String,
    /// What was done, e.g. meeting.cancelled.
    pub verb: String,
    /// JSON list of the changed fields, without contact data.
    pub fields: String,
    /// Why, where the public is owed one.
    pub reason: Option<String>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `region_id`.
    #[sea_orm(
        belongs_to = "super::region::Entity",
        from = "Column::RegionId",
        to = "super::region::Column::Id"
    )]
    Region,
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
