//! How long the search box takes among 20,000 meetings of one region: words that are rare, that are in every meeting,
//! in none, one letter, several; asked one after the other over an open connection, each as often.

use std::time::Instant;

use chrono::{Days, NaiveDate};
use entity::body;
use renkei::access::{Importer, System};
use renkei::exchange::commands::{Table, take_in};
use renkei::exchange::rules::{Kind, matched};
use renkei::platform::clock::Clock;
use renkei::platform::db;
use renkei::platform::session;
use renkei::platform::table::Line;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::Asked;
use crate::figure::{Figure, Goal};
use crate::load::{Page, ask};
use crate::pages::as_f64;
use crate::scale::Sampled;

const NAME: &str = "search: p95 among 20,000 meetings";
const MEETINGS: usize = 20_000;
/// What the titles are made of; every pair of them is in four hundredths of the titles.
const WORDS: [&str; 10] = [
    "退院支援",
    "急変時対応",
    "看取り",
    "口腔ケア",
    "服薬管理",
    "栄養",
    "認知症",
    "研修会",
    "情報共有",
    "災害対策",
];
/// What is looked for.
const SOUGHT: [&str; 10] =
    ["退院", "看取り", "口腔 災害", "認知症研修", "会議", "20000番", "番", "ぬぬ", "2027-04", "ﾆﾝﾁｼｮｳ"];
/// How often each is asked in a round.
const TIMES: usize = 4;

/// Measures it, if it is wanted.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    if !asked.wants(NAME) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (deployment, cookie) = runtime.block_on(filled());
    let server = deployment.serve();
    let pages = SOUGHT.map(|words| {
        let words = percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC);
        Page { name: "", path: format!("/search?q={words}"), cookie: cookie.clone() }
    });
    let mut taken = Vec::new();
    for page in &pages {
        ask(server.address, page, 1);
    }
    for _ in 0..asked.rounds {
        for page in &pages {
            for _ in 0..TIMES {
                let began = Instant::now();
                ask(server.address, page, 1);
                taken.push(began.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    taken.sort_by(f64::total_cmp);
    tell(Figure {
        name: NAME.to_owned(),
        value: taken[(taken.len() * 95 / 100).min(taken.len() - 1)],
        unit: "ms",
        goal: Goal::Below(50.0),
        note: format!("median {:.1} ms of {:.0} requests", taken[taken.len() / 2], as_f64(taken.len())),
    });
}

/// A region with so many meetings, and its clerk signed in.
async fn filled() -> (Sampled, String) {
    let deployment = Sampled::new(1).await;
    let db = deployment.open().await;
    let now = Clock::running().now();
    let cookie = db::write::<_, DbErr>(&db, async |tx| {
        let (region, account) = crate::scale::regions(tx, 1).await[0];
        let of_region = body::Column::RegionId.eq(region);
        let body = body::Entity::find().filter(of_region).one(tx).await?.unwrap();
        let heads = ["会議体", "開催日", "開始", "終了", "会議名に添える言葉", "場所"].map(str::to_owned);
        let sources = matched(Kind::Meetings, &heads).unwrap();
        let by = Importer::system(&System::acting(), region);
        let rows: Vec<_> = (0..MEETINGS).map(|number| row(&body.name, number)).collect();
        for some in rows.chunks(10_000) {
            let table = Table { kind: Kind::Meetings, lines: some.to_vec(), sources: sources.clone() };
            if let Err(refused) = take_in(tx, &by, None, &table, now).await {
                panic!("{}", format!("{refused:?}").chars().take(400).collect::<String>());
            }
        }
        Ok(format!("{}={}", session::cookie_name(false), session::open(tx, account, now).await?))
    });
    let cookie = cookie.await.unwrap();
    db.close().await.unwrap();
    (deployment, cookie)
}

/// A meeting at an hour of its own: forty years of days, the hours from 9 to 20.
fn row(body: &str, number: usize) -> Line {
    let (one, other) = (WORDS[number % 10], WORDS[number / 10 % 10]);
    let title = format!("{one}と{other}の話し合い {}番", number + 1);
    let day = NaiveDate::from_ymd_opt(2027, 4, 1).unwrap() + Days::new(u64::try_from(number / 12).unwrap());
    let hour = 9 + number % 12;
    let cells = [body, &day.to_string(), &format!("{hour}:00"), &format!("{hour}:50"), &title, "見本会館"];
    Line { number: number + 2, cells: cells.map(str::to_owned).to_vec() }
}
