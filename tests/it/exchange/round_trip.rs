//! What is written out comes in again: nothing changes where it came from, and the same bytes come out elsewhere.

use entity::region;
use renkei::access::System;
use renkei::cli::demo::fill;
use renkei::directory::commands::{Keeper, Office, RegionFacts, set_up_region};
use renkei::exchange::rules::{Counts, Kind};
use renkei::platform::clock::{Clock, Instant};
use renkei::platform::db::{self, Db};
use sea_orm::{EntityTrait, QueryOrder};

use super::{counts, exported, taken, text};
use crate::support::postgres;
use crate::support::story::story;
use crate::support::world::{instant, terms_at};

const NOW: &str = "2026-11-10T09:00+09:00";

async fn empty(url: &str, now: Instant) -> Db {
    let db = Db::open(url, terms_at(Clock::standing_at(now))).await.unwrap();
    db.migrate().await.unwrap();
    db
}

/// The sample councils come out and in, and out elsewhere, byte for byte.
async fn sample_survives(here: &str, there: &str) {
    let now = instant(NOW);
    let (here, there) = (empty(here, now).await, empty(there, now).await);
    fill(&here, Some("reply+{token}@renkei.example"), now).await.unwrap();
    let regions = region::Entity::find().order_by_asc(region::Column::Id).all(&here.read).await.unwrap();
    for region in regions {
        let copy = settled(&there, &region, now).await;
        for kind in Kind::ALL {
            let file = exported(&here, kind, region.id, now).await;
            let lines = file.iter().filter(|octet| **octet == b'\n').count();
            assert!(lines > 1 || region.slug == "hakodate", "{kind:?} of {} is empty", region.slug);
            let report = taken(&here, kind, region.id, &file, now).await.unwrap();
            let same = report.lines.len();
            assert_eq!(report.counts(), Counts { same, ..Counts::default() }, "{kind:?}");
            assert_eq!(exported(&here, kind, region.id, now).await, file, "{kind:?} comes out otherwise");
            // Convened meetings, and what hangs on them, are more than a table.
            if matches!(kind, Kind::Meetings | Kind::AgendaItems) {
                continue;
            }
            if kind == Kind::BoardEntries && region.slug != "hakodate" {
                continue;
            }
            let report = taken(&there, kind, copy, &file, now).await;
            let report = report.map_err(|error| match error {
                renkei::exchange::commands::TakeError::Refused(report) => super::refused(&report).join("\n"),
                other => other.to_string(),
            });
            assert_eq!(report.unwrap().counts().added, same, "{kind:?}");
            assert_eq!(exported(&there, kind, copy, now).await, file, "{kind:?} comes out otherwise there");
        }
    }
}

async fn settled(db: &Db, like: &region::Model, now: Instant) -> entity::id::RegionId {
    let office = Office {
        name: like.office_name.clone(),
        contact: like.office_contact.clone(),
        telephone: like.office_telephone.clone(),
        fax: like.office_fax.clone(),
        hours: like.office_hours.clone(),
        mail: like.office_mail.clone(),
        sender_name: like.sender_name.clone(),
        sender_mail: like.sender_mail.clone(),
    };
    let (name, slug, programme) = (like.name.clone(), like.slug.clone(), like.programme.clone());
    let facts = RegionFacts { name, slug, programme, office };
    let keeper = Keeper::from(&System::acting());
    db::write(db, async |tx| set_up_region(tx, &keeper, facts, now).await).await.unwrap()
}

#[actix_web::test]
async fn the_sample_survives_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite:{}", dir.path().join(name).display());
    sample_survives(&url("here.db"), &url("there.db")).await;
}

#[actix_web::test]
async fn the_sample_survives_on_postgres() {
    let (Some(here), Some(there)) = (postgres::fresh_database().await, postgres::fresh_database().await)
    else {
        return;
    };
    sample_survives(&here, &there).await;
    postgres::drop_database(&here).await;
    postgres::drop_database(&there).await;
}

story!(hard_texts_survive, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let file = "氏名,ふりがな,勤務先,役職,メール,電話,郵送\n\
        '=SUM(A1),,'＝1+1,'-,,,\n\
        𠮷野 花子,ﾖｼﾉ ﾊﾅｺ,\"医院, 東\",\"「副」\"\"院長\"\"\",ａ@b.example；c@d.example,０２６５－００－０１０１,\"〒395-0000\n東部市1-1\"\n\
        辻󠄀 太郎兵衛,つじ たろべえ,''引用,@場,,,\n";
    let added = counts(db, Kind::Persons, region, file, now).await;
    assert_eq!((added.added, added.changed), (3, 0));
    let out = text(db, Kind::Persons, region, now).await;
    for line in [
        ",'=SUM(A1),,'＝1+1,'-,",
        ",𠮷野 花子,よしの はなこ,\"医院, 東\",\"「副」\"\"院長\"\"\",\"a@b.example\nc@d.example\",,0265-00-0101,\"〒395-0000\n東部市1-1\"",
        ",辻󠄀 太郎兵衛,つじ たろべえ,''引用,'@場,",
    ] {
        assert!(out.contains(&format!("{line}\r\n")) || out.contains(line), "{line}\n{out}");
    }
    let again = counts(db, Kind::Persons, region, &out, now).await;
    assert_eq!((again.added, again.changed), (0, 0));
    // Without IDs the lines are found by name and reading.
    assert_eq!(counts(db, Kind::Persons, region, file, now).await, Counts { same: 3, ..Counts::default() });
});

story!(columns_are_found_by_name_and_may_be_left_out, "2026-11-10T09:00+09:00", async |world| {
    let (db, region, now) = (world.db(), world.people.region.id, world.now());
    let before = text(db, Kind::Persons, region, now).await;
    let member = &world.people.members[0].person;
    let file = format!("役職,氏名,フリガナ\n副院長,{},{}\n", member.name, member.kana);
    let done = taken(db, Kind::Persons, region, file.as_bytes(), now).await.unwrap();
    assert_eq!(done.counts(), Counts { changed: 1, ..Counts::default() });
    let after = text(db, Kind::Persons, region, now).await;
    let changed = before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect::<Vec<_>>();
    let [(old, new)] = changed.as_slice() else { panic!("{changed:?}") };
    let post = |line: &str| line.split(',').nth(4).map(str::to_owned);
    assert_eq!(post(new).as_deref(), Some("副院長"));
    let others = |line: &str| {
        line.split(',')
            .enumerate()
            .filter(|(at, _)| *at != 4)
            .map(|(_, cell)| cell.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(others(old), others(new));
});
