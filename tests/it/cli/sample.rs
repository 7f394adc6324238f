//! Data for measurements: the numbers they promise, and the same bytes from the same seed.

use entity::{
    agenda_item, body, invitation, meeting, membership, municipality, outbox, person, region, reply, seat,
};
use renkei::cli::demo::SampleError;
use renkei::cli::sample::{clerk, fill};
use renkei::exchange::queries::stock;
use renkei::exchange::rules::{Kind, written};
use renkei::platform::clock::{Clock, Instant};
use renkei::platform::db::Db;
use renkei::platform::table::{Encoding, csv};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use tempfile::TempDir;

use crate::support::postgres;
use crate::support::world::{instant, terms_at};

const NOW: &str = "2026-11-10T09:00+09:00";

async fn filled(url: &str, scale: u16, seed: u64) -> Db {
    let now = instant(NOW);
    let db = Db::open(url, terms_at(Clock::standing_at(now))).await.unwrap();
    db.migrate().await.unwrap();
    fill(&db, scale, seed, now).await.unwrap();
    db
}

async fn in_a_file(scale: u16, seed: u64) -> (TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let db = filled(&format!("sqlite:{}", dir.path().join("renkei.db").display()), scale, seed).await;
    (dir, db)
}

/// Everything that can be written out, region by region.
async fn exports(db: &Db, now: Instant) -> Vec<Vec<u8>> {
    let regions = region::Entity::find().order_by_asc(region::Column::Slug).all(&db.read).await.unwrap();
    let mut files = Vec::new();
    for region in regions {
        for kind in Kind::ALL {
            let table = written(kind, stock(&db.read, kind, region.id, now).await.unwrap());
            files.push(csv(&table, Encoding::Utf8).unwrap());
        }
    }
    files
}

#[tokio::test]
async fn one_region_has_the_promised_numbers() {
    let (_dir, db) = in_a_file(1, 1).await;
    let read = &db.read;
    let counted = [
        region::Entity::find().count(read).await.unwrap(),
        municipality::Entity::find().count(read).await.unwrap(),
        body::Entity::find().count(read).await.unwrap(),
        person::Entity::find().count(read).await.unwrap(),
        meeting::Entity::find().count(read).await.unwrap(),
        seat::Entity::find().count(read).await.unwrap(),
        membership::Entity::find().count(read).await.unwrap(),
        agenda_item::Entity::find().count(read).await.unwrap(),
    ];
    assert_eq!(counted, [1, 8, 10, 120, 200, 120, 360, 600]);
    let convened = meeting::Entity::find().filter(meeting::Column::ConvenedAt.is_not_null());
    let convened = convened.count(read).await.unwrap();
    assert!((140..=160).contains(&convened), "{convened}");
    assert_eq!(invitation::Entity::find().count(read).await.unwrap(), convened * 12);
    let replies = reply::Entity::find().count(read).await.unwrap();
    assert!((convened * 9..convened * 12).contains(&replies), "{replies}");
    assert_eq!(outbox::Entity::find().count(read).await.unwrap(), 0, "nobody is told");
    let again = fill(&db, 1, 1, instant(NOW)).await;
    assert!(matches!(again, Err(SampleError::NotEmpty)), "{again:?}");
}

#[tokio::test]
async fn a_seed_says_everything() {
    let now = instant(NOW);
    let ((_one, one), (_same, same)) = (in_a_file(2, 7).await, in_a_file(2, 7).await);
    let files = exports(&one, now).await;
    assert!(files == exports(&same, now).await, "the same seed drew something else");
    let (_other, other) = in_a_file(1, 8).await;
    assert!(files[2] != exports(&other, now).await[2], "another seed drew the same people");
}

#[tokio::test]
async fn the_same_comes_to_postgres() {
    let Some(url) = postgres::fresh_database().await else { return };
    let now = instant(NOW);
    let there = filled(&url, 1, 7).await;
    let (_dir, here) = in_a_file(1, 7).await;
    assert!(exports(&there, now).await == exports(&here, now).await);
    there.close().await.unwrap();
    postgres::drop_database(&url).await;
}

#[tokio::test]
async fn its_clerk_sees_a_meeting() {
    assert_eq!(clerk(12), "clerk@sample-012.example");
    let (_dir, db) = in_a_file(1, 1).await;
    let known = renkei::account::queries::by_name(&db.read, &clerk(1)).await.unwrap();
    assert!(known.is_some());
}
