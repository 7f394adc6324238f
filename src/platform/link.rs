//! Signed addresses that open one matter without signing in. The token is an HMAC, so a mail written next
//! week carries the same one; the table keeps only its hash, its end and whether it was withdrawn.

use entity::id::LinkId;
use entity::link::{self, ActiveModel, Column, Entity, LinkPurpose};
use sea_orm::{
    ActiveEnum, ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set,
};
use uuid::Uuid;

use super::clock::Instant;
use super::db::Tx;
use super::secret::{SecretKey, crockford, crockford_folded, sha256_hex};

/// Characters of a token: 130 bits of Crockford's base32.
pub const TOKEN_LENGTH: usize = 26;

/// The token of a link: HMAC over purpose, subject and generation, in lower case.
pub fn token(key: &SecretKey, purpose: LinkPurpose, subject: Uuid, generation: i32) -> String {
    let signature = key.sign(&purpose.to_value(), &[subject.as_bytes(), &generation.to_be_bytes()]);
    crockford(&signature).chars().take(TOKEN_LENGTH).collect()
}

/// Makes a link's row; the token itself is not stored.
pub async fn issue(
    tx: &Tx,
    purpose: LinkPurpose,
    subject: Uuid,
    generation: i32,
    expires_at: Option<Instant>,
    now: Instant,
) -> Result<LinkId, DbErr> {
    let row = row(&tx.terms().key, purpose, subject, generation, expires_at, now);
    Ok(row.insert(tx).await?.id)
}

/// Makes many links of one purpose at generation 0 in one statement.
pub async fn issue_many(tx: &Tx, purpose: LinkPurpose, subjects: &[Uuid], now: Instant) -> Result<(), DbErr> {
    for block in subjects.chunks(500) {
        let rows = block.iter().map(|subject| row(&tx.terms().key, purpose, *subject, 0, None, now));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(
    key: &SecretKey,
    purpose: LinkPurpose,
    subject: Uuid,
    generation: i32,
    expires_at: Option<Instant>,
    now: Instant,
) -> ActiveModel {
    ActiveModel {
        id: Set(LinkId::at(now)),
        purpose: Set(purpose),
        subject_id: Set(subject),
        generation: Set(generation),
        token_sha256: Set(sha256_hex(token(key, purpose, subject, generation).as_bytes())),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
        revoked_at: Set(None),
    }
}

/// Finds the link a token belongs to: of this purpose, not expired, not withdrawn. Read in either case.
pub async fn find(
    db: &impl ConnectionTrait,
    purpose: LinkPurpose,
    token: &str,
    now: Instant,
) -> Result<Option<link::Model>, DbErr> {
    let token = crockford_folded(token);
    if token.len() != TOKEN_LENGTH {
        return Ok(None);
    }
    let found = Entity::find()
        .filter(Column::TokenSha256.eq(sha256_hex(token.as_bytes())))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::RevokedAt.is_null())
        .one(db)
        .await?;
    Ok(found.filter(|link| link.expires_at.is_none_or(|end| now < end)))
}

/// Withdraws every link of a purpose about a subject; the next one needs a higher generation.
pub async fn revoke(tx: &Tx, purpose: LinkPurpose, subject: Uuid, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, sea_orm::sea_query::Expr::value(now))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::SubjectId.eq(subject))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
