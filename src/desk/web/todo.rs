//! 今週やること: each duty as a line with its day, its tag and its one button.

use chrono::{Datelike, NaiveDate};
use entity::id::BodyId;
use entity::outbox::OutboxState;
use entity::pace::Step;
use entity::{body, meeting};
use sea_orm::ActiveEnum;

use crate::desk::queries::{Office, UnderWay};
use crate::desk::rules;
use crate::meeting::rules::{called, urgency};
use crate::pace::rules::{duties, is_ticked, step_facts};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, clock, iso_day, month_day_weekday, tokyo_day, tokyo_time, wareki};
use crate::renewal::queries::Waiting;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// When it is due; sorts the list.
    pub on: NaiveDate,
    /// For `<time datetime>`.
    pub datetime: String,
    /// 「11月10日(火)」.
    pub when: String,
    /// 今日, あと2日, 1日遅れ.
    pub urgency: String,
    /// The look of its tag.
    pub tag: &'static str,
    /// The meeting or body, and where it is found.
    pub about: (String, String),
    /// What about it: 「の開催通知を出す」.
    pub what: String,
    /// A detail.
    pub small: String,
    /// The one button, address before words.
    pub button: (String, String),
    /// Where 済み is recorded, and of which step; of what the program cannot see.
    pub tick: Option<(String, String)>,
}

/// Everything that is due this week, of each meeting the next thing after that, and the terms that end, the earliest
/// first.
pub(in crate::desk) fn todos(office: &Office, now: Instant) -> Vec<Todo> {
    let today = tokyo_day(now);
    let under_way = &office.under_way;
    let mut all: Vec<_> = under_way
        .meetings
        .iter()
        .flat_map(|(meeting, body)| of_meeting(office, meeting, body, now))
        .collect();
    all.extend(terms(under_way, today));
    all.extend(new_year(under_way, today));
    all.extend(office.proposed.iter().map(|one| proposal(one, today)));
    all.sort_by_key(|one| one.on);
    all
}

/// From February to April, while nothing is planned for the year that begins: 年度更新.
fn new_year(under_way: &UnderWay, today: NaiveDate) -> Option<Todo> {
    let begins = (2..=4).contains(&today.month()).then_some(today.year())?;
    let year = FiscalYear::new(begins);
    let planned = under_way.meetings.iter().any(|(meeting, _)| meeting.fiscal_year == begins);
    let last = year.start().pred_opt().filter(|_| !planned)?;
    let href = format!("/new-year?fy={begins}");
    Some(Todo {
        about: (href.clone(), year.label()),
        what: "の会議と予定を準備する（年度更新）".to_owned(),
        small: "会議がまだ1つも計画されていません。".to_owned(),
        button: (href, "年度更新".to_owned()),
        ..line(last, today)
    })
}

/// Whom an association proposes for its seat.
fn proposal(waiting: &Waiting, today: NaiveDate) -> Todo {
    let Waiting { proposal, seat, body, association } = waiting;
    let place = association.as_ref().map_or(seat.label.as_str(), |found| found.short_name.as_str());
    let href = format!("/proposals/{}", proposal.id);
    Todo {
        about: (href.clone(), format!("{} {place}", body.short_name)),
        what: "の後任の推薦を確かめる".to_owned(),
        small: format!("{}さん　{}から", proposal.name, wareki(proposal.from_on)),
        button: (href, "推薦を確かめる".to_owned()),
        ..line(today, today)
    }
}

fn line(on: NaiveDate, today: NaiveDate) -> Todo {
    let (urgency, tag) = urgency(on, today);
    Todo {
        on,
        datetime: iso_day(on),
        when: month_day_weekday(on),
        urgency,
        tag,
        about: Default::default(),
        what: String::new(),
        small: String::new(),
        button: Default::default(),
        tick: None,
    }
}

/// Everything that one meeting asks for this week, and the first thing after that.
fn of_meeting(office: &Office, meeting: &meeting::Model, body: &body::Model, now: Instant) -> Vec<Todo> {
    let today = tokyo_day(now);
    let under_way = &office.under_way;
    let unanswered = unanswered(under_way, meeting);
    let page = format!("/meetings/{}", meeting.id);
    let about = (page.clone(), called(meeting, &body.short_name));
    let lines = office.steps.of(meeting, &under_way.outlook.charters, unanswered, now);
    let duties = duties(&lines);
    let first_later = duties.iter().find(|(on, _)| !rules::is_this_week(*on, today)).copied();
    let near = duties.iter().copied().filter(|(on, _)| rules::is_this_week(*on, today));
    let made = |(on, step): (NaiveDate, Step)| {
        let Words { what, small, button } = words(meeting, step, (&page, unanswered));
        let tick = is_ticked(step).then(|| (format!("{page}/steps"), step.to_value()));
        Todo { about: about.clone(), what, small, button, tick, ..line(on, today) }
    };
    let mut all: Vec<_> = near.chain(first_later).map(made).collect();
    let printing = office
        .messages
        .iter()
        .filter(|one| one.meeting_id == Some(meeting.id) && one.state == OutboxState::Printing);
    let printing = printing.count();
    if printing > 0 {
        let button = (format!("/outbox?state=printing&meeting={}", meeting.id), "印刷待ちを見る".to_owned());
        let what = "の通知を印刷して送る".to_owned();
        all.push(Todo {
            about,
            what,
            small: format!("FAX・郵送・手渡し {printing}通"),
            button,
            ..line(today, today)
        });
    }
    all
}

struct Words {
    what: String,
    small: String,
    button: (String, String),
}

/// What a step is called on this screen, and the button that leads to it.
fn words(meeting: &meeting::Model, step: Step, (page, unanswered): (&str, usize)) -> Words {
    let start =
        meeting.starts_at.map(|at| format!("{} {}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at))));
    let start = start.unwrap_or_default();
    let at = |under: &str, words: &str| (format!("{page}{under}"), words.to_owned());
    let (what, small, button) = match step {
        Step::Date if meeting.postponed_at.is_some() => {
            ("の新しい日時を決める", String::new(), at("/change", "新しい日時を決める"))
        }
        Step::Date => ("の日時を決める", String::new(), at("/edit", "日時を決める")),
        Step::Agenda => ("の議題を決める", format!("開催 {start}"), at("/agenda", "議題を決める")),
        Step::Notice => ("の開催通知を出す", format!("開催 {start}"), at("", "準備を確かめる")),
        Step::Announcement => ("の傍聴の案内を出す", String::new(), at("/announcement", "案内を作る")),
        Step::Answers => ("の回答期限", format!("未回答 {unanswered}人"), at("#replies", "未回答を見る")),
        Step::Meeting => ("の開催", place(meeting, &start), at("", "会議のページ")),
        Step::Record => ("の当日の出欠を記録する", String::new(), at("/attendance", "出欠を記録する")),
        other => {
            let what = format!("：{}", step_facts(other).words);
            return Words {
                what, small: format!("開催 {start}"), button: at("#steps", "段取りを見る")
            };
        }
    };
    Words { what: what.to_owned(), small, button }
}

/// How many are asked and have not answered.
pub(in crate::desk) fn unanswered(under_way: &UnderWay, meeting: &meeting::Model) -> usize {
    let askings = under_way.askings.get(&meeting.id).map(Vec::as_slice).unwrap_or_default();
    askings.iter().filter(|one| one.stands() && one.reply.is_none()).count()
}

fn place(meeting: &meeting::Model, start: &str) -> String {
    let place = if meeting.place.is_empty() { "オンライン" } else { meeting.place.as_str() };
    format!("{start}　{place}")
}

/// Where the seats are filled that are empty after a day.
fn renewal(body: BodyId, to_on: NaiveDate) -> String {
    let from = to_on.succ_opt().unwrap_or(to_on);
    format!("/bodies/{body}/renewal?from={}", iso_day(from))
}

/// Terms that end soon, one line a person and seat.
fn terms(under_way: &UnderWay, today: NaiveDate) -> Vec<Todo> {
    let ending = under_way.outlook.terms.iter().filter_map(|seat| {
        let term = seat.holder_on(today)?;
        let to_on = term.to_on.filter(|to_on| rules::ends_soon(*to_on, today))?;
        let follows = under_way.outlook.terms.iter().any(|other| {
            other.seat == seat.seat && other.term.as_ref().is_some_and(|next| next.from_on > to_on)
        });
        (!follows).then_some((to_on, seat, term))
    });
    let made = |(to_on, seat, term): (
        NaiveDate,
        &crate::invitation::queries::outlook::SeatTerm,
        &crate::invitation::queries::outlook::Term,
    )| Todo {
        about: (format!("/bodies/{}", seat.body), format!("{} {}", seat.place, term.name)),
        what: "さんの任期が終わる".to_owned(),
        small: "後任はまだ入っていません。".to_owned(),
        button: (renewal(seat.body, to_on), "任期を切り替える".to_owned()),
        ..line(to_on, today)
    };
    ending.map(made).collect()
}
