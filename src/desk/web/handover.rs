//! 引継書: everything whoever takes over the secretariat must know, on one sheet to print. `/handover`.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use chrono::{Days, NaiveDate};
use entity::contact_point::ContactKind;
use entity::id::{InvitationId, PersonId};
use entity::{body, contact_point, meeting};
use serde::Deserialize;

use super::todo::{Todo, todos};
use super::waiting::{is_silent, silent_people};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::desk::queries::{self, Office, UnderWay};
use crate::desk::rules::ends_within;
use crate::invitation::queries::{Telephone, telephones};
use crate::meeting::rules::called;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, month_day_weekday, tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, Pager, filters, page_of};
use crate::platform::state::AppState;

/// People whose ways of contact a page of the sheet names; a larger region turns the page.
const PEOPLE: usize = 70;

/// Lines of each other part; the rest is on the screens they come from.
const LINES: usize = 40;

/// How far ahead the sheet looks, in days.
const AHEAD: u64 = 90;

/// `?page=`: the page of the members.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    page: usize,
}

/// Somebody who has not answered.
struct Silent {
    meeting: String,
    name: String,
    association: String,
    telephone: Option<Telephone>,
}

/// A term that ends.
struct Ending {
    on: NaiveDate,
    body: String,
    place: String,
    name: String,
}

/// How a member is reached.
struct Reached {
    name: String,
    /// Bodies and seats.
    seats: String,
    ways: Vec<String>,
}

/// The meetings of a body that were held.
struct Held {
    body: String,
    year: String,
    days: String,
}

#[derive(Template)]
#[template(path = "desk/handover.html")]
struct HandoverSheet {
    shell: Shell,
    day: String,
    todos: Vec<Todo>,
    silent: Vec<Silent>,
    ending: Vec<Ending>,
    people: Vec<Reached>,
    pager: Pager,
    /// Lines that the parts leave out.
    more_todos: usize,
    more_silent: usize,
    more_ending: usize,
    held: Vec<Held>,
}

/// `GET /handover`
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    query: Query<PageQuery>,
) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let (db, now) = (&app.db.read, app.clock.now());
    let today = tokyo_day(now);
    let office = Office::read(db, by.region(), now).await?;
    let under_way = &office.under_way;
    let until = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let asked = silent_people(under_way, now);
    let telephones = telephones(db, &asked).await?;
    let contacts = queries::contacts(db, by.region()).await?;
    let bodies = queries::bodies(db, by.region()).await?;
    let held = queries::held(db, by.region(), FiscalYear::of(today), now).await?;
    let people = people(under_way, &bodies, &contacts, today);
    let (people, pager) = page_of(people, PEOPLE, query.page, |page| format!("/handover?page={page}"));
    let todos = todos(&office, now).into_iter().filter(|one| one.on <= until).collect();
    let (todos, more_todos) = cut(todos);
    let (silent, more_silent) = cut(silent(under_way, &telephones, now));
    let (ending, more_ending) = cut(ending(under_way, &bodies, today));
    page::ok(HandoverSheet {
        shell,
        day: wareki(today),
        todos,
        silent,
        ending,
        people,
        pager,
        more_todos,
        more_silent,
        more_ending,
        held: held_by_body(held),
    })
}

/// The first lines, and how many are left out.
fn cut<T>(mut lines: Vec<T>) -> (Vec<T>, usize) {
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    (lines, more)
}

fn silent(
    under_way: &UnderWay,
    telephones: &HashMap<InvitationId, Vec<Telephone>>,
    now: Instant,
) -> Vec<Silent> {
    let mut found = Vec::new();
    for (meeting, body) in under_way.coming(now) {
        let asked = under_way.askings.get(&meeting.id).into_iter().flatten();
        found.extend(asked.filter(|one| is_silent(one)).map(|one| Silent {
            meeting: called(meeting, &body.short_name),
            name: one.invitation.name.clone(),
            association: one.invitation.association.clone(),
            telephone: telephones.get(&one.invitation.id).and_then(|all| all.first().cloned()),
        }));
    }
    found
}

fn ending(under_way: &UnderWay, bodies: &[body::Model], today: NaiveDate) -> Vec<Ending> {
    let terms = under_way.outlook.terms.iter().filter_map(|seat| {
        let term = seat.holder_on(today)?;
        let on = term.to_on.filter(|on| ends_within(*on, today, AHEAD))?;
        let body = bodies.iter().find(|body| body.id == seat.body)?.short_name.clone();
        Some(Ending { on, body, place: seat.place.clone(), name: term.name.clone() })
    });
    let mut found: Vec<_> = terms.collect();
    found.sort_by(|one, other| (one.on, &one.body).cmp(&(other.on, &other.body)));
    found
}

/// Everybody in office in the order of bodies and seats, each once.
fn people(
    under_way: &UnderWay,
    bodies: &[body::Model],
    contacts: &[contact_point::Model],
    today: NaiveDate,
) -> Vec<Reached> {
    let mut at: HashMap<PersonId, usize> = HashMap::new();
    let mut found: Vec<Reached> = Vec::new();
    for body in bodies {
        let mut seats: Vec<_> = under_way.outlook.terms.iter().filter(|seat| seat.body == body.id).collect();
        seats.sort_by_key(|seat| seat.position);
        for seat in seats {
            let Some(term) = seat.holder_on(today) else { continue };
            let words = format!("{} {}", body.short_name, seat.place);
            match at.get(&term.person).and_then(|at| found.get_mut(*at)) {
                Some(known) => known.seats = format!("{}、{words}", known.seats),
                None => {
                    at.insert(term.person, found.len());
                    let ways = ways(contacts, term.person);
                    found.push(Reached { name: term.name.clone(), seats: words, ways });
                }
            }
        }
    }
    found
}

/// Each way once: 「メール a@example.jp」, 「電話 0265-00-0000」.
fn ways(contacts: &[contact_point::Model], person: PersonId) -> Vec<String> {
    let of_person = contacts.iter().filter(|contact| contact.person_id == Some(person));
    let words = of_person.map(|contact| {
        let kind = match contact.kind {
            ContactKind::Mail => "メール",
            ContactKind::Fax => "FAX",
            ContactKind::Telephone => "電話",
            ContactKind::Post => "郵送",
        };
        format!("{kind} {}", contact.value)
    });
    words.collect()
}

fn held_by_body(meetings: Vec<(meeting::Model, body::Model)>) -> Vec<Held> {
    let mut found: Vec<(entity::id::BodyId, i32, Held)> = Vec::new();
    for (meeting, body) in meetings {
        let Some(day) = meeting.starts_at.map(tokyo_day) else { continue };
        let number = meeting.number.map(|number| format!("第{number}回 ")).unwrap_or_default();
        let words = format!("{number}{}", month_day_weekday(day));
        match found.last_mut() {
            Some((id, year, held)) if (*id, *year) == (body.id, meeting.fiscal_year) => {
                held.days = format!("{}、{words}", held.days);
            }
            _ => {
                let year = FiscalYear::new(meeting.fiscal_year).label();
                let held = Held { body: body.short_name, year, days: words };
                found.push((body.id, meeting.fiscal_year, held));
            }
        }
    }
    found.into_iter().map(|(_, _, held)| held).collect()
}
