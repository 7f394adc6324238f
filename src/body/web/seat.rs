//! Adding a seat and changing one: `/bodies/{id}/seats/new` and `/seats/{id}/edit`, one form.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::{BodyId, SeatId};
use entity::{body, seat};
use sea_orm::DbErr;
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, ArrangeError, NewSeat, SeatFacts, SeatUpdate};
use crate::body::{queries, rules};
use crate::platform::date::parse_optional_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// What a seat is, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SeatForm {
    association: Field,
    label: Field,
    category: Field,
    position: Field,
    from: Field,
    to: Field,
    version: Field,
}

impl SeatForm {
    fn of(seat: &seat::Model) -> Self {
        Self {
            association: Field::new(fields::shown(seat.association_id)),
            label: Field::new(&seat.label),
            category: Field::new(&seat.category),
            position: Field::new(seat.position.to_string()),
            from: Field::new(fields::shown_day(seat.from_on)),
            to: Field::new(fields::shown_day(seat.to_on)),
            version: Field::new(seat.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<SeatFacts> {
        let association = self.association.parse(fields::none_or_one_of);
        let (label, category) = (self.label.parse(fields::line), self.category.parse(fields::line));
        let position = self.position.parse(fields::position);
        let (from, to) = (self.from.parse(parse_optional_day), self.to.parse(parse_optional_day));
        Some(SeatFacts {
            association: association?,
            category: category?,
            label: label?,
            position: position?,
            from: from?,
            to: to?,
        })
    }

    fn parse_edit(&mut self, seat: SeatId) -> Option<SeatUpdate> {
        let (facts, seen) = (self.parse(), self.version.parse(seen_version));
        Some(SeatUpdate { seat, seen: seen?, facts: facts? })
    }

    fn refuse(&mut self, error: ArrangeError) -> Result<(), DbErr> {
        match error {
            ArrangeError::Db(error) => return Err(error),
            ArrangeError::NoSuchAssociation => self.association.refuse(error),
            ArrangeError::Nameless => self.label.refuse(error),
            ArrangeError::EndsBeforeItBegins | ArrangeError::TermsOutside => self.to.refuse(error),
            ArrangeError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("association", "団体", &self.association.error),
            ("label", "名簿にのせる言葉", &self.label.error),
            ("category", "選出区分", &self.category.error),
            ("position", "名簿の順", &self.position.error),
            ("from", "始まりの日", &self.from.error),
            ("to", "終わりの日", &self.to.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/seat.html")]
struct SeatPage {
    shell: Shell,
    head: FormHead,
    form: SeatForm,
    associations: Vec<Choice>,
    /// Who was, is and will be in it: address of the term, name, days.
    terms: Vec<(String, String, String)>,
    seat: Option<SeatId>,
}

impl SeatPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        body: &body::Model,
        seat: Option<&seat::Model>,
        form: SeatForm,
    ) -> Result<Self, DbErr> {
        let head = match seat {
            None => FormHead::of(body, "席を加える", "席を加える", format!("/bodies/{}/seats/new", body.id)),
            Some(seat) => {
                FormHead::of(body, "席を変更する", "変更を保存する", format!("/seats/{}/edit", seat.id))
            }
        };
        let terms = match seat {
            None => Vec::new(),
            Some(seat) => queries::terms_of_seat(&app.db.read, seat.id).await?,
        };
        let term = |(term, name): (entity::membership::Model, String)| {
            let days = rules::print_term(term.from_on, term.to_on);
            (format!("/memberships/{}/edit", term.id), name, days)
        };
        let associations = queries::associations(&app.db.read, body.region_id).await?;
        let choice = |found: entity::association::Model| Choice::new(found.id.to_string(), found.name);
        let none = Choice::new("", "なし（住民代表など）");
        Ok(Self {
            shell,
            head: head.around(&form.version, form.summary()),
            form,
            associations: std::iter::once(none).chain(associations.into_iter().map(choice)).collect(),
            terms: terms.into_iter().map(term).collect(),
            seat: seat.map(|seat| seat.id),
        })
    }
}

/// `GET /bodies/{id}/seats/new`
pub async fn new(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(SeatPage::new(&app, shell, &body, None, SeatForm::default()).await?)
}

/// `POST /bodies/{id}/seats/new`
pub async fn add(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<SeatForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(facts) = form.parse() else {
        return page::unprocessable(SeatPage::new(&app, shell, &body, None, form).await?);
    };
    let input = NewSeat { body: body.id, facts };
    match db::write(&app.db, async |tx| commands::add_seat(tx, &by, input, app.clock.now()).await).await {
        Ok(seat) => page::see_other(
            format!("/bodies/{id}#roster"),
            Flash::ok("席を加えました").link(format!("/seats/{seat}/memberships/new"), "この席に委嘱する"),
        ),
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(SeatPage::new(&app, shell, &body, None, form).await?)
        }
    }
}

/// `GET /seats/{id}/edit`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
) -> Result<HttpResponse, AppError> {
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    page::ok(SeatPage::new(&app, shell, &body, Some(&seat), SeatForm::of(&seat)).await?)
}

/// `POST /seats/{id}/edit`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
    form: Form<SeatForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let Some(input) = form.parse_edit(seat.id) else {
        return page::unprocessable(SeatPage::new(&app, shell, &body, Some(&seat), form).await?);
    };
    match db::write(&app.db, async |tx| commands::edit_seat(tx, &by, input, app.clock.now()).await).await {
        Ok(()) => page::see_other(format!("/bodies/{}#roster", body.id), Flash::ok("席を変更しました")),
        Err(ArrangeError::Stale(theirs)) => overtaken(&app, shell, &body, &theirs, form).await,
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(SeatPage::new(&app, shell, &body, Some(&seat), form).await?)
        }
    }
}

/// The form as typed, beside what somebody else saved meanwhile.
async fn overtaken(
    app: &AppState,
    shell: Shell,
    body: &body::Model,
    theirs: &seat::Model,
    mut form: SeatForm,
) -> Result<HttpResponse, AppError> {
    form.version = Field::new(theirs.version.to_string());
    let mut page = SeatPage::new(app, shell, body, Some(theirs), form).await?;
    page.head = page.head.against(vec![
        ("団体", fields::chosen(&page.associations, theirs.association_id)),
        ("名簿にのせる言葉", theirs.label.clone()),
        ("選出区分", theirs.category.clone()),
        ("名簿の順", theirs.position.to_string()),
        ("始まりの日", fields::shown_day(theirs.from_on)),
        ("終わりの日", fields::shown_day(theirs.to_on)),
    ]);
    page::conflict(page)
}
