//! 充て職: the seats of somebody who leaves a post go to who takes it, `/people/{id}/succession`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::{MembershipId, PersonId};
use entity::membership::MemberRole;
use entity::person;
use sea_orm::DbErr;
use serde::Deserialize;

use super::named;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries::charters_in;
use crate::body::rules::{Charters, ExOfficio, print_term};
use crate::directory::queries::{people_like, person};
use crate::platform::date::{parse_day, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;
use crate::renewal::commands::{self, HandOver, HandOverError};
use crate::renewal::queries::{SeatInOffice, seats_of_person};
use crate::renewal::rules::next_role;

/// A post that changes hands, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SuccessionForm {
    successor: Field,
    on: Field,
    seats: Choices,
}

impl SuccessionForm {
    fn parse(&mut self, leaver: PersonId, ground: &Ground) -> Option<HandOver> {
        let successor = self.successor.parse(|text| match named::read(&ground.people, text) {
            Ok(None) => Err("引きつぐ人を入れてください。"),
            read => read,
        });
        let on = self.on.parse(parse_day);
        let seats = self.chosen(ground);
        let (successor, on, chosen) = (successor??.id, on?, seats?);
        let role = |one: &SeatInOffice| next_role(one.term.role, &ground.charters.rules_on(one.body.id, on));
        let terms = chosen.into_iter().map(|one| (one.term.id, role(one))).collect();
        Some(HandOver { leaver, successor, on, terms })
    }

    fn chosen<'a>(&mut self, ground: &'a Ground) -> Option<Vec<&'a SeatInOffice>> {
        let ids: Vec<MembershipId> = self.seats.values.iter().filter_map(|text| text.parse().ok()).collect();
        let found: Vec<_> = ground.held.iter().filter(|one| ids.contains(&one.term.id)).collect();
        if found.is_empty() || found.len() != self.seats.values.len() {
            self.seats.refuse("引きつぐ席を選んでください。");
            return None;
        }
        Some(found)
    }

    fn refuse(&mut self, error: HandOverError) -> Result<(), DbErr> {
        match error {
            HandOverError::Db(error) | HandOverError::Term(commands::TermError::Db(error)) => {
                return Err(error);
            }
            HandOverError::NoSuchPerson | HandOverError::SamePerson | HandOverError::Term(_) => {
                self.successor.refuse(error);
            }
            HandOverError::NotAfterItsStart(_) => self.on.refuse(error),
            HandOverError::NotInOffice => self.seats.refuse(error),
        }
        Ok(())
    }
}

struct Ground {
    leaver: person::Model,
    people: Vec<person::Model>,
    held: Vec<SeatInOffice>,
    charters: Charters,
    today: NaiveDate,
}

impl Ground {
    async fn read(app: &AppState, actor: &Actor, id: PersonId) -> Result<Self, AppError> {
        let (db, today) = (&app.db.read, tokyo_day(app.clock.now()));
        let leaver = person(db, actor, id).await?;
        let held = seats_of_person(db, id, today).await?;
        let charters = charters_in(db, leaver.region_id).await?;
        let mut people = people_like(db, actor, "").await?;
        people.retain(|one| one.id != id);
        Ok(Self { leaver, people, held, charters, today })
    }

    /// Seats without an association whose charter ties a member to the post.
    fn goes_with_the_post(&self, one: &SeatInOffice) -> bool {
        let rules = self.charters.rules_on(one.body.id, self.today);
        one.association.is_none() && rules.ex_officio.value() == Some(ExOfficio::InPost)
    }
}

#[derive(Template)]
#[template(path = "renewal/succession.html")]
struct SuccessionPage {
    shell: Shell,
    leaver: person::Model,
    form: SuccessionForm,
    summary: ErrorSummary,
    seats: Vec<Choice>,
    people: Vec<String>,
}

impl SuccessionPage {
    fn new(shell: Shell, ground: Ground, form: SuccessionForm) -> Self {
        let seat = |one: &SeatInOffice| {
            let place = one.association.as_ref().map_or(one.seat.label.as_str(), |found| found.name.as_str());
            let titles = ground.charters.rules_on(one.body.id, ground.today).titles;
            let role = match one.term.role {
                MemberRole::Member => String::new(),
                role => format!("　{}", titles.of(role)),
            };
            let post = if ground.goes_with_the_post(one) { "　充て職" } else { "" };
            let term = print_term(one.term.from_on, one.term.to_on);
            let words = format!("{}　{place}{role}{post}（{term}）", one.body.name);
            Choice::new(one.term.id.to_string(), words)
        };
        let summary = ErrorSummary::of([
            ("successor", "引きつぐ人", &form.successor.error),
            ("on", "引きつぐ日", &form.on.error),
            ("seats", "引きつぐ席", &form.seats.error),
        ]);
        let seats = ground.held.iter().map(seat).collect();
        Self { shell, form, summary, seats, people: named::labels(&ground.people), leaver: ground.leaver }
    }
}

/// `GET /people/{id}/succession`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
) -> Result<HttpResponse, AppError> {
    let ground = Ground::read(&app, &actor, *id).await?;
    actor.secretary()?;
    let by_post: Vec<_> = ground.held.iter().filter(|one| ground.goes_with_the_post(one)).collect();
    let ids = by_post.iter().map(|one| one.term.id.to_string());
    let form = SuccessionForm { seats: Choices::new(ids), ..SuccessionForm::default() };
    page::ok(SuccessionPage::new(shell, ground, form))
}

/// `POST /people/{id}/succession`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<PersonId>,
    form: Form<SuccessionForm>,
) -> Result<HttpResponse, AppError> {
    let ground = Ground::read(&app, &actor, *id).await?;
    let (by, mut form) = (actor.secretary()?, form.into_inner());
    let Some(input) = form.parse(*id, &ground) else {
        return page::unprocessable(SuccessionPage::new(shell, ground, form));
    };
    let (to, count) = (format!("/people/{}", input.successor), input.terms.len());
    let words = format!("{}さんの{count}席を引きつぎました", ground.leaver.name);
    match db::write(&app.db, async |tx| commands::hand_over(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => {
            page::see_other(to, Flash::ok(words).text("招集の済んだ会議は、出欠の一覧で直してください。"))
        }
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(SuccessionPage::new(shell, ground, form))
        }
    }
}
