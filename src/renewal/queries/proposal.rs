//! What associations propose for their seats.

use std::collections::HashMap;

use entity::id::{BodyId, ProposalId, RegionId, SeatId};
use entity::proposal::{self, ProposalState};
use entity::{association, body, seat};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::access::Actor;
use crate::body::queries::one_seat;
use crate::platform::error::AppError;

/// The latest proposal of each of some seats that the association has not taken back.
pub async fn latest(
    db: &impl ConnectionTrait,
    seats: &[SeatId],
) -> Result<HashMap<SeatId, proposal::Model>, DbErr> {
    let rows = proposal::Entity::find()
        .filter(proposal::Column::SeatId.is_in(seats.iter().copied()))
        .filter(proposal::Column::State.ne(ProposalState::Withdrawn))
        .order_by_asc(proposal::Column::ProposedAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.seat_id, row)).collect())
}

/// What waits for the secretariat in a body, by seat.
pub(super) async fn open_in(
    db: &impl ConnectionTrait,
    body: BodyId,
) -> Result<HashMap<SeatId, proposal::Model>, DbErr> {
    let rows = proposal::Entity::find()
        .inner_join(seat::Entity)
        .filter(seat::Column::BodyId.eq(body))
        .filter(proposal::Column::State.eq(ProposalState::Open))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.seat_id, row)).collect())
}

/// A proposal that waits for the secretariat, and where.
pub struct Waiting {
    /// The proposal.
    pub proposal: proposal::Model,
    /// The seat.
    pub seat: seat::Model,
    /// Its body.
    pub body: body::Model,
    /// Who proposes.
    pub association: Option<association::Model>,
}

/// The proposals of a region that wait, the oldest first.
pub async fn waiting(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<Waiting>, DbErr> {
    let rows = proposal::Entity::find()
        .find_also_related(seat::Entity)
        .find_also(seat::Entity, body::Entity)
        .find_also(seat::Entity, association::Entity)
        .filter(proposal::Column::State.eq(ProposalState::Open))
        .filter(body::Column::RegionId.eq(region))
        .order_by_asc(proposal::Column::ProposedAt)
        .all(db)
        .await?;
    let read = |(proposal, seat, body, association): (_, Option<_>, Option<_>, _)| {
        Some(Waiting { proposal, seat: seat?, body: body?, association })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A proposal in a body this actor may know of, with its seat and body, or 404.
pub async fn one_proposal(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ProposalId,
) -> Result<(body::Model, seat::Model, proposal::Model), AppError> {
    let found = proposal::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let (body, seat) = one_seat(db, actor, found.seat_id).await?;
    Ok((body, seat, found))
}
