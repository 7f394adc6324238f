//! When each worker was last alive, in database time.

use sea_orm::entity::prelude::*;

/// One row of `worker_heartbeat`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worker_heartbeat")]
pub struct Model {
    /// The worker's own name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub worker: String,
    /// Milliseconds since 1970, by the database's clock.
    pub beat_at_ms: i64,
}

/// It points to no other table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
