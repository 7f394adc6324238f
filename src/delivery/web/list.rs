//! `GET /outbox`: messages by where they stand, each with what can be done about it; the same rows as a file.

use std::collections::HashSet;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::{IssuedLetterId, MeetingId, OutboxId, RegionId};
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
use crate::platform::page::{self, Address, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

/// Messages a page shows.
const PER_PAGE: usize = 30;

/// Messages that are read at once for a file.
const AT_ONCE: u64 = 1_000;

/// What it can be sorted by.
const ORDERS: [Order; 4] =
    [Order::down("queued"), Order::up("name"), Order::up("subject"), Order::up("state")];

/// The address as it came; what cannot be read is as if it were not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    meeting: String,
    letter: String,
    sort: String,
    page: String,
}

impl Asked {
    fn address(&self) -> Address {
        let wanted = self.wanted();
        let filters = vec![
            ("state", wanted.shelf.map(Shelf::key).unwrap_or_default().to_owned()),
            ("meeting", wanted.meeting.map(|id| id.to_string()).unwrap_or_default()),
            ("letter", wanted.letter.map(|id| id.to_string()).unwrap_or_default()),
        ];
        Address::new("/outbox", filters, (&self.sort, &self.page), &ORDERS)
    }

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
    list: Listing<Row>,
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

    /// The line of a file.
    fn line(self) -> Vec<String> {
        let about = self.about.map(|(_, about)| about).unwrap_or_default();
        let (way, words) = (self.way.to_owned(), self.words);
        vec![self.queued, self.name, self.association, way, self.address, self.subject, about, words]
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
        self.list.rows.iter().filter(|row| row.waits()).count()
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
    let (clocks, address) = (clocks(&app).await?, asked.address());
    let total = usize::try_from(queries::count(db, region, wanted).await?).unwrap_or(usize::MAX);
    let part = (as_u64(address.skip(total, PER_PAGE)), as_u64(PER_PAGE));
    let rows = rows(&app, (region, wanted), address.order, part, clocks).await?;
    let meetings = queries::meetings(db, region).await?;
    page::ok(ListPage {
        shell,
        shelf: wanted.shelf,
        meeting: wanted.meeting,
        letter: wanted.letter,
        meetings: meetings.into_iter().map(choice).collect(),
        list: Listing::of_page(address, rows, (total, PER_PAGE)),
        paused: paused(clocks),
        held: clocks.held,
    })
}

/// `GET /outbox.csv`, `GET /outbox.xlsx`.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    asked: Query<Asked>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let what = (actor.secretary()?.region(), asked.wanted());
    let (clocks, order) = (clocks(&app).await?, asked.address().order);
    let mut lines = Vec::new();
    loop {
        let some = rows(&app, what, order, (as_u64(lines.len()), AT_ONCE), clocks).await?;
        let last = as_u64(some.len()) < AT_ONCE;
        lines.extend(some.into_iter().map(Row::line));
        if last {
            break;
        }
    }
    let columns = [
        ("入れた日時", 18),
        ("あて先", 18),
        ("団体", 20),
        ("方法", 8),
        ("番号・アドレス", 30),
        ("件名", 18),
        ("会議", 24),
        ("状態", 30),
    ];
    page::download(&app, &Table::new("送信箱", &columns, lines), "outbox", *format)
}

async fn clocks(app: &AppState) -> Result<Clocks, AppError> {
    let db = &app.db.read;
    Ok(Clocks {
        now_ms: app.db.terms().lease_clock.now_ms(db).await?,
        now: app.clock.now(),
        paused_until_ms: outbox::paused_until(db).await?,
        held: outbox::held_since(db).await?.is_some(),
    })
}

async fn rows(
    app: &AppState,
    what: (RegionId, Wanted),
    order: Order,
    part: (u64, u64),
    clocks: Clocks,
) -> Result<Vec<Row>, AppError> {
    let db = &app.db.read;
    let found = queries::page(db, what, order, part).await?;
    let messages: Vec<_> = found.iter().map(|one| one.row.clone()).collect();
    let overtaken = outbox::overtaken(db, &messages).await?;
    Ok(found.into_iter().map(|one| row(one, &overtaken, clocks)).collect())
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
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
