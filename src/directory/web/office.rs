//! 設定: the facts of one's own office. They stand in every contact block, on every mail and on the reply page.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use entity::region;
use serde::Deserialize;

use super::line;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, ChangeError, Office, RegionError, Registrar};
use crate::directory::{queries, rules};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// The fields of an office, alone or as part of a region's form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OfficeForm {
    pub(super) office_name: Field,
    pub(super) office_contact: Field,
    pub(super) office_telephone: Field,
    pub(super) office_fax: Field,
    pub(super) office_hours: Field,
    pub(super) office_mail: Field,
    pub(super) sender_name: Field,
    pub(super) sender_mail: Field,
    pub(super) version: Field,
}

impl OfficeForm {
    pub(super) fn of(region: &region::Model) -> Self {
        Self {
            office_name: Field::new(&region.office_name),
            office_contact: Field::new(&region.office_contact),
            office_telephone: Field::new(&region.office_telephone),
            office_fax: Field::new(region.office_fax.clone().unwrap_or_default()),
            office_hours: Field::new(&region.office_hours),
            office_mail: Field::new(&region.office_mail),
            sender_name: Field::new(&region.sender_name),
            sender_mail: Field::new(&region.sender_mail),
            version: Field::new(region.version.to_string()),
        }
    }

    pub(super) fn parse(&mut self) -> Option<Office> {
        let (name, contact) = (self.office_name.parse(line(80)), self.office_contact.parse(line(40)));
        let (telephone, fax) = (self.office_telephone.parse(rules::telephone), self.office_fax.parse(fax));
        let (hours, mail) = (self.office_hours.parse(line(60)), self.office_mail.parse(rules::mail_address));
        let sender_name = self.sender_name.parse(line(60));
        let sender_mail = self.sender_mail.parse(rules::mail_address);
        Some(Office {
            name: name?,
            contact: contact?,
            telephone: telephone?,
            fax: fax?,
            hours: hours?,
            mail: mail?,
            sender_name: sender_name?,
            sender_mail: sender_mail?,
        })
    }

    /// The errors in the order of the fields.
    pub(super) fn lines(&self) -> [(&'static str, &'static str, &Option<String>); 9] {
        [
            ("office_name", "担当の部署", &self.office_name.error),
            ("office_contact", "担当者", &self.office_contact.error),
            ("office_telephone", "電話", &self.office_telephone.error),
            ("office_fax", "FAX", &self.office_fax.error),
            ("office_hours", "受付時間", &self.office_hours.error),
            ("office_mail", "返信先のメール", &self.office_mail.error),
            ("sender_name", "差出人の名前", &self.sender_name.error),
            ("sender_mail", "差出人のメール", &self.sender_mail.error),
            ("", "画面", &self.version.error),
        ]
    }
}

fn fax(typed: &str) -> Result<Option<String>, rules::NumberError> {
    if typed.trim().is_empty() { Ok(None) } else { rules::telephone(typed).map(Some) }
}

#[derive(Template)]
#[template(path = "directory/office.html")]
struct OfficePage {
    shell: Shell,
    form: OfficeForm,
    errors: ErrorSummary,
    theirs: Option<region::Model>,
}

impl OfficePage {
    fn new(shell: Shell, form: OfficeForm) -> Self {
        let errors = ErrorSummary::of(form.lines());
        Self { shell, form, errors, theirs: None }
    }
}

/// `GET /settings/office`
pub async fn show(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.secretary()?;
    let region = queries::own_region(&app.db.read, &actor).await?;
    page::ok(OfficePage::new(shell, OfficeForm::of(&region)))
}

/// `POST /settings/office`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<OfficeForm>,
) -> Result<HttpResponse, AppError> {
    let by = Registrar::from(&actor.secretary()?);
    let mut form = form.into_inner();
    let (office, seen) = (form.parse(), form.version.parse(seen_version));
    let Some((office, seen)) = office.zip(seen) else {
        return page::unprocessable(OfficePage::new(shell, form));
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::change_office(tx, &by, seen, office, now).await).await {
        Ok(()) => page::see_other(
            "/settings/office",
            Flash::ok("事務局の情報を変更しました").text("これから送るメールに使います。"),
        ),
        Err(RegionError::Change(ChangeError::Stale(theirs))) => {
            form.version = Field::new(theirs.version.to_string());
            page::conflict(OfficePage { theirs: Some(*theirs), ..OfficePage::new(shell, form) })
        }
        Err(RegionError::Change(other)) => Err(other.into()),
        Err(RegionError::SlugTaken) => Err(AppError::Conflict),
    }
}
