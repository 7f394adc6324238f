//! A region is set up or changed by the administrator: its names and its office.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::RegionId;
use entity::region;
use serde::Deserialize;

use super::line;
use super::office::OfficeForm;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, ChangeError, Keeper, RegionError, RegionFacts};
use crate::directory::{queries, rules};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The form of a region.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RegionForm {
    name: Field,
    slug: Field,
    programme: Field,
    #[serde(flatten)]
    office: OfficeForm,
}

impl RegionForm {
    fn of(region: &region::Model) -> Self {
        Self {
            name: Field::new(&region.name),
            slug: Field::new(&region.slug),
            programme: Field::new(&region.programme),
            office: OfficeForm::of(region),
        }
    }

    fn parse(&mut self) -> Option<RegionFacts> {
        let (name, slug) = (self.name.parse(line(60)), self.slug.parse(rules::slug));
        let (programme, office) = (self.programme.parse(line(80)), self.office.parse());
        Some(RegionFacts { name: name?, slug: slug?, programme: programme?, office: office? })
    }

    fn errors(&self) -> ErrorSummary {
        let own = [
            ("name", "圏域の名前", &self.name.error),
            ("slug", "URL名", &self.slug.error),
            ("programme", "会議の名前", &self.programme.error),
        ];
        ErrorSummary::of(own.into_iter().chain(self.office.lines()))
    }
}

#[derive(Template)]
#[template(path = "directory/region_form.html")]
struct RegionFormPage {
    shell: Shell,
    region: Option<region::Model>,
    form: RegionForm,
    errors: ErrorSummary,
    theirs: Option<region::Model>,
}

impl RegionFormPage {
    fn new(shell: Shell, region: Option<region::Model>, form: RegionForm) -> Self {
        let errors = form.errors();
        Self { shell, region, form, errors, theirs: None }
    }

    /// The page for a command that ended otherwise.
    fn answer(mut self, error: RegionError) -> Result<HttpResponse, AppError> {
        match error {
            RegionError::SlugTaken => {
                self.form.slug.refuse(error);
                self.errors = self.form.errors();
                page::unprocessable(self)
            }
            RegionError::Change(ChangeError::Stale(theirs)) => {
                self.form.office.version = Field::new(theirs.version.to_string());
                page::conflict(Self { theirs: Some(*theirs), ..self })
            }
            RegionError::Change(other) => Err(other.into()),
        }
    }
}

/// `GET /admin/regions/new`
pub async fn new(actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    page::ok(RegionFormPage::new(shell, None, RegionForm::default()))
}

/// `POST /admin/regions/new`
pub async fn set_up(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<RegionForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let Some(facts) = form.parse() else {
        return page::unprocessable(RegionFormPage::new(shell, None, form));
    };
    let flash = Flash::ok(format!("{}を設けました", facts.name)).text("続けて構成市町村を加えてください。");
    match db::write(&app.db, async |tx| commands::set_up_region(tx, &by, facts, now).await).await {
        Ok(id) => page::see_other(format!("/admin/regions/{id}/municipalities"), flash),
        Err(error) => RegionFormPage::new(shell, None, form).answer(error),
    }
}

/// `GET /admin/regions/{id}/edit`
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<RegionId>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let region = queries::region(&app.db.read, *id).await?;
    let form = RegionForm::of(&region);
    page::ok(RegionFormPage::new(shell, Some(region), form))
}

/// `POST /admin/regions/{id}/edit`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<RegionId>,
    form: Form<RegionForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let region = queries::region(&app.db.read, *id).await?;
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let (facts, seen) = (form.parse(), form.office.version.parse(seen_version));
    let Some((facts, seen)) = facts.zip(seen) else {
        return page::unprocessable(RegionFormPage::new(shell, Some(region), form));
    };
    let seen = (region.id, seen);
    match db::write(&app.db, async |tx| commands::change_region(tx, &by, seen, facts, now).await).await {
        Ok(()) => page::see_other("/admin/regions", Flash::ok("圏域を変更しました")),
        Err(error) => RegionFormPage::new(shell, Some(region), form).answer(error),
    }
}
