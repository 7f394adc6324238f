//! Where notices and reminders for a seat go: `/seats/{id}/contacts`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::contact_point::ContactKind;
use entity::id::SeatId;
use entity::seat_contact::ContactPurpose;
use entity::{body, seat};
use sea_orm::DbErr;
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::commands::{self, ChooseContacts, ContactsError};
use crate::body::queries::{self, ContactChoice};
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The choice for both purposes, as ticked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactsForm {
    notice: Choices,
    reminder: Choices,
    version: Field,
}

impl ContactsForm {
    async fn of(app: &AppState, seat: &seat::Model) -> Result<Self, DbErr> {
        let said = queries::said_for_seat(&app.db.read, seat.id).await?;
        let of = |purpose| {
            let points = said.iter().filter(move |(said, _)| *said == purpose);
            Choices::new(points.map(|(_, point)| point.to_string()))
        };
        Ok(Self {
            notice: of(ContactPurpose::Notice),
            reminder: of(ContactPurpose::Reminder),
            version: Field::new(seat.version.to_string()),
        })
    }

    fn parse(&mut self, seat: SeatId) -> Option<ChooseContacts> {
        let notice = self.notice.parse(fields::one_of);
        let reminder = self.reminder.parse(fields::one_of);
        let seen = self.version.parse(seen_version);
        Some(ChooseContacts {
            seat,
            seen: seen?,
            notice: notice?.into_iter().collect(),
            reminder: reminder?.into_iter().collect(),
        })
    }

    fn refuse(&mut self, error: ContactsError) -> Result<(), DbErr> {
        match error {
            ContactsError::Db(error) => return Err(error),
            ContactsError::NotForThisSeat(ContactPurpose::Notice) => self.notice.refuse(error),
            ContactsError::NotForThisSeat(ContactPurpose::Reminder) => self.reminder.refuse(error),
            ContactsError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("notice", "開催通知", &self.notice.error),
            ("reminder", "催促", &self.reminder.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/contacts.html")]
struct ContactsPage {
    shell: Shell,
    head: FormHead,
    form: ContactsForm,
    seat: String,
    points: Vec<Choice>,
}

impl ContactsPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        (body, seat): (&body::Model, &seat::Model),
        form: ContactsForm,
    ) -> Result<Self, DbErr> {
        let today = tokyo_day(app.clock.now());
        let points = queries::contact_choices(&app.db.read, seat, today).await?;
        let head = FormHead::of(
            body,
            "席の連絡先を決める",
            "連絡先を保存する",
            format!("/seats/{}/contacts", seat.id),
        );
        Ok(Self {
            shell,
            head: head.around(&form.version, form.summary()),
            form,
            seat: queries::seat_name(&app.db.read, seat).await?,
            points: points.iter().map(choice).collect(),
        })
    }
}

/// `GET /seats/{id}/contacts`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
) -> Result<HttpResponse, AppError> {
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = ContactsForm::of(&app, &seat).await?;
    page::ok(ContactsPage::new(&app, shell, (&body, &seat), form).await?)
}

/// `POST /seats/{id}/contacts`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
    form: Form<ContactsForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let (body, seat) = queries::one_seat(&app.db.read, &actor, *id).await?;
    let (by, place) = (actor.secretary()?, (&body, &seat));
    let Some(input) = form.parse(seat.id) else {
        return page::unprocessable(ContactsPage::new(&app, shell, place, form).await?);
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::choose_contacts(tx, &by, input, now).await).await {
        Ok(()) => page::see_other(format!("/bodies/{}#roster", body.id), Flash::ok("連絡先を保存しました")),
        Err(ContactsError::Stale(theirs)) => overtaken(&app, shell, &body, &theirs, form).await,
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(ContactsPage::new(&app, shell, place, form).await?)
        }
    }
}

/// The form as ticked, beside what somebody else saved meanwhile.
async fn overtaken(
    app: &AppState,
    shell: Shell,
    body: &body::Model,
    theirs: &seat::Model,
    mut form: ContactsForm,
) -> Result<HttpResponse, AppError> {
    form.version = Field::new(theirs.version.to_string());
    let saved = ContactsForm::of(app, theirs).await?;
    let mut page = ContactsPage::new(app, shell, (body, theirs), form).await?;
    let words = |chosen: &Choices| chosen_words(&page.points, chosen);
    let lines = vec![("開催通知", words(&saved.notice)), ("催促", words(&saved.reminder))];
    page.head = page.head.against(lines);
    page::conflict(page)
}

fn choice(choice: &ContactChoice) -> Choice {
    let kind = match choice.point.kind {
        ContactKind::Mail => "メール",
        ContactKind::Fax => "FAX",
        ContactKind::Telephone => "電話",
        ContactKind::Post => "郵送",
    };
    let label = format!("{}　{kind}　{}", choice.holder, choice.point.value);
    Choice::new(choice.point.id.to_string(), label)
}

fn chosen_words(points: &[Choice], chosen: &Choices) -> String {
    let words: Vec<_> =
        points.iter().filter(|point| chosen.has(&point.value)).map(|point| &*point.label).collect();
    if words.is_empty() { "決めていません".to_owned() } else { words.join("、") }
}
