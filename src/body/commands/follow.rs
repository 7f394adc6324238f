//! A body that grew out of another one, as a council out of its 準備会: the earlier one's meetings stay within reach.

use entity::body_succession;
use entity::id::BodyId;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Why a body cannot have grown out of another.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// Not in the region.
    #[error("前身の会議体が見つかりません。選びなおしてください。")]
    NoSuchBody,
    /// Itself, or one that came after it.
    #[error("この会議体自身か、この会議体のあとにできた会議体です。")]
    Circle,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Says which body a body grew out of; none takes it back.
pub(super) async fn follow(
    tx: &Tx,
    by: &Secretary,
    body: BodyId,
    predecessor: Option<BodyId>,
    now: Instant,
) -> Result<(), FollowError> {
    let bodies = lock::bodies(tx, by.region()).await?;
    let own = body_succession::Column::BodyId.is_in(bodies.iter().map(|body| body.id));
    let rows = body_succession::Entity::find().filter(own).all(tx).await?;
    let before = |id: BodyId| rows.iter().find(|row| row.body_id == id).map(|row| row.predecessor_id);
    if before(body) == predecessor {
        return Ok(());
    }
    if let Some(first) = predecessor {
        if !bodies.iter().any(|body| body.id == first) {
            return Err(FollowError::NoSuchBody);
        }
        let chain = std::iter::successors(Some(first), |id| before(*id));
        if chain.take(rows.len() + 1).any(|id| id == body) {
            return Err(FollowError::Circle);
        }
    }
    body_succession::Entity::delete_by_id(body).exec(tx).await?;
    if let Some(predecessor) = predecessor {
        let row = body_succession::ActiveModel { body_id: Set(body), predecessor_id: Set(predecessor) };
        row.insert(tx).await?;
    }
    let subject = Subject("body", body.0);
    Ok(audit::record(tx, by.by(), "body.followed", subject, &["predecessor_id"], None, now).await?)
}
