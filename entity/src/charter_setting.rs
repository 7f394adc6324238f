//! One rule of a charter version: stated with value and article, or inherited (準用). Not stated = no
//! row.

use sea_orm::entity::prelude::*;

use crate::id::CharterId;

/// The rules of a charter that the product acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Setting {
    /// Stored as `quorum`.
    #[sea_orm(string_value = "quorum")]
    Quorum,
    /// Stored as `quorum_base`.
    #[sea_orm(string_value = "quorum_base")]
    QuorumBase,
    /// Stored as `proxy`.
    #[sea_orm(string_value = "proxy")]
    Proxy,
    /// Stored as `proxy_scope`.
    #[sea_orm(string_value = "proxy_scope")]
    ProxyScope,
    /// Stored as `online`.
    #[sea_orm(string_value = "online")]
    Online,
    /// Stored as `numbering`.
    #[sea_orm(string_value = "numbering")]
    Numbering,
    /// Stored as `cancelled_number`.
    #[sea_orm(string_value = "cancelled_number")]
    CancelledNumber,
    /// Stored as `notice_period`.
    #[sea_orm(string_value = "notice_period")]
    NoticePeriod,
    /// Stored as `reply_deadline`.
    #[sea_orm(string_value = "reply_deadline")]
    ReplyDeadline,
    /// Stored as `legal_form`.
    #[sea_orm(string_value = "legal_form")]
    LegalForm,
    /// Stored as `seat_number`.
    #[sea_orm(string_value = "seat_number")]
    SeatNumber,
    /// Stored as `pay`.
    #[sea_orm(string_value = "pay")]
    Pay,
    /// Stored as `term`.
    #[sea_orm(string_value = "term")]
    Term,
    /// Stored as `replacement`.
    #[sea_orm(string_value = "replacement")]
    Replacement,
    /// Stored as `ex_officio`.
    #[sea_orm(string_value = "ex_officio")]
    ExOfficio,
    /// Stored as `chair`.
    #[sea_orm(string_value = "chair")]
    Chair,
    /// Stored as `vice_chair`.
    #[sea_orm(string_value = "vice_chair")]
    ViceChair,
    /// Stored as `acting_chair`.
    #[sea_orm(string_value = "acting_chair")]
    ActingChair,
    /// Stored as `decision`.
    #[sea_orm(string_value = "decision")]
    Decision,
    /// Stored as `chair_vote`.
    #[sea_orm(string_value = "chair_vote")]
    ChairVote,
    /// Stored as `written_meeting`.
    #[sea_orm(string_value = "written_meeting")]
    WrittenMeeting,
    /// Stored as `exclusion`.
    #[sea_orm(string_value = "exclusion")]
    Exclusion,
    /// Stored as `excluded_member`.
    #[sea_orm(string_value = "excluded_member")]
    ExcludedMember,
    /// Stored as `publicity`.
    #[sea_orm(string_value = "publicity")]
    Publicity,
    /// Stored as `minutes_form`.
    #[sea_orm(string_value = "minutes_form")]
    MinutesForm,
    /// Stored as `speakers`.
    #[sea_orm(string_value = "speakers")]
    Speakers,
    /// Stored as `signers`.
    #[sea_orm(string_value = "signers")]
    Signers,
}

/// Where the value of a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Standing {
    /// Stored as `stated`.
    #[sea_orm(string_value = "stated")]
    Stated,
    /// Stored as `inherited`.
    #[sea_orm(string_value = "inherited")]
    Inherited,
}

/// One row of `charter_setting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charter_setting")]
pub struct Model {
    /// Which version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub charter_id: CharterId,
    /// Which rule.
    #[sea_orm(primary_key, auto_increment = false)]
    pub setting: Setting,
    /// Stated here or inherited.
    pub standing: Standing,
    /// The value as body::rules reads it; empty when inherited.
    pub value: Option<String>,
    /// The article, e.g. 第6条第2項.
    pub article: Option<String>,
}

/// The rows this one points to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `charter_id`.
    #[sea_orm(
        belongs_to = "super::charter::Entity",
        from = "Column::CharterId",
        to = "super::charter::Column::Id"
    )]
    Charter,
}

impl Related<super::charter::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Charter.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
