//! A role is given to an account. Its person is the one of its name in the region's register, made if there is
//! none; of several the administrator chooses.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::AccountId;
use entity::{account, person};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::commands::{self, GiveError, PersonChoice};
use crate::account::queries::{self, RoleProblem, RoleWords};
use crate::directory::commands::Keeper;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The form of a role.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    role: Field,
    region: Field,
    municipality: Field,
    association: Field,
    person: Field,
}

impl RoleForm {
    fn words(&self) -> RoleWords<'_> {
        RoleWords {
            role: &self.role.value,
            region: &self.region.value,
            municipality: &self.municipality.value,
            association: &self.association.value,
        }
    }

    /// Asks back what is typed for another role than the chosen one, so that it is not dropped unseen.
    fn fits_its_role(&mut self) -> bool {
        let role = self.role.value.as_str();
        let town = (&mut self.municipality, "officer", "市町村の担当を選ぶか、この欄を空にしてください。");
        let association =
            (&mut self.association, "delegate", "団体の連絡役を選ぶか、この欄を空にしてください。");
        let mut fits = true;
        for (field, of, words) in [town, association] {
            if role != of && !field.value.trim().is_empty() {
                field.refuse(words);
                fits = false;
            }
        }
        fits
    }

    /// Puts a problem beside its field; the database's own goes on.
    fn refuse(&mut self, problem: RoleProblem) -> Result<(), AppError> {
        match problem {
            RoleProblem::Role => self.role.refuse("役割を選んでください。"),
            RoleProblem::Region(_) => self.region.refuse(problem),
            RoleProblem::Municipality(_) => self.municipality.refuse(problem),
            RoleProblem::Association => self.association.refuse(problem),
            RoleProblem::Db(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn person(&mut self, name: &str) -> Option<PersonChoice> {
        if self.person.value.is_empty() {
            return Some(PersonChoice::Named(name.to_owned()));
        }
        self.person.parse(|id| id.parse().map_err(|_| "どの人かを選んでください。")).map(PersonChoice::Known)
    }
}

#[derive(Template)]
#[template(path = "account/role_form.html")]
struct RolePage {
    shell: Shell,
    account: account::Model,
    form: RoleForm,
    errors: ErrorSummary,
    roles: Vec<Choice>,
    regions: Vec<Choice>,
    /// People of the account's name, when there are several.
    namesakes: Vec<Choice>,
}

impl RolePage {
    async fn new(
        app: &AppState,
        shell: Shell,
        account: account::Model,
        form: RoleForm,
    ) -> Result<Self, AppError> {
        let regions = crate::directory::queries::regions(&app.db.read).await?;
        let region = |region: entity::region::Model| Choice::new(region.slug, region.name);
        let errors = ErrorSummary::of([
            ("role", "役割", &form.role.error),
            ("region", "圏域", &form.region.error),
            ("municipality", "市町村のコード", &form.municipality.error),
            ("association", "団体", &form.association.error),
            ("person", "名簿の人", &form.person.error),
        ]);
        // Of several none is proposed: the first is as likely the wrong one.
        let none = (regions.len() > 1).then(|| Choice::new("", "選んでください"));
        let regions = none.into_iter().chain(regions.into_iter().map(region)).collect();
        Ok(Self { shell, account, form, errors, roles: roles(), regions, namesakes: Vec::new() })
    }
}

fn roles() -> Vec<Choice> {
    [
        ("secretary", "事務局"),
        ("officer", "市町村の担当"),
        ("delegate", "団体の連絡役"),
        ("member", "委員（名簿の人と結ぶ）"),
        ("administrator", "管理者"),
    ]
    .map(|(value, label)| Choice::new(value, label))
    .to_vec()
}

/// `GET /admin/accounts/{id}/roles/new`
pub async fn new(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let account = queries::one(&app.db.read, *id).await?;
    page::ok(RolePage::new(&app, shell, account, RoleForm::default()).await?)
}

/// `POST /admin/accounts/{id}/roles/new`
pub async fn give(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
    form: Form<RoleForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let account = queries::one(&app.db.read, *id).await?;
    let (mut form, now) = (form.into_inner(), app.clock.now());
    if !form.fits_its_role() {
        return page::unprocessable(RolePage::new(&app, shell, account, form).await?);
    }
    let role = match queries::role(&app.db.read, &form.words()).await {
        Ok(role) => role,
        Err(problem) => {
            form.refuse(problem)?;
            return page::unprocessable(RolePage::new(&app, shell, account, form).await?);
        }
    };
    let Some(person) = form.person(&account.name) else {
        return page::unprocessable(RolePage::new(&app, shell, account, form).await?);
    };
    match db::write(&app.db, async |tx| commands::give_role(tx, &by, *id, (role, &person), now).await).await {
        Ok(()) => page::see_other(format!("/admin/accounts/{id}"), Flash::ok("役割を付けました")),
        Err(error) => refused(&app, shell, account, form, error).await,
    }
}

async fn refused(
    app: &AppState,
    shell: Shell,
    account: account::Model,
    mut form: RoleForm,
    error: GiveError,
) -> Result<HttpResponse, AppError> {
    let said = error.to_string();
    let namesakes = match error {
        GiveError::Db(error) => return Err(error.into()),
        GiveError::SeveralPersons(people) => {
            form.person.refuse(said);
            people.into_iter().map(choice).collect()
        }
        GiveError::NoPerson => {
            form.person.refuse(said);
            Vec::new()
        }
        GiveError::OtherRegion | GiveError::Already => {
            form.role.refuse(said);
            Vec::new()
        }
    };
    let page = RolePage::new(app, shell, account, form).await?;
    page::unprocessable(RolePage { namesakes, ..page })
}

fn choice(person: person::Model) -> Choice {
    let place = if person.workplace.is_empty() { "勤務先の記載なし" } else { &person.workplace };
    Choice::new(person.id.to_string(), format!("{}（{place}）", person.name))
}
