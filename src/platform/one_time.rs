//! Links that work once, such as those to sign in with. The token is an HMAC over the row's own key, so that the
//! worker can write it into the mail; spending it is one conditional update, so that two presses open one door.

use chrono::TimeDelta;
use entity::id::LinkId;
use entity::link::{ActiveModel, Column, Entity, LinkPurpose, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use super::clock::Instant;
use super::db::Tx;
use super::link;
use super::secret::{SecretKey, sha256_hex};

/// How long a used or expired link is kept, so that "was it used?" has an answer.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The token of a one-time link.
pub fn token(key: &SecretKey, purpose: LinkPurpose, id: LinkId) -> String {
    link::token(key, purpose, id.0, 0)
}

/// Makes a one-time link about a subject. The caller has locked the subject, which numbers its links.
pub async fn issue(
    tx: &Tx,
    purpose: LinkPurpose,
    subject: Uuid,
    lives: TimeDelta,
    now: Instant,
) -> Result<LinkId, DbErr> {
    let last: Option<i32> = Entity::find()
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::SubjectId.eq(subject))
        .order_by_desc(Column::Generation)
        .select_only()
        .column(Column::Generation)
        .into_tuple()
        .one(tx)
        .await?;
    let id = LinkId::at(now);
    let row = ActiveModel {
        id: Set(id),
        purpose: Set(purpose),
        subject_id: Set(subject),
        generation: Set(last.map_or(0, |last| last + 1)),
        token_sha256: Set(sha256_hex(token(&tx.terms().key, purpose, id).as_bytes())),
        created_at: Set(now),
        expires_at: Set(Some(now + lives)),
        used_at: Set(None),
        revoked_at: Set(None),
    };
    row.insert(tx).await?;
    Ok(id)
}

/// The link a token opens: of this purpose, neither used, expired nor withdrawn. Looking does not use it up.
pub async fn find(
    db: &impl ConnectionTrait,
    purpose: LinkPurpose,
    token: &str,
    now: Instant,
) -> Result<Option<Model>, DbErr> {
    let found = link::find(db, purpose, token, now).await?;
    Ok(found.filter(|link| link.used_at.is_none()))
}

/// The link with this key, while it can still be used.
pub async fn usable(db: &impl ConnectionTrait, id: LinkId, now: Instant) -> Result<Option<Model>, DbErr> {
    let found = Entity::find_by_id(id)
        .filter(Column::UsedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    found.one(db).await
}

/// Uses a link up. Answers whether this was the first time.
pub async fn spend(tx: &Tx, id: LinkId, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Deletes links of a purpose that were over 30 days ago.
pub async fn sweep(tx: &Tx, purpose: LinkPurpose, now: Instant) -> Result<u64, DbErr> {
    let before = now - KEPT;
    let over = Condition::any().add(Column::UsedAt.lt(before)).add(Column::ExpiresAt.lt(before));
    let done = Entity::delete_many().filter(Column::Purpose.eq(purpose)).filter(over).exec(tx).await?;
    Ok(done.rows_affected)
}
