//! `GET /meetings`: the meetings of a year, with answers and quorum in a few statements however many there are; the
//! same rows as a file.

use std::cmp::Reverse;
use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::{BodyId, MeetingId};
use entity::meeting;
use entity::meeting::MeetingMode;

use super::filter::{Asked, Filter};
use crate::access::web::Shell;
use crate::access::{Actor, Reach};
use crate::body::queries as bodies;
use crate::body::queries::TreeLine;
use crate::dossier::queries;
use crate::dossier::rules::{Phase, phase};
use crate::invitation::queries::outlook::Outlook;
use crate::meeting::queries::{self as meetings, Numbers, charter_day, day};
use crate::meeting::rules::numbering;
use crate::platform::clock::Instant;
use crate::platform::date::{
    FiscalYear, clock, clock_span, iso_datetime_attr, month_day_weekday, slash, tokyo_day, tokyo_time,
    wareki_month,
};
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Field};
use crate::platform::page::{self, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

/// Meetings a page shows.
const PER_PAGE: usize = 50;

/// Meetings whose answers are counted at once.
const AT_ONCE: usize = 500;

/// What the page shows.
#[derive(Template)]
#[template(path = "dossier/list.html")]
pub struct ListPage {
    shell: Shell,
    filter: Filter,
    bodies: Vec<Choice>,
    years: Vec<Choice>,
    list: Listing<Row>,
    /// Whether the secretariat looks: plans meetings, and may be told how to begin.
    may_plan: bool,
    /// Whether anything at all can be listed without the filter.
    any: bool,
}

/// One meeting of the list.
pub struct Row {
    id: MeetingId,
    when: String,
    datetime: Option<String>,
    name: String,
    place: String,
    phase: Phase,
    replies: String,
    quorum: String,
}

impl ListPage {
    fn body(&self) -> Field {
        Field::new(self.filter.body.map(|id| id.to_string()).unwrap_or_default())
    }

    /// 「令和5年度、退院支援分科会、中止」: what was asked for.
    fn asked_for(&self) -> String {
        let body = self.bodies.iter().find(|one| one.value == self.body().value && !one.value.is_empty());
        let words = [body.map(|one| one.label.trim()), self.filter.phase.map(Phase::label)];
        let words: Vec<_> = words.into_iter().flatten().collect();
        [&[self.filter.of_year().as_str()], words.as_slice()].concat().join("、")
    }

    fn phases(&self) -> [Phase; 7] {
        Phase::ALL
    }
}

/// What was read.
struct Reading {
    filter: Filter,
    tree: Vec<TreeLine>,
    all: Vec<meeting::Model>,
    names: HashMap<BodyId, String>,
    numbers: Numbers,
    now: Instant,
}

impl Reading {
    async fn of(app: &AppState, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let (db, now) = (&app.db.read, app.clock.now());
        actor.region().ok_or(AppError::NotFound)?;
        let filter = Filter::read(asked, FiscalYear::of(tokyo_day(now)));
        let tree = bodies::tree(db, actor).await?;
        let (all, names) = queries::meetings(db, actor, filter.year).await?;
        let numbers = meetings::numbers(db, actor).await?;
        Ok(Self { filter, tree, all, names, numbers, now })
    }

    /// The meetings the filter lets through, in this order.
    fn chosen(&self, order: Order) -> Vec<&meeting::Model> {
        let Self { filter, tree, all, now, .. } = self;
        let fits = |one: &&meeting::Model| {
            filter.year.is_none_or(|year| one.fiscal_year == year.year())
                && filter.body.is_none_or(|body| one.body_id == body)
                && filter.phase.is_none_or(|wanted| phase(one, *now) == wanted)
        };
        let mut chosen: Vec<_> = all.iter().filter(fits).collect();
        // Meetings without any day yet come last among the coming ones.
        let when = |one: &meeting::Model| (day(one).is_none(), day(one), one.starts_at, one.id);
        let at = |one: &meeting::Model| tree.iter().position(|line| line.body.id == one.body_id);
        chosen.sort_by_key(|one| when(one));
        order.sort(&mut chosen, |column, one, other| match column {
            "body" => at(one).cmp(&at(other)),
            "place" => place(one).cmp(&place(other)),
            "state" => phase(one, *now).cmp(&phase(other, *now)),
            _ => when(one).cmp(&when(other)),
        });
        chosen
    }

    fn row(&self, meeting: &meeting::Model, outlook: &Outlook) -> Row {
        let heads = outlook.heads.get(&meeting.id).filter(|_| meeting.starts_at.is_some());
        let replies = heads.map(|heads| {
            let answered = heads.iter().filter(|head| head.answer.is_some()).count();
            format!("{}人中{answered}人", heads.len())
        });
        let phase = phase(meeting, self.now);
        let counts = !matches!(phase, Phase::Cancelled | Phase::Postponed);
        let dash = || "—".to_owned();
        Row {
            id: meeting.id,
            when: when(meeting),
            datetime: meeting.starts_at.map(iso_datetime_attr),
            name: self.name(meeting, outlook),
            place: place(meeting),
            phase,
            replies: replies.filter(|_| counts).unwrap_or_else(dash),
            quorum: outlook.forecast(meeting).map_or_else(dash, |found| found.short()),
        }
    }

    fn expected(&self, meeting: &meeting::Model, outlook: &Outlook) -> i32 {
        let rules = outlook.charters.rules_on(meeting.body_id, charter_day(meeting));
        self.numbers.expected(meeting, numbering(&rules, &outlook.rulings_of(meeting.id)), &self.all)
    }

    /// 「協議会 第2回」; 「第3回（仮）」 before it is convened.
    fn name(&self, meeting: &meeting::Model, outlook: &Outlook) -> String {
        let number = match meeting.number {
            Some(number) => format!("第{number}回"),
            None if meeting.cancelled_at.is_some() => String::new(),
            None => format!("第{}回（仮）", self.expected(meeting, outlook)),
        };
        let body = self.names.get(&meeting.body_id).map_or("", String::as_str);
        let words = [body, number.as_str(), meeting.title.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The line of a file; unlike the page it says the year and when the meeting ends.
    fn line(&self, meeting: &meeting::Model, outlook: &Outlook) -> Vec<String> {
        let Row { name, place, phase, replies, quorum, .. } = self.row(meeting, outlook);
        let day = meeting.starts_at.map(|start| slash(tokyo_day(start)));
        let day = day.or(meeting.month_on.map(wareki_month)).unwrap_or_else(|| "未定".to_owned());
        let hours = meeting.starts_at.zip(meeting.ends_at);
        let hours = hours.map(|(from, to)| clock_span(tokyo_time(from), tokyo_time(to))).unwrap_or_default();
        vec![day, hours, name, place, phase.label().to_owned(), replies, quorum]
    }
}

/// `GET /meetings`.
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    let region = actor.region().ok_or(AppError::NotFound)?;
    let address = read.filter.address(&asked);
    let chosen = read.chosen(address.order);
    let list = Listing::of(address, chosen, PER_PAGE);
    let shown: Vec<_> = list.rows.iter().copied().cloned().collect();
    let outlook = Outlook::of(&app.db.read, region, &shown, read.now).await?;
    let list = list.map(|meeting| read.row(meeting, &outlook));
    page::ok(ListPage {
        shell,
        bodies: body_choices(&read.tree),
        years: year_choices(read.numbers.years(), FiscalYear::of(tokyo_day(read.now))),
        list,
        may_plan: actor.reach() == Reach::WholeRegion,
        any: !read.numbers.years().is_empty(),
        filter: read.filter,
    })
}

/// `GET /meetings.csv`, `GET /meetings.xlsx`.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    asked: Query<Asked>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, &asked).await?;
    let region = actor.region().ok_or(AppError::NotFound)?;
    let chosen = read.chosen(read.filter.address(&asked).order);
    let mut lines = Vec::with_capacity(chosen.len());
    for some in chosen.chunks(AT_ONCE) {
        let some: Vec<_> = some.iter().copied().cloned().collect();
        let outlook = Outlook::of(&app.db.read, region, &some, read.now).await?;
        lines.extend(some.iter().map(|meeting| read.line(meeting, &outlook)));
    }
    let columns = [
        ("開催日", 12),
        ("時刻", 14),
        ("会議", 30),
        ("場所", 30),
        ("状態", 10),
        ("返事", 12),
        ("定足数", 14),
    ];
    let table = Table::new(format!("会議 {}", read.filter.of_year()), &columns, lines);
    page::download(&app, &table, &format!("meetings-{}", read.filter.year_word()), *format)
}

fn body_choices(tree: &[TreeLine]) -> Vec<Choice> {
    let all = Choice::new("", "すべて");
    let choice = |line: &TreeLine| {
        Choice::new(line.body.id.to_string(), format!("{}{}", "　".repeat(line.depth), line.body.short_name))
    };
    std::iter::once(all).chain(tree.iter().map(choice)).collect()
}

fn year_choices(known: &[FiscalYear], this_year: FiscalYear) -> Vec<Choice> {
    let mut years = known.to_vec();
    years.push(this_year);
    years.sort_unstable_by_key(|year| Reverse(*year));
    years.dedup();
    let choice = |year: FiscalYear| Choice::new(year.year().to_string(), year.label());
    let all = Choice::new("all", "すべて");
    years.into_iter().map(choice).chain(std::iter::once(all)).collect()
}

fn when(meeting: &meeting::Model) -> String {
    match (meeting.starts_at, meeting.month_on) {
        (Some(start), _) => {
            format!("{} {}", month_day_weekday(tokyo_day(start)), clock(tokyo_time(start)))
        }
        (None, Some(month)) => format!("{}（日は未定）", wareki_month(month)),
        (None, None) => "未定".to_owned(),
    }
}

fn place(meeting: &meeting::Model) -> String {
    match meeting.mode {
        MeetingMode::Online => "オンライン".to_owned(),
        _ if meeting.place.is_empty() => "—".to_owned(),
        _ => meeting.place.clone(),
    }
}
