//! `GET /meetings/{id}`: everything about one meeting that this person may know, on one page.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::MeetingId;
use entity::reply::Answer;
use entity::{outbox, sitting};
use serde::Deserialize;

use super::answers::{Line, Said, Table, said};
use super::facts::{FactLine, LetterLine, LogLine, facts, letters, log_lines, when};
use super::quorum::QuorumBox;
use super::sight::Sight;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::queries as agendas;
use crate::agenda::queries::Item;
use crate::agenda::rules::{Time, kind_label};
use crate::attendance::queries as attendances;
use crate::body::queries as bodies;
use crate::body::rules::Rules;
use crate::dossier::queries::{self, Head, Logged};
use crate::dossier::rules::{self, Action, Phase, Progress};
use crate::invitation::queries::outlook::{self, Asking, SeatTerm};
use crate::invitation::queries::{self as invited};
use crate::invitation::rules as invitations;
use crate::invitation::rules::Standing;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{may_record, name as meeting_name, numbering};
use crate::pace::queries as paces;
use crate::pace::rules::{self as pacing, Calling, Pace};
use crate::pace::web::view::{StepLine, step_lines};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::error::AppError;
use crate::platform::page::{self, Pager, Step, filters, page_of};
use crate::platform::state::AppState;

/// What the address says about the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    log: String,
    people: String,
}

/// Lines of the table 出欠 on one page.
const PER_PAGE: usize = 30;

/// What the page shows.
#[derive(Template)]
#[template(path = "dossier/show.html")]
pub struct ShowPage {
    shell: Shell,
    head: Head,
    sight: Sight,
    /// 「令和8年度第2回」.
    name: String,
    phase: Phase,
    next: Option<Action>,
    others: Vec<Action>,
    steps: Vec<Step>,
    /// 段取り; the secretariat's.
    pace: Vec<StepLine>,
    facts: Vec<FactLine>,
    items: Vec<Item>,
    quorum: Option<QuorumBox>,
    /// What was recorded on the day; none before it, and for those who may not know.
    day: Option<DayBox>,
    lines: Vec<Line>,
    table: Shown,
    own: Option<Own>,
    letters: Vec<LetterLine>,
    log: Vec<LogLine>,
    /// Entries of the log that are not shown.
    more: usize,
}

/// Which part of the table 出欠 is shown, and what is said about all of it.
struct Shown {
    people: usize,
    vacant: usize,
    /// Whether somebody has not answered.
    silent: bool,
    /// The numbers of the first and the last line, from 1; 0 when there is none.
    first: usize,
    last: usize,
    pager: Pager,
}

impl Shown {
    /// The lines of the page asked for, and what is said beside them.
    fn of(lines: Vec<Line>, asked: usize, href: impl Fn(u64) -> String) -> (Vec<Line>, Self) {
        let people = lines.iter().filter(|line| matches!(line, Line::Person(_))).count();
        let silent = |line: &Line| matches!(line, Line::Person(one) if one.answer.is_none());
        let (vacant, silent) = (lines.len() - people, lines.iter().any(silent));
        let numbered: Vec<_> = (1..).zip(lines).collect();
        let (part, pager) = page_of(numbered, PER_PAGE, asked, href);
        let [first, last] = [part.first(), part.last()].map(|line| line.map_or(0, |(number, _)| *number));
        let table = Self { people, vacant, silent, first, last, pager };
        (part.into_iter().map(|(_, line)| line).collect(), table)
    }
}

/// 当日: what was recorded, and what absent members wrote.
struct DayBox {
    /// Whether the day has come.
    begun: bool,
    opening: Option<sitting::Model>,
    opinions: usize,
}

/// One's own answer.
pub struct Own {
    answer: Option<Said>,
    standing: Standing,
}

impl ShowPage {
    fn caption(&self) -> String {
        let minutes: Vec<_> = self.items.iter().map(|item| item.row.minutes).collect();
        Time::of(&minutes, &self.head.meeting).caption()
    }

    fn kind(&self, item: &Item) -> &'static str {
        kind_label(item.row.kind)
    }

    fn belongs(&self, item: &Item) -> String {
        item.programme.iter().map(|one| one.code()).collect::<Vec<_>>().join("・")
    }

    fn scenes(&self, item: &Item) -> String {
        item.scenes.iter().map(|one| one.name()).collect::<Vec<_>>().join("・")
    }

    fn table_caption(&self) -> String {
        let Shown { people, vacant, first, last, .. } = self.table;
        let vacancies = if vacant > 0 { format!("、欠員{vacant}") } else { String::new() };
        let whole = first <= 1 && last == people + vacant;
        let part = if whole { String::new() } else { format!("のうち {first}～{last}番目") };
        format!("委員名簿の順。案内した人 {people}人{vacancies}{part}")
    }

    /// Whether the phase still takes answers by telephone or fax.
    fn takes_answers(&self) -> bool {
        matches!(self.phase, Phase::Waiting | Phase::Coming)
    }

    /// Whether a delegate may answer for the seats whose names are shown.
    fn answers_for_seats(&self) -> bool {
        matches!(self.sight, Sight::Seats { .. }) && self.takes_answers()
    }

    /// Whether the secretariat may have to call somebody who has not answered.
    fn has_calls(&self) -> bool {
        self.sight.is_everything() && self.takes_answers() && self.table.silent
    }

    fn when(&self) -> String {
        when(&self.head.meeting)
    }

    fn where_held(&self) -> &str {
        let found = self.facts.iter().find(|fact| fact.label == "場所");
        found.map_or("", |fact| fact.value.as_str())
    }

    /// Whether there is an event to add to a calendar.
    fn has_calendar(&self) -> bool {
        self.is_convened() && !self.is_cancelled() && self.head.meeting.starts_at.is_some()
    }

    fn agenda_may_change(&self) -> bool {
        self.others.iter().any(|one| one.href.ends_with("/agenda"))
    }

    /// What the button beside 日時・場所 does.
    fn change(&self) -> Option<&Action> {
        self.others.first()
    }

    fn is_convened(&self) -> bool {
        self.head.meeting.convened_at.is_some()
    }

    fn is_cancelled(&self) -> bool {
        self.phase == Phase::Cancelled
    }
}

/// `GET /meetings/{id}`.
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let read = Reading::of(&app, &actor, *id).await?;
    page::ok(read.page(shell, &actor, &asked, app.clock.now()))
}

/// Everything that was read for the page.
struct Reading {
    head: Head,
    sight: Sight,
    rules: Rules,
    /// The number it will probably get; only before it is convened.
    expected: Option<i32>,
    terms: Vec<SeatTerm>,
    askings: Vec<Asking>,
    messages: Vec<outbox::Model>,
    items: Vec<Item>,
    /// The last word on how it opened.
    opening: Option<sitting::Model>,
    pace: Pace,
    said: Vec<pacing::Said>,
    log: Vec<Logged>,
}

impl Reading {
    async fn of(app: &AppState, actor: &Actor, id: MeetingId) -> Result<Self, AppError> {
        let db = &app.db.read;
        let head = queries::head(db, actor, id).await?;
        let (meeting, mut sight) = (&head.meeting, Sight::of(actor, &head.body));
        if let Sight::Seats { association, own } = &mut sight {
            *own = invited::of_association(db, &[id], *association).await?;
        }
        let charters = bodies::charters_in(db, meeting.region_id).await?;
        let rules = charters.rules_on(meeting.body_id, meetings::charter_day(meeting));
        let (mut terms, mut askings, mut messages, mut expected) = (Vec::new(), Vec::new(), Vec::new(), None);
        if meeting.convened_at.is_some() {
            terms = outlook::seat_terms(db, [meeting]).await?;
            askings = outlook::askings(db, &[id]).await?.remove(&id).unwrap_or_default();
        } else {
            expected = Some(meetings::expected(db, meeting, numbering(&rules, &head.rulings)).await?);
        }
        if sight.is_everything() && meeting.convened_at.is_some() {
            messages = queries::messages(db, id).await?;
        }
        let log = if sight.is_everything() { queries::log(db, id).await? } else { Vec::new() };
        let items = agendas::of_meeting(db, id).await?;
        let mut sittings = Vec::new();
        if sight.names_all() && may_record(meeting, app.clock.now()).is_ok() {
            sittings = attendances::sittings(db, id).await?;
        }
        let opening = attendances::opening(&sittings).cloned();
        let (mut pace, mut said) = (Pace::default(), Vec::new());
        if sight.is_everything() {
            pace = paces::pace(db, meeting.body_id).await?;
            said = paces::said(db, &[id]).await?.remove(&id).unwrap_or_default();
        }
        Ok(Self { head, sight, rules, expected, terms, askings, messages, items, opening, pace, said, log })
    }

    fn page(self, shell: Shell, actor: &Actor, asked: &Asked, now: Instant) -> ShowPage {
        let meeting = &self.head.meeting;
        let log_limit = if asked.log == "all" { usize::MAX } else { 20 };
        let href = |page| format!("/meetings/{}?people={page}#replies", meeting.id);
        let (lines, table) = Shown::of(self.lines(), asked.people.parse().unwrap_or(1), href);
        let (unanswered, secretary) = (self.unanswered(), self.sight.is_everything());
        let progress = Progress { items: self.items.len(), unanswered, opened: self.opening.is_some() };
        let next = rules::next(meeting, progress, now).filter(|_| secretary);
        let done = pacing::Facts {
            items: self.items.len(),
            unanswered,
            opened: self.opening.is_some(),
            said: self.said.clone(),
        };
        let due = pacing::lines(meeting, &self.pace, Calling::of(&self.rules), &done, now);
        let own = self.own(actor, now);
        let may_join = secretary || own.as_ref().is_some_and(|own| own.standing != Standing::Over);
        let log = log_lines(&self.log, &self.askings);
        ShowPage {
            shell,
            name: meeting_name(numbering(&self.rules, &self.head.rulings).0, meeting, self.expected),
            phase: rules::phase(meeting, now),
            next,
            others: if secretary { rules::others(meeting, now) } else { Vec::new() },
            steps: pacing::ladder(meeting, &due, secretary, now),
            pace: if secretary {
                step_lines(&due, meeting.starts_at.is_some(), tokyo_day(now))
            } else {
                Vec::new()
            },
            facts: facts(&self.head, may_join),
            quorum: self.quorum(),
            day: self.day(now),
            lines,
            table,
            own,
            letters: letters(&self.head.letters),
            more: log.len().saturating_sub(log_limit),
            log: log.into_iter().take(log_limit).collect(),
            items: self.items,
            sight: self.sight,
            head: self.head,
        }
    }

    fn unanswered(&self) -> usize {
        self.askings.iter().filter(|one| one.stands() && one.reply.is_none()).count()
    }

    /// The box; none while there is nothing to forecast.
    fn quorum(&self) -> Option<QuorumBox> {
        let meeting = &self.head.meeting;
        let counts = meeting.convened_at.is_some() && meeting.cancelled_at.is_none();
        meeting.starts_at.filter(|_| counts)?;
        let heads: Vec<_> = self.askings.iter().filter_map(Asking::head).collect();
        let day = meetings::charter_day(meeting);
        let in_office = outlook::in_office(&self.terms, meeting.body_id, day);
        let forecast = invitations::forecast(&self.rules, &self.head.rulings, in_office, &heads);
        Some(QuorumBox::new(forecast, &self.rules, &self.head.rulings))
    }

    fn day(&self, now: Instant) -> Option<DayBox> {
        let begun = self.sight.names_all() && may_record(&self.head.meeting, now).is_ok();
        let absent = |one: &&Asking| {
            let said = one.reply.as_ref().filter(|reply| reply.answer == Answer::Absent);
            one.stands() && said.is_some_and(|reply| !reply.comment.trim().is_empty())
        };
        let opinions = self.askings.iter().filter(absent).count();
        let quiet = !self.sight.names_all() || (!begun && opinions == 0);
        (!quiet).then(|| DayBox { begun, opening: self.opening.clone(), opinions })
    }

    fn lines(&self) -> Vec<Line> {
        let askings: Vec<_> = self.askings.iter().filter(|one| self.sight.names(one)).cloned().collect();
        let terms = if self.sight.names_all() { self.terms.as_slice() } else { &[] };
        let (day, titles) = (meetings::charter_day(&self.head.meeting), &self.rules.titles);
        Table { askings: &askings, terms, day, titles, messages: &self.messages }.lines()
    }

    fn own(&self, actor: &Actor, now: Instant) -> Option<Own> {
        let person = actor.member().ok()?.person();
        let asking = self.askings.iter().find(|one| one.invitation.person_id == person)?;
        Some(Own {
            answer: asking.reply.as_ref().map(|reply| said(reply, asking.earlier)),
            standing: invitations::standing(&self.head.meeting, &asking.invitation, now),
        })
    }
}
