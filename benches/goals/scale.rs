//! What pages cost with a hundred regions in the database beside one: processor time a request, the same pages of both
//! deployments in turns, ids in mixed order. And how long it takes to take 10,000 rows in.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::Instant;

use chrono::{Datelike, NaiveDate};
use entity::board_entry;
use entity::id::RegionId;
use entity::link::LinkPurpose;
use entity::{board_group, board_row, invitation, meeting, region};
use renkei::access::{Importer, System};
use renkei::account::queries as accounts;
use renkei::cli::sample::{clerk, fill};
use renkei::exchange::commands::{Table, take_in};
use renkei::exchange::rules::{Kind, matched};
use renkei::platform::clock::{self, Clock};
use renkei::platform::date::{FiscalYear, tokyo_day};
use renkei::platform::db::{self, Db, Tx};
use renkei::platform::table::Line;
use renkei::platform::{link, session};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use tempfile::TempDir;

use crate::Asked;
use crate::deployment::{open, read, variables};
use crate::figure::{Figure, Goal, median};
use crate::load::{Page, ask_each};
use crate::pages::as_f64;
use crate::process::Server;

/// Requests of one side in one round.
const REQUESTS: usize = 48;
/// Pages of one kind; ids of different regions and times follow each other.
const PAGES: usize = 24;
/// Entries of three fiscal years on the board that is measured.
const ENTRIES: u64 = 2_000;
/// Rows that are taken in.
const ROWS: usize = 10_000;
const SEED: u64 = 20_261_001;

/// What is measured, and by how much more of the processor the large side may take, in percent.
const KINDS: [(&str, f64); 4] = [
    ("scale: meeting page", 115.0),
    ("scale: lists", 120.0),
    ("scale: board of three fiscal years, 2,000 entries", 130.0),
    ("scale: feed", 130.0),
];
const IMPORT: &str = "import of 10,000 rows";

/// Measures what is wanted.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if KINDS.iter().any(|(name, _)| asked.wants(name)) {
        let small = runtime.block_on(Sampled::new(1));
        let large = runtime.block_on(Sampled::new(asked.scale));
        let (one, many) = (small.serve(), large.serve());
        for (place, (name, goal)) in KINDS.into_iter().enumerate().filter(|(_, (name, _))| asked.wants(name))
        {
            let sides = [(&one, small.pages[place].as_slice()), (&many, large.pages[place].as_slice())];
            tell(beside((name, goal), sides, asked));
        }
    }
    if asked.wants(IMPORT) {
        tell(taken_in(&runtime.block_on(Sampled::new(1)), asked.rounds));
    }
}

/// A deployment of invented regions, and the pages of each kind.
pub struct Sampled {
    data: TempDir,
    pages: Vec<Vec<Page>>,
}

impl Sampled {
    /// So many of them.
    pub async fn new(scale: u16) -> Self {
        let data = tempfile::tempdir().unwrap();
        let db = open(&read(variables(&data.path().display().to_string()))).await;
        db.migrate().await.unwrap();
        let now = Clock::running().now();
        fill(&db, scale, SEED, now).await.unwrap();
        let regions = regions(&db.read, scale).await;
        let pages = db::write::<_, DbErr>(&db, async |tx| {
            fill_board(tx, regions[0].0, now).await;
            Ok(pages(tx, &regions, now).await)
        });
        let pages = pages.await.unwrap();
        db.close().await.unwrap();
        Self { data, pages }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
        command.env_clear().envs(variables(&self.data.path().display().to_string()));
        command.args(words).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Its database.
    pub async fn open(&self) -> Db {
        open(&read(variables(&self.data.path().display().to_string()))).await
    }

    /// The release binary serving it.
    pub fn serve(&self) -> Server {
        let serve =
            |address: SocketAddr| self.command(&["serve", "--no-worker", "--listen", &address.to_string()]);
        Server::start(serve, "/readyz")
    }
}

/// Up to eight regions over the whole breadth, each with its clerk.
pub async fn regions(db: &impl ConnectionTrait, scale: u16) -> Vec<(RegionId, entity::id::AccountId)> {
    let rows = region::Entity::find().order_by_asc(region::Column::Slug).all(db).await.unwrap();
    let mut found = Vec::new();
    for (number, row) in (1_u16..).zip(rows).step_by(usize::from(scale).div_ceil(8)) {
        let account = accounts::by_name(db, &clerk(number)).await.unwrap().unwrap();
        found.push((row.id, account.id));
    }
    found
}

/// Brings the three fiscal years of a region's board to the number of entries, by the import that offices use.
async fn fill_board(tx: &Tx, region: RegionId, now: clock::Instant) {
    let year = FiscalYear::of(tokyo_day(now)).year();
    let of_board = board_entry::Entity::find()
        .filter(board_entry::Column::RegionId.eq(region))
        .filter(board_entry::Column::FiscalYear.between(year - 1, year + 1));
    let there = of_board.count(tx).await.unwrap();
    let line = board_row::Entity::find()
        .find_also_related(board_group::Entity)
        .filter(board_row::Column::RegionId.eq(region))
        .order_by_asc(board_row::Column::Position);
    let lines = line.all(tx).await.unwrap();
    let heads = ["グループ", "行", "種類", "予定の言葉", "月"].map(str::to_owned);
    let sources = matched(Kind::BoardEntries, &heads).unwrap();
    let rows = (there..ENTRIES).map(|number| {
        let place = usize::try_from(number).unwrap();
        let (row, group) = &lines[place % lines.len()];
        let months = u32::try_from(place % 36).unwrap();
        let month = FiscalYear::new(year - 1).start() + chrono::Months::new(months);
        let group = group.as_ref().map(|group| group.name.clone()).unwrap_or_default();
        let cells = vec![group, row.name.clone(), "実施事項".into(), format!("予定 {number}"), words(month)];
        Line { number: place + 2, cells }
    });
    let table = Table { kind: Kind::BoardEntries, lines: rows.collect(), sources };
    let by = Importer::system(&System::acting(), region);
    take_in(tx, &by, None, &table, now).await.unwrap();
}

fn words(month: NaiveDate) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

/// The pages of each kind, those of different regions by turns.
async fn pages(
    tx: &Tx,
    regions: &[(RegionId, entity::id::AccountId)],
    now: clock::Instant,
) -> Vec<Vec<Page>> {
    let year = FiscalYear::of(tokyo_day(now)).year();
    let page = |path: String, cookie: &str| Page { name: "", path, cookie: cookie.to_owned() };
    let (mut meetings, mut lists, mut boards, mut feeds) = (vec![], vec![], vec![], vec![]);
    for (place, (region, account)) in regions.iter().enumerate() {
        let cookie =
            format!("{}={}", session::cookie_name(false), session::open(tx, *account, now).await.unwrap());
        let of_region: Vec<_> = convened(tx, *region).await;
        let each = PAGES.div_ceil(regions.len());
        // Far apart in time, so that neither side finds the rows of one page beside those of the last.
        for one in of_region.iter().step_by((of_region.len() / each).max(1)).take(each) {
            meetings.push((one.id, page(format!("/meetings/{}", one.id), &cookie)));
            let asked = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(one.id));
            let person = asked.one(tx).await.unwrap().unwrap().person_id.0;
            link::revoke(tx, LinkPurpose::Feed, person, now).await.unwrap();
            let generation = i32::try_from(feeds.len()).unwrap();
            link::issue(tx, LinkPurpose::Feed, person, generation, None, now).await.unwrap();
            feeds.push((person, generation));
        }
        for path in ["/meetings", "/people", "/bodies"] {
            lists.push(page(path.to_owned(), &cookie));
        }
        if place == 0 {
            boards.push(page(format!("/board?fy={}-{}", year - 1, year + 1), &cookie));
        }
    }
    meetings.sort_by_key(|(id, _)| (id.0.as_u128() >> 40) % 7_919);
    let meetings = meetings.into_iter().map(|(_, page)| page).collect();
    let latest: std::collections::BTreeMap<_, _> = feeds.into_iter().collect();
    let token = |(person, generation)| link::token(&tx.terms().key, LinkPurpose::Feed, person, generation);
    let feeds = latest.into_iter().map(|one| page(format!("/feeds/{}.ics", token(one)), ""));
    vec![meetings, lists, boards, feeds.collect()]
}

async fn convened(tx: &Tx, region: RegionId) -> Vec<meeting::Model> {
    let of_region = meeting::Entity::find()
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::ConvenedAt.is_not_null())
        .order_by_asc(meeting::Column::StartsAt);
    of_region.limit(200).all(tx).await.unwrap()
}

fn beside((name, goal): (&str, f64), sides: [(&Server, &[Page]); 2], asked: &Asked) -> Figure {
    for (server, pages) in sides {
        ask_each(server.address, pages, REQUESTS);
    }
    let cost = |(server, pages): (&Server, &[Page])| {
        let before = server.cpu();
        ask_each(server.address, pages, REQUESTS);
        (server.cpu() - before).as_secs_f64() * 1e6 / as_f64(REQUESTS)
    };
    let [small, large] = sides;
    let pairs: Vec<_> = (0..asked.rounds)
        .map(|round| {
            if round % 2 == 0 {
                let one = cost(small);
                (one, cost(large))
            } else {
                let many = cost(large);
                (cost(small), many)
            }
        })
        .collect();
    Figure {
        name: name.to_owned(),
        value: median(pairs.iter().map(|(one, many)| many / one * 100.0)),
        unit: "%",
        goal: Goal::Below(goal),
        note: format!(
            "processor {:.0} µs a request with one region, {:.0} µs with {}",
            median(pairs.iter().map(|pair| pair.0)),
            median(pairs.iter().map(|pair| pair.1)),
            asked.scale,
        ),
    }
}

/// People of whom none is there yet, by the command line.
fn taken_in(deployment: &Sampled, rounds: usize) -> Figure {
    let mut all = Vec::new();
    for round in 0..rounds {
        let rows = (0..ROWS).map(|row| {
            format!(
                "取込 {round}の{row},とりこみ,見本診療所,医師,row-{round}-{row}@import.example,0265-02-0001\n"
            )
        });
        let text = format!("氏名,ふりがな,勤務先,役職,メール,電話\n{}", rows.collect::<String>());
        let file = deployment.data.path().join("people.csv");
        std::fs::write(&file, text).unwrap();
        let began = Instant::now();
        let done = deployment.command(&["import", "persons", &file.display().to_string()]).status().unwrap();
        assert!(done.success(), "the rows are not taken in");
        all.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Figure {
        name: IMPORT.to_owned(),
        value: median(all),
        unit: "ms",
        goal: Goal::Below(10_000.0),
        note: "from the start of the program to its end".to_owned(),
    }
}
