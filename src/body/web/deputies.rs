//! The members who act for the chair, named beforehand: `/bodies/{id}/deputies`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::body;
use entity::id::{BodyId, MembershipId};
use sea_orm::DbErr;
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use super::rows::PresidingLine;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, DeputiesError, NameDeputies};
use crate::body::rules::RosterLine;
use crate::body::{queries, rules};
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// People a list names at most; a longer one would make a page too heavy to be read on a phone.
const OFFERED: usize = 150;

/// Who is named, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct DeputiesForm {
    first: Field,
    second: Field,
    third: Field,
    version: Field,
}

impl DeputiesForm {
    fn of(body: &body::Model, lines: &[RosterLine]) -> Self {
        let named = |place: i32| {
            let holders = lines.iter().filter_map(|line| line.member.as_ref());
            let found = holders.map(|holder| &holder.membership);
            let found = found.into_iter().find(|term| term.deputy_order == Some(place));
            Field::new(fields::shown(found.map(|term| term.id)))
        };
        Self {
            first: named(1),
            second: named(2),
            third: named(3),
            version: Field::new(body.version.to_string()),
        }
    }

    fn parse(&mut self, body: BodyId) -> Option<NameDeputies> {
        let seen = self.version.parse(seen_version);
        let fields = [&mut self.first, &mut self.second, &mut self.third];
        let read: Vec<Option<Option<MembershipId>>> =
            fields.into_iter().map(|field| field.parse(fields::none_or_one_of)).collect();
        let deputies: Option<Vec<_>> = read.into_iter().collect();
        Some(NameDeputies { body, seen: seen?, deputies: deputies?.into_iter().flatten().collect() })
    }

    fn refuse(&mut self, error: DeputiesError) -> Result<(), DbErr> {
        let filled = [&mut self.first, &mut self.second, &mut self.third];
        let mut filled = filled.into_iter().filter(|field| !field.value.is_empty());
        match error {
            DeputiesError::Db(error) => return Err(error),
            DeputiesError::Stale => self.version.refuse(error),
            DeputiesError::NotInOffice(at) | DeputiesError::Twice(at) => {
                if let Some(field) = filled.nth(at) {
                    field.refuse(error);
                }
            }
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("first", "1番目", &self.first.error),
            ("second", "2番目", &self.second.error),
            ("third", "3番目", &self.third.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/deputies.html")]
struct DeputiesPage {
    shell: Shell,
    head: FormHead,
    form: DeputiesForm,
    presiding: PresidingLine,
    members: Vec<Choice>,
}

impl DeputiesPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        body: &body::Model,
        lines: &[RosterLine],
        form: DeputiesForm,
    ) -> Result<Self, DbErr> {
        let in_force = queries::rules_on(&app.db.read, body.id, tokyo_day(app.clock.now())).await?;
        let action = format!("/bodies/{}/deputies", body.id);
        let head = FormHead::of(body, "職務を代理する委員を決める", "変更を保存する", action);
        let heads = rules::heads(lines);
        let named =
            |head: &&rules::Head| head.seats.iter().any(|held| held.membership.deputy_order.is_some());
        let counted = || heads.iter().filter(|head| head.is_counted());
        let offered = counted().filter(named).chain(counted().filter(|head| !named(head))).take(OFFERED);
        let members = offered.filter_map(|head| {
            let held = head.seats.first()?;
            let role = in_force.titles.of(head.role());
            Some(Choice::new(held.membership.id.to_string(), format!("{role} {}", head.person.name)))
        });
        Ok(Self {
            shell,
            head: head.around(&form.version, form.summary()),
            form,
            presiding: PresidingLine::of(lines, &in_force),
            members: std::iter::once(Choice::new("", "決めない")).chain(members).collect(),
        })
    }
}

/// `GET /bodies/{id}/deputies`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let lines = queries::roster_on(&app.db.read, body.id, tokyo_day(app.clock.now())).await?;
    let form = DeputiesForm::of(&body, &lines);
    page::ok(DeputiesPage::new(&app, shell, &body, &lines, form).await?)
}

/// `POST /bodies/{id}/deputies`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<DeputiesForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let lines = queries::roster_on(&app.db.read, body.id, tokyo_day(app.clock.now())).await?;
    let Some(input) = form.parse(body.id) else {
        return page::unprocessable(DeputiesPage::new(&app, shell, &body, &lines, form).await?);
    };
    let saved = db::write(&app.db, async |tx| commands::name_deputies(tx, &by, input, app.clock.now()).await);
    match saved.await {
        Ok(()) => page::see_other(
            format!("/bodies/{}#roster", body.id),
            Flash::ok("職務を代理する委員を記録しました"),
        ),
        Err(DeputiesError::Stale) => {
            let saved = DeputiesForm::of(&body, &lines);
            form.version = saved.version.clone();
            let mut page = DeputiesPage::new(&app, shell, &body, &lines, form).await?;
            let theirs = [("1番目", saved.first), ("2番目", saved.second), ("3番目", saved.third)];
            let theirs =
                theirs.map(|(label, field)| (label, fields::chosen(&page.members, Some(field.value))));
            page.head = page.head.against(theirs.into());
            page::conflict(page)
        }
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(DeputiesPage::new(&app, shell, &body, &lines, form).await?)
        }
    }
}
