//! An account is added or changed by the administrator: its sign-in address and its name.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::account;
use entity::id::AccountId;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::commands::{self, AccountError, AccountFacts};
use crate::account::queries;
use crate::account::rules::sign_in_name;
use crate::directory::commands::{ChangeError, Keeper};
use crate::directory::rules::mail_address;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// The form of an account.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    email: Field,
    name: Field,
    version: Field,
}

impl AccountForm {
    fn of(account: &account::Model) -> Self {
        Self {
            email: Field::new(&account.email),
            name: Field::new(&account.name),
            version: Field::new(account.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<AccountFacts> {
        let email = self.email.parse(|typed| mail_address(typed).map(|address| sign_in_name(&address)));
        let name = self.name.parse(|typed| required_one_line(80)(typed).map(|name| name.trim().to_owned()));
        Some(AccountFacts { email: email?, name: name? })
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("email", "メールアドレス", &self.email.error),
            ("name", "氏名", &self.name.error),
            ("", "画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "account/account_form.html")]
struct AccountFormPage {
    shell: Shell,
    account: Option<account::Model>,
    form: AccountForm,
    errors: ErrorSummary,
    theirs: Option<account::Model>,
}

impl AccountFormPage {
    fn new(shell: Shell, account: Option<account::Model>, form: AccountForm) -> Self {
        let errors = form.errors();
        Self { shell, account, form, errors, theirs: None }
    }

    /// The page for a command that ended otherwise.
    fn answer(mut self, error: AccountError) -> Result<HttpResponse, AppError> {
        match error {
            AccountError::Change(ChangeError::Stale(theirs)) => {
                self.form.version = Field::new(theirs.version.to_string());
                page::conflict(Self { theirs: Some(*theirs), ..self })
            }
            AccountError::Change(other) => Err(other.into()),
            refused => {
                self.form.email.refuse(refused);
                self.errors = self.form.errors();
                page::unprocessable(self)
            }
        }
    }
}

/// `GET /admin/accounts/new`
pub async fn new(actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    page::ok(AccountFormPage::new(shell, None, AccountForm::default()))
}

/// `POST /admin/accounts/new`
pub async fn add(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<AccountForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let Some(facts) = form.parse() else {
        return page::unprocessable(AccountFormPage::new(shell, None, form));
    };
    let flash = Flash::ok(format!("{}さんを利用者に加えました", facts.name));
    let flash = flash.text("続けて役割を付け、サインイン用のリンクを送ってください。");
    match db::write(&app.db, async |tx| commands::add_account(tx, &by, facts, now).await).await {
        Ok(id) => page::see_other(format!("/admin/accounts/{id}"), flash),
        Err(error) => AccountFormPage::new(shell, None, form).answer(error),
    }
}

/// `GET /admin/accounts/{id}/edit`
pub async fn edit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let account = queries::one(&app.db.read, *id).await?;
    let form = AccountForm::of(&account);
    page::ok(AccountFormPage::new(shell, Some(account), form))
}

/// `POST /admin/accounts/{id}/edit`
pub async fn change(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
    form: Form<AccountForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let account = queries::one(&app.db.read, *id).await?;
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let (facts, seen) = (form.parse(), form.version.parse(seen_version));
    let Some((facts, seen)) = facts.zip(seen) else {
        return page::unprocessable(AccountFormPage::new(shell, Some(account), form));
    };
    let seen = (account.id, seen);
    match db::write(&app.db, async |tx| commands::change_account(tx, &by, seen, facts, now).await).await {
        Ok(()) => page::see_other(format!("/admin/accounts/{id}"), Flash::ok("利用者を変更しました")),
        Err(error) => AccountFormPage::new(shell, Some(account), form).answer(error),
    }
}
