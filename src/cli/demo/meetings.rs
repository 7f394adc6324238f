//! The meetings of a region, from plan to what happened after the notice. Those convened are taken in the order of
//! their notices, because the number of a meeting follows from the ones before it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use entity::id::MeetingId;
use entity::meeting::{self, MeetingMode};
use sea_orm::EntityTrait;

use super::SampleError;
use super::fill::refused;
use super::region::{Filling, clock, morning};
use super::tables::{EventRow, ItemRow, MeetingRow, ReplyRow, missing, word};
use crate::access::Secretary;
use crate::agenda::commands as agenda;
use crate::invitation::commands::{Change, ChangeOf, Convene, change, convene, remind};
use crate::invitation::queries as invitations;
use crate::meeting::commands::{Cancel, Date, Details, Plan, Rule, Wording, cancel, plan, rule};
use crate::meeting::rules::{Facts, Span};
use crate::platform::clock::Instant;
use crate::platform::date::{Era, FiscalYear, at_tokyo, previous_open_day, tokyo_day};
use crate::platform::outbox::LetterHead;
use crate::programme::{CareScene, ProgrammeItem};

/// What follows a notice, in the order of time.
enum Next<'a> {
    Event(&'a EventRow),
    Reply(&'a ReplyRow),
}

impl Filling<'_> {
    /// All meetings of the region.
    pub(super) async fn hold_meetings(
        &mut self,
        by: &Secretary,
        reply_to: Option<&str>,
    ) -> Result<(), SampleError> {
        let tables = self.tables;
        let slug = self.slug();
        let mut rows = Vec::new();
        for row in tables.meetings.iter().filter(|row| row.region == slug) {
            rows.push((self.some_day(&row.convened)?, row));
        }
        rows.sort_by_key(|(convened, _)| convened.unwrap_or(NaiveDate::MAX));
        let mut register = Register { mark: self.letter_mark(), given: BTreeSet::new() };
        for (convened, row) in rows {
            let at = morning(convened.unwrap_or(self.days.today())) - TimeDelta::days(21);
            let id = self.plan(by, row, at).await?;
            self.meetings.insert(row.key.clone(), id);
            for item in tables.items.iter().filter(|item| item.region == slug && item.meeting == row.key) {
                let added = agenda::add(self.tx, by, id, details(item)?, at).await;
                added.map_err(refused(&item.title))?;
            }
            if let Some(day) = convened {
                self.convene(by, row, id, register.head(day, self.sender(row))).await?;
                self.settle_mails(by).await?;
                self.follow(by, row, &mut register, reply_to).await?;
            }
        }
        Ok(())
    }

    async fn plan(&self, by: &Secretary, row: &MeetingRow, at: Instant) -> Result<MeetingId, SampleError> {
        let day = self.day(&row.day)?;
        let date = if row.from.is_empty() { Date::Month(day) } else { Date::Hours(span(day, row)?) };
        #[allow(clippy::needless_update, reason = "a further field need not be in the sample")]
        let wording = Wording {
            title: row.title.clone(),
            openness: word(&row.openness)?,
            closed_reason: row.closed_reason.clone(),
            remarks: row.remarks.clone(),
            reply_due_on: self.some_day(&row.reply_due)?,
            ..Wording::default()
        };
        let details = Details {
            date,
            place: row.place.clone(),
            online_url: row.online_url.clone(),
            mode: word(&row.mode)?,
            wording,
        };
        let planned = Plan { body: self.body(&row.body)?, details };
        plan(self.tx, by, planned, at).await.map_err(refused(&row.key))
    }

    async fn convene(
        &self,
        by: &Secretary,
        row: &MeetingRow,
        id: MeetingId,
        letter: LetterHead,
    ) -> Result<(), SampleError> {
        let at = morning(letter.issued_on);
        let seen = self.meeting(id).await?.version;
        let input = Convene { meeting: id, seen, letter };
        convene(self.tx, by, input, at).await.map_err(refused(&row.key))?;
        Ok(())
    }

    /// Answers and events after the notice.
    async fn follow(
        &self,
        by: &Secretary,
        row: &MeetingRow,
        register: &mut Register<'_>,
        reply_to: Option<&str>,
    ) -> Result<(), SampleError> {
        let mut next = Vec::new();
        for event in self.tables.events.iter().filter(|event| event.region == row.region) {
            if event.meeting == row.key {
                next.push((self.instant(&event.on, &event.at)?, Next::Event(event)));
            }
        }
        for reply in self.tables.replies.iter().filter(|reply| reply.region == row.region) {
            if reply.meeting == row.key {
                next.push((self.instant(&reply.on, &reply.at)?, Next::Reply(reply)));
            }
        }
        next.sort_by_key(|(at, _)| *at);
        for (at, one) in next {
            match one {
                Next::Event(event) => {
                    let letter = register.head(tokyo_day(at), self.sender(row));
                    self.happen(by, event, letter, at).await?;
                }
                Next::Reply(reply) => self.answer(by, reply, reply_to, at).await?,
            }
            self.settle_mails(by).await?;
        }
        if !row.others.is_empty() {
            self.answer_for_others(row).await?;
            self.settle_mails(by).await?;
        }
        self.do_steps(by, row).await
    }

    async fn happen(
        &self,
        by: &Secretary,
        event: &EventRow,
        letter: LetterHead,
        at: Instant,
    ) -> Result<(), SampleError> {
        let id = self.meetings.get(&event.meeting).copied();
        let meeting = self.meeting(id.ok_or_else(|| missing("会議", &event.meeting))?).await?;
        let reason = event.reason.clone();
        let to = match event.event.as_str() {
            "reminded" => {
                let silent = invitations::unanswered(self.tx, meeting.id).await?.len();
                let reminded = remind(self.tx, by, meeting.id, silent, at).await;
                return reminded.map(drop).map_err(refused(&event.meeting));
            }
            "ruled" => {
                let (setting, value) = (word(&event.setting)?, event.value.clone());
                let ruled = rule(self.tx, by, Rule { meeting: meeting.id, setting, value, reason }, at).await;
                return ruled.map(drop).map_err(refused(&event.meeting));
            }
            "cancelled" => {
                let (seen, letter) = (meeting.version, Some(letter));
                let input = Cancel { meeting: meeting.id, seen, reason, letter };
                let cancelled = cancel(self.tx, by, input, at).await;
                return cancelled.map(drop).map_err(refused(&event.meeting));
            }
            "postponed" => ChangeOf::Postponement,
            "moved" => {
                let day = self.day(&event.day)?;
                let (from, to) = (clock(&event.from)?, clock(&event.to)?);
                let facts = Facts {
                    starts_at: Some(at_tokyo(day, from)),
                    ends_at: Some(at_tokyo(day, to)),
                    ..Facts::of(&meeting)
                };
                ChangeOf::Facts { facts, reply_due_on: self.some_day(&event.reply_due)? }
            }
            other => return Err(missing("できごと", other)),
        };
        let input = Change { meeting: meeting.id, seen: meeting.version, to, reason, letter };
        change(self.tx, by, input, at).await.map(drop).map_err(refused(&event.meeting))
    }

    /// A meeting as it is now.
    pub(super) async fn meeting(&self, id: MeetingId) -> Result<meeting::Model, SampleError> {
        let found = meeting::Entity::find_by_id(id).one(self.tx).await?;
        found.ok_or_else(|| missing("会議", &id.to_string()))
    }

    fn sender(&self, row: &MeetingRow) -> &str {
        let body =
            self.tables.bodies.iter().find(|body| body.region == row.region && body.short_name == row.body);
        body.map(|body| body.sender.as_str()).unwrap_or_default()
    }
}

/// The register of outgoing letters: marks such as 8南広福第45号, each once.
struct Register<'a> {
    mark: &'a str,
    given: BTreeSet<(i32, i64)>,
}

impl Register<'_> {
    /// A letter of this day, approved on the open day before. Serials grow by the day, as in an office that
    /// sends about one letter a day.
    fn head(&mut self, day: NaiveDate, sender: &str) -> LetterHead {
        let year = FiscalYear::of(day);
        let mut serial = (day - year.start()).num_days() + 1;
        while !self.given.insert((year.start().year(), serial)) {
            serial += 1;
        }
        let western = year.start().year();
        let era = Era::of(day).map_or(western, |era| era.year_of(western));
        LetterHead {
            number: Some(format!("{era}{}第{serial}号", self.mark)),
            approved_on: previous_open_day(day.pred_opt().unwrap_or(day)),
            issued_on: day,
            sender: sender.to_owned(),
        }
    }
}

fn span(day: NaiveDate, row: &MeetingRow) -> Result<Span, SampleError> {
    let (starts_at, ends_at) = (at_tokyo(day, clock(&row.from)?), at_tokyo(day, clock(&row.to)?));
    Ok(Span { starts_at, ends_at })
}

fn details(row: &ItemRow) -> Result<agenda::Details, SampleError> {
    let split = |cell: &'_ str| -> Vec<String> {
        cell.split('・').filter(|code| !code.is_empty()).map(str::to_owned).collect()
    };
    let item = |code: String| ProgrammeItem::from_code(&code).ok_or_else(|| missing("事業項目", &code));
    let scene = |name: String| {
        let scenes = CareScene::ALL.into_iter();
        scenes.into_iter().find(|scene| scene.name() == name).ok_or_else(|| missing("場面", &name))
    };
    Ok(agenda::Details {
        kind: word(&row.kind)?,
        title: row.title.clone(),
        minutes: row.minutes,
        presenter: row.presenter.clone(),
        programme: split(&row.items).into_iter().map(item).collect::<Result<_, _>>()?,
        scenes: split(&row.scenes).into_iter().map(scene).collect::<Result<_, _>>()?,
    })
}

/// Whether the place of a meeting has to be asked for.
pub(super) fn is_hybrid(meeting: &meeting::Model) -> bool {
    meeting.mode == MeetingMode::Hybrid
}
