//! Where each step of a meeting stands, and which of them ask the secretariat for something.

use chrono::{Days, NaiveDate};
use entity::meeting::{self, Openness};
use entity::meeting_step::StepVerb;
use entity::pace::Step;
use sea_orm::Iterable;

use super::step::{Counted, Pace, facts, is_reminder, is_ticked};
use crate::body::rules::{NoticePeriod, ReplyDeadline, Rules};
use crate::meeting::queries;
use crate::meeting::rules::{State, state};
use crate::platform::clock::Instant;
use crate::platform::date::{minus_business_days, previous_open_day, tokyo_day};

/// So many days after a meeting nobody is asked any more for what was not done.
const FORGOTTEN: u64 = 90;

/// Before which day of the meeting a notice is due where neither body nor charter says it, in days.
const USUAL_NOTICE: u64 = 30;

/// The last day for answers where neither meeting nor charter says it, in days before the meeting.
const USUAL_DEADLINE: ReplyDeadline = ReplyDeadline(14);

/// What the charter of the day says about calling a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calling {
    /// How long before it the notice leaves.
    pub notice: Option<NoticePeriod>,
    /// How long before it answers are asked for.
    pub answers: Option<ReplyDeadline>,
}

impl Calling {
    /// What these rules say.
    pub fn of(rules: &Rules) -> Self {
        Self { notice: rules.notice_period.value(), answers: rules.reply_deadline.value() }
    }
}

/// How far a meeting has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Items on its agenda.
    pub items: usize,
    /// People who are asked and silent.
    pub unanswered: usize,
    /// Whether it was recorded how it opened.
    pub opened: bool,
    /// What was said of its steps, in the order said.
    pub said: Vec<Said>,
}

/// What the secretariat said of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Of which.
    pub step: Step,
    /// What.
    pub verb: StepVerb,
    /// When.
    pub at: Instant,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Done; on that day, where it is known.
    Done(Option<NaiveDate>),
    /// Not for this meeting.
    Skipped,
    /// It will be asked for later, or the program does it.
    Ahead,
    /// The secretariat owes it.
    Asked,
    /// It was not done, and it is too late now.
    Over,
}

/// One step of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub step: Step,
    /// By when.
    pub on: NaiveDate,
    /// Where it stands.
    pub stands: Stands,
}

/// Every step of a meeting that its body does, in their order; none of one that was called off.
pub fn lines(
    meeting: &meeting::Model,
    pace: &Pace,
    calling: Calling,
    facts: &Facts,
    now: Instant,
) -> Vec<Line> {
    let context = Context { meeting, pace, calling, facts, state: state(meeting, now), now };
    if context.state == State::Cancelled {
        return Vec::new();
    }
    let steps = Step::iter().filter(|step| context.is_done_by_body(*step));
    let mut lines: Vec<_> = steps.filter_map(|step| context.line(step)).collect();
    one_after_the_other(&mut lines);
    lines
}

/// Once a meeting is over it asks for one thing at a time, or the week of an office would be full of minutes of
/// meetings whose attendance is not even recorded.
fn one_after_the_other(lines: &mut [Line]) {
    let afterwards = |line: &&mut Line| facts(line.step).counted == Counted::After;
    let asked = lines.iter_mut().filter(afterwards).filter(|line| line.stands == Stands::Asked);
    for line in asked.skip(1) {
        line.stands = Stands::Ahead;
    }
}

/// What the secretariat owes and by when, the earliest first.
pub fn duties(lines: &[Line]) -> Vec<(NaiveDate, Step)> {
    let asked = lines.iter().filter(|line| line.stands == Stands::Asked);
    let mut asked: Vec<_> = asked.map(|line| (line.on, line.step)).collect();
    asked.sort_unstable();
    asked
}

struct Context<'a> {
    meeting: &'a meeting::Model,
    pace: &'a Pace,
    calling: Calling,
    facts: &'a Facts,
    state: State,
    now: Instant,
}

impl Context<'_> {
    fn is_done_by_body(&self, step: Step) -> bool {
        match step {
            // A body always decides on a day and on its items, tells its members, and meets.
            Step::Date | Step::Agenda | Step::Notice | Step::Answers | Step::Meeting => true,
            Step::Announcement if self.meeting.openness != Openness::Open => false,
            step => self.pace.days(step).is_some(),
        }
    }

    fn line(&self, step: Step) -> Option<Line> {
        Some(Line { step, on: self.on(step)?, stands: self.stands(step) })
    }

    fn on(&self, step: Step) -> Option<NaiveDate> {
        if step == Step::Date && self.state == State::Postponed {
            return Some(tokyo_day(self.now));
        }
        let day = queries::day(self.meeting)?;
        match step {
            Step::Meeting => Some(day),
            Step::Answers => Some(self.deadline(day)),
            Step::Notice => Some(self.notice(day)),
            Step::Agenda => Some(self.pace.due(step, day).unwrap_or_else(|| self.notice(day))),
            Step::Date => Some(self.pace.due(step, day).unwrap_or(day)),
            step if facts(step).counted == Counted::BeforeDeadline => {
                Some(minus_business_days(self.deadline(day), self.pace.days(step)?))
            }
            step => self.pace.due(step, day),
        }
    }

    /// As the body does it, but not later than the charter says; where neither says it, as usual.
    fn notice(&self, day: NaiveDate) -> NaiveDate {
        let stated = self.calling.notice.and_then(|period| period.due_day(day));
        let usual = || previous_open_day(day.checked_sub_days(Days::new(USUAL_NOTICE)).unwrap_or(day));
        self.pace.due(Step::Notice, day).into_iter().chain(stated).min().unwrap_or_else(usual)
    }

    fn deadline(&self, day: NaiveDate) -> NaiveDate {
        let proposed = || self.calling.answers.unwrap_or(USUAL_DEADLINE).day(day);
        self.meeting.reply_due_on.unwrap_or_else(proposed)
    }

    fn stands(&self, step: Step) -> Stands {
        match self.said(step) {
            Some((StepVerb::Done, on)) if is_ticked(step) => return Stands::Done(Some(on)),
            Some((StepVerb::Skipped, _)) if is_ticked(step) || is_reminder(step) => return Stands::Skipped,
            _ => {}
        }
        let missed = self.state == State::Planned && self.meeting.starts_at.is_some_and(|at| at <= self.now);
        let dated = self.meeting.starts_at.is_some();
        match step {
            Step::Date if dated => Stands::Done(Some(tokyo_day(self.meeting.created_at))),
            Step::Date => Stands::Asked,
            Step::Notice if self.meeting.convened_at.is_some() => {
                Stands::Done(self.meeting.convened_at.map(tokyo_day))
            }
            Step::Agenda if self.facts.items > 0 => Stands::Done(None),
            // Whoever was called without items is not called once more.
            Step::Agenda if self.meeting.convened_at.is_some() => Stands::Ahead,
            _ if missed => Stands::Over,
            Step::Notice | Step::Agenda if !dated => Stands::Ahead,
            // Without a day of its own, it is asked for by the preparation of the notice.
            Step::Agenda if self.pace.days(step).is_none() => Stands::Ahead,
            Step::Notice | Step::Agenda => Stands::Asked,
            Step::Answers => self.answers(),
            Step::Meeting => match self.state {
                State::Held => Stands::Done(self.meeting.starts_at.map(tokyo_day)),
                State::Convened => Stands::Asked,
                _ => Stands::Ahead,
            },
            step if facts(step).counted == Counted::After => self.after(step),
            step => self.before(step),
        }
    }

    fn answers(&self) -> Stands {
        match self.state {
            State::Convened if self.facts.unanswered > 0 => Stands::Asked,
            State::Convened | State::Held => Stands::Done(None),
            _ => Stands::Ahead,
        }
    }

    fn before(&self, step: Step) -> Stands {
        match self.state {
            State::Held => Stands::Over,
            // Until its members are called, a meeting asks for its notice and for nothing that follows it.
            State::Convened if !is_reminder(step) => Stands::Asked,
            _ => Stands::Ahead,
        }
    }

    fn after(&self, step: Step) -> Stands {
        if step == Step::Record && self.facts.opened {
            return Stands::Done(None);
        }
        let day = self.meeting.starts_at.map(tokyo_day);
        let end = day.and_then(|day| day.checked_add_days(Days::new(FORGOTTEN)));
        let forgotten = end.is_some_and(|end| end < tokyo_day(self.now));
        match self.state {
            State::Held if forgotten => Stands::Over,
            State::Held if step != Step::Record && self.meeting.fell_through_at.is_some() => Stands::Over,
            State::Held => Stands::Asked,
            _ => Stands::Ahead,
        }
    }

    fn said(&self, step: Step) -> Option<(StepVerb, NaiveDate)> {
        let last = self.facts.said.iter().rfind(|said| said.step == step)?;
        Some((last.verb, tokyo_day(last.at)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::meeting::rules::sample;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Thursday 2026-11-26, answers until 11-12.
    pub(in crate::pace::rules) fn planned() -> meeting::Model {
        meeting::Model { reply_due_on: Some(day("2026-11-12")), openness: Openness::Open, ..sample() }
    }

    pub(in crate::pace::rules) fn convened() -> meeting::Model {
        meeting::Model { convened_at: Some(at("2026-10-27T00:00:00Z")), ..planned() }
    }

    fn said(step: Step, verb: StepVerb) -> Said {
        Said { step, verb, at: at("2026-11-18T03:00:00Z") }
    }

    fn owed(meeting: &meeting::Model, facts: &Facts, now: &str) -> String {
        let lines = lines(meeting, &Pace::default(), Calling::default(), facts, at(now));
        let words = |(on, step): (NaiveDate, Step)| {
            format!("{}{}", super::super::step::facts(step).short, on.format("%-m/%-d"))
        };
        duties(&lines).into_iter().map(words).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_meeting_asks_for_one_thing_after_the_other() {
        let items = Facts { items: 2, ..Facts::default() };
        let silent = Facts { unanswered: 3, ..items.clone() };
        let month = meeting::Model {
            starts_at: None,
            ends_at: None,
            month_on: Some(day("2026-11-01")),
            reply_due_on: None,
            ..planned()
        };
        let before = "通知10/27";
        assert_eq!(owed(&month, &Facts::default(), "2026-09-01T00:00:00Z"), "日時9/17");
        assert_eq!(owed(&planned(), &Facts::default(), "2026-10-01T00:00:00Z"), before);
        let rest = "案内11/12 回答11/12 打合せ11/16 資料11/19 前日11/25 開催11/26";
        assert_eq!(owed(&convened(), &silent, "2026-11-01T00:00:00Z"), rest);
        assert_eq!(owed(&convened(), &silent, "2026-11-27T00:00:00Z"), "記録11/27");
        let opened = Facts { opened: true, ..silent.clone() };
        assert_eq!(owed(&convened(), &opened, "2026-11-27T00:00:00Z"), "お礼11/27");
        let thanked = Facts { said: vec![said(Step::Thanks, StepVerb::Skipped)], ..opened };
        assert_eq!(owed(&convened(), &thanked, "2026-11-27T00:00:00Z"), "会議録案12/10");
        assert_eq!(owed(&convened(), &silent, "2027-02-25T00:00:00Z"), "", "forgotten");
        let missed = "2026-11-27T00:00:00Z";
        assert_eq!(owed(&planned(), &items, missed), "", "never convened");
        let fell = meeting::Model { fell_through_at: Some(at("2026-11-26T10:00:00Z")), ..convened() };
        assert_eq!(owed(&fell, &items, missed), "記録11/27");
        let cancelled = meeting::Model { cancelled_at: Some(at("2026-11-01T00:00:00Z")), ..convened() };
        assert_eq!(owed(&cancelled, &items, missed), "");
    }

    #[test]
    fn what_was_said_of_a_step_counts_last() {
        let facts = |said: &[Said]| Facts { items: 1, said: said.to_vec(), ..Facts::default() };
        let now = "2026-11-20T00:00:00Z";
        let papers = said(Step::Papers, StepVerb::Done);
        let of = |facts: &Facts| {
            let lines = lines(&convened(), &Pace::default(), Calling::default(), facts, at(now));
            lines.into_iter().find(|line| line.step == Step::Papers).map(|line| line.stands)
        };
        assert_eq!(of(&facts(&[])), Some(Stands::Asked));
        assert_eq!(of(&facts(&[papers])), Some(Stands::Done(Some(day("2026-11-18")))));
        let again = said(Step::Papers, StepVerb::Reopened);
        assert_eq!(of(&facts(&[papers, again])), Some(Stands::Asked));
        assert_eq!(of(&facts(&[said(Step::Papers, StepVerb::Skipped)])), Some(Stands::Skipped));
    }

    #[test]
    fn the_charter_may_ask_for_an_earlier_notice_than_the_body() {
        let notice = |period: Option<&str>, days: Option<u32>| {
            use crate::body::rules::Value;
            let calling = Calling { notice: period.and_then(NoticePeriod::from_word), answers: None };
            let pace = Pace::with(days.map(|days| (Step::Notice, days)));
            let lines = lines(&planned(), &pace, calling, &Facts::default(), at("2026-10-01T00:00:00Z"));
            lines.into_iter().find(|line| line.step == Step::Notice).map(|line| line.on)
        };
        assert_eq!(notice(None, Some(20)), Some(day("2026-11-06")));
        assert_eq!(notice(None, None), Some(day("2026-10-27")));
        assert_eq!(notice(Some("7:plain"), None), Some(day("2026-11-19")));
        assert_eq!(notice(Some("7:plain"), Some(20)), Some(day("2026-11-06")));
        assert_eq!(notice(Some("30:plain"), Some(20)), Some(day("2026-10-27")));
    }

    #[test]
    fn steps_move_with_the_meeting() {
        let moved = meeting::Model {
            starts_at: Some(at("2027-01-12T09:30:00Z")),
            ends_at: Some(at("2027-01-12T11:00:00Z")),
            ..planned()
        };
        let eve = lines(
            &moved,
            &Pace::default(),
            Calling::default(),
            &Facts::default(),
            at("2026-11-01T00:00:00Z"),
        );
        // The day before 12 January is 成人の日, before it a weekend.
        let eve = eve.into_iter().find(|line| line.step == Step::Eve).map(|line| line.on);
        assert_eq!(eve, Some(day("2027-01-08")));
    }
}
