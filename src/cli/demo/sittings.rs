//! How the meetings that are over were held: who came and when, how they opened and closed; and which steps of any
//! meeting the secretariat has done.

use chrono::TimeDelta;
use entity::id::{AttendanceEntryId, MeetingId};
use entity::meeting_step::StepVerb;
use entity::pace::Step;
use entity::reply::{Answer, ReplyMode};
use entity::sitting::SittingVerb;

use super::SampleError;
use super::fill::refused;
use super::region::{Filling, morning};
use super::tables::{MeetingRow, missing, word};
use crate::access::Secretary;
use crate::attendance::commands::{Arrival, Entry, Proxy, Sit, What, enter, sit};
use crate::attendance::queries::{Day, day_of};
use crate::attendance::rules::{Attendee, presider};
use crate::invitation::queries::outlook::Asking;
use crate::invitation::rules::Verdict;
use crate::pace::commands::{StepSaid, say};
use crate::platform::clock::Instant;
use crate::platform::date::{previous_open_day, tokyo_day};

impl Filling<'_> {
    /// The record of the day, where the table says that there is one, and the steps that are done.
    pub(super) async fn do_steps(&self, by: &Secretary, row: &MeetingRow) -> Result<(), SampleError> {
        let id = self.meetings.get(&row.key).copied().ok_or_else(|| missing("会議", &row.key))?;
        let meeting = self.meeting(id).await?;
        let (Some(start), Some(end)) = (meeting.starts_at, meeting.ends_at) else { return Ok(()) };
        for step in row.done.split('・').filter(|step| !step.is_empty()) {
            let step: Step = word(step)?;
            if step == Step::Record {
                self.call_the_roll(by, id, start).await?;
                self.open_and_close(by, id, start, end).await?;
                continue;
            }
            let at = morning(previous_open_day(tokyo_day(start + days_after(step))));
            let input = StepSaid { meeting: id, step, verb: StepVerb::Done };
            say(self.tx, by, input, at).await.map_err(refused(&row.key))?;
        }
        Ok(())
    }

    /// Everybody who promised to come came, one every minute from a quarter of an hour before the start.
    async fn call_the_roll(&self, by: &Secretary, id: MeetingId, start: Instant) -> Result<(), SampleError> {
        let day = day_of(self.tx, self.meeting(id).await?).await?;
        let mut at = start - TimeDelta::minutes(15);
        for one in day.askings.iter().filter(|one| one.stands()) {
            let Some(arrival) = arrival(one) else { continue };
            let who = Attendee::Invited(one.invitation.id);
            self.write(by, id, What::Arrived(who, arrival), at).await?;
            at = (at + TimeDelta::minutes(1)).min(start);
        }
        Ok(())
    }

    async fn open_and_close(
        &self,
        by: &Secretary,
        id: MeetingId,
        start: Instant,
        end: Instant,
    ) -> Result<(), SampleError> {
        let day = day_of(self.tx, self.meeting(id).await?).await?;
        let opens = !matches!(day.count(&day.presences(), start, None).verdict, Verdict::Short(_));
        let verb = if opens { SittingVerb::Opened } else { SittingVerb::FellThrough };
        self.sit(by, &day, verb, if opens { start } else { start + TimeDelta::minutes(20) }).await?;
        if !opens {
            return Ok(());
        }
        self.write(by, id, What::ObserversCounted(2), start).await?;
        let mut begun = start + TimeDelta::minutes(3);
        for item in &day.items {
            self.write(by, id, What::ItemBegun(item.id), begun).await?;
            begun += TimeDelta::minutes(i64::from(item.minutes.unwrap_or(10)));
        }
        self.sit(by, &day, SittingVerb::Closed, end - TimeDelta::minutes(5)).await
    }

    async fn sit(
        &self,
        by: &Secretary,
        day: &Day,
        verb: SittingVerb,
        at: Instant,
    ) -> Result<(), SampleError> {
        let presides = presider(&day.askings, &day.presences(), at);
        let presides = presides.map(|(role, name)| format!("{} {name}", day.rules.titles.of(role)));
        let input = Sit { meeting: day.meeting.id, verb, at, presider: presides.unwrap_or_default() };
        sit(self.tx, by, input, at).await.map(drop).map_err(refused(&day.meeting.title))
    }

    async fn write(&self, by: &Secretary, id: MeetingId, what: What, at: Instant) -> Result<(), SampleError> {
        let entry = Entry { id: AttendanceEntryId::at(at), meeting: id, what, at };
        enter(self.tx, by, entry, at).await.map_err(refused(&id.to_string()))
    }
}

/// How somebody comes who answered so; not at all without a yes.
fn arrival(one: &Asking) -> Option<Arrival> {
    let reply = one.reply.as_ref()?;
    let proxy = match reply.answer {
        Answer::Attend => None,
        Answer::Proxy => Some(Proxy {
            name: reply.proxy_name.clone().unwrap_or_default(),
            title: reply.proxy_title.clone().unwrap_or_default(),
        }),
        _ => return None,
    };
    Some(Arrival { mode: reply.mode.unwrap_or(ReplyMode::Room), proxy })
}

/// How long after the meeting a step is usually done.
fn days_after(step: Step) -> TimeDelta {
    TimeDelta::days(match step {
        Step::Announcement => -16,
        Step::Briefing => -11,
        Step::Papers => -8,
        Step::Eve => -1,
        Step::Thanks => 4,
        Step::Draft => 12,
        Step::Review => 25,
        Step::Publication => 35,
        _ => 0,
    })
}
