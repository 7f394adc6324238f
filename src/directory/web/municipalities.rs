//! 市町村 for the administrator: a town is entered once for all regions, by its code.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use super::line;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, Keeper, MunicipalityError, MunicipalityFacts};
use crate::directory::rules::{self, MunicipalityCode};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// The form of a town.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MunicipalityForm {
    code: Field,
    name: Field,
    kana: Field,
}

impl MunicipalityForm {
    fn parse(&mut self) -> Option<MunicipalityFacts> {
        let code = self.code.parse(MunicipalityCode::parse);
        let (name, kana) = (self.name.parse(line(40)), self.kana.parse(rules::kana));
        Some(MunicipalityFacts { code: code?, name: name?, kana: kana? })
    }
}

#[derive(Template)]
#[template(path = "directory/municipality_form.html")]
struct MunicipalityPage {
    shell: Shell,
    form: MunicipalityForm,
    errors: ErrorSummary,
}

impl MunicipalityPage {
    fn new(shell: Shell, form: MunicipalityForm) -> Self {
        let errors = ErrorSummary::of([
            ("code", "コード", &form.code.error),
            ("name", "名前", &form.name.error),
            ("kana", "ふりがな", &form.kana.error),
        ]);
        Self { shell, form, errors }
    }
}

/// `GET /admin/municipalities/new`
pub async fn new(actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    page::ok(MunicipalityPage::new(shell, MunicipalityForm::default()))
}

/// `POST /admin/municipalities/new`
pub async fn enter(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<MunicipalityForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let Some(facts) = form.parse() else {
        return page::unprocessable(MunicipalityPage::new(shell, form));
    };
    let flash = Flash::ok(format!("{}を登録しました", facts.name))
        .text(format!("圏域の構成市町村に加えるときは、コード {} を使います。", facts.code));
    match db::write(&app.db, async |tx| commands::enter_municipality(tx, &by, facts, now).await).await {
        Ok(_) => page::see_other("/admin/regions", flash),
        Err(MunicipalityError::CodeTaken) => {
            form.code.refuse(MunicipalityError::CodeTaken);
            page::unprocessable(MunicipalityPage::new(shell, form))
        }
        Err(MunicipalityError::Db(error)) => Err(error.into()),
    }
}
