//! 回答: what was promised. Rows are only added; the latest one for a sequence still asked counts.

use sea_orm::entity::prelude::*;

use crate::id::{InvitationId, PersonId, ReplyId};

/// 出欠の回答.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Answer {
    /// Stored as `attend`.
    #[sea_orm(string_value = "attend")]
    Attend,
    /// Stored as `absent`.
    #[sea_orm(string_value = "absent")]
    Absent,
    /// Stored as `proxy`.
    #[sea_orm(string_value = "proxy")]
    Proxy,
}

/// How a member attends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ReplyMode {
    /// Stored as `room`.
    #[sea_orm(string_value = "room")]
    Room,
    /// Stored as `online`.
    #[sea_orm(string_value = "online")]
    Online,
}

/// How an answer came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ReplyWay {
    /// Stored as `web`.
    #[sea_orm(string_value = "web")]
    Web,
    /// Stored as `mail`.
    #[sea_orm(string_value = "mail")]
    Mail,
    /// Stored as `calendar`.
    #[sea_orm(string_value = "calendar")]
    Calendar,
    /// Stored as `telephone`.
    #[sea_orm(string_value = "telephone")]
    Telephone,
    /// Stored as `fax`.
    #[sea_orm(string_value = "fax")]
    Fax,
    /// Stored as `post`.
    #[sea_orm(string_value = "post")]
    Post,
    /// Stored as `in_person`.
    #[sea_orm(string_value = "in_person")]
    InPerson,
    /// Stored as `office`.
    #[sea_orm(string_value = "office")]
    Office,
}

/// One row of `reply`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reply")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReplyId,
    /// Whose answer.
    pub invitation_id: InvitationId,
    /// 出席, 欠席 or 代理出席.
    pub answer: Answer,
    /// Room or online; empty when absent.
    pub mode: Option<ReplyMode>,
    /// Who comes instead.
    pub proxy_name: Option<String>,
    /// 所属・役職 of the proxy.
    pub proxy_title: Option<String>,
    /// Telephone or mail of the proxy.
    pub proxy_contact: Option<String>,
    /// 連絡, or an absent member's opinion; may be empty.
    pub comment: String,
    /// How the answer came in.
    pub way: ReplyWay,
    /// Who entered it for the member; empty when the member did.
    pub entered_by: Option<PersonId>,
    /// SEQUENCE of the meeting it was given for.
    pub for_sequence: i32,
    /// When it was received.
    pub replied_at: DateTimeUtc,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `invitation_id`.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
    /// By `entered_by`.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::EnteredBy",
        to = "super::person::Column::Id"
    )]
    EnteredBy,
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::EnteredBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
