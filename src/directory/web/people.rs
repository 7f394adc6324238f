//! 人: the list by reading, and the page of one person.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::id::{BodyId, PersonId};
use entity::membership::MemberRole;
use entity::{person, person_name};

use super::contacts::ContactLine;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::Holder;
use crate::directory::queries::{self, SeatHeld};
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::page::{self, Address, ByWords, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 50;

/// What it can be sorted by.
const ORDERS: [Order; 4] = [Order::up("kana"), Order::up("name"), Order::up("workplace"), Order::up("post")];

/// Where the list stands.
fn address(filter: &ByWords) -> Address {
    filter.address("/people", &ORDERS)
}

/// Everybody the filter lets through, in its order.
async fn everybody(app: &AppState, actor: &Actor, filter: &ByWords) -> Result<Vec<person::Model>, AppError> {
    actor.secretary()?;
    let mut people = queries::people_like(&app.db.read, actor, &filter.q.value).await?;
    address(filter).order.sort(&mut people, |column, one, other| match column {
        "name" => one.name.cmp(&other.name),
        "workplace" => one.workplace.cmp(&other.workplace),
        "post" => one.post.cmp(&other.post),
        _ => (&one.kana, &one.name).cmp(&(&other.kana, &other.name)),
    });
    Ok(people)
}

#[derive(Template)]
#[template(path = "directory/people.html")]
struct PeoplePage {
    shell: Shell,
    filter: ByWords,
    list: Listing<person::Model>,
}

/// `GET /people`
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    filter: Query<ByWords>,
) -> Result<HttpResponse, AppError> {
    let people = everybody(&app, &actor, &filter).await?;
    let list = Listing::of(address(&filter), people, PER_PAGE);
    page::ok(PeoplePage { shell, filter: filter.into_inner(), list })
}

/// `GET /people.csv`, `GET /people.xlsx`: names and posts; the ways to reach people are in 設定 › 取り込み.
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    filter: Query<ByWords>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let people = everybody(&app, &actor, &filter).await?;
    let columns = [("氏名", 18), ("ふりがな", 20), ("勤務先", 26), ("役職", 18)];
    let lines = people.into_iter().map(|one| vec![one.name, one.kana, one.workplace, one.post]);
    page::download(&app, &Table::new("人", &columns, lines), "people", *format)
}

/// A seat as the page of a person shows it.
struct SeatLine {
    body: BodyId,
    body_name: String,
    place: String,
    role: &'static str,
    term: String,
    past: bool,
}

impl SeatLine {
    fn new(seat: SeatHeld, today: NaiveDate) -> Self {
        let end = seat.to_on.map(wareki).unwrap_or_default();
        Self {
            body: seat.body,
            body_name: seat.body_name,
            place: seat.place,
            role: role(seat.role),
            term: format!("{}～{end}", wareki(seat.from_on)),
            past: seat.to_on.is_some_and(|last| last < today),
        }
    }
}

fn role(role: MemberRole) -> &'static str {
    match role {
        MemberRole::Chair => "会長・部会長",
        MemberRole::ViceChair => "副会長",
        MemberRole::Member => "委員",
        MemberRole::Adviser => "顧問",
        MemberRole::Observer => "オブザーバー",
    }
}

#[derive(Template)]
#[template(path = "directory/person.html")]
struct PersonPage {
    shell: Shell,
    person: person::Model,
    /// The names before, the latest first.
    before: Vec<person_name::Model>,
    href: String,
    contacts: Vec<ContactLine>,
    seats: Vec<SeatLine>,
    /// Whether there is a seat that may go to somebody else.
    may_hand_over: bool,
}

/// `GET /people/{id}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    if let Some(kept) = queries::joined_to(db, &actor, *id).await? {
        return page::go_to(&format!("/people/{kept}"));
    }
    let person = queries::person(db, &actor, *id).await?;
    actor.secretary()?;
    let contacts = queries::contacts_of(db, Holder::Person(person.id)).await?;
    let today = tokyo_day(app.clock.now());
    let seats = queries::seats_of_person(db, person.id).await?;
    let seats: Vec<_> = seats.into_iter().map(|seat| SeatLine::new(seat, today)).collect();
    page::ok(PersonPage {
        shell,
        href: format!("/people/{id}"),
        contacts: ContactLine::all(contacts),
        before: queries::names_before(db, person.id).await?,
        may_hand_over: seats.iter().any(|seat| !seat.past),
        seats,
        person,
    })
}
