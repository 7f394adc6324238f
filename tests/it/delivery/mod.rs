//! 送信箱: what waits, what left, what did not arrive, and what the office does about it.

mod actions;
mod correction;
mod list;
mod stop;

use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;

use crate::support::world::World;

/// A message as it stands now.
async fn again(world: &World, row: &outbox::Model) -> outbox::Model {
    outbox::Entity::find_by_id(row.id).one(&world.db().read).await.unwrap().unwrap()
}

/// Where a message stands.
async fn state(world: &World, row: &outbox::Model) -> OutboxState {
    again(world, row).await.state
}
