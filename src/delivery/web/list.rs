//! `GET /outbox`: messages by where they stand, each with what can be done about it.

use std::collections::HashSet;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use entity::id::{IssuedLetterId, MeetingId, OutboxId};
use entity::outbox::{Channel, OutboxState};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::delivery::queries::{self, About, Delivery, Shelf, Wanted, channel_word};
use crate::invitation::rules::notice_word;
use crate::platform::date::{clock, iso_datetime_attr, slash, tokyo_day, tokyo_time};
use crate::platform::error::AppError;
use crate::platform::form::Choice;
use crate::platform::outbox::{self, Clocks, in_words};
use crate::platform::page::{self, Pager, filters};
use crate::platform::state::AppState;

/// Messages a page shows.
const PER_PAGE: u64 = 30;

/// The address as it came; what cannot be read is as if it were not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    meeting: String,
    letter: String,
    page: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            shelf: Shelf::ALL.into_iter().find(|shelf| shelf.key() == self.state),
            meeting: self.meeting.parse().ok(),
            letter: self.letter.parse().ok(),
        }
    }
}

/// What the page shows.
#[derive(Template)]
#[template(path = "delivery/list.html")]
pub struct ListPage {
    shell: Shell,
    shelf: Option<Shelf>,
    meeting: Option<MeetingId>,
    letter: Option<IssuedLetterId>,
    meetings: Vec<Choice>,
    rows: Vec<Row>,
    total: u64,
    first: u64,
    pager: Pager,
    /// Until when nothing leaves, because our own side was refused; 「10:31」.
    paused: Option<String>,
    /// Whether nothing leaves because the data were put back from a backup.
    held: bool,
}

/// One message.
pub struct Row {
    id: OutboxId,
    name: String,
    association: String,
    way: &'static str,
    address: String,
    subject: String,
    /// Whether its words can be shown: a message about an invitation.
    readable: bool,
    about: Option<(MeetingId, String)>,
    queued: String,
    datetime: String,
    words: String,
    state: OutboxState,
    attempts: i32,
    channel: Channel,
    /// Whether it did not arrive and nobody has dealt with it.
    late: bool,
    /// Whether it goes to a contact point that can be corrected.
    correctable: bool,
    /// Whether a later letter to the same person has taken its place.
    overtaken: bool,
}

impl Row {
    fn seen(&self) -> String {
        self.state.to_value()
    }

    fn waits(&self) -> bool {
        matches!(self.state, OutboxState::Waiting | OutboxState::Printing)
    }

    fn prints(&self) -> bool {
        self.state == OutboxState::Printing
    }

    /// Whether it can be sent once more.
    fn repeats(&self) -> bool {
        let settled = matches!(self.state, OutboxState::Sent | OutboxState::Stopped) || self.late;
        settled && !self.overtaken
    }
}

impl ListPage {
    fn shelves(&self) -> [Shelf; 5] {
        Shelf::ALL
    }

    /// How many messages of the letter that is looked at still wait on this page.
    fn waiting(&self) -> usize {
        self.rows.iter().filter(|row| row.waits()).count()
    }

    /// The number of the last message shown.
    fn last(&self) -> u64 {
        self.first + u64::try_from(self.rows.len()).unwrap_or(0)
    }

    fn is_filtered(&self) -> bool {
        self.shelf.is_some() || self.meeting.is_some() || self.letter.is_some()
    }

    fn meeting_word(&self) -> String {
        self.meeting.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// `GET /outbox`.
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let (region, db, wanted) = (actor.secretary()?.region(), &app.db.read, asked.wanted());
    let clocks = Clocks {
        now_ms: app.db.terms().lease_clock.now_ms(db).await?,
        now: app.clock.now(),
        paused_until_ms: outbox::paused_until(db).await?,
        held: outbox::held_since(db).await?.is_some(),
    };
    let total = queries::count(db, region, wanted).await?;
    let page_number = asked.page.parse::<u64>().unwrap_or(1).clamp(1, total.div_ceil(PER_PAGE).max(1));
    let first = (page_number - 1) * PER_PAGE;
    let found = queries::page(db, region, wanted, (first, PER_PAGE)).await?;
    let messages: Vec<_> = found.iter().map(|one| one.row.clone()).collect();
    let overtaken = outbox::overtaken(db, &messages).await?;
    let meetings = queries::meetings(db, region).await?;
    page::ok(ListPage {
        shell,
        shelf: wanted.shelf,
        meeting: wanted.meeting,
        letter: wanted.letter,
        meetings: meetings.into_iter().map(choice).collect(),
        rows: found.into_iter().map(|one| row(one, &overtaken, clocks)).collect(),
        total,
        first,
        pager: Pager::new(total, PER_PAGE, page_number, |page| href(&wanted, page)),
        paused: paused(clocks),
        held: clocks.held,
    })
}

fn href(wanted: &Wanted, page: u64) -> String {
    let state = wanted.shelf.map(Shelf::key).unwrap_or_default();
    let meeting = wanted.meeting.map(|id| id.to_string()).unwrap_or_default();
    let letter = wanted.letter.map(|id| id.to_string()).unwrap_or_default();
    format!("/outbox?state={state}&meeting={meeting}&letter={letter}&page={page}")
}

fn paused(clocks: Clocks) -> Option<String> {
    let left = clocks.paused_until_ms - clocks.now_ms;
    let until = clocks.now + chrono::TimeDelta::milliseconds(left);
    (left > 0).then(|| clock(tokyo_time(until)))
}

fn choice(about: About) -> Choice {
    let day = about.starts_at.map(|start| format!("（{}）", slash(tokyo_day(start)))).unwrap_or_default();
    Choice::new(about.id.to_string(), format!("{}{}{day}", about.body, number(about.number)))
}

fn number(number: Option<i32>) -> String {
    number.map(|number| format!(" 第{number}回")).unwrap_or_default()
}

fn row(found: Delivery, overtaken: &HashSet<OutboxId>, clocks: Clocks) -> Row {
    let Delivery { row, contact, invitation, meeting, body } = found;
    let failed = matches!(row.state, OutboxState::Refused | OutboxState::GivenUp);
    let readable = invitation.is_some();
    let (name, association) = invitation.map(|one| (one.name, one.association)).unwrap_or_default();
    let about = meeting
        .zip(body)
        .map(|(meeting, body)| (meeting.id, format!("{}{}", body.short_name, number(meeting.number))));
    let queued = (tokyo_day(row.queued_at), tokyo_time(row.queued_at));
    Row {
        id: row.id,
        name,
        association,
        way: channel_word(row.channel),
        overtaken: overtaken.contains(&row.id),
        correctable: contact.as_ref().is_some_and(|one| one.retired_at.is_none()),
        address: contact.map(|one| one.value).unwrap_or_default(),
        subject: notice_word(&row.kind).to_owned(),
        readable,
        about,
        queued: format!("{} {}", slash(queued.0), clock(queued.1)),
        datetime: iso_datetime_attr(row.queued_at),
        words: in_words(&row, clocks),
        state: row.state,
        attempts: row.attempts,
        channel: row.channel,
        late: failed && row.settled_by.is_none(),
    }
}
