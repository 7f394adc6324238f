//! The personal calendar feed: one address per person, made when first asked for and replaced when it leaked.

use entity::id::PersonId;
use entity::link::{Column, Entity, LinkPurpose};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::access::Member;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::{Db, Tx};
use crate::platform::link;

/// The token of a person's feed, if they have one.
pub async fn feed_address(db: &Db, person: PersonId) -> Result<Option<String>, DbErr> {
    let generation = generation(&db.read, person).await?;
    Ok(generation.map(|generation| link::token(&db.terms().key, LinkPurpose::Feed, person.0, generation)))
}

/// Makes a feed address, or a new one: the old one ends at once.
pub async fn renew_feed(tx: &Tx, by: &Member, now: Instant) -> Result<(), DbErr> {
    let person = by.person();
    let last = latest(tx, person).await?;
    link::revoke(tx, LinkPurpose::Feed, person.0, now).await?;
    let next = last.map_or(0, |generation| generation + 1);
    link::issue(tx, LinkPurpose::Feed, person.0, next, None, now).await?;
    let subject = Subject("person", person.0);
    audit::record(tx, by.by(), "person.feed_renewed", subject, &[], None, now).await
}

async fn generation(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<i32>, DbErr> {
    let open = of(person).filter(Column::RevokedAt.is_null()).one(db).await?;
    Ok(open.map(|link| link.generation))
}

async fn latest(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<i32>, DbErr> {
    Ok(of(person).one(db).await?.map(|link| link.generation))
}

fn of(person: PersonId) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::Purpose.eq(LinkPurpose::Feed))
        .filter(Column::SubjectId.eq(person.0))
        .order_by_desc(Column::Generation)
}
