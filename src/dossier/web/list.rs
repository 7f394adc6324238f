//! `GET /meetings`: the meetings of a year, with answers and quorum in a few statements however many there are.

use std::cmp::Reverse;
use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use entity::id::{BodyId, MeetingId};
use entity::meeting;
use entity::meeting::MeetingMode;

use super::filter::{Asked, Direction, Filter, Sort, SortLink};
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
    FiscalYear, clock, iso_datetime_attr, month_day_weekday, tokyo_day, tokyo_time, wareki_month,
};
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Field};
use crate::platform::page::{self, Pager, filters};
use crate::platform::state::AppState;

/// Meetings a page shows.
const PER_PAGE: usize = 50;

/// What the page shows.
#[derive(Template)]
#[template(path = "dossier/list.html")]
pub struct ListPage {
    shell: Shell,
    filter: Filter,
    bodies: Vec<Choice>,
    years: Vec<Choice>,
    rows: Vec<Row>,
    total: usize,
    first: usize,
    pager: Pager,
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
    fn column(&self, made: fn(Direction) -> Sort) -> SortLink {
        self.filter.column(made)
    }

    fn by_day_and_body(&self) -> [(SortLink, &'static str); 2] {
        [(self.column(Sort::Day), "開催日"), (self.column(Sort::Body), "会議")]
    }

    fn by_phase(&self) -> SortLink {
        self.column(Sort::Phase)
    }

    fn body(&self) -> Field {
        Field::new(self.filter.body.map(|id| id.to_string()).unwrap_or_default())
    }

    /// 「令和8年度」 or 「すべての年度」.
    fn of_year(&self) -> String {
        self.filter.year.map_or_else(|| "すべての年度".to_owned(), FiscalYear::label)
    }

    /// 「令和5年度、退院支援分科会、中止」: what was asked for.
    fn asked_for(&self) -> String {
        let body = self.bodies.iter().find(|one| one.value == self.body().value && !one.value.is_empty());
        let words = [body.map(|one| one.label.trim()), self.filter.phase.map(Phase::label)];
        let words: Vec<_> = words.into_iter().flatten().collect();
        [&[self.of_year().as_str()], words.as_slice()].concat().join("、")
    }

    fn phases(&self) -> [Phase; 7] {
        Phase::ALL
    }
}

/// `GET /meetings`.
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let now = app.clock.now();
    let filter = Filter::read(&asked, FiscalYear::of(tokyo_day(now)));
    let (db, region) = (&app.db.read, actor.region().ok_or(AppError::NotFound)?);
    let tree = bodies::tree(db, &actor).await?;
    let (all, names) = queries::meetings(db, &actor, filter.year).await?;
    let numbers = meetings::numbers(db, &actor).await?;
    let chosen = chosen(&all, &filter, &tree, now);
    let total = chosen.len();
    let filter = filter.within(as_u64(total.div_ceil(PER_PAGE)));
    let first = PER_PAGE.saturating_mul(usize::try_from(filter.page - 1).unwrap_or(0));
    let shown: Vec<_> = chosen.into_iter().skip(first).take(PER_PAGE).cloned().collect();
    let outlook = Outlook::of(db, region, &shown).await?;
    let sheet = Sheet { names: &names, all: &all, numbers: &numbers, outlook: &outlook, now };
    let pager = Pager::new(as_u64(total), as_u64(PER_PAGE), filter.page, |page| filter.href(page));
    page::ok(ListPage {
        shell,
        bodies: body_choices(&tree),
        years: year_choices(numbers.years(), FiscalYear::of(tokyo_day(now))),
        rows: shown.iter().map(|meeting| sheet.row(meeting)).collect(),
        total,
        first,
        pager,
        may_plan: actor.reach() == Reach::WholeRegion,
        any: !numbers.years().is_empty(),
        filter,
    })
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The meetings the filter lets through, in its order.
fn chosen<'a>(
    all: &'a [meeting::Model],
    filter: &Filter,
    tree: &[TreeLine],
    now: Instant,
) -> Vec<&'a meeting::Model> {
    let fits = |one: &&meeting::Model| {
        filter.year.is_none_or(|year| one.fiscal_year == year.year())
            && filter.body.is_none_or(|body| one.body_id == body)
            && filter.phase.is_none_or(|wanted| phase(one, now) == wanted)
    };
    let mut chosen: Vec<_> = all.iter().filter(fits).collect();
    // Meetings without any day yet come last among the coming ones.
    let when = |one: &meeting::Model| (day(one).is_none(), day(one), one.starts_at, one.id);
    let place = |one: &meeting::Model| tree.iter().position(|line| line.body.id == one.body_id);
    chosen.sort_by_key(|one| when(one));
    match filter.sort {
        Sort::Day(Direction::Ascending) => {}
        Sort::Day(Direction::Descending) => chosen.reverse(),
        Sort::Body(Direction::Ascending) => chosen.sort_by_key(|one| place(one)),
        Sort::Body(Direction::Descending) => chosen.sort_by_key(|one| Reverse(place(one))),
        Sort::Phase(Direction::Ascending) => chosen.sort_by_key(|one| phase(one, now)),
        Sort::Phase(Direction::Descending) => chosen.sort_by_key(|one| Reverse(phase(one, now))),
    }
    chosen
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

/// What the rows are made of.
struct Sheet<'a> {
    names: &'a HashMap<BodyId, String>,
    all: &'a [meeting::Model],
    numbers: &'a Numbers,
    outlook: &'a Outlook,
    now: Instant,
}

impl Sheet<'_> {
    fn row(&self, meeting: &meeting::Model) -> Row {
        let forecast = self.outlook.forecast(meeting);
        let replies = forecast.as_ref().map(|found| format!("{}人中{}人", found.asked, found.answered()));
        let phase = phase(meeting, self.now);
        let counts = !matches!(phase, Phase::Cancelled | Phase::Postponed);
        // What was promised says nothing about who came.
        let ahead = matches!(phase, Phase::Waiting | Phase::Coming);
        let dash = || "—".to_owned();
        Row {
            id: meeting.id,
            when: when(meeting),
            datetime: meeting.starts_at.map(iso_datetime_attr),
            name: self.name(meeting),
            place: place(meeting),
            phase,
            replies: replies.filter(|_| counts).unwrap_or_else(dash),
            quorum: forecast.filter(|_| ahead).map_or_else(dash, |found| found.short()),
        }
    }

    fn expected(&self, meeting: &meeting::Model) -> i32 {
        let rules = self.outlook.charters.rules_on(meeting.body_id, charter_day(meeting));
        self.numbers.expected(meeting, numbering(&rules, &self.outlook.rulings_of(meeting.id)), self.all)
    }

    /// 「協議会 第2回」; 「第3回（仮）」 before it is convened.
    fn name(&self, meeting: &meeting::Model) -> String {
        let number = match meeting.number {
            Some(number) => format!("第{number}回"),
            None if meeting.cancelled_at.is_some() => String::new(),
            None => format!("第{}回（仮）", self.expected(meeting)),
        };
        let body = self.names.get(&meeting.body_id).map_or("", String::as_str);
        let words = [body, number.as_str(), meeting.title.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
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
