//! The deployment that pages, start and memory are measured on: the sample councils, and forty meetings more of the
//! largest of them, so that the list of the year has sixty, convened and answered by the commands of the product.

use std::process::Command;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use entity::id::MeetingId;
use entity::link::LinkPurpose;
use entity::meeting::{self, MeetingMode};
use entity::outbox::{self, OutboxState};
use entity::reply::{self, Answer, ReplyWay};
use entity::{account, invitation};
use renkei::access::{Secretary, System};
use renkei::account::queries as accounts;
use renkei::app;
use renkei::cli::demo::fill;
use renkei::config::{Layers, Occasion, Settings};
use renkei::invitation::commands::{Convene, Given, convene, enter};
use renkei::invitation::queries as invitations;
use renkei::meeting::commands::{Date, Details, Plan, Wording, plan};
use renkei::meeting::rules::Span;
use renkei::platform::clock::{Clock, Instant, LeaseClock};
use renkei::platform::date::{FiscalYear, at_tokyo, previous_open_day, tokyo_day};
use renkei::platform::db::{self, Db, Terms, Tx};
use renkei::platform::outbox::LetterHead;
use renkei::platform::state::AppState;
use renkei::platform::{link, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use tempfile::TempDir;

use crate::load::Page;

/// Whose work is measured.
const CLERK: &str = "clerk@minamishinshu.example";
/// Meetings besides those of the sample.
const MEETINGS: u64 = 40;

/// A data directory that is filled, and the pages that are asked for.
pub struct Deployment {
    data: TempDir,
    /// The meeting page, the list, the reply page and the feed.
    pub pages: Vec<Page>,
}

impl Deployment {
    /// Fills a new folder.
    pub async fn full() -> Self {
        let data = tempfile::tempdir().unwrap();
        let variables = variables(&data.path().display().to_string());
        let db = open(&read(variables)).await;
        db.migrate().await.unwrap();
        let now = Clock::running().now();
        fill(&db, Some("reply+{token}@renkei.example"), now).await.unwrap();
        let account = accounts::by_name(&db.read, CLERK).await.unwrap().unwrap();
        let actor = System::acting().acting_for(&db.read, &account, tokyo_day(now)).await.unwrap();
        let clerk = actor.unwrap().secretary().unwrap();
        let pages = db::write::<_, sea_orm::DbErr>(&db, async |tx| {
            let coming = largest_coming(tx, &clerk, now).await;
            hold_more(tx, &clerk, &coming).await;
            settle_mails(tx, now).await;
            Ok(pages(tx, &account, &coming, now).await)
        });
        let pages = pages.await.unwrap();
        db.close().await.unwrap();
        Self { data, pages }
    }

    /// What a program needs to work on it; everything else in its environment is forgotten.
    pub fn equip<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env_clear().envs(variables(&self.data.path().display().to_string()))
    }
}

/// The settings of a data directory, as an environment.
pub fn variables(data: &str) -> Vec<(String, String)> {
    let set = [
        ("RENKEI_DATA_DIR", data),
        ("RENKEI_SECRET_KEY", "the key of the measurements, never of a deployment"),
        ("RENKEI_BASE_URL", "http://127.0.0.1"),
    ];
    set.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// Reads them.
pub fn read(variables: Vec<(String, String)>) -> Settings {
    Settings::read(&Layers::default().environment(variables), Occasion::Serve).unwrap()
}

/// Opens the database they name.
pub async fn open(settings: &Settings) -> Db {
    let terms = Terms {
        key: settings.secret_key.clone().unwrap(),
        lease_clock: LeaseClock::Database,
        hold_ms: 0,
        mail_domain: settings.mail_domain().to_owned(),
    };
    Db::open(&settings.database_url.expose(), terms).await.unwrap()
}

/// The state of a server over the deployment this process was equipped with, its database opened before.
pub async fn state() -> AppState {
    let own =
        std::env::vars_os().map(|(name, value)| (name.into_string().unwrap(), value.into_string().unwrap()));
    let settings = read(own.collect());
    let db = open(&settings).await;
    AppState::new(db, settings, app::notices()).unwrap()
}

/// The coming meeting to which most people are asked.
async fn largest_coming(tx: &Tx, clerk: &Secretary, now: Instant) -> meeting::Model {
    use meeting::Column::{ConvenedAt, RegionId, StartsAt};
    let coming = meeting::Entity::find()
        .filter(RegionId.eq(clerk.region()))
        .filter(ConvenedAt.is_not_null())
        .filter(StartsAt.gt(now));
    let mut asked = Vec::new();
    for one in coming.all(tx).await.unwrap() {
        asked.push((invitations::lock_asked(tx, one.id).await.unwrap().len(), one));
    }
    asked.into_iter().max_by_key(|(people, _)| *people).unwrap().1
}

/// Further meetings of the same body, spread over the fiscal year, each convened three weeks before and answered
/// by everybody.
async fn hold_more(tx: &Tx, clerk: &Secretary, like: &meeting::Model) {
    let first = FiscalYear::new(like.fiscal_year).start();
    for number in 0..MEETINGS {
        let day = first + Days::new(5 + number * 8);
        let at = at_tokyo(day - Days::new(21), NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        let id = planned(tx, clerk, like, day, at).await;
        let letter = LetterHead {
            number: None,
            approved_on: previous_open_day(tokyo_day(at) - Days::new(1)),
            issued_on: tokyo_day(at),
            sender: "会長　見本 太郎".to_owned(),
        };
        convene(tx, clerk, Convene { meeting: id, seen: 1, letter }, at).await.unwrap();
        for (place, asked) in (0..).zip(invitations::lock_asked(tx, id).await.unwrap()) {
            let answer = if place % 4 == 3 { Answer::Absent } else { Answer::Attend };
            let given = Given { answer, mode: None, proxy: None, comment: String::new() };
            let later = at + TimeDelta::hours(30 + place);
            enter(tx, clerk, asked.id, given, ReplyWay::Telephone, 0, later).await.unwrap();
        }
    }
}

async fn planned(
    tx: &Tx,
    clerk: &Secretary,
    like: &meeting::Model,
    day: NaiveDate,
    at: Instant,
) -> MeetingId {
    let starts_at = at_tokyo(day, NaiveTime::from_hms_opt(18, 30, 0).unwrap());
    let details = Details {
        date: Date::Hours(Span { starts_at, ends_at: starts_at + TimeDelta::minutes(90) }),
        place: "広域連合 3階 大会議室".to_owned(),
        online_url: String::new(),
        mode: MeetingMode::Room,
        wording: Wording { reply_due_on: Some(previous_open_day(day - Days::new(7))), ..Wording::default() },
    };
    plan(tx, clerk, Plan { body: like.body_id, details }, at).await.unwrap()
}

/// The mails have gone.
async fn settle_mails(tx: &Tx, now: Instant) {
    let sent = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(OutboxState::Sent))
        .col_expr(outbox::Column::SettledAt, Expr::value(now))
        .filter(outbox::Column::State.eq(OutboxState::Waiting));
    sent.exec(tx).await.unwrap();
}

async fn pages(tx: &Tx, clerk: &account::Model, coming: &meeting::Model, now: Instant) -> Vec<Page> {
    let token = session::open(tx, clerk.id, now).await.unwrap();
    let cookie = format!("{}={token}", session::cookie_name(false));
    let silent = silent(tx, coming).await;
    let key = &tx.terms().key;
    let reply = link::token(key, LinkPurpose::Reply, silent.id.0, silent.generation);
    let person = silent.person_id.0;
    link::issue(tx, LinkPurpose::Feed, person, 0, None, now).await.unwrap();
    let feed = link::token(key, LinkPurpose::Feed, person, 0);
    let page = |name, path: String, cookie: &str| Page { name, path, cookie: cookie.to_owned() };
    vec![
        page("meeting page", format!("/meetings/{}", coming.id), &cookie),
        page("meeting list", "/meetings".to_owned(), &cookie),
        page("reply page", format!("/r/{reply}"), ""),
        page("feed", format!("/feeds/{feed}.ics"), ""),
    ]
}

/// Somebody who has not answered yet.
async fn silent(tx: &Tx, coming: &meeting::Model) -> invitation::Model {
    let asked = invitation::Entity::find()
        .find_also_related(reply::Entity)
        .filter(invitation::Column::MeetingId.eq(coming.id))
        .order_by_asc(invitation::Column::Position);
    let asked = asked.all(tx).await.unwrap();
    asked.into_iter().find(|(_, reply)| reply.is_none()).unwrap().0
}
