//! Appointing somebody to a seat and correcting a term: `/seats/{id}/memberships/new` and
//! `/memberships/{id}/edit`, one form. The person of a term cannot be changed.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::{MembershipId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{body, person, seat};
use sea_orm::{ActiveEnum, DbErr, Iterable};
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, Appoint, ChangeTerm, TermError};
use crate::body::{queries, rules};
use crate::directory::queries::people_like;
use crate::platform::date::{parse_day, parse_optional_day, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// People offered at once; more are found by a part of their name.
const OFFERED: usize = 200;

/// `?q=`: a part of a name or its reading.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    q: String,
}

/// A term, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct TermForm {
    person: Field,
    role: Field,
    from: Field,
    to: Field,
    predecessor: Field,
    version: Field,
}

impl TermForm {
    fn of(term: &membership::Model) -> Self {
        Self {
            person: Field::default(),
            role: Field::new(term.role.to_value()),
            from: Field::new(fields::shown_day(Some(term.from_on))),
            to: Field::new(fields::shown_day(term.to_on)),
            predecessor: Field::new(fields::shown(term.predecessor_id)),
            version: Field::new(term.version.to_string()),
        }
    }

    fn parse_new(&mut self, seat: SeatId) -> Option<Appoint> {
        let person = self.person.parse(fields::one_of);
        let role = self.role.parse(fields::by_word(MemberRole::iter(), |role| role.to_value()));
        let (from, to) = (self.from.parse(parse_day), self.to.parse(parse_optional_day));
        let predecessor = self.predecessor.parse(fields::none_or_one_of);
        Some(Appoint { seat, person: person?, role: role?, from: from?, to: to?, predecessor: predecessor? })
    }

    fn parse_change(&mut self, membership: MembershipId) -> Option<ChangeTerm> {
        let role = self.role.parse(fields::by_word(MemberRole::iter(), |role| role.to_value()));
        let (from, to) = (self.from.parse(parse_day), self.to.parse(parse_optional_day));
        let predecessor = self.predecessor.parse(fields::none_or_one_of);
        let seen = self.version.parse(seen_version);
        Some(ChangeTerm {
            membership,
            seen: seen?,
            role: role?,
            from: from?,
            to: to?,
            predecessor: predecessor?,
        })
    }

    fn refuse(&mut self, error: TermError) -> Result<(), DbErr> {
        match error {
            TermError::Db(error) => return Err(error),
            TermError::NoSuchPerson => self.person.refuse(error),
            TermError::EndsBeforeItBegins | TermError::BeyondTheSeat(_) => self.to.refuse(error),
            TermError::BeforeTheSeat | TermError::Taken { .. } => self.from.refuse(error),
            TermError::ChairTaken(_) => self.role.refuse(error),
            TermError::NotBefore => self.predecessor.refuse(error),
            TermError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("person", "委嘱する人", &self.person.error),
            ("role", "役", &self.role.error),
            ("from", "任期の始まり", &self.from.error),
            ("to", "任期の終わり", &self.to.error),
            ("predecessor", "前任の人", &self.predecessor.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/term.html")]
struct TermPage {
    shell: Shell,
    head: FormHead,
    form: TermForm,
    /// The seat as the roster prints it.
    seat: String,
    /// Who has the term; none while somebody is to be chosen.
    holder: Option<String>,
    /// Where people are looked for; none while all are offered.
    search: Option<(String, String)>,
    /// How many more there are.
    more: usize,
    persons: Vec<Choice>,
    roles: Vec<Choice>,
    predecessors: Vec<Choice>,
}

impl TermPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        (body, seat): (&body::Model, &seat::Model),
        holder: Option<&rules::Holder>,
        form: TermForm,
    ) -> Result<Self, DbErr> {
        let (db, today) = (&app.db.read, tokyo_day(app.clock.now()));
        let head = match holder {
            None => FormHead::of(body, "委嘱する", "委嘱する", format!("/seats/{}/memberships/new", seat.id)),
            Some(holder) => {
                let action = format!("/memberships/{}/edit", holder.membership.id);
                FormHead::of(body, "任期を直す", "変更を保存する", action)
            }
        };
        let titles = queries::rules_on(db, body.id, today).await?.titles;
        let role = |role: MemberRole| Choice::new(role.to_value(), titles.of(role));
        let terms = queries::terms_of_seat(db, seat.id).await?;
        let earlier = terms.iter().filter(|(term, _)| Some(term.id) != holder.map(|one| one.membership.id));
        let earlier = earlier.map(|(term, name)| {
            let days = rules::print_term(term.from_on, term.to_on);
            Choice::new(term.id.to_string(), format!("{name}（{days}）"))
        });
        Ok(Self {
            shell,
            head: head.around(&form.version, form.summary()),
            form,
            seat: queries::seat_name(db, seat).await?,
            holder: holder.map(|one| one.person.name.clone()),
            search: None,
            more: 0,
            persons: Vec::new(),
            roles: MemberRole::iter().map(role).collect(),
            predecessors: std::iter::once(Choice::new("", "補欠ではない")).chain(earlier).collect(),
        })
    }

    /// With the people to choose from; whoever was chosen stays on offer.
    async fn offering(
        mut self,
        app: &AppState,
        actor: &Actor,
        seat: SeatId,
        sought: String,
    ) -> Result<Self, DbErr> {
        let mut people = people_like(&app.db.read, actor, &sought).await?;
        let chosen = people.iter().position(|one| one.id.to_string() == self.form.person.value);
        if let Some(beyond) = chosen.filter(|place| *place >= OFFERED) {
            people.swap(beyond, OFFERED - 1);
        }
        self.more = people.len().saturating_sub(OFFERED);
        if self.more > 0 || !sought.is_empty() {
            self.search = Some((format!("/seats/{seat}/memberships/new"), sought));
        }
        let people = people.iter().take(OFFERED).map(person_choice);
        self.persons = std::iter::once(Choice::new("", "選んでください")).chain(people).collect();
        Ok(self)
    }

    /// With the term that somebody else saved meanwhile.
    fn against(mut self, theirs: &membership::Model) -> Self {
        self.head = self.head.against(vec![
            ("役", fields::chosen(&self.roles, Some(theirs.role.to_value()))),
            ("任期", rules::print_term(theirs.from_on, theirs.to_on)),
            ("前任の人", fields::chosen(&self.predecessors, theirs.predecessor_id)),
        ]);
        self
    }
}

/// `GET /seats/{id}/memberships/new`
pub async fn new(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
    sought: Query<Sought>,
) -> Result<HttpResponse, AppError> {
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = TermForm { role: Field::new(MemberRole::Member.to_value()), ..TermForm::default() };
    let page = TermPage::new(&app, shell, (&body, &seat), None, form).await?;
    page::ok(page.offering(&app, &actor, *id, sought.into_inner().q).await?)
}

/// `POST /seats/{id}/memberships/new`
pub async fn appoint(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
    form: Form<TermForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse_new(seat.id) else {
        let page = TermPage::new(&app, shell, (&body, &seat), None, form).await?;
        return page::unprocessable(page.offering(&app, &actor, *id, String::new()).await?);
    };
    match db::write(&app.db, async |tx| commands::appoint(tx, &by, input, app.clock.now()).await).await {
        Ok(_) => page::see_other(format!("/bodies/{}#roster", body.id), Flash::ok("委嘱を記録しました")),
        Err(error) => {
            form.refuse(error)?;
            let page = TermPage::new(&app, shell, (&body, &seat), None, form).await?;
            page::unprocessable(page.offering(&app, &actor, *id, String::new()).await?)
        }
    }
}

/// `GET /memberships/{id}/edit`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MembershipId>,
) -> Result<HttpResponse, AppError> {
    let (body, seat, holder) = queries::one_membership(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = TermForm::of(&holder.membership);
    page::ok(TermPage::new(&app, shell, (&body, &seat), Some(&holder), form).await?)
}

/// `POST /memberships/{id}/edit`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MembershipId>,
    form: Form<TermForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, seat, holder) = queries::one_membership(&app.db.read, &actor, *id).await?;
    let (by, place) = (actor.secretary()?, (&body, &seat));
    let Some(input) = form.parse_change(*id) else {
        return page::unprocessable(TermPage::new(&app, shell, place, Some(&holder), form).await?);
    };
    match db::write(&app.db, async |tx| commands::change_term(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{}#roster", body.id), Flash::ok("任期を直しました")),
        Err(TermError::Stale(theirs)) => {
            form.version = Field::new(theirs.version.to_string());
            page::conflict(TermPage::new(&app, shell, place, Some(&holder), form).await?.against(&theirs))
        }
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(TermPage::new(&app, shell, place, Some(&holder), form).await?)
        }
    }
}

fn person_choice(person: &person::Model) -> Choice {
    let workplace = if person.workplace.is_empty() { "" } else { "　" };
    let label = format!("{}（{}）{workplace}{}", person.name, person.kana, person.workplace);
    Choice::new(person.id.to_string(), label)
}
