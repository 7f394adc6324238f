//! Reads of 送信箱. All of it is the secretariat's; every query starts from its region.

use entity::id::{IssuedLetterId, MeetingId, OutboxId, RegionId};
use entity::outbox::{Channel, Column, Entity, OutboxState};
use entity::{body, contact_point, invitation, meeting, outbox};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use crate::access::Actor;
use crate::invitation::queries::messages_visible_to;
use crate::platform::clock::Instant;
use crate::platform::error::AppError;
use crate::platform::outbox::undelivered;
use crate::platform::page::Order;

/// Which messages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// 送信待ち.
    Waiting,
    /// 印刷待ち.
    Printing,
    /// 届いていない, and nobody has dealt with it.
    Undelivered,
    /// 送った.
    Sent,
    /// 止めた, 取りやめ, and what did not arrive but was dealt with.
    Ended,
}

impl Shelf {
    /// All, in the order of the filter.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Printing, Self::Undelivered, Self::Sent, Self::Ended];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Printing => "printing",
            Self::Undelivered => "undelivered",
            Self::Sent => "sent",
            Self::Ended => "ended",
        }
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "送信待ち",
            Self::Printing => "印刷待ち",
            Self::Undelivered => "届いていない",
            Self::Sent => "送った",
            Self::Ended => "止めた・取りやめ・済み",
        }
    }
}

/// What is asked for; nothing = everything of the region.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    pub(super) shelf: Option<Shelf>,
    pub(super) meeting: Option<MeetingId>,
    pub(super) letter: Option<IssuedLetterId>,
}

/// A message with its address, its addressee, and what it is about.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) row: outbox::Model,
    pub(super) contact: Option<contact_point::Model>,
    pub(super) invitation: Option<invitation::Model>,
    pub(super) meeting: Option<meeting::Model>,
    pub(super) body: Option<body::Model>,
}

fn wanted(region: RegionId, wanted: Wanted) -> Select<Entity> {
    let own = Entity::find().filter(Column::RegionId.eq(region));
    let found = match wanted.shelf {
        None => own,
        Some(Shelf::Waiting) => own.filter(Column::State.eq(OutboxState::Waiting)),
        Some(Shelf::Printing) => own.filter(Column::State.eq(OutboxState::Printing)),
        Some(Shelf::Sent) => own.filter(Column::State.eq(OutboxState::Sent)),
        Some(Shelf::Undelivered) => undelivered(region),
        Some(Shelf::Ended) => {
            let open = undelivered(region).select_only().column(Column::Id).into_query();
            own.filter(Column::State.is_not_in([
                OutboxState::Waiting,
                OutboxState::Printing,
                OutboxState::Sent,
            ]))
            .filter(Column::Id.not_in_subquery(open))
        }
    };
    let found = match wanted.meeting {
        Some(meeting) => found.filter(Column::MeetingId.eq(meeting)),
        None => found,
    };
    match wanted.letter {
        Some(letter) => found.filter(Column::LetterId.eq(letter)),
        None => found,
    }
}

/// How many messages there are.
pub(super) async fn count(db: &impl ConnectionTrait, region: RegionId, what: Wanted) -> Result<u64, DbErr> {
    wanted(region, what).count(db).await
}

/// A page of messages in an order; those that are alike in it stand with the latest first, and those of one letter as
/// people stand in the roster.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    (region, what): (RegionId, Wanted),
    order: Order,
    (skip, take): (u64, u64),
) -> Result<Vec<Delivery>, DbErr> {
    let way = if order.descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let found = with_all(wanted(region, what));
    let found = match order.column {
        "name" => found.order_by(invitation::Column::Name, way),
        "subject" => found.order_by(Column::Kind, way),
        "state" => found.order_by(Column::State, way),
        _ => found.order_by(Column::QueuedAt, way),
    };
    let found = found.order_by_desc(Column::QueuedAt).order_by_asc(invitation::Column::Position);
    let found = found.order_by_desc(Column::Id).offset(skip).limit(take);
    found.all(db).await.map(|rows| rows.into_iter().map(delivery).collect())
}

/// One message, or 404.
pub(super) async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: OutboxId,
) -> Result<Delivery, AppError> {
    let found = with_all(messages_visible_to(actor).filter(Column::Id.eq(id))).one(db).await?;
    found.map(delivery).ok_or(AppError::NotFound)
}

type Rows = sea_orm::SelectFive<
    Entity,
    contact_point::Entity,
    invitation::Entity,
    meeting::Entity,
    body::Entity,
    sea_orm::TopologyStar,
>;

fn with_all(found: Select<Entity>) -> Rows {
    found
        .find_also_related(contact_point::Entity)
        .find_also(Entity, invitation::Entity)
        .find_also(Entity, meeting::Entity)
        .find_also(meeting::Entity, body::Entity)
}

type Row = (
    outbox::Model,
    Option<contact_point::Model>,
    Option<invitation::Model>,
    Option<meeting::Model>,
    Option<body::Model>,
);

fn delivery((row, contact, invitation, meeting, body): Row) -> Delivery {
    Delivery { row, contact, invitation, meeting, body }
}

/// A meeting about which there are messages.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct About {
    pub(super) id: MeetingId,
    pub(super) body: String,
    pub(super) number: Option<i32>,
    pub(super) starts_at: Option<Instant>,
}

/// The latest meetings about which there are messages, for the filter.
pub(super) async fn meetings(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<About>, DbErr> {
    let told = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::MeetingId)).equals((meeting::Entity, meeting::Column::Id)))
        .take();
    meeting::Entity::find()
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .filter(meeting::Column::RegionId.eq(region))
        .filter(Expr::exists(told))
        .select_only()
        .columns([meeting::Column::Id, meeting::Column::Number, meeting::Column::StartsAt])
        .column_as(body::Column::ShortName, "body")
        .order_by_desc(meeting::Column::ChangedAt)
        .limit(50)
        .into_model()
        .all(db)
        .await
}

/// MAIL, FAX, by post or by hand, as tables say it.
pub(super) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "メール",
        Channel::Fax => "FAX",
        Channel::Post => "郵送",
        Channel::Hand => "手渡し",
    }
}
