//! `GET /meetings/{id}/attendance`: the roll call, for the secretariat to enter and for the chair to read. The script
//! `roll.js` keeps what was pressed while the network is away; without it every button is a form.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::{AttendanceEntryId, MeetingId};
use entity::meeting::MeetingMode;
use entity::sitting::SittingVerb;
use entity::{body, sitting};
use serde::Deserialize;

use super::form::{EntryForm, Which};
use super::lines::{ItemLine, RecordLine, RollLine, agenda, record, roll};
use super::sitting::SitForm;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::attendance::queries::{self, Day, closing, opening};
use crate::attendance::rules::{Presence, guest_word, observers, presider, verdict_words};
use crate::invitation::rules::{Forecast, Verdict};
use crate::meeting::rules::{Refusal, may_record, name, numbering};
use crate::platform::clock::Instant;
use crate::platform::date::{clock, clock_span, end_of_day, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field};
use crate::platform::page::{self, Pager, filters, page_of};
use crate::platform::state::AppState;

/// People on one page: a council fits on one.
const PER_PAGE: usize = 60;

/// Lines of the record that are shown at once.
const RECORD: usize = 20;

/// What an address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whose proxy is to be entered.
    who: String,
    /// `all`: the whole record.
    record: String,
    /// Page of the list.
    people: String,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "attendance/roll.html")]
pub struct RollPage {
    pub(super) shell: Shell,
    pub(super) body: body::Model,
    pub(super) day: Day,
    /// 「令和8年度第2回」.
    name: String,
    /// Whether anything can be entered, and by this person.
    pub(super) may: Result<(), Refusal>,
    enters: bool,
    count: Forecast,
    lines: Vec<RollLine>,
    pager: Pager,
    items: Vec<ItemLine>,
    record: Vec<RecordLine>,
    more: usize,
    observers: Option<i32>,
    /// Members who may come unasked.
    unasked: Vec<Choice>,
    /// The same people as choices of the form 代理 and 除斥.
    everybody: Vec<Choice>,
    pub(super) list: EntryForm,
    pub(super) proxy: EntryForm,
    pub(super) guest: EntryForm,
    pub(super) heard: EntryForm,
    pub(super) sit: SitForm,
    pub(super) errors: ErrorSummary,
    pub(super) message: Option<String>,
}

impl RollPage {
    /// The page as it is now.
    pub(super) fn new(shell: Shell, (day, body): (Day, body::Model), actor: &Actor, now: Instant) -> Self {
        let presences = day.presences();
        let moment = moment(&day, now);
        let lines = roll(&day, &presences);
        let may = may_record(&day.meeting, now);
        let everybody =
            lines.iter().map(|line| Choice::new(&*line.key, format!("{}（{}）", line.name, line.about)));
        let unasked = day.unasked();
        let unasked =
            unasked.iter().map(|(id, name, place)| Choice::new(id.to_string(), format!("{name}（{place}）")));
        let chosen = || std::iter::once(Choice::new("", "選んでください"));
        let fresh = || EntryForm {
            id: Field::new(AttendanceEntryId::at(now).to_string()),
            mode: Field::new(if day.meeting.mode == MeetingMode::Online { "online" } else { "room" }),
            ..EntryForm::default()
        };
        Self {
            name: name(numbering(&day.rules, &day.rulings).0, &day.meeting, None),
            enters: may.is_ok() && actor.secretary().is_ok(),
            may,
            count: day.count(&presences, moment, None),
            everybody: chosen().chain(everybody).collect(),
            unasked: chosen().chain(unasked).collect(),
            items: agenda(&day, &presences),
            record: record(&day),
            more: 0,
            observers: observers(&day.entries),
            list: fresh(),
            proxy: fresh(),
            guest: fresh(),
            heard: fresh(),
            sit: sit_form(&day, &presences, now),
            errors: ErrorSummary::default(),
            message: None,
            lines,
            pager: Pager::default(),
            shell,
            body,
            day,
        }
    }

    fn asked(self, asked: &Asked) -> Self {
        let href = |page| format!("/meetings/{}/attendance?people={page}#list", self.day.meeting.id);
        let (lines, pager) = page_of(self.lines, PER_PAGE, asked.people.parse().unwrap_or(1), href);
        let mut proxy = self.proxy;
        if self.everybody.iter().any(|choice| choice.value == asked.who) {
            proxy.who = Field::new(&*asked.who);
        }
        let shown = if asked.record == "all" { usize::MAX } else { RECORD };
        let mut record = self.record;
        let more = record.len().saturating_sub(shown);
        record.truncate(shown);
        Self { lines, pager, proxy, record, more, ..self }
    }

    /// The page again because of what was sent.
    pub(super) fn typed(self, form: EntryForm, message: Option<String>) -> Self {
        let errors = form.errors();
        let page = Self { errors, message, ..self.asked(&Asked::default()) };
        match form.which() {
            Which::List => Self { list: form, ..page },
            Which::Proxy => Self { proxy: form, ..page },
            Which::Guest => Self { guest: form, ..page },
            Which::Observers => Self { heard: form, ..page },
        }
    }

    /// The page again because of an opening that could not be recorded.
    pub(super) fn sitting(self, form: SitForm, message: Option<String>) -> Self {
        Self { errors: form.errors(), sit: form, message, ..self.asked(&Asked::default()) }
    }

    fn when(&self) -> String {
        let Some((start, end)) = self.day.meeting.starts_at.zip(self.day.meeting.ends_at) else {
            return String::new();
        };
        format!("{} {}", wareki_weekday(tokyo_day(start)), clock_span(tokyo_time(start), tokyo_time(end)))
    }

    fn verdict(&self) -> String {
        verdict_words(self.count.verdict)
    }

    fn class(&self) -> &'static str {
        match self.count.verdict {
            Verdict::Met => "quorum quorum--met",
            Verdict::Short(_) => "quorum quorum--short",
            Verdict::NoRule | Verdict::NobodyInOffice => "quorum",
        }
    }

    fn is_short(&self) -> bool {
        matches!(self.count.verdict, Verdict::Short(_))
    }

    fn has_room(&self) -> bool {
        self.day.meeting.mode != MeetingMode::Online
    }

    fn is_online(&self) -> bool {
        self.day.meeting.mode != MeetingMode::Room
    }

    fn modes(&self) -> Vec<Choice> {
        let modes = [("room", "会場", self.has_room()), ("online", "オンライン", self.is_online())];
        modes
            .into_iter()
            .filter(|(.., may)| *may)
            .map(|(value, label, _)| Choice::new(value, label))
            .collect()
    }

    fn roles(&self) -> Vec<Choice> {
        use entity::attendance_guest::GuestRole::{Expert, Member, Observer, Staff};
        let words = [("expert", Expert), ("observer", Observer), ("staff", Staff), ("member", Member)];
        words.into_iter().map(|(value, role)| Choice::new(value, guest_word(role))).collect()
    }

    fn opening(&self) -> Option<&sitting::Model> {
        opening(&self.day.sittings)
    }

    fn closing(&self) -> Option<&sitting::Model> {
        closing(&self.day.sittings)
    }

    fn opened(&self, one: &sitting::Model) -> &'static str {
        match one.verb {
            SittingVerb::Opened => "開会",
            SittingVerb::Talked => "懇談会",
            SittingVerb::FellThrough => "流会",
            SittingVerb::Closed => "閉会",
        }
    }

    fn clock(&self, at: &Instant) -> String {
        clock(tokyo_time(*at))
    }

    fn needed(&self) -> u32 {
        self.count.needed.unwrap_or_default()
    }
}

/// The moment the count is of: now, or once the meeting is closed or its day over, the end.
fn moment(day: &Day, now: Instant) -> Instant {
    let over = day.meeting.starts_at.map(|at| end_of_day(tokyo_day(at))).filter(|end| *end <= now);
    let ended = closing(&day.sittings).map(|one| one.happened_at);
    ended.or(over.and(day.meeting.ends_at)).unwrap_or(now)
}

/// The opening as it will probably be recorded: at the planned time or now, by who presides then.
fn sit_form(day: &Day, presences: &[Presence], now: Instant) -> SitForm {
    let at = match (opening(&day.sittings), day.meeting.starts_at) {
        (Some(_), _) => now.min(day.meeting.ends_at.unwrap_or(now)),
        (None, Some(start)) => now.min(start.max(now.min(start + chrono::TimeDelta::hours(1)))),
        (None, None) => now,
    };
    let presides = presider(&day.askings, presences, at);
    let presides = presides.map(|(role, name)| format!("{} {name}", day.rules.titles.of(role)));
    SitForm {
        time: Field::new(clock(tokyo_time(at))),
        presider: Field::new(presides.unwrap_or_default()),
        ..SitForm::default()
    }
}

/// `GET /meetings/{id}/attendance`.
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let (day, body) = queries::day(&app.db.read, &actor, *id).await?;
    let presides = actor.chair().is_ok_and(|chair| chair.presides().contains(&body.id));
    if !presides {
        actor.secretary()?;
    }
    page::ok(RollPage::new(shell, (day, body), &actor, app.clock.now()).asked(&asked))
}
