//! One way to reach a person or an association.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, ContactPointId, PersonId, RegionId};

/// How a contact point reaches its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ContactKind {
    /// Stored as `mail`.
    #[sea_orm(string_value = "mail")]
    Mail,
    /// Stored as `fax`.
    #[sea_orm(string_value = "fax")]
    Fax,
    /// Stored as `telephone`.
    #[sea_orm(string_value = "telephone")]
    Telephone,
    /// Stored as `post`.
    #[sea_orm(string_value = "post")]
    Post,
}

/// One row of `contact_point`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_point")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactPointId,
    /// Its region.
    pub region_id: RegionId,
    /// The person reached; empty for an association's.
    pub person_id: Option<PersonId>,
    /// The association reached; empty for a person's.
    pub association_id: Option<AssociationId>,
    /// Mail, fax, telephone or post.
    pub kind: ContactKind,
    /// Address or number: half-width, without spaces at the ends.
    pub value: String,
    /// Order among those of one holder; the first of a kind serves.
    pub position: i32,
    /// When it was taken out of use; old deliveries still name it.
    pub retired_at: Option<DateTimeUtc>,
    /// Raised by every change.
    pub version: i32,
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
    /// By `person_id`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// By `association_id`.
    #[sea_orm(
        belongs_to = "super::association::Entity",
        from = "Column::AssociationId",
        to = "super::association::Column::Id"
    )]
    Association,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<super::association::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Association.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
