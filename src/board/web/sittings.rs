//! The meetings of the bodies as lines of the board: they stand there because they are planned, nobody enters them
//! twice. The secretariat sees the next missing step of each and the days left; everybody else sees of a meeting that
//! is not convened no more than its body and month.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, MeetingId, RegionId};
use entity::{body, meeting};
use sea_orm::ConnectionTrait;

use super::filter::{Filter, Which};
use super::grid::{Column, Line, Mark, cells, fits};
use crate::access::{Actor, Reach};
use crate::board::queries::{self, Sat};
use crate::board::rules::{Time, first_of};
use crate::body::queries as bodies;
use crate::body::queries::TreeLine;
use crate::body::rules::Charters;
use crate::invitation::queries::outlook::askings;
use crate::meeting::queries::{self as meetings, charter_day, day};
use crate::meeting::rules::{State, numbering, state, urgency};
use crate::pace::queries::Steps;
use crate::pace::rules::{duties, step_facts};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, slash, tokyo_day};
use crate::platform::error::AppError;

/// The bodies and their meetings.
#[derive(Clone, Debug)]
pub struct Sittings {
    bodies: Vec<TreeLine>,
    marks: Vec<Sitting>,
    today: FiscalYear,
    may_plan: bool,
}

#[derive(Clone, Debug)]
struct Sitting {
    body: BodyId,
    time: Time,
    mark: Mark,
}

impl Sittings {
    /// The meetings of the filter's years that this actor may know of.
    pub async fn read(
        db: &impl ConnectionTrait,
        actor: &Actor,
        (region, filter): (RegionId, &Filter),
        now: Instant,
    ) -> Result<Self, AppError> {
        let (bodies, sat) = queries::sittings(db, actor, filter.years).await?;
        let known = match actor.reach() {
            Reach::WholeRegion => Known::read(db, actor, (region, &sat), now).await?,
            _ => Known::default(),
        };
        let all: Vec<_> = sat.into_iter().map(|(meeting, _)| meeting).collect();
        let of_years = |meeting: &&meeting::Model| {
            let year = FiscalYear::new(meeting.fiscal_year);
            filter.years.0 <= year && year <= filter.years.1
        };
        let marks = all.iter().filter(of_years).map(|meeting| Sitting {
            body: meeting.body_id,
            time: time(meeting),
            mark: known.mark(meeting, filter.last.then(|| year_before(meeting, &all)).flatten(), now),
        });
        Ok(Self {
            marks: marks.collect(),
            bodies,
            today: FiscalYear::of(tokyo_day(now)),
            may_plan: known.everything,
        })
    }

    /// The bodies, for the filter.
    pub fn bodies(&self) -> &[TreeLine] {
        &self.bodies
    }

    /// The lines: every body that has a meeting in these years, and those for which one may still be planned.
    pub(super) fn lines(&self, columns: &[Column], filter: &Filter) -> Vec<Line> {
        let wanted = self.bodies.iter().filter(|line| filter.body.is_none_or(|body| body == line.body.id));
        let line = |line: &TreeLine| {
            let of_body =
                self.marks.iter().filter(|one| one.body == line.body.id && fits(&one.mark, filter.which));
            let marks: Vec<_> = of_body.map(|one| (one.time, one.mark.clone())).collect();
            let empty = marks.is_empty();
            let stays = self.open_in(&line.body, filter) && filter.which == Which::All;
            (!empty || stays).then(|| Line {
                row: None,
                body: self.may_plan.then_some(line.body.id),
                name: line.body.short_name.clone(),
                sorted_by: String::new(),
                href: Some(format!("/bodies/{}", line.body.id)),
                below: line.depth > 0,
                cells: cells(columns, marks.into_iter()),
            })
        };
        wanted.filter_map(line).collect()
    }

    /// Whether a meeting of the body can still be planned in the years shown.
    fn open_in(&self, body: &body::Model, filter: &Filter) -> bool {
        let (first, last) = filter.years;
        let ended = body.wound_up_on.is_some_and(|end| end < first.start());
        let begins = body.set_up_on.is_some_and(|begin| last.end() < begin);
        last >= self.today && !ended && !begins
    }
}

/// What the secretariat knows besides: the number to come, and who has not answered.
#[derive(Default)]
struct Known {
    everything: bool,
    expected: HashMap<MeetingId, i32>,
    unanswered: HashMap<MeetingId, usize>,
    charters: Charters,
    steps: Steps,
}

impl Known {
    async fn read(
        db: &impl ConnectionTrait,
        actor: &Actor,
        (region, sat): (RegionId, &[Sat]),
        now: Instant,
    ) -> Result<Self, AppError> {
        let charters = bodies::charters_in(db, region).await?;
        let numbers = meetings::numbers(db, actor).await?;
        let all: Vec<_> = sat.iter().map(|(meeting, _)| meeting.clone()).collect();
        let planned = || sat.iter().filter(|(meeting, _)| state(meeting, now) == State::Planned);
        let expected = planned().map(|(meeting, rulings)| {
            let rules = charters.rules_on(meeting.body_id, charter_day(meeting));
            (meeting.id, numbers.expected(meeting, numbering(&rules, rulings), &all))
        });
        let expected = expected.collect();
        let asking: Vec<_> = all.iter().map(|meeting| meeting.id).collect();
        let steps = Steps::read(db, region, &asking).await?;
        let coming = all.iter().filter(|meeting| state(meeting, now) == State::Convened);
        let coming: Vec<_> = coming.map(|meeting| meeting.id).collect();
        let unanswered = askings(db, &coming).await?.into_iter().map(|(meeting, all)| {
            (meeting, all.iter().filter(|one| one.stands() && one.reply.is_none()).count())
        });
        Ok(Self { everything: true, expected, charters, steps, unanswered: unanswered.collect() })
    }

    fn mark(&self, meeting: &meeting::Model, before: Option<String>, now: Instant) -> Mark {
        let stands = state(meeting, now);
        if !self.everything && stands == State::Planned {
            return Mark { meets: true, text: "（仮）".to_owned(), ahead: true, ..Mark::default() };
        }
        let next = self.next(meeting, now).filter(|_| self.everything);
        // Planned, never convened, and its day has passed: nothing is due any more, but nothing has happened either.
        let missed = stands == State::Planned && meeting.starts_at.is_some_and(|start| start <= now);
        let overdue = next.as_ref().is_some_and(|(_, on, _)| *on < tokyo_day(now));
        // What is still to be done about a meeting that was held stands below it, but the meeting is not late.
        let late = missed || (overdue && stands != State::Held);
        let mut tags = Vec::new();
        match stands {
            State::Held => tags.push(("済", "tag tag--done")),
            State::Cancelled => tags.push(("中止", "tag")),
            State::Postponed => tags.push(("延期中", "tag tag--wait")),
            State::Planned | State::Convened => {}
        }
        if late {
            tags.push(("遅", "tag tag--late"));
        }
        let next = next.map(|(what, _, left)| format!("次は{what} {left}"));
        Mark {
            href: Some(format!("/meetings/{}", meeting.id)),
            meets: true,
            text: self.label(meeting),
            tags,
            small: next.into_iter().chain(before.map(|day| format!("昨年度 {day}"))).collect(),
            late,
            ahead: matches!(stands, State::Planned | State::Convened | State::Postponed),
            ..Mark::default()
        }
    }

    /// 「第2回 11/26」, 「第3回（仮）」, 「第3回 12/8（仮）」.
    fn label(&self, meeting: &meeting::Model) -> String {
        let day = meeting.starts_at.map(|at| format!(" {}", slash(tokyo_day(at)))).unwrap_or_default();
        match (meeting.number, self.expected.get(&meeting.id)) {
            (Some(number), _) => format!("第{number}回{day}"),
            (None, Some(number)) => format!("第{number}回{day}（仮）"),
            (None, None) => format!("会議{day}"),
        }
    }

    /// The next missing step, its day, and how many days are left.
    fn next(&self, meeting: &meeting::Model, now: Instant) -> Option<(&'static str, NaiveDate, String)> {
        let unanswered = self.unanswered.get(&meeting.id).copied().unwrap_or(0);
        let lines = self.steps.of(meeting, &self.charters, unanswered, now);
        let (on, step) = duties(&lines).into_iter().next()?;
        let what = step_facts(step).short;
        Some((what, on, urgency(on, tokyo_day(now)).0))
    }
}

fn time(meeting: &meeting::Model) -> Time {
    let year = Time::Year(FiscalYear::new(meeting.fiscal_year));
    day(meeting).map_or(year, |day| Time::Months(first_of(day), first_of(day)))
}

/// The day of the meeting that was the same one a year before: of the same body, as many after the first. `all` are in
/// the order of their days.
fn year_before(meeting: &meeting::Model, all: &[meeting::Model]) -> Option<String> {
    let of_year = |year: i32| {
        all.iter().filter(move |one| {
            one.body_id == meeting.body_id && one.fiscal_year == year && one.cancelled_at.is_none()
        })
    };
    let at = of_year(meeting.fiscal_year).position(|one| one.id == meeting.id)?;
    let before = of_year(meeting.fiscal_year - 1).nth(at)?;
    Some(before.starts_at.map(|at| slash(tokyo_day(at))).unwrap_or_else(|| "日は未定".to_owned()))
}
