//! The sample councils: whole on any day of the year, made once, served on this machine only.

use std::collections::BTreeMap;
use std::process::Command;

use entity::meeting::Entity as Meetings;
use entity::outbox::{Channel, OutboxState};
use entity::{
    body, charter, invitation, issued_letter, meeting, municipality, outbox, pending_reply, person, region,
};
use renkei::body::queries::{people_on, rules_on};
use renkei::body::rules::{Quorum, Rule};
use renkei::cli::demo::days::Days;
use renkei::cli::demo::{Filled, SampleError, fill, sign_ins};
use renkei::directory::rules::MunicipalityCode;
use renkei::invitation::queries::outlook::Outlook;
use renkei::invitation::rules::Verdict;
use renkei::meeting::rules::{State, state};
use renkei::platform::clock::{Clock, Instant};
use renkei::platform::date::{closed, tokyo_day};
use renkei::platform::db::Db;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tempfile::TempDir;

use crate::support::postgres;
use crate::support::world::{World, instant, terms_at};

const NOW: &str = "2026-11-10T09:00+09:00";
const REPLY_TO: Option<&str> = Some("reply+{token}@renkei.example");

async fn empty(url: &str, now: Instant) -> Db {
    let db = Db::open(url, terms_at(Clock::standing_at(now))).await.unwrap();
    db.migrate().await.unwrap();
    db
}

async fn filled(now: &str) -> (TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("renkei.db").display());
    let now = instant(now);
    let db = empty(&url, now).await;
    assert_eq!(fill(&db, REPLY_TO, now).await.unwrap(), Filled::Now);
    (dir, db)
}

async fn counts(db: &Db) -> Vec<u64> {
    vec![
        person::Entity::find().count(&db.read).await.unwrap(),
        Meetings::find().count(&db.read).await.unwrap(),
        invitation::Entity::find().count(&db.read).await.unwrap(),
        outbox::Entity::find().count(&db.read).await.unwrap(),
        issued_letter::Entity::find().count(&db.read).await.unwrap(),
    ]
}

/// A body of the first region.
async fn body_named(db: &Db, name: &str) -> body::Model {
    let found = body::Entity::find()
        .find_also_related(region::Entity)
        .filter(body::Column::ShortName.eq(name))
        .filter(region::Column::Slug.eq("minamishinshu"));
    found.one(&db.read).await.unwrap().unwrap().0
}

#[tokio::test]
async fn filled_twice_it_holds_the_same() {
    let (_dir, db) = filled(NOW).await;
    let once = counts(&db).await;
    assert!((55..=70).contains(&once[0]), "{once:?}");
    let again = fill(&db, REPLY_TO, instant("2026-12-01T09:00+09:00")).await.unwrap();
    assert_eq!(again, Filled::Before("2026-11-10".parse().unwrap()));
    assert_eq!(counts(&db).await, once);
    db.start_over().await.unwrap();
    assert_eq!(counts(&db).await, [0; 5]);
    assert_eq!(fill(&db, REPLY_TO, instant(NOW)).await.unwrap(), Filled::Now);
    assert_eq!(counts(&db).await, once);
}

#[tokio::test]
async fn it_fills_postgres_too() {
    let Some(url) = postgres::empty_database().await else { return };
    let db = empty(&url, instant(NOW)).await;
    assert_eq!(fill(&db, REPLY_TO, instant(NOW)).await.unwrap(), Filled::Now);
    let once = counts(&db).await;
    db.start_over().await.unwrap();
    assert_eq!(fill(&db, REPLY_TO, instant(NOW)).await.unwrap(), Filled::Now);
    assert_eq!(counts(&db).await, once);
    db.close().await.unwrap();
    postgres::drop_database(&url).await;
}

#[tokio::test]
async fn a_database_with_other_data_stays_as_it_is() {
    let world = World::at(NOW).await;
    let before = counts(world.db()).await;
    let refused = fill(world.db(), REPLY_TO, world.now()).await;
    assert!(matches!(refused, Err(SampleError::NotEmpty)), "{refused:?}");
    assert_eq!(counts(world.db()).await, before);
}

#[tokio::test]
async fn towns_charters_and_sign_ins_are_whole() {
    let (_dir, db) = filled(NOW).await;
    let towns = municipality::Entity::find().all(&db.read).await.unwrap();
    assert_eq!(towns.len(), 15);
    for town in towns {
        assert!(MunicipalityCode::parse(&town.code).is_ok(), "{} {}", town.code, town.name);
    }
    let today = tokyo_day(instant(NOW));
    let quorum =
        async |name: &str| rules_on(&db.read, body_named(&db, name).await.id, today).await.unwrap().quorum;
    for (name, expected) in [
        ("連携協議会", Some((Quorum::MoreThanHalf, "設置要綱 第6条第2項"))),
        ("連携ルール作業部会", Some((Quorum::TwoThirds, "設置要領 第5条第2項"))),
        ("情報共有ツール部会", Some((Quorum::AtLeastHalf, "設置要領 第6条"))),
        (
            "多職種連携研修部会",
            Some((Quorum::MoreThanHalf, "南信州在宅医療・介護連携推進協議会設置要綱 第6条第2項（準用）")),
        ),
        ("急変時対応分科会", Some((Quorum::None, "設置要領 第4条"))),
        ("退院支援分科会", None),
    ] {
        let rule = match quorum(name).await {
            Rule::Stated { value, cite } => Some((value, cite.to_string())),
            Rule::NotStated => None,
        };
        assert_eq!(rule, expected.map(|(value, cite)| (value, cite.to_owned())), "{name}");
    }
    let bodies = body::Entity::find().all(&db.read).await.unwrap();
    for body in &bodies {
        let rules = rules_on(&db.read, body.id, today).await.unwrap();
        assert!(rules.charter.is_some(), "{} has a charter in force", body.name);
        assert!(!people_on(&db.read, body.id, today).await.unwrap().is_empty(), "{} has members", body.name);
    }
    let versions = charter::Entity::find().count(&db.read).await.unwrap();
    assert_eq!(versions, u64::try_from(bodies.len()).unwrap() + 1);
    let sign_ins = sign_ins(&db, instant(NOW)).await.unwrap();
    let held: BTreeMap<_, _> =
        sign_ins.iter().map(|one| (one.email.as_str(), one.capacities[0].as_str())).collect();
    let expected = [
        ("admin@renkei.example", "管理者"),
        ("chair@minamishinshu.example", "連携協議会の議長"),
        ("clerk@hakodate.example", "事務局"),
        ("clerk@minamishinshu.example", "事務局"),
        ("delegate@ishikai.example", "飯田医師会の連絡役"),
        ("doctor@ishikai.example", "委員"),
        ("nurse@houkan.example", "委員"),
        ("officer@iida.example", "飯田市の担当"),
        ("officer@matsukawa.example", "松川町の担当"),
    ];
    assert_eq!(held, BTreeMap::from(expected));
    let both = sign_ins.iter().find(|one| one.email == "clerk@minamishinshu.example").unwrap();
    assert_eq!(both.capacities, ["事務局", "委員"]);
}

/// Whatever the day, the council misses one person, some answers wait and nothing of the past would leave.
#[tokio::test]
async fn on_any_day_something_is_due() {
    for now in [
        "2026-11-10T09:00+09:00",
        "2026-04-02T00:05+09:00",
        "2026-08-14T23:50+09:00",
        "2026-12-31T12:00+09:00",
        "2027-03-20T09:00+09:00",
    ] {
        let (_dir, db) = filled(now).await;
        let (now, today) = (instant(now), tokyo_day(instant(now)));
        let meetings = Meetings::find().all(&db.read).await.unwrap();
        let due = |meeting: &&meeting::Model| {
            let days = meeting.reply_due_on.map(|due| (due - today).num_days());
            state(meeting, now) == State::Convened && days.is_some_and(|days| (0..=4).contains(&days))
        };
        let council = body_named(&db, "連携協議会").await;
        let next = meetings.iter().filter(due).find(|meeting| meeting.body_id == council.id);
        let next = next.unwrap_or_else(|| panic!("{today}: no council meeting waits for answers"));
        let outlook = Outlook::of(&db.read, next.region_id, std::slice::from_ref(next), now).await.unwrap();
        let forecast = outlook.forecast(next).unwrap();
        let counted = (forecast.asked, forecast.expected, forecast.needed, forecast.verdict);
        assert_eq!(counted, (18, 9, Some(10), Verdict::Short(1)), "{today}: {forecast:?}");
        let states = |wanted| meetings.iter().filter(|meeting| state(meeting, now) == wanted).count();
        assert_eq!((states(State::Cancelled), states(State::Postponed)), (1, 1), "{today}");
        assert!(states(State::Held) >= 10 && states(State::Planned) >= 6, "{today}");
        assert_eq!(pending_reply::Entity::find().count(&db.read).await.unwrap(), 2, "{today}");
        let open = outbox::Entity::find().filter(outbox::Column::SettledAt.is_null());
        let open = open.all(&db.read).await.unwrap();
        let of = |state, channel| {
            open.iter().filter(|row| row.state == state && (row.channel == Channel::Mail) == channel).count()
        };
        assert_eq!((of(OutboxState::Waiting, true), of(OutboxState::Printing, false)), (1, 2), "{today}");
        let soon = (now + chrono::TimeDelta::hours(1)).timestamp_millis();
        assert!(
            open.iter().all(|row| row.state != OutboxState::Waiting || row.not_before_ms > soon),
            "{today}"
        );
    }
}

#[test]
fn days_lie_around_today() {
    for (today, cell, expected) in [
        ("2026-11-10", "2016-04-01", Some("2016-04-01")),
        ("2026-11-10", "today-14", Some("2026-10-27")),
        ("2026-11-10", "today+12>", Some("2026-11-24")),
        ("2026-11-10", "today+12<", Some("2026-11-20")),
        ("2026-11-10", "month-2", Some("2026-09-01")),
        ("2026-11-10", "month-2-10", Some("2026-08-22")),
        ("2026-11-10", "fy:04-01", Some("2026-04-01")),
        ("2026-11-10", "fy-1:02-18", Some("2026-02-18")),
        ("2026-11-10", "fy+1:03-31", Some("2028-03-31")),
        ("2026-11-10", "year-110", Some("2026-07-23")),
        ("2026-06-10", "year-110", Some("2026-04-15")),
        ("2026-04-10", "year-110", Some("2025-12-21")),
        ("2026-11-10", "holiday+10", Some("2026-11-23")),
        ("2026-11-21", "holiday+20", Some("2027-01-11")),
        ("2026-11-10", "deadline", Some("2026-11-12")),
        ("2026-11-21", "deadline", Some("2026-11-24")),
        ("2026-11-10", "notice", Some("2026-11-18")),
        ("2026-11-13", "notice", Some("2026-11-24")),
        ("2026-11-10", "tomorrow", None),
        ("2026-11-10", "today+", None),
        ("2026-11-10", "", None),
    ] {
        let read = Days::around(today.parse().unwrap()).read(cell);
        assert_eq!(read, expected.map(|day| day.parse().unwrap()), "{cell} on {today}");
    }
    let mut today: chrono::NaiveDate = "2026-04-01".parse().unwrap();
    for _ in 0..730 {
        let days = Days::around(today);
        let deadline = days.read("deadline").unwrap();
        assert!((0..=4).contains(&(deadline - today).num_days()), "{today}: {deadline}");
        assert!(closed(days.read("notice").unwrap()).is_none(), "{today}");
        today = today.succ_opt().unwrap();
    }
}

#[tokio::test]
async fn sample_data_are_not_served_to_the_world() {
    let (dir, db) = filled(NOW).await;
    db.close().await.unwrap();
    for command in ["demo", "serve"] {
        let output = Command::new(env!("CARGO_BIN_EXE_renkei"))
            .env_clear()
            .env("RENKEI_ALLOW_HTTP", "1")
            .arg("--data")
            .arg(dir.path())
            .args([command, "--listen", "0.0.0.0:0"])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        assert!(said.contains("見本データはこのコンピューターの中だけで使えます"), "{command}: {said}");
    }
}
