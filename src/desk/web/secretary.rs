//! 事務局の今日: undelivered mail on top, then 今週やること, 返事待ち and 進行中の会議.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use entity::id::{InvitationId, MeetingId, OutboxId, RegionId};
use entity::{body, meeting};

use super::todo::{Todo, todos};
use super::waiting::{Waiting, silent_people, waiting};
use crate::access::web::Shell;
use crate::desk::queries::{self, Office, Undelivered, UnderWay};
use crate::desk::rules::{is_new, is_this_week};
use crate::invitation::queries::{Telephone, telephones};
use crate::invitation::rules::notice_word;
use crate::meeting::rules::{State, called, state};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, clock, month_day_weekday, tokyo_day, tokyo_time, wareki_month};
use crate::platform::error::AppError;
use crate::platform::outbox::why;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// Undelivered messages that are named on the screen; the others are in 送信箱.
const NAMED: usize = 5;

/// What the page shows.
#[derive(Template)]
#[template(path = "desk/secretary.html")]
struct DeskPage {
    shell: Shell,
    /// Whether whoever looks has been here for a few weeks only.
    takes_over: bool,
    today: NaiveDate,
    undelivered: Vec<Lost>,
    lost: usize,
    week: Vec<Todo>,
    later: Vec<Todo>,
    waiting: Vec<Waiting>,
    going: Vec<Going>,
}

/// A message that did not arrive.
struct Lost {
    id: OutboxId,
    name: String,
    association: String,
    telephone: Option<Telephone>,
    about: String,
    why: &'static str,
    when: String,
    correctable: bool,
}

/// A meeting under way.
struct Going {
    id: MeetingId,
    name: String,
    when: String,
    state: State,
    next: &'static str,
}

impl DeskPage {
    fn when(&self) -> String {
        month_day_weekday(self.today)
    }

    /// 「令和8年度　今週の期限 5件、うち遅れ 1件」.
    fn lead(&self) -> String {
        let late = self.week.iter().filter(|one| one.on < self.today).count();
        let late = if late > 0 { format!("、うち遅れ {late}件") } else { String::new() };
        format!("{}　今週の期限 {}件{late}", FiscalYear::of(self.today).label(), self.week.len())
    }
}

/// The page.
pub(super) async fn desk(
    app: &AppState,
    shell: Shell,
    (region, since): (RegionId, Option<Instant>),
) -> Result<HttpResponse, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let office = Office::read(db, region, now).await?;
    let under_way = &office.under_way;
    let lost = queries::not_arrived(db, region).await?;
    let mut people = silent_people(under_way, now);
    people.extend(lost.iter().take(NAMED).filter_map(|one| one.invitation.clone()));
    let telephones = telephones(db, &people).await?;
    let today = tokyo_day(now);
    let (week, later) = todos(&office, now).into_iter().partition(|one| is_this_week(one.on, today));
    page::ok(DeskPage {
        shell,
        takes_over: !under_way.meetings.is_empty() && is_new(since, now),
        today,
        lost: lost.len(),
        undelivered: lost.iter().take(NAMED).map(|one| undelivered(one, &telephones, &office)).collect(),
        week,
        later,
        waiting: waiting(&office, &telephones, now),
        going: going(under_way, now),
    })
}

fn undelivered(
    lost: &Undelivered,
    telephones: &HashMap<InvitationId, Vec<Telephone>>,
    office: &Office,
) -> Lost {
    let (row, invitation) = (&lost.row, lost.invitation.as_ref());
    let meeting = lost.meeting.as_ref().map(|(meeting, body)| called(meeting, &body.short_name));
    let failed =
        row.settled_at.map(|at| format!("{} {}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at))));
    Lost {
        id: row.id,
        name: invitation.map(|one| one.name.clone()).unwrap_or_default(),
        association: invitation.map(|one| one.association.clone()).unwrap_or_default(),
        telephone: row.invitation_id.and_then(|id| telephones.get(&id)?.first().cloned()),
        about: format!("{}の{}", meeting.unwrap_or_default(), notice_word(&row.kind)),
        why: why(row.error_code, row.error.as_deref().unwrap_or_default()),
        when: failed.unwrap_or_default(),
        correctable: lost.contact.as_ref().is_some_and(|at| at.retired_at.is_none())
            && !office.has_newer_letter(row),
    }
}

fn going(under_way: &UnderWay, now: Instant) -> Vec<Going> {
    let line = |(meeting, body): &(meeting::Model, body::Model)| Going {
        id: meeting.id,
        name: called(meeting, &body.short_name),
        when: when(meeting),
        state: state(meeting, now),
        next: next(meeting, now),
    };
    under_way.coming(now).map(line).collect()
}

fn when(meeting: &meeting::Model) -> String {
    let place = if meeting.place.is_empty() { String::new() } else { format!("　{}", meeting.place) };
    match (meeting.starts_at, meeting.month_on) {
        (Some(at), _) => format!("{} {}{place}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at))),
        (None, Some(month)) => format!("{}（日は未定）{place}", wareki_month(month)),
        (None, None) => "日時は未定".to_owned(),
    }
}

fn next(meeting: &meeting::Model, now: Instant) -> &'static str {
    match state(meeting, now) {
        State::Planned if meeting.starts_at.is_none() => "次は日時を決める",
        State::Planned => "次は開催通知を出す",
        State::Postponed => "次は新しい日時を決める",
        State::Convened => "回答を待っています",
        State::Held | State::Cancelled => "",
    }
}
