//! What did not arrive and nobody has dealt with.

use entity::id::RegionId;
use entity::outbox::{Column, Entity, OutboxState};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Messages of a region that were refused or given up, not sent again and not settled by a clerk: the start of
/// every query about them.
pub fn undelivered(region: RegionId) -> sea_orm::Select<Entity> {
    let again = Alias::new("again");
    let sent_again = Query::select()
        .expr(Expr::val(1))
        .from_as("outbox", again.clone())
        .and_where(Expr::col((again, Column::ResendOfId)).equals((Entity, Column::Id)))
        .to_owned();
    Entity::find()
        .filter(Column::RegionId.eq(region))
        .filter(Column::State.is_in([OutboxState::Refused, OutboxState::GivenUp]))
        .filter(Column::SettledBy.is_null())
        .filter(Condition::all().add(Expr::exists(sent_again).not()))
}

/// How many there are, as a column of another query.
pub fn undelivered_count(region: RegionId) -> Expr {
    let count =
        undelivered(region).select_only().expr_as(Expr::col((Entity, Column::Id)).count(), "undelivered");
    Expr::SubQuery(None, Box::new(count.into_query().into()))
}
