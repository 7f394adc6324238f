//! Filling the seats of a body that are empty from a day on: `/bodies/{id}/renewal?from=`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::id::BodyId;
use entity::{body, person};
use sea_orm::DbErr;
use serde::Deserialize;

use super::named;
use super::round_form::{Act, RoundForm, SeatForm, appointments};
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::body::queries::one;
use crate::body::rules::{Value, print_term};
use crate::directory::queries::people_like;
use crate::platform::date::{iso_day, parse_optional_day, tokyo_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash, Pager, filters, page_of};
use crate::platform::state::AppState;
use crate::renewal::commands::{self, Note, RenewalError};
use crate::renewal::queries::{self, OpenSeat, Round};
use crate::renewal::rules::TermKind;

/// Seats on one page.
const PER_PAGE: usize = 20;

/// `?from=&page=`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RoundQuery {
    /// First day of the new terms, in any form; empty = the next on which seats are empty.
    from: Field,
    /// The page of a long list, from 1.
    page: usize,
}

impl RoundQuery {
    /// The day asked for; none when none is, or when it cannot be read.
    pub fn day(mut self) -> Option<NaiveDate> {
        self.from.parse(parse_optional_day).flatten()
    }
}

/// A seat beside what is typed for it.
struct SeatRow {
    seat: OpenSeat,
    form: SeatForm,
    last: String,
    next: String,
    note: &'static str,
}

#[derive(Template)]
#[template(path = "renewal/round.html")]
struct RoundPage {
    shell: Shell,
    body: body::Model,
    asked: Field,
    from: NaiveDate,
    form: RoundForm,
    summary: ErrorSummary,
    /// What somebody else noted meanwhile: seat and person.
    theirs: Option<Vec<(String, String)>>,
    rows: Vec<SeatRow>,
    total: usize,
    pager: Pager,
    page: usize,
    people: Vec<String>,
    /// Other days on which seats are empty: address and words.
    days: Vec<(String, String)>,
    /// What the charter says of terms and of 補欠.
    charter: (String, String),
}

/// What a round is drawn from.
struct Ground {
    body: body::Model,
    round: Round,
    people: Vec<person::Model>,
    seats: Vec<OpenSeat>,
    pager: Pager,
    page: usize,
}

impl Ground {
    async fn read(
        app: &AppState,
        actor: &Actor,
        body: body::Model,
        (from, page): (Option<NaiveDate>, usize),
    ) -> Result<Self, DbErr> {
        let (db, today) = (&app.db.read, tokyo_day(app.clock.now()));
        let round = queries::round(db, &body, from, today).await?;
        let people = people_like(db, actor, "").await?;
        let page = page.max(1);
        let path = format!("/bodies/{}/renewal?from={}", body.id, iso_day(round.from));
        let (seats, pager) =
            page_of(round.seats.clone(), PER_PAGE, page, |number| format!("{path}&page={number}"));
        Ok(Self { body, round, people, seats, pager, page })
    }

    fn page(self, shell: Shell, form: RoundForm) -> RoundPage {
        let Self { body, round, people, seats, pager, page } = self;
        let summary = form.summary(&seats);
        let rows = seats.into_iter().zip(&form.rows).map(|(seat, row)| SeatRow {
            last: seat
                .last
                .as_ref()
                .map(|(term, _)| print_term(term.from_on, term.to_on))
                .unwrap_or_default(),
            next: print_term(round.from, seat.next.to),
            note: note_of(seat.next.kind),
            form: row.clone(),
            seat,
        });
        let days = round.days.iter().filter(|(day, _)| *day != round.from).take(6).map(|(day, seats)| {
            let href = format!("/bodies/{}/renewal?from={}", body.id, iso_day(*day));
            (href, format!("{}（{seats}席）", wareki(*day)))
        });
        RoundPage {
            shell,
            asked: Field::new(wareki(round.from)),
            from: round.from,
            summary,
            theirs: None,
            rows: rows.collect(),
            total: round.seats.len(),
            pager,
            page,
            people: named::labels(&people),
            days: days.collect(),
            charter: charter_words(&round),
            form,
            body,
        }
    }
}

fn note_of(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Whole => "",
        TermKind::Remaining => "補欠（前任の残りの任期）",
        TermKind::RemainingUnsaid => "補欠（要綱に定めがないので、前任の残りの任期）",
        TermKind::WholeReplacement => "補欠（要綱により1任期）",
    }
}

fn charter_words(round: &Round) -> (String, String) {
    let said = |words: Option<(String, String)>| match words {
        Some((value, cite)) => format!("{value}（{cite}）"),
        None => "要綱に定めがありません".to_owned(),
    };
    let term = round.rules.term.value().map(Value::label);
    let replacement = round.rules.replacement.value().map(Value::label);
    let cite =
        |cite: Option<&crate::body::rules::Citation>| cite.map(ToString::to_string).unwrap_or_default();
    (
        said(term.map(|words| (words, cite(round.rules.term.cite())))),
        said(replacement.map(|words| (words, cite(round.rules.replacement.cite())))),
    )
}

/// `GET /bodies/{id}/renewal`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<RoundQuery>,
) -> Result<HttpResponse, AppError> {
    let body = one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let mut query = query.into_inner();
    let from = query.from.parse(parse_optional_day).flatten();
    let ground = Ground::read(&app, &actor, body, (from, query.page)).await?;
    let form = RoundForm::of(&ground.round, &ground.seats, &ground.people);
    let mut page = ground.page(shell, form);
    if query.from.error.is_some() {
        page.asked = query.from;
    }
    page::ok(page)
}

/// `POST /bodies/{id}/renewal`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<RoundQuery>,
    form: Form<RoundForm>,
) -> Result<HttpResponse, AppError> {
    let body = one(&app.db.read, &actor, *id).await?;
    let (by, mut form) = (actor.secretary()?, form.into_inner());
    let from = form.day();
    let ground = Ground::read(&app, &actor, body, (from, query.page)).await?;
    let whole = form.lay_over(&ground.seats);
    let (Some(from), true) = (from, whole) else {
        return if whole {
            page::unprocessable(ground.page(shell, form))
        } else {
            overtaken(shell, ground, form)
        };
    };
    let Some((act, note)) = form.parse(*id, from, &ground.seats, &ground.people) else {
        return page::unprocessable(ground.page(shell, form));
    };
    let ready = appointments(&note, &ground.seats);
    if act == Act::Appoint && ready.is_empty() {
        form.act.refuse("委嘱できる席がありません。次の委員と承諾の日を入れてください。");
        return page::unprocessable(ground.page(shell, form));
    }
    let back = format!("/bodies/{id}/renewal?from={}&page={}", iso_day(from), ground.page);
    let said = (act, note, ready.len());
    match kept(&app, &by, (act, said.1.clone()), ready).await {
        Ok(()) => page::see_other(back, flash(&said, ground.round.seats.len())),
        Err(RenewalError::Db(error)) => Err(error.into()),
        Err(RenewalError::Refused(seats)) => {
            form.refuse(seats);
            page::unprocessable(ground.page(shell, form))
        }
        Err(RenewalError::Stale) => {
            let body = ground.body.clone();
            let ground = Ground::read(&app, &actor, body, (Some(from), ground.page)).await?;
            form.lay_over(&ground.seats);
            overtaken(shell, ground, form)
        }
    }
}

async fn kept(
    app: &AppState,
    by: &Secretary,
    (act, note): (Act, Note),
    ready: Vec<commands::Appoint>,
) -> Result<(), RenewalError> {
    let now = app.clock.now();
    db::write(&app.db, async |tx| match act {
        Act::Save => commands::note(tx, by, note, now).await,
        Act::Appoint => commands::appoint(tx, by, (note, ready), now).await,
    })
    .await
}

fn flash((act, note, ready): &(Act, Note, usize), open: usize) -> Flash {
    if *act == Act::Save {
        return Flash::ok("切り替えの記録を保存しました");
    }
    let left = open.saturating_sub(*ready);
    let said = Flash::ok(format!("{}付けで{ready}席を委嘱しました", wareki(note.from)));
    if left == 0 {
        return said.text("この日に空く席は、すべてうまりました。");
    }
    said.text(format!("のこりの{left}席は、委嘱するまで欠員です。"))
}

/// The form as typed, beside what somebody else noted meanwhile.
fn overtaken(shell: Shell, ground: Ground, mut form: RoundForm) -> Result<HttpResponse, AppError> {
    let saved = RoundForm::of(&ground.round, &ground.seats, &ground.people);
    form.version = saved.version.clone();
    let theirs = ground.seats.iter().zip(&saved.rows).map(|(seat, row)| {
        let name = match (&seat.last, row.again) {
            (Some((_, name)), true) => format!("{name}（再任）"),
            _ if row.person.value.is_empty() => "推薦待ち".to_owned(),
            _ => row.person.value.clone(),
        };
        (format!("{}番 {}", seat.number, seat.place()), name)
    });
    let theirs = theirs.collect();
    let mut page = ground.page(shell, form);
    page.theirs = Some(theirs);
    page::conflict(page)
}
